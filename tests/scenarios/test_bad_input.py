"""Every case of bad input: one plain sentence to the person who can act on it, or silence where that is right.

Nothing is lost, nothing is posted twice, and nobody sees a trace.
"""

import asyncio

import pytest

from bot.errors import INTERNAL, ExtractionFailed
from tests.scenarios.conftest import Opening
from tests.scenarios.newsroom import DESK, STORY, STRIKE, Newsroom
from tests.slack_messages import text_of

# pages and files that give no story


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("missing", "has no page at this address"),
        ("forbidden", "does not let programs read this page"),
        ("consent", "Paste the text"),
        ("empty", "Paste the text"),
        ("photo.png", "picture"),
        ("loop", "passed on too many times"),
        ("deutsch", "English"),
    ],
)
async def test_a_page_without_a_story_is_one_sentence(room: Newsroom, page: str, sentence: str) -> None:
    """404, 403, a consent wall, an empty page, a picture, a ring of redirects, another language."""
    ts = await room.post(page)
    assert sentence in await room.reply(ts)
    assert len(room.slack.replies(DESK, ts)) == 1


async def test_a_private_address_is_not_opened(newsroom: Newsroom) -> None:
    """Whatever listens there."""
    ts = await newsroom.slack.post(DESK, "ana", "http://10.0.0.8/admin and http://169.254.169.254/latest")
    seen = await newsroom.reply(ts)
    assert seen.count("inside a private network") == 2


@pytest.mark.parametrize(("page", "sentence"), [("slow", "took longer"), ("broken", "trouble of its own")])
async def test_a_problem_that_may_pass_is_told_at_once_and_tried_again(
    room: Newsroom, page: str, sentence: str
) -> None:
    """A timeout and a 500: the person reads at once that it is tried again; the last word replaces the first."""
    ts = await room.post(page)
    assert sentence in await room.reply(ts)
    await room.slack.until(lambda: "keep trying" not in text_of(room.slack.replies(DESK, ts)[0]), 30)
    await room.quiet()
    assert len(room.slack.replies(DESK, ts)) == 1


async def test_a_site_that_asks_for_a_long_pause_is_left_alone(room: Newsroom) -> None:
    """429 with Retry-After is honoured; here it is two minutes, and the person knows meanwhile."""
    ts = await room.post("busy")
    assert "refusing further requests for now" in await room.reply(ts)


async def test_a_paywall_gives_what_stands_before_it_or_says_so(room: Newsroom) -> None:
    """Only the beginning is read, and the reply says that it is only the beginning; or it asks for the text."""
    seen = await room.reply(await room.post("paywall"))
    assert "Only the beginning" in seen or "Paste the text" in seen


async def test_a_file_that_is_not_text(room: Newsroom) -> None:
    """In a direct message, where it is meant for us."""
    direct = room.slack.direct("ana").id
    ts = await room.slack.post(direct, "ana", "", files=[("scan.zip", b"PK\x03\x04" + bytes(200))])
    seen = await room.reply(ts, channel=direct)
    assert "text, HTML or PDF" in seen or "cannot be read" in seen or "Paste" in seen


async def test_a_file_without_the_scope_names_the_scope(room: Newsroom) -> None:
    """files:read is optional; who may add it is told."""
    room.slack.grant("chat:write", "commands", "channels:history", "groups:history", "im:history", "app_mentions:read")
    assert "files:read" in await room.reply(await room.upload())


async def test_an_empty_paste_is_refused_in_the_modal(newsroom: Newsroom) -> None:
    """At the field, before anything is sent."""
    await newsroom.slack.shortcut("ana", "paste_story")
    await newsroom.slack.until(lambda: newsroom.slack.view("ana"))
    answer = await newsroom.slack.submit("ana", {"story": "  \n ", "where": newsroom.slack.channel(DESK).id})
    assert answer is not None
    assert answer["errors"] == {"story": "Paste the text of the story here."}
    assert newsroom.said() == []


async def test_a_file_of_two_megabytes_is_one_sentence(room: Newsroom) -> None:
    """Too long to be a story."""
    seen = await room.reply(await room.upload("The harbour was quiet. " * 90_000))
    assert "characters" in seen


async def test_a_text_in_another_language(room: Newsroom) -> None:
    """Is named as such, not misread."""
    german = "Die Hafenbehörde droht der Insel mit dem Ende der Fähre, wenn der Rat seine Schulden nicht bezahlt. " * 8
    direct = room.slack.direct("ana").id
    ts = await room.slack.post(direct, "ana", german)
    assert "English" in await room.reply(ts, channel=direct)


async def test_a_text_that_breaks_the_pipeline(
    room: Newsroom, extractor: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One fixed sentence; the trace stays in the log."""

    async def broken(_article: object) -> None:
        raise ExtractionFailed("list index out of range")

    monkeypatch.setattr(extractor, "extract", broken)
    seen = await room.reply(await room.upload())
    assert INTERNAL in seen
    assert "index" not in seen


# Slack's error codes


@pytest.mark.parametrize("error", ["is_archived", "restricted_action", "restricted_action_thread_locked"])
async def test_a_channel_that_takes_no_posts_is_told_to_the_person(room: Newsroom, error: str) -> None:
    """In a direct message, since the channel does not take it."""
    room.slack.fail_next("chat.postMessage", error)
    await room.post(STRIKE)
    assert {"is_archived": "is archived"}.get(error, "Only some people may post") in await room.told()
    assert room.said() == []


async def test_a_channel_without_the_bot_is_told_to_who_used_the_shortcut(room: Newsroom) -> None:
    """not_in_channel: with what to do about it."""
    ts = await room.slack.post("#canteen", "ana", room.url(STRIKE))
    await room.slack.message_shortcut("#canteen", "ana", ts, "read_message")
    assert "/invite" in await room.whisper(channel="#canteen")


async def test_a_paste_into_a_conversation_that_cannot_be_seen(room: Newsroom) -> None:
    """channel_not_found: told in a direct message."""
    room.slack.fail_next("chat.postMessage", "channel_not_found")
    await room.slack.shortcut("ana", "paste_story")
    await room.slack.until(lambda: room.slack.view("ana"))
    await room.slack.submit("ana", {"story": STORY, "where": room.slack.channel(DESK).id})
    assert "/invite" in await room.told()


async def test_a_message_that_is_too_long_is_sent_shorter(room: Newsroom) -> None:
    """msg_blocks_too_long is not documented, and not counted as we count."""
    room.slack.fail_next("chat.postMessage", "msg_blocks_too_long")
    ts = await room.post(STRIKE)
    assert "Shortened" in await room.reply(ts)
    assert len(room.slack.replies(DESK, ts)) == 1


async def test_blocks_that_are_refused_are_sent_plainer(room: Newsroom) -> None:
    """invalid_blocks: the same words in sections and contexts."""
    room.slack.fail_next("chat.postMessage", "invalid_blocks")
    ts = await room.post(STRIKE)
    await room.reply(ts)
    kinds = {block["type"] for block in room.slack.replies(DESK, ts)[0]["blocks"]}
    assert kinds <= {"section", "context"}


async def test_blocks_that_are_refused_every_time_end_as_text(room: Newsroom) -> None:
    """The words arrive all the same."""
    room.slack.fail_next("chat.postMessage", "invalid_blocks", times=2)
    ts = await room.post(STRIKE)
    assert "Dockers give Harwich operator until Friday" in await room.reply(ts)
    assert not room.slack.replies(DESK, ts)[0].get("blocks")


async def test_a_rate_limit_is_waited_out(newsroom: Newsroom) -> None:
    """429: the reply comes after the pause that Slack asks for, once."""
    newsroom.slack.rate_limit_next("chat.postMessage", 1)
    ts = await newsroom.post(STRIKE)
    assert "Claims (" in await newsroom.reply(ts)
    await newsroom.quiet()
    assert len(newsroom.slack.replies(DESK, ts)) == 1


async def test_an_error_on_slacks_side_is_tried_again(room: Newsroom) -> None:
    """internal_error may pass."""
    room.slack.fail_next("chat.postMessage", "internal_error")
    ts = await room.post(STRIKE)
    assert "Claims (" in await room.reply(ts)


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive"])
async def test_a_workspace_that_lets_us_in_no_longer(room: Newsroom, error: str) -> None:
    """Nobody can be told in Slack; the readiness check fails, and the log says why."""
    room.slack.revoke_token(error)
    found = await room.bot.health.look()
    assert found["slack"] == "failing"


async def test_a_missing_scope_is_named(room: Newsroom) -> None:
    """Where the bot may not post in a conversation for want of a scope, who asked learns which one."""
    room.slack.fail_next("chat.postMessage", "missing_scope", needed="chat:write.public", provided="chat:write")
    await room.post(STRIKE)
    assert "chat:write.public" in await room.told()


async def test_without_the_optional_scopes_everything_else_works(room: Newsroom) -> None:
    """users:read and files:read may be missing."""
    room.slack.grant("chat:write", "commands", "channels:history", "groups:history", "im:history", "app_mentions:read")
    assert "Claims (" in await room.reply(await room.post(STRIKE))


# the same thing twice


async def test_a_doubled_event_is_answered_once(newsroom: Newsroom) -> None:
    """One event id, delivered twice at the same moment, and once more later."""
    newsroom.slack.duplicate_next_event()
    ts = await newsroom.post(STRIKE)
    await newsroom.reply(ts)
    newsroom.slack.redeliver(newsroom.slack.deliveries[0])
    await newsroom.quiet()
    assert len(newsroom.slack.replies(DESK, ts)) == 1


async def test_a_doubled_question_is_answered_once(newsroom: Newsroom) -> None:
    """The same holds for answers."""
    ts = await newsroom.upload()
    await newsroom.reply(ts)
    newsroom.slack.duplicate_next_event()
    await newsroom.slack.post(DESK, "ben", "What did Jonas Reed say?", thread_ts=ts)
    await newsroom.slack.until(lambda: len(newsroom.said()) == 2)
    await newsroom.quiet()
    assert len(newsroom.said()) == 2


async def test_two_bots_on_one_redis_answer_once(opened: Opening, slack: object) -> None:
    """Slack gives an event to one of several sockets, and the retry perhaps to another."""
    async with opened() as room, opened() as _second:
        room.slack.duplicate_next_event()
        ts = await room.post(STRIKE)
        await room.reply(ts)
        await room.quiet()
        assert len(room.slack.replies(DESK, ts)) == 1


# edits and deletions


async def test_a_preview_is_no_edit(newsroom: Newsroom) -> None:
    """Slack adds previews to links by message_changed; nothing happens."""
    ts = await newsroom.post(STRIKE)
    await newsroom.reply(ts)
    await newsroom.slack.unfurl(DESK, ts, newsroom.url(STRIKE), "Dock strike")
    await newsroom.quiet()
    assert len(newsroom.slack.calls_to("chat.postMessage")) == 1
    assert newsroom.slack.calls_to("chat.update") == []


async def test_an_edit_that_changes_the_link_changes_the_reply(newsroom: Newsroom) -> None:
    """In place: the thread still has one reply, about the new story."""
    ts = await newsroom.post("missing")
    await newsroom.reply(ts, saying="no page")
    await newsroom.slack.edit(DESK, "ana", ts, f"Look: {newsroom.url(STRIKE)}")
    assert "Claims (" in await newsroom.reply(ts, saying="Claims (")
    assert len(newsroom.slack.replies(DESK, ts)) == 1


async def test_an_edit_that_takes_the_link_away_takes_the_reply_away(room: Newsroom) -> None:
    """And its claims out of the channel."""
    ts = await room.post(STRIKE)
    await room.reply(ts)
    await room.slack.edit(DESK, "ana", ts, "never mind")
    await room.slack.until(lambda: not room.slack.replies(DESK, ts))


async def test_a_deleted_post_takes_reply_thread_and_claims_with_it(newsroom: Newsroom) -> None:
    """Nothing is left, and nothing can be found."""
    ts = await newsroom.upload()
    await newsroom.reply(ts)
    await newsroom.slack.delete(DESK, "ana", ts)
    await newsroom.slack.until(lambda: not newsroom.said())
    await newsroom.slack.command(DESK, "ana", "/who-said", "paid every bill")
    assert "Jonas Reed" not in await newsroom.whisper()


async def test_a_post_that_is_deleted_while_it_is_read(room: Newsroom) -> None:
    """Whichever comes first, no reply is left standing."""
    ts = await room.post(STRIKE)
    await room.slack.delete(DESK, "ana", ts)
    await room.quiet(3.0)
    assert room.said() == []


async def test_a_deleted_remark_means_nothing(room: Newsroom) -> None:
    """Silence."""
    ts = await room.slack.post(DESK, "ana", "lunch?")
    await room.slack.delete(DESK, "ana", ts)
    await room.quiet()
    assert room.slack.calls_to("chat.delete") == []


# sockets


async def test_a_socket_that_is_cut_comes_back(room: Newsroom) -> None:
    """And what was posted meanwhile is answered."""
    await room.slack.drop_sockets()
    ts = await room.post(STRIKE)
    assert "Claims (" in await room.reply(ts)


async def test_a_socket_that_slack_refreshes(room: Newsroom) -> None:
    """As it does every few hours."""
    await room.slack.refresh_sockets()
    await asyncio.sleep(0.2)
    assert "Claims (" in await room.reply(await room.post(STRIKE))


async def test_events_that_nobody_listens_to_are_acknowledged(newsroom: Newsroom) -> None:
    """Slack counts what is not acknowledged as a failure, and turns an app off that fails too often."""
    await newsroom.slack.react(DESK, "ana", await newsroom.slack.post(DESK, "ana", "lunch?"), "eyes")
    await newsroom.slack.open_home("ana")
    await newsroom.slack.delivered()
    assert [delivery.failures for delivery in newsroom.slack.deliveries] == [[]] * len(newsroom.slack.deliveries)
