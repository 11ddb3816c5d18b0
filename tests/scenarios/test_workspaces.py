"""A request from a workspace other than our token's: acknowledged, refused in plain words, and nothing is looked at."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.presentation.sentences import OTHER_WORKSPACE
from tests.scenarios.conftest import Opening
from tests.scenarios.newsroom import DESK, STRIKE, Newsroom
from tests.scenarios.test_serving import event, send

ELSEWHERE = "T0ELSEWHERE"


def from_elsewhere(room: Newsroom, body: str) -> str:
    """The request as it comes for the same app in another workspace."""
    return body.replace(room.slack.team_id, ELSEWHERE)


async def commanded(room: Newsroom, command: str, text: str, **more: str) -> tuple[int, str]:
    """A slash command from another workspace in a channel with the id of ours."""
    body = {
        "command": command,
        "text": text,
        "team_id": ELSEWHERE,
        "channel_id": room.slack.channel(DESK).id,
        "user_id": "U0STRANGER",
        "trigger_id": "1.2.x",
        **more,
    }
    return await send(room, urlencode(body), kind="form")


async def interacted(room: Newsroom, **payload: Any) -> tuple[int, str]:
    """A press, a shortcut or a form from another workspace."""
    whole = {
        "team": {"id": ELSEWHERE},
        "enterprise": None,
        "user": {"id": "U0STRANGER", "team_id": ELSEWHERE},
        **payload,
    }
    return await send(room, urlencode({"payload": json.dumps(whole)}), kind="form")


async def test_a_link_from_another_workspace_is_not_read(opened: Opening) -> None:
    """Nothing is fetched, stored or posted; Slack gets its acknowledgement, so it does not repeat it."""
    async with opened("http") as room:
        calls, known = len(room.slack.calls_to("chat.postMessage")), await keys(room)
        status, _ = await send(room, from_elsewhere(room, event(room, f"<{room.url(STRIKE)}>")))
        await room.quiet()
        assert status == 200
        assert len(room.slack.calls_to("chat.postMessage")) == calls
        assert await keys(room) == known


@pytest.mark.parametrize(
    ("command", "text"),
    [("/who-said", "money"), ("/said-by", "Klein"), ("/warnings", ""), ("/story", "{url}"), ("/desk", "off")],
)
async def test_a_command_from_another_workspace_is_told_why(opened: Opening, command: str, text: str) -> None:
    """In one sentence, to the person alone; the channel's switch and stories stay closed."""
    async with opened("http") as room:
        await room.reply(await room.post(STRIKE))
        await room.quiet()
        known = await keys(room)
        status, answer = await commanded(room, command, text.format(url=room.url(STRIKE)))
        await room.quiet()
        assert (status, json.loads(answer)) == (200, {"response_type": "ephemeral", "text": OTHER_WORKSPACE})
        assert await keys(room) == known
        assert await room.bot.parts.desks.is_on(room.slack.team_id, room.slack.channel(DESK).id)


async def test_a_button_from_another_workspace_does_nothing(opened: Opening) -> None:
    """Not even with the id of a story, a thread and a channel that exist here."""
    async with opened("http") as room:
        ts = await room.post(STRIKE)
        await room.reply(ts)
        await room.quiet()
        [reply] = room.slack.replies(DESK, ts)
        [story] = await room.bot.parts.threads.latest(room.slack.team_id, room.slack.channel(DESK).id, 1)
        for action in ("open_claims", "remove_reply", "mute_thread"):
            status, answer = await interacted(
                room,
                type="block_actions",
                trigger_id="1.2.x",
                channel={"id": room.slack.channel(DESK).id},
                message={"ts": reply["ts"], "thread_ts": ts, "team": ELSEWHERE},
                actions=[{"action_id": action, "block_id": "b", "value": json.dumps({"story": story.story_id})}],
            )
            assert (status, answer) == (200, "")
        await room.quiet()
        assert room.slack.calls_to("views.open") == []
        assert len(room.slack.replies(DESK, ts)) == 1


async def test_a_form_and_a_shortcut_from_another_workspace_do_nothing(opened: Opening) -> None:
    """A pasted text is not read, a message's links neither."""
    async with opened("http") as room:
        values = {"story": {"story_text": {"type": "plain_text_input", "value": "The ferry stops at midnight. " * 20}}}
        metadata = json.dumps({"channel": room.slack.channel(DESK).id})
        view = {"id": "V1", "callback_id": "paste_modal", "private_metadata": metadata, "state": {"values": values}}
        message = {"ts": "1700000000.000100", "text": f"<{room.url(STRIKE)}>", "team": ELSEWHERE}
        channel = {"id": room.slack.channel(DESK).id}
        sent: list[Callable[[], Awaitable[tuple[int, str]]]] = [
            lambda: interacted(room, type="view_submission", view={**view, "type": "modal", "team_id": ELSEWHERE}),
            lambda: interacted(
                room, type="message_action", callback_id="read_message", channel=channel, message=message
            ),
        ]
        for one in sent:
            assert await one() == (200, "")
        await room.quiet()
        assert room.said() == []


@pytest.mark.parametrize(
    "seen_by",
    [
        {"team_id": "{own}", "authorizations": [{"team_id": ELSEWHERE}]},
        {"team_id": ELSEWHERE, "authorizations": [{"team_id": "{own}"}]},
        {"team_id": ELSEWHERE, "context_team_id": "{own}", "authorizations": [{"team_id": ELSEWHERE}]},
    ],
    ids=["where it happened", "whom it is for", "whose channel it is"],
)
async def test_a_channel_shared_with_another_organisation_is_ours_too(opened: Opening, seen_by: Any) -> None:
    """Slack names both sides; what a guest from there asks by a mention is answered."""
    async with opened("http") as room:
        own = json.dumps(seen_by).replace("{own}", room.slack.team_id)
        body = json.loads(event(room, f"<@{room.slack.bot_user_id}> help")) | json.loads(own)
        status, _ = await send(room, json.dumps({**body, "is_ext_shared_channel": True}))
        await room.slack.until(lambda: room.slack.calls_to("chat.postMessage"), 20)
        assert status == 200


async def keys(room: Newsroom) -> set[str]:
    """What is stored, apart from the queue's own bookkeeping."""
    redis = room.bot.parts.reader._readings._redis  # type: ignore[attr-defined]  # the port hides what it stands on
    return {key for key in await redis.keys("nutgraf:{*") if ":flight:" not in key}
