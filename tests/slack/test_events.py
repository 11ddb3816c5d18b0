"""Slack's message events, read once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.events import Bot, Deleted, Edited, Other, Posted, parse

BOT = Bot(team="T1", user_id="U0BOT", bot_id="B0BOT")
LINK = "https://a.test/story"


def message(text: str = "", **more: Any) -> dict[str, Any]:
    """A message in a channel."""
    return {
        "type": "message",
        "channel": "C1",
        "channel_type": "channel",
        "user": "U1",
        "ts": "2.0",
        "text": text,
    } | more


def test_a_message_is_read_into_its_place_and_its_content() -> None:
    """Words without markup and without the bot's name, links, and who is mentioned."""
    event = parse(message(f"<@U0BOT> see <{LINK}|this> &amp; ask <@U7>", thread_ts="1.0"), BOT)
    assert isinstance(event, Posted)
    assert (
        event.post.channel, event.post.post_ts, event.post.thread_ts, event.post.user, event.post.in_thread,
        event.post.direct,
    ) == ("C1", "2.0", "1.0", "U1", True, False)  # fmt: skip
    assert (event.content.text, event.content.links, event.content.mentions_us) == ("see this & ask @U7", (LINK,), True)
    assert frozenset({"U0BOT", "U7"}) == event.content.mentions


@pytest.mark.parametrize(
    ("more", "bots", "ours"),
    [
        ({"user": "U1"}, frozenset(), False),
        ({"user": "U0BOT"}, frozenset(), True),
        ({"user": "USLACKBOT"}, frozenset(), True),
        ({"bot_id": "B0BOT"}, frozenset({"B0BOT", "U1"}), True),
        ({"bot_id": "B7", "app_id": "A7"}, frozenset({"B7", "A7", "U1"}), False),
        ({"subtype": "bot_message", "user": None}, frozenset({""}), False),
    ],
)
def test_who_posted_is_told_apart(more: dict[str, Any], bots: frozenset[str], ours: bool) -> None:
    """A person, ourselves, Slackbot, or another bot under all its ids."""
    event = parse(message("x", **more), BOT)
    assert isinstance(event, Posted)
    assert (bots, ours) == (event.content.bots, event.content.ours)


def test_an_edit_brings_both_versions_and_the_time_of_the_new_one() -> None:
    """What was there before decides whether anything has to be read again."""
    after = {"type": "message", "user": "U1", "ts": "2.0", "text": f"<{LINK}>", "edited": {"ts": "9.0"}}
    event = parse(message(subtype="message_changed", message=after, previous_message={"ts": "2.0", "text": "x"}), BOT)
    assert isinstance(event, Edited)
    assert ("2.0", "9.0", frozenset({LINK}), frozenset()) == (
        event.post.post_ts, event.post.edited_ts, event.content.sources, event.before.sources
    )  # fmt: skip


def test_a_tombstone_is_a_deletion() -> None:
    """Slack sends the deletion of a thread's first post as a change."""
    event = message(
        subtype="message_changed",
        message={"subtype": "tombstone", "ts": "2.0"},
        previous_message={"ts": "2.0", "text": f"<{LINK}>", "thread_ts": "2.0"},
    )
    parsed = parse(event, BOT)
    assert isinstance(parsed, Deleted)
    assert (parsed.post.post_ts, parsed.post.thread_ts, parsed.before.links) == ("2.0", "2.0", (LINK,))


def test_a_deletion_names_the_post_that_is_gone() -> None:
    """Its place and what it brought come from what Slack still remembers of it."""
    gone = {"ts": "2.0", "thread_ts": "1.0", "text": "<@U0BOT> hi"}
    event = parse(message(subtype="message_deleted", ts="9.0", deleted_ts="2.0", previous_message=gone), BOT)
    assert isinstance(event, Deleted)
    assert (
        event.post.channel, event.post.post_ts, event.post.thread_ts, event.before.mentions_us
    ) == ("C1", "2.0", "1.0", True)  # fmt: skip


def test_a_change_of_a_notice_is_neither() -> None:
    """Slack's notices about notices are nothing to act on."""
    assert isinstance(parse(message(subtype="message_changed", message={"subtype": "message_deleted"}), BOT), Other)


SMALL = st.one_of(st.none(), st.text(max_size=6), st.sampled_from(["message_changed", "message_deleted", "tombstone"]))
SHAPE = st.dictionaries(
    st.sampled_from(["subtype", "channel", "ts", "thread_ts", "user", "text", "bot_id", "deleted_ts"]),
    SMALL,
    max_size=6,
)


@given(SHAPE, SHAPE, SHAPE)
def test_no_event_is_an_error(event: dict[str, Any], after: dict[str, Any], before: dict[str, Any]) -> None:
    """Whatever Slack leaves out, the event is read as one of the four kinds."""
    parsed = parse({**event, "message": after, "previous_message": before}, BOT)
    assert isinstance(parsed, Posted | Edited | Deleted | Other)
