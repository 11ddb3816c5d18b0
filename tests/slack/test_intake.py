"""What is done about a message."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.models import Thread, ThreadStory
from bot.slack.events import Bot, parse
from bot.slack.intake import Ask, Decision, Forget, Help, Ignore, Mute, Read, Scene, decide

BOT = Bot(team="T1", user_id="U0BOT", bot_id="B0BOT")
LINK = "https://a.test/story"
LONG = "The harbour council met on Monday. " * 12


def thread(*, muted: bool = False, post_ts: str = "1.0") -> Thread:
    return Thread(
        team="T1",
        channel="C1",
        thread_ts="1.0",
        post_ts="1.0",
        reply_ts="1.5",
        stories=[ThreadStory(link=LINK, post_ts=post_ts)],
        opened_at=datetime(2026, 11, 1, tzinfo=UTC),
        muted=muted,
    )


def message(text: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "channel": "C1",
        "channel_type": "channel",
        "user": "U1",
        "ts": "2.0",
        "text": text,
    } | more


def direct(text: str, **more: Any) -> dict[str, Any]:
    return message(text, channel="D1", channel_type="im", **more)


def edited(after: str, before: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": "C1",
        "channel_type": "channel",
        "ts": "9.0",
        "message": {"type": "message", "user": "U1", "ts": "2.0", "text": after, "edited": {"ts": "9.0"}} | more,
        "previous_message": {"type": "message", "user": "U1", "ts": "2.0", "text": before},
    }


def deleted(text: str, ts: str = "2.0") -> dict[str, Any]:
    return {
        "type": "message",
        "subtype": "message_deleted",
        "channel": "C1",
        "deleted_ts": ts,
        "previous_message": {"type": "message", "user": "U1", "ts": ts, "text": text},
    }


def on(event: dict[str, Any], **more: Any) -> Decision:
    return decide(parse(event, BOT), Scene(desk_on=True, **more))


def off(event: dict[str, Any], **more: Any) -> Decision:
    return decide(parse(event, BOT), Scene(desk_on=False, **more))


def why(decision: Decision) -> str:
    assert isinstance(decision, Ignore)
    return decision.why


def read_links(decision: Decision) -> tuple[str, ...]:
    assert isinstance(decision, Read)
    return decision.links


# links in channels


def test_a_link_is_read_where_the_desk_is_on() -> None:
    """A channel that is switched on has its links read, in the thread of the post."""
    decision = on(message(f"<{LINK}>"))
    assert read_links(decision) == (LINK,)
    assert isinstance(decision, Read)
    assert decision.post.thread_ts == "2.0"


def test_a_link_is_left_alone_where_the_desk_is_off() -> None:
    """Quiet is the rule."""
    assert why(off(message(f"<{LINK}>"))) == "not for us"


def test_a_link_with_a_mention_is_read_anywhere() -> None:
    """Who mentions the bot wants an answer."""
    assert read_links(off(message(f"<@{BOT.user_id}> <{LINK}>"))) == (LINK,)


def test_a_link_in_a_thread_waits_for_a_mention() -> None:
    """Threads are conversations: a link there is read only when asked for."""
    assert why(on(message(f"<{LINK}>", thread_ts="1.0"))) == "not for us"
    assert read_links(on(message(f"<@{BOT.user_id}> <{LINK}>", thread_ts="1.0"))) == (LINK,)


def test_a_reply_that_is_sent_to_the_channel_too_counts_as_posted() -> None:
    """thread_broadcast stands in the channel."""
    assert read_links(on(message(f"<{LINK}>", thread_ts="1.0", subtype="thread_broadcast"))) == (LINK,)


def test_chatter_is_ignored() -> None:
    """A message without a link is nobody's business."""
    assert why(on(message("lunch?"))) == "not for us"


@pytest.mark.parametrize("subtype", ["channel_join", "channel_topic", "reminder_add", "me_message"])
def test_other_subtypes_are_ignored(subtype: str) -> None:
    """Joins, topics and reminders are not posts."""
    assert why(on(message(f"<{LINK}>", subtype=subtype))) == "subtype"


def test_an_app_mention_and_its_message_lead_to_one_decision() -> None:
    """The same post comes under two events; both are decided alike."""
    text = f"<@{BOT.user_id}> <{LINK}>"
    mention = {k: v for k, v in message(text, type="app_mention").items() if k != "channel_type"}
    assert off(message(text)) == off(mention)


# files


def test_a_readable_file_is_read_where_the_desk_is_on() -> None:
    """html, text and pdf are read."""
    file = {"id": "F1", "name": "story.pdf", "mimetype": "application/pdf", "url_private": "https://files.test/F1"}
    decision = on(message("", subtype="file_share", files=[file]))
    assert isinstance(decision, Read)
    assert [given.name for given in decision.files] == ["story.pdf"]


def test_a_picture_is_left_alone_unless_asked() -> None:
    """Nobody wants to hear about every picture; who sends one to the bot learns that it cannot read it."""
    file = {"id": "F1", "name": "cat.png", "mimetype": "image/png"}
    assert why(on(message("", subtype="file_share", files=[file]))) == "not for us"
    assert isinstance(on(direct("", subtype="file_share", files=[file])), Read)


# bots


def test_own_messages_are_ignored() -> None:
    """Neither by user nor by bot id."""
    assert why(on(message(f"<{LINK}>", user=BOT.user_id))) == "own message"
    assert why(on(message(f"<{LINK}>", bot_id=BOT.bot_id))) == "own message"


def test_unknown_bots_are_ignored() -> None:
    """Two bots must not talk to each other."""
    assert why(on(message(f"<{LINK}>", subtype="bot_message", bot_id="B9"))) == "bot"


def test_an_allowed_bot_is_read() -> None:
    """A wire or RSS bot that the settings name is read like a person."""
    event = message(f"<{LINK}>", subtype="bot_message", bot_id="B9")
    assert read_links(on(event, read_bots={"B9"})) == (LINK,)


def test_an_allowed_bot_is_never_answered_in_a_thread() -> None:
    """Not even when it mentions us."""
    event = message(f"<@{BOT.user_id}> <{LINK}>", bot_id="B9", thread_ts="1.0")
    assert why(on(event, read_bots={"B9"}, thread=thread())) == "bot in thread"


def test_an_allowed_bot_does_not_get_around_a_quiet_desk() -> None:
    """The switch holds for bots, too."""
    assert why(off(message(f"<{LINK}>", bot_id="B9"), read_bots={"B9"})) == "bot without story"


# questions


def test_a_question_in_our_thread_is_answered() -> None:
    """No mention is needed."""
    decision = off(message("Who said that?", thread_ts="1.0"), thread=thread())
    assert isinstance(decision, Ask)
    assert (decision.question, decision.addressed) == ("Who said that?", False)


def test_a_question_in_another_thread_is_ignored() -> None:
    """Only threads that are ours."""
    assert why(on(message("Who said that?", thread_ts="1.0"))) == "not for us"


def test_a_remark_in_our_thread_is_ignored() -> None:
    """People talk to each other there."""
    assert why(off(message("I will call them.", thread_ts="1.0"), thread=thread())) == "no question"


def test_a_question_to_a_colleague_is_ignored() -> None:
    """Who mentions somebody else asks somebody else."""
    assert why(off(message("<@U7> who said that?", thread_ts="1.0"), thread=thread())) == "for somebody else"


def test_a_muted_thread_is_quiet_unless_mentioned() -> None:
    """mute means that only a mention is answered."""
    question = message("Who said that?", thread_ts="1.0")
    assert why(off(question, thread=thread(muted=True))) == "muted"
    mentioned = message(f"<@{BOT.user_id}> who said that?", thread_ts="1.0")
    assert isinstance(off(mentioned, thread=thread(muted=True)), Ask)


def test_an_old_thread_is_quiet_unless_mentioned() -> None:
    """Follow-ups are bounded in time."""
    assert why(off(message("Who said that?", thread_ts="1.0"), thread=thread(), open=False)) == "too old"
    mentioned = message(f"<@{BOT.user_id}> who said that?", thread_ts="1.0")
    assert isinstance(off(mentioned, thread=thread(), open=False), Ask)


@pytest.mark.parametrize("word", ["mute", "Stop.", "STOP"])
def test_mute_and_stop_mute_the_thread(word: str) -> None:
    """One word is enough."""
    assert isinstance(off(message(word, thread_ts="1.0"), thread=thread()), Mute)


def test_stop_elsewhere_means_nothing() -> None:
    """Only in our threads."""
    assert why(on(message("stop"))) == "not for us"


# mentions and direct messages without links


def test_a_mention_with_a_question_is_asked() -> None:
    """It is addressed to us."""
    decision = off(message(f"<@{BOT.user_id}> who resigned?"))
    assert isinstance(decision, Ask)
    assert (decision.question, decision.addressed) == ("who resigned?", True)


def test_a_mention_with_a_long_text_is_read() -> None:
    """A pasted story is a story."""
    decision = off(message(f"<@{BOT.user_id}> {LONG}"))
    assert isinstance(decision, Read)
    assert decision.text == LONG.strip()


@pytest.mark.parametrize("text", [f"<@{BOT.user_id}>", f"<@{BOT.user_id}> help", f"<@{BOT.user_id}> Hello!"])
def test_a_bare_mention_asks_for_help(text: str) -> None:
    """So does a greeting."""
    assert isinstance(off(message(text)), Help)


def test_a_direct_message_needs_no_mention() -> None:
    """Links are read, long texts are read, the rest is a question."""
    assert read_links(off(direct(f"<{LINK}>"))) == (LINK,)
    assert isinstance(off(direct(LONG)), Read)
    assert isinstance(off(direct("Who said that?")), Ask)


# edits


def test_an_edit_with_the_same_links_is_ignored() -> None:
    """Slack sends one for every preview it adds."""
    assert why(on(edited(f"<{LINK}> now", f"<{LINK}>"))) == "links unchanged"


def test_an_edit_that_changes_the_links_is_read_again() -> None:
    """The new links are read; the edit has a name of its own."""
    decision = on(edited("<https://a.test/other>", f"<{LINK}>"))
    assert read_links(decision) == ("https://a.test/other",)
    assert isinstance(decision, Read)
    assert (decision.post.post_ts, decision.post.edited_ts) == ("2.0", "9.0")


def test_an_edit_in_a_quiet_channel_is_ignored() -> None:
    """Unless the post is ours."""
    assert why(off(edited("<https://a.test/other>", f"<{LINK}>"))) == "not for us"


def test_an_edit_of_a_post_that_we_answered_is_read_again() -> None:
    """The reply must not stand there for a link that is gone."""
    decision = off(edited("<https://a.test/other>", f"<{LINK}>"), thread=thread(post_ts="2.0"))
    assert read_links(decision) == ("https://a.test/other",)


def test_an_edit_that_takes_the_links_away_is_a_deletion() -> None:
    """There is nothing left to answer; the post stands, and may bring something again."""
    assert on(edited("never mind", f"<{LINK}>")) == Forget("C1", "2.0", "2.0", gone=False)


# deletions


def test_a_deleted_post_is_forgotten() -> None:
    """With what answered it."""
    assert off(deleted(f"<{LINK}>")) == Forget("C1", "2.0", "2.0")


def test_a_deleted_first_post_of_a_thread_is_forgotten() -> None:
    """Slack leaves a tombstone in its place, because there are replies."""
    event = edited("This message was deleted.", f"<{LINK}>", subtype="tombstone")
    assert off(event) == Forget("C1", "2.0", "2.0")


def test_a_deleted_remark_is_ignored() -> None:
    """It was never answered."""
    assert why(on(deleted("lunch?"))) == "nothing of ours"
