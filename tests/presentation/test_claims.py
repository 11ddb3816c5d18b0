"""Statements: which, in which order, and as what sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.models import Actor, Article, Claim, IssuedWarning, Paragraph, Report, Span
from bot.presentation.claims import select_statements, statement

TEXT = """Marsh denies theft

Ann Marsh denied that she had taken the ledger. She told the court: “It was there on Friday.” The clerk urged jurors \
to look at the dates. Marsh said the ledger was found.
"""


def at(words: str) -> Span:
    """The first place of these words."""
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


def claim(number: int, content: str, cue: str | None = None, **more: Any) -> Claim:
    """A claim of Ann Marsh's on these words."""
    given: dict[str, Any] = {"kind": "indirect", "stance": "states", "speaker": "a0", "confidence": 0.9}
    return Claim(id=f"c{number}", content=[at(content)], cue=at(cue) if cue else None, **(given | more))


@pytest.fixture
def story() -> Callable[..., Report]:
    """A function from claims to a report of the story of the ledger."""

    def report(*claims: Claim) -> Report:
        headline = Paragraph(start=0, end=TEXT.index("\n"), role="headline")
        actors = [Actor(id="a0", name="Ann Marsh", kind="person"), Actor(id="a1", name="Clerk", kind="person")]
        return Report(
            article=Article(text=TEXT, paragraphs=[headline]), actors=actors, claims=list(claims), pipeline="p"
        )

    return report


@pytest.mark.parametrize(
    ("content", "cue", "stance", "expected"),
    [
        ("she had taken the ledger", "denied", "denies", "denied that she had taken the ledger"),
        ("jurors to look at the dates", "urged", "demands", "urged jurors to look at the dates"),
        ("the ledger was found", "said", "states", "said the ledger was found"),
        ("she had taken the ledger", None, "denies", "denied: she had taken the ledger"),
    ],
)
def test_a_statement_reads_on_from_the_story_s_own_verb(
    story: Callable[..., Report], content: str, cue: str | None, stance: str, expected: str
) -> None:
    """Where the verb stands right before the words both are shown as one; else the stance lends a verb and a colon."""
    own = claim(0, content, cue, stance=stance)
    told = statement(own, story(own))
    assert expected == f"{told.verb}{' ' if told.joined else ': '}{told.words}"


def test_a_direct_quotation_keeps_its_colon_and_its_marks(story: Callable[..., Report]) -> None:
    """Quoted words are set apart from the verb, as in print."""
    own = claim(0, "“It was there on Friday.”", "told", kind="direct")
    told = statement(own, story(own))
    assert (told.verb, told.words, told.joined) == ("said", "“It was there on Friday.”", False)


def test_what_is_sure_and_grave_comes_first(story: Callable[..., Report]) -> None:
    """Sure before unsure, a known speaker before none, a denial before a plain statement."""
    plain = claim(0, "the ledger was found", "said")
    doubtful = claim(1, "jurors to look at the dates", "urged", speaker="a1", confidence=0.5)
    nameless = claim(2, "“It was there on Friday.”", speaker=None)
    denial = claim(3, "she had taken the ledger", "denied", stance="denies")
    chosen = select_statements(story(plain, doubtful, nameless, denial), 9)
    assert [one.id for one in chosen] == ["c3", "c0", "c2", "c1"]


def test_gravity_counts_only_where_the_reading_is_nearly_certain(story: Callable[..., Report]) -> None:
    """A doubtful denial does not stand before a certain statement."""
    plain = claim(0, "the ledger was found", "said", confidence=0.95)
    denial = claim(1, "she had taken the ledger", "denied", stance="denies", confidence=0.75)
    assert [one.id for one in select_statements(story(plain, denial), 9)] == ["c0", "c1"]


def test_what_the_body_says_too_is_not_told_from_the_headline(story: Callable[..., Report]) -> None:
    """A statement that stands in headline and body is shown once, in the body's words."""
    headline = Claim(id="c0", kind="indirect", stance="denies", content=[at("theft")], speaker="a0", confidence=0.9)
    body = Claim(
        id="c1",
        kind="indirect",
        stance="denies",
        content=[Span(start=at("she had taken").start, end=at("the ledger").end)],
        speaker="a0",
        confidence=0.9,
    )
    assert sorted(one.id for one in select_statements(story(headline, body), 9)) == ["c0", "c1"]
    same = headline.model_copy(update={"content": [Span(start=0, end=at("Marsh").end)]})
    named = body.model_copy(update={"content": [Span(start=at("Ann Marsh").start, end=at("the ledger").end)]})
    assert [one.id for one in select_statements(story(same, named), 9)] == ["c1"]


def test_what_a_warning_tells_is_not_told_again(story: Callable[..., Report]) -> None:
    """A claim that is shown as a warning is left out."""
    plain, denial = claim(0, "the ledger was found", "said"), claim(1, "she had taken the ledger", "denied")
    assert [one.id for one in select_statements(story(plain, denial), 9, told=frozenset(["c1"]))] == ["c0"]


def test_a_headline_s_warning_is_told_by_its_warning(story: Callable[..., Report]) -> None:
    """What a headline warns of is not a statement beside the warning of the same party."""
    headline = Claim(id="c0", kind="indirect", stance="warns", content=[at("theft")], speaker="a0", confidence=0.9)
    plain = claim(1, "the ledger was found", "said")
    warning = IssuedWarning(id="w0", kind="threat", content=at("she had taken the ledger"), actor="a0")
    report = story(headline, plain).model_copy(update={"warnings": [warning]})
    assert [one.id for one in select_statements(report, 9)] == ["c1"]
