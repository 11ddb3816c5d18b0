"""Nothing in a story can call a person or break a message."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.answers import RelatedClaim
from bot.models import (
    Actor,
    Answer,
    Article,
    ChannelClaim,
    ChannelWarning,
    Claim,
    IssuedWarning,
    Location,
    Report,
    Span,
    StoryCard,
    StoryResult,
)
from bot.presentation.text import clipped, shown, unquoted
from bot.slack.blocks import (
    Looked,
    Message,
    all_actors,
    all_claims,
    all_places,
    all_warnings,
    answer_message,
    choose_modal,
    command_help,
    fallback,
    problem,
    said_by_results,
    search_results,
    shorter,
    story_alone,
    story_reply,
    warning_results,
)
from bot.slack.blocks.markup import escaped

HOSTILE = st.lists(
    st.sampled_from(
        ["<!channel>", "<!here|x>", "<@U123>", "<#C1>", "<https://evil.example|click>", "@here", "@channel",
         "@everyone", "&lt;!channel&gt;", "<", ">", "&", "|", "*", "_", "~", "`", "```", "\n", "\r\n", "\u202e",
         "\u2066", "\x00", "\x1b[31m", ":tada:", "[a](https://evil.example)", "<!subteam^S1>", "<!date^1^{date}|x>",
         "word", " ", "“", "é", "😀", "\ufeff", "\u200b"]
    ),
    min_size=1,
    max_size=12,
).map("".join)  # fmt: skip
URLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["https://a.example/?x=1&y=2", "https://a.example/<!channel>|b", "javascript:alert(1)", "https://a.example/ \n"]
    ),
)
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
# A call or link that Slack would act on where it reads markup.
ACTED_ON = re.compile(r"<(?!@U7>|https?://a\.example/)|@(?!U7>)(?=[A-Za-z])")


def searches(hostile: str, claim: ChannelClaim) -> list[Message]:
    """What the commands answer, found and not found."""
    warning = ChannelWarning(
        warning_id="w0", story=claim.story, channel="C1", thread_ts="1", kind="threat", actor=hostile,
        recipient=hostile, words=claim.words, confidence=0.1,
    )  # fmt: skip
    looked = Looked(hostile, 9, 1, NOW, showing=[hostile], unknown=[hostile])
    return [
        said_by_results([claim], looked, "en-GB", by=hostile, about=hostile),
        said_by_results([], looked, "en-GB", by=hostile, about=hostile),
        warning_results([warning], replace(looked, page=1, shared_by="U7"), "en-US", by=hostile, to=hostile),
        warning_results([], looked, "en-US", by=hostile, to=hostile),
        command_help("warnings"),
    ]


def everything(hostile: str, url: str | None) -> tuple[list[Message], list[dict[str, Any]]]:
    """Every message and view, with ``hostile`` in every place where a stranger's text can stand."""
    text = f"{hostile} said {hostile}\n\n{hostile}."
    whole = Span(start=0, end=len(text))
    report = Report(
        article=Article(text=text, url=url, title=hostile, publisher=hostile, authors=[hostile, hostile]),
        actors=[
            Actor(id="a0", name=hostile, kind="person", role=hostile, aliases=[hostile + "x"], affiliation="a0"),
        ],
        claims=[
            Claim(id="c0", kind="direct", stance="states", content=[whole, whole], source=whole, speaker="a0",
                  addressee="a0", confidence=1),
            Claim(id="c1", kind="indirect", stance="denies", content=[whole], source=whole, confidence=0.1),
        ],
        warnings=[
            IssuedWarning(id="w0", kind="threat", content=whole, actor="a0", condition=whole, consequence=whole,
                          recipient_span=whole),
        ],
        locations=[Location(id="l0", name=hostile, mentions=[whole])],
        pipeline="test",
    )  # fmt: skip
    card = StoryCard(story_id="s1", title=hostile, url=url, publisher=hostile, read_at=NOW)
    claim = ChannelClaim(
        claim_id="c0", story=card, channel="C1", thread_ts="1", speaker=hostile, stance="claims", words=text,
        content=[whole], confidence=1,
    )  # fmt: skip
    messages = [
        story_reply([StoryResult(link=url, report=report, card=card)], "en-GB"),
        story_reply(
            [StoryResult(link=url, problem=f"No. {hostile}", paste=True), StoryResult(report=report, card=card)],
            "en-US",
        ),
        answer_message(Answer(kind="open", spans=[whole], speaker=hostile, note=hostile), report, card, "en-GB"),
        answer_message(Answer(kind="open", abstained=True, nearest=whole, note=hostile), report, card, "en-GB"),
        search_results([claim], Looked(hostile, 1, 1, NOW), "en-GB"),
        search_results([claim], Looked(hostile, 1, 1, NOW, shared_by="U7"), "en-GB"),
        search_results([], Looked(hostile, 0, 1, NOW), "en-GB"),
        problem(f"No. {hostile}"),
        *searches(hostile, claim),
        story_alone(StoryResult(link=url, report=report, card=card), "en-GB"),
        story_reply(
            [StoryResult(link=url, report=report, card=card)],
            "en-US",
            related=[
                RelatedClaim("changed", claim, claim, was=hostile, now=hostile),
                RelatedClaim("denied", claim, claim, denier=hostile),
                RelatedClaim("also", claim, claim),
            ],
        ),
    ]
    views = [
        choose_modal("who-said", hostile, ""),
        *(build(report, "en-GB", story="s1") for build in (all_warnings, all_claims, all_actors, all_places)),
    ]
    return [*messages, *map(fallback, messages), *map(shorter, messages)], views


def read_as_markup(value: Any) -> list[str]:
    """Every text in which Slack would read markup."""
    if isinstance(value, list):
        return [text for item in value for text in read_as_markup(item)]
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") in ("mrkdwn", "markdown") else []
        return own + [text for item in value.values() for text in read_as_markup(item)]
    return []


def element_types(value: Any) -> set[str]:
    """The types of everything in some blocks."""
    if isinstance(value, list):
        return {kind for item in value for kind in element_types(item)}
    if isinstance(value, dict):
        own = {str(value["type"])} if "type" in value else set()
        return own | {kind for item in value.values() for kind in element_types(item)}
    return set()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(hostile=HOSTILE, url=URLS)
@example(hostile="<!channel> @here <@U1> &lt;!here&gt;", url="https://a.example/<!channel>|b")
def test_no_story_can_call_a_person_or_break_a_message(
    accept: Callable[..., None], hostile: str, url: str | None
) -> None:
    """Whatever a page holds, Slack takes the message, and nothing in it is a mention, a broadcast or a foreign link."""
    messages, views = everything(hostile, url)
    for sent in [*messages, *views]:
        accept(sent, typed=False)
        blocks = sent.blocks if isinstance(sent, Message) else sent["blocks"]
        for text in read_as_markup(blocks) + ([sent.text] if isinstance(sent, Message) else []):
            assert not ACTED_ON.search(text)
        assert not element_types(blocks) & {"user", "usergroup", "broadcast", "channel", "emoji", "markdown", "team"}
        assert "javascript:" not in re.findall(r"'url': '([^']{11})", str(blocks))


@given(st.text(), st.integers(3, 60))
def test_a_cut_text_is_a_beginning_of_it(text: str, length: int) -> None:
    """A text is cut to the length asked for, and what is left are its first words."""
    cut = clipped(text, length)
    assert len(cut) <= length
    assert cut == text or text.startswith(cut.removesuffix("…").rstrip())


@given(st.text())
def test_an_escaped_text_reads_the_same(text: str) -> None:
    """Without the escapes and the joiners, the text is the one that is shown."""
    back = escaped(text).replace("@\u2060", "@").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == shown(text).replace("@\u2060", "@")


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("“we leave", "we leave"),
        ("we leave,”", "we leave,"),
        ("“we leave”", "we leave"),
        ('"we leave"', "we leave"),
        ("would flood “once in thirty winters”", "would flood “once in thirty winters”"),
        ("“never” and “always”", "“never” and “always”"),
        ('say "no" or "yes"', 'say "no" or "yes"'),
        ("“", ""),
        ("", ""),
        ("no marks", "no marks"),
    ],
)
def test_quotation_marks_of_something_else_are_left_out(text: str, bare: str) -> None:
    """A clause that is cut out of a quotation loses the mark at its end, and keeps pairs of its own."""
    assert unquoted(text) == bare


@given(st.text(alphabet='ab “”"'))
def test_marks_left_inside_are_those_of_the_text(text: str) -> None:
    """Whatever the marks, what is left is a part of the text, and nothing but marks and blanks is taken."""
    bare = unquoted(text)
    assert bare in text
    assert [one for one in bare if one in "ab"] == [one for one in text if one in "ab"]


@pytest.mark.parametrize("mark", ["*", "_", "~", "`", ":tada:"])
def test_marks_in_a_story_are_shown_as_they_are(mark: str) -> None:
    """A quotation with asterisks keeps them, also in the fallback, since it stands where Slack reads no markup."""
    text = f"{mark}we leave{mark}, she said"
    report = Report(article=Article(text=text), pipeline="test")
    card = StoryCard(story_id="s1", title="x", read_at=NOW)
    message = answer_message(Answer(kind="open", spans=[Span(start=0, end=len(text))]), report, card, "en-GB")
    assert f"{{'type': 'text', 'text': '{text}'}}" in str(message.blocks)
    assert f"{{'type': 'plain_text', 'text': '> {text}', 'emoji': False}}" in str(fallback(message).blocks)
