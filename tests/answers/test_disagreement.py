"""Whether two stories answer a question differently."""

import pytest

from bot.answers import disagree
from bot.models import Answer, Article, Claim, Report, Span, Stance
from bot.models.answer import AnswerKind


def told(text: str, words: str, kind: AnswerKind, stance: Stance = "states") -> tuple[Answer, Report]:
    """A story of one sentence, and it as the answer with these words in it."""
    at, whole = text.index(words), Span(start=0, end=len(text))
    claim = Claim(id="c0", kind="indirect", stance=stance, content=[whole], confidence=0.9)
    answer = Answer(kind=kind, spans=[whole], words=Span(start=at, end=at + len(words)))
    return answer, Report(article=Article(text=text), sentences=[whole], claims=[claim], pipeline="p1")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (told("12 people died.", "12 people", "number"), told("Nine people died.", "Nine people", "number"), True),
        (told("12 people died.", "12 people", "number"), told("Twelve died.", "Twelve", "number"), False),
        (told("It fell on Monday.", "Monday", "when"), told("It fell on Friday.", "Friday", "when"), True),
        (told("It fell on Monday.", "Monday", "when"), told("Monday was its end.", "Monday", "when"), False),
        (told("They kept a list.", "list", "open"), told("They kept a list.", "list", "open", "denies"), True),
        (told("They kept a list.", "list", "open"), told("A list was kept.", "list", "open"), False),
    ],
)
def test_what_is_told_otherwise(one: tuple[Answer, Report], other: tuple[Answer, Report], expected: bool) -> None:
    """Another number or time, or a denial; the same in other words is no disagreement."""
    assert disagree(*one, *other) is expected


def test_nothing_disagrees_with_no_answer() -> None:
    """A story that does not say is not shown beside one that does."""
    silent = (Answer(kind="number", abstained=True), Report(article=Article(text=""), pipeline="p1"))
    assert not disagree(*told("12 people died.", "12 people", "number"), *silent)
