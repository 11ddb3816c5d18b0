"""Choosing which results to share: typing, what the channel then sees, and what it must never see."""

import json
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.dispatch import Dispatcher
from bot.slack.finding import EVERYTHING, find
from bot.slack.jobs import ReadingJob
from bot.slack.listeners.choosing import Choosing
from tests.scenarios.newsroom import DESK, STRIKE, Newsroom
from tests.slack_messages import text_of

CITY = "#city-desk"
PICK = "suggest_results"
BERTHS = "Berths closed in Velm\n\n" + "\n\n".join(
    f"Marta Klein said that berth {number} would stay closed until the spring." for number in range(1, 13)
)
QUAYS = (
    "Quays repaired in Velm\n\nJonas Reed said that the quay walls were safe again.\n\n"
    "Jonas Reed said that the work had cost less than feared."
)


async def opened(room: Newsroom, command: str, words: str, *, channel: str = DESK, user: str = "ben") -> None:
    """The modal under the answer to a command."""
    before = {shown["ts"] for shown in room.slack.ephemerals(channel, user)}
    await room.slack.command(channel, user, command, words)
    await room.whisper(user, channel=channel, number=len(before) + 1)
    [shown] = [one for one in room.slack.ephemerals(channel, user) if one["ts"] not in before]
    await room.slack.press(channel, user, shown["ts"], "choose_results")
    await room.slack.until(lambda: room.slack.view(user))


async def offered(room: Newsroom, typed: str, *, user: str = "ben") -> list[dict[str, Any]]:
    """The options that are suggested for what was typed."""
    return [option for group in await room.slack.suggest(user, PICK, typed) for option in group["options"]]


async def submitted(room: Newsroom, options: list[dict[str, Any]], *, user: str = "ben", channel: str = DESK) -> str:
    """What the channel sees after these options were shared."""
    before = len(room.slack.messages(channel))
    await room.slack.submit(user, {PICK: options})
    await room.slack.until(lambda: len(room.slack.messages(channel)) > before)
    return text_of(room.slack.messages(channel)[-1])


async def test_exactly_what_was_chosen_is_shared(newsroom: Newsroom) -> None:
    """From all results, not only those of the page; found by words begun or misspelt; the asker keeps the answer."""
    await newsroom.reply(await newsroom.upload(BERTHS))
    await newsroom.kept()
    await opened(newsroom, "/said-by", "Klein")
    assert len(await offered(newsroom, "")) == 12
    [eleventh] = await offered(newsroom, "bert 11")
    [second] = [one for one in await offered(newsroom, "brth") if "berth 2 " in one["text"]["text"]]
    assert eleventh["description"]["text"].startswith("Marta Klein said · ")
    seen = await submitted(newsroom, [eleventh, second])
    assert newsroom.slack.view("ben") is None
    assert "Said by Klein\n, chosen from 12 results" in seen
    assert "berth 2 would stay closed" in seen
    assert "berth 11 would stay closed" in seen
    assert seen.count("would stay closed") == 2
    assert f"Shared by <@{newsroom.slack.workspace.user('ben').id}>" in seen
    assert len(newsroom.slack.ephemerals(DESK, "ben")) == 1


async def test_each_command_has_it(newsroom: Newsroom) -> None:
    """Words and warnings are chosen as what somebody said is; a lone result needs no choosing."""
    await newsroom.reply(await newsroom.post(STRIKE))
    await newsroom.kept()
    await opened(newsroom, "/warnings", "")
    [ultimatum] = [one for one in await offered(newsroom, "varga") if "Ultimatum" in one["description"]["text"]]
    seen = await submitted(newsroom, [ultimatum])
    assert "Ultimatum: Dolores Varga" in seen
    assert "not to travel to Harwich" not in seen
    await opened(newsroom, "/who-said", "strike")
    first, *_ = await offered(newsroom, "")
    assert "Who said “strike”" in await submitted(newsroom, [first])
    shown = newsroom.slack.ephemerals(DESK, "ben")
    await newsroom.slack.command(DESK, "ben", "/warnings", "to lorry drivers")
    await newsroom.whisper("ben", number=len(shown) + 1)
    assert "Choose what to share" not in text_of(newsroom.slack.ephemerals(DESK, "ben")[-1])


async def test_what_fits_nothing_is_told(newsroom: Newsroom) -> None:
    """A heading in plain words, over all that there is."""
    await newsroom.reply(await newsroom.upload(BERTHS))
    await newsroom.kept()
    await opened(newsroom, "/said-by", "Klein")
    [group] = await newsroom.slack.suggest("ben", PICK, "hospital")
    assert (group["label"], len(group["options"])) == ("Nothing here fits “hospital”. All 12 results:", 12)


async def test_nothing_of_another_channel_is_suggested_or_shared(newsroom: Newsroom) -> None:
    """Seen from both sides: the modal holds this channel's results alone, and an id of the other's shares nothing."""
    await newsroom.reply(await newsroom.upload(BERTHS))
    await newsroom.kept()
    await newsroom.reply(await newsroom.upload(QUAYS + "\n\n" + BERTHS, channel=CITY), channel=CITY)
    await newsroom.kept(channel=CITY)
    options: dict[str, list[dict[str, Any]]] = {}
    for here in (DESK, CITY):
        await opened(newsroom, "/who-said", "closed until the spring", channel=here)
        options[here] = await offered(newsroom, "")
        await newsroom.slack.close("ben")
    own = {here: {one["value"] for one in options[here]} for here in options}
    assert own[DESK]
    assert own[CITY]
    assert not own[DESK] & own[CITY]
    for here, there in ((DESK, CITY), (CITY, DESK)):
        number = len(newsroom.slack.ephemerals(here, "ben"))
        await opened(newsroom, "/who-said", "closed until the spring", channel=here)
        before = [len(newsroom.slack.messages(channel)) for channel in (DESK, CITY)]
        await newsroom.slack.submit("ben", {PICK: [options[here][0], options[there][0]]})
        assert "Nothing was shared" in await newsroom.whisper("ben", channel=here, number=number + 2)
        assert before == [len(newsroom.slack.messages(channel)) for channel in (DESK, CITY)]


async def test_a_result_that_was_not_found_is_not_shared(newsroom: Newsroom) -> None:
    """An id that the search did not give shares nothing, though it is the channel's own; nor does a forgotten story."""
    ts = await newsroom.upload(QUAYS + "\n\n" + BERTHS)
    await newsroom.reply(ts)
    await newsroom.kept()
    await opened(newsroom, "/said-by", "Klein")
    options = await offered(newsroom, "")
    await newsroom.slack.close("ben")
    await opened(newsroom, "/said-by", "Reed")
    [foreign] = await offered(newsroom, "quay walls")
    await newsroom.slack.close("ben")
    for value in (foreign["value"], "no-such-story:c0", "x"):
        await opened(newsroom, "/said-by", "Klein")
        number = len(newsroom.slack.ephemerals(DESK, "ben"))
        await newsroom.slack.submit("ben", {PICK: [options[0], {**options[1], "value": value}]})
        assert "Nothing was shared" in await newsroom.whisper("ben", number=number + 1)
    await opened(newsroom, "/said-by", "Klein")
    number = len(newsroom.slack.ephemerals(DESK, "ben"))
    await newsroom.slack.delete(DESK, "ana", ts)
    team, channel = newsroom.slack.team_id, newsroom.slack.channel(DESK).id

    async def forgotten() -> bool:
        return not await newsroom.bot.parts.threads.latest(team, channel, 1)

    await newsroom.eventually(forgotten)
    await newsroom.slack.submit("ben", {PICK: [options[0]]})
    assert "Nothing was shared" in await newsroom.whisper("ben", number=number + 1)
    await newsroom.slack.until(lambda: not newsroom.said())


async def test_as_many_as_one_message_takes(room: Newsroom) -> None:
    """Eight are shared; whoever gets around the form with more is told in it."""
    await room.reply(await room.upload(BERTHS))
    await room.kept()
    await opened(room, "/said-by", "Klein")
    options = await offered(room, "")
    view = room.slack.view("ben") or {}
    del view["blocks"][1]["element"]["max_selected_items"]
    answer = await room.slack.submit("ben", {PICK: options[:9]})
    assert answer == {"response_action": "errors", "errors": {"results": "One message holds 8 results. Choose fewer."}}
    seen = await submitted(room, options[:8])
    assert seen.count("would stay closed") == 8


async def test_a_modal_that_does_not_open_is_told(room: Newsroom) -> None:
    """Slack takes a trigger for three seconds; who waited longer reads what to do."""
    await room.reply(await room.upload(BERTHS))
    await room.kept()
    await room.slack.command(DESK, "ben", "/said-by", "Klein")
    await room.whisper("ben")
    room.slack.fail_next("views.open", "expired_trigger_id")
    await room.slack.press(DESK, "ben", room.slack.ephemerals(DESK, "ben")[0]["ts"], "choose_results")
    assert "Press the button again." in await room.whisper("ben", number=2)


async def test_nothing_crosses_workspaces(room: Newsroom) -> None:
    """The workspace is the one that Slack signed for, whatever a modal said: the same channel id in another workspace
    has no results, there is nothing suggested, and nothing that could be shared."""
    await room.reply(await room.upload(BERTHS))
    await room.kept()
    await opened(room, "/said-by", "Klein")
    parts, own, channel = room.bot.parts, room.slack.team_id, room.slack.channel(DESK).id
    view = room.slack.view("ben") or {}
    metadata = {**json.loads(view["private_metadata"]), "team": own}
    body = {
        "view": {**view, "private_metadata": json.dumps(metadata)},
        "user": {"id": room.slack.workspace.user("ben").id},
        "value": "",
    }
    offers = []
    for team in (own, "T0ELSEWHERE"):
        context = AsyncBoltContext()
        context["authorize_result"] = AuthorizeResult(team_id=team, bot_user_id="U1", enterprise_id=None)
        ack = AsyncAck()
        await Choosing(parts, Dispatcher(parts, ReadingJob(parts))).suggest(ack, body, context)
        offers.append(json.loads(ack.response.body if ack.response else "{}")["options"])
    assert [len(one) for one in offers] == [12, 0]
    ids = {one["value"] for one in offers[0]}
    here, elsewhere = [
        (await find(parts, team, channel, "said-by", "Klein", limit=EVERYTHING)).only(ids)
        for team in (own, "T0ELSEWHERE")
    ]
    assert (len(here.items), len(elsewhere.items)) == (12, 0)
