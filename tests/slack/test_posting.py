"""Everything that is said to Slack: once, and in a form that it takes."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from bot.slack.blocks import help_message, problem
from bot.slack.posting import Poster
from bot.slack.problems import SlackProblem, SlackUnreachable, problem_of
from bot.storage import Store
from tests.slack_messages import text_of

DESK = "#world-desk"


def desk(slack: Playground) -> str:
    return slack.channel(DESK).id


async def test_one_key_is_posted_once(poster: Poster, slack: Playground) -> None:
    """However often it is asked for; the ts is the same."""
    first = await poster.once("T", desk(slack), problem("Hello."), key="k", thread_ts=None)
    second = await poster.once("T", desk(slack), problem("Hello."), key="k", thread_ts=None)
    assert first == second
    assert len(slack.messages(DESK)) == 1


async def test_another_key_is_another_message(poster: Poster, slack: Playground) -> None:
    """Two questions may have the same answer."""
    for key in ("a", "b"):
        await poster.once("T", desk(slack), problem("Hello."), key=key, thread_ts=None)
    assert len(slack.messages(DESK)) == 2


@pytest.mark.parametrize("in_thread", [True, False])
async def test_who_takes_over_finds_what_was_posted(
    poster: Poster, slack: Playground, store: Store, in_thread: bool
) -> None:
    """In the thread, or in the channel where there is none."""
    thread = await slack.post(DESK, "ana", "lunch?") if in_thread else None
    ts = await poster.once("T", desk(slack), problem("Hello."), key="k", thread_ts=thread, since=thread)
    await store.idempotency.done("T", "said:k", "")
    assert await poster.once("T", desk(slack), problem("Hello."), key="k", thread_ts=thread, since=thread) == ts


async def test_who_takes_over_posts_what_was_not_posted(poster: Poster, slack: Playground, store: Store) -> None:
    """The worker died before."""
    await store.idempotency.done("T", "said:k", "")
    await poster.once("T", desk(slack), problem("Hello."), key="k", thread_ts=None)
    assert len(slack.messages(DESK)) == 1


async def test_without_the_right_to_look_it_is_posted(poster: Poster, slack: Playground, store: Store) -> None:
    """Better twice than never, where nobody may look."""
    await store.idempotency.done("T", "said:k", "")
    slack.fail_next("conversations.history", "missing_scope", needed="channels:history", provided="chat:write")
    await poster.once("T", desk(slack), problem("Hello."), key="k", thread_ts=None)
    assert len(slack.messages(DESK)) == 1


async def test_a_look_that_may_work_later_is_tried_later(poster: Poster, slack: Playground, store: Store) -> None:
    """Nothing is posted on a guess."""
    await store.idempotency.done("T", "said:k", "")
    slack.fail_next("conversations.history", "internal_error")
    with pytest.raises(SlackProblem) as raised:
        await poster.once("T", desk(slack), problem("Hello."), key="k", thread_ts=None)
    assert raised.value.passing
    assert slack.messages(DESK) == []


async def test_a_message_is_changed_and_taken_back(poster: Poster, slack: Playground) -> None:
    """One that is gone already is no problem."""
    ts = await poster.once("T", desk(slack), problem("Hello."), key="k", thread_ts=None)
    await poster.change("T", desk(slack), ts, problem("Good bye."))
    assert "Good bye." in text_of(slack.message(DESK, ts))
    await poster.remove("T", desk(slack), ts)
    await poster.remove("T", desk(slack), ts)
    assert slack.messages(DESK) == []


async def test_too_long_becomes_shorter_and_then_text(poster: Poster, slack: Playground) -> None:
    """Until Slack takes it."""
    slack.fail_next("chat.postMessage", "msg_blocks_too_long", times=2)
    message = help_message()
    ts = await poster.once("T", desk(slack), message, key="k", thread_ts=None)
    assert slack.message(DESK, ts)["text"] == message.text


async def test_a_refusal_that_nothing_helps_is_raised(poster: Poster, slack: Playground) -> None:
    """With Slack's word for it, and the scope where one is missing."""
    slack.fail_next("chat.postMessage", "missing_scope", needed="chat:write", provided="commands")
    with pytest.raises(SlackProblem) as raised:
        await poster.once("T", desk(slack), problem("Hello."), key="k", thread_ts=None)
    assert (raised.value.code, raised.value.needed, raised.value.passing) == ("missing_scope", "chat:write", False)
    assert raised.value.sentence is not None
    assert "chat:write" in raised.value.sentence


async def test_who_is_told_where_no_response_url_works(poster: Poster, slack: Playground) -> None:
    """In a direct message."""
    ana = slack.workspace.user("ana").id
    await poster.tell("T", ana, problem("Hello."), respond=f"{slack.site_url}no-such-url")
    assert "Hello." in text_of(slack.messages(slack.direct("ana").id)[0])


async def test_a_status_line_is_a_courtesy(poster: Poster, slack: Playground) -> None:
    """A failure of it is nobody's problem."""
    slack.fail_next("assistant.threads.setStatus", "missing_scope", needed="assistant:write", provided="chat:write")
    await poster.status("T", desk(slack), "1.0", "is reading…")
    assert [call.response["ok"] for call in slack.calls_to("assistant.threads.setStatus")] == [False]


async def test_a_slack_that_cannot_be_reached(poster: Poster, store: Store) -> None:
    """May be reached later."""

    async def nowhere(_team: str) -> AsyncWebClient:
        return AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:9/api/", timeout=2)

    with pytest.raises(SlackUnreachable) as raised:
        await Poster(clients=nowhere, idempotency=store.idempotency).once(
            "T", "C", problem("Hello."), key="k", thread_ts=None
        )
    assert raised.value.passing


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("message_not_found", (False, True, False)),
        ("token_revoked", (False, False, True)),
        ("ratelimited", (True, False, False)),
        ("is_archived", (False, False, False)),
    ],
)
def test_what_a_code_means(code: str, expected: tuple[bool, bool, bool]) -> None:
    """May pass, is about something that is gone, shuts us out."""
    found = SlackProblem(code, channel="C1")
    assert (found.passing, found.gone, found.closed) == expected


def test_an_unknown_error_may_have_been_carried_out() -> None:
    """A broken connection tells nothing."""
    assert isinstance(problem_of(ConnectionResetError()), SlackUnreachable)


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived", "restricted_action_read_only"])
def test_what_a_person_can_mend_has_a_sentence(code: str) -> None:
    """Without Slack's word for it."""
    sentence: Any = SlackProblem(code, channel="C1").sentence
    assert sentence
    assert code not in sentence
