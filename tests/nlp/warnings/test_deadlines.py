"""By when a demand must be met: the words, and the day and hour they mean in a story of a given date."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from spacy.tokens import Doc

from bot.nlp.warnings.deadlines import deadline_in, resolved

TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The union will strike unless it is paid by Friday noon.", "by Friday noon"),
        ("They gave the crew 24 hours to leave the port.", "24 hours"),
        ("The vessel must leave within 48 hours or be towed away.", "within 48 hours"),
        ("He told them to pay before 15 March.", "before 15 March"),
        ("The talks lasted 48 hours.", None),
        ("The designs were stolen by hackers.", None),
        ("Three men left on Friday.", None),
    ],
)
def test_the_words_of_a_deadline(reading: Callable[[str], Doc], text: str, expected: str | None) -> None:
    """A time behind "by", "until", "within", or a length of time that somebody is given; no other time is one."""
    doc = reading(text)
    found = deadline_in(doc, (0, len(doc)))
    assert (doc[slice(*found)].text if found else None) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("by Friday", date(2026, 11, 27)),
        ("by tomorrow", date(2026, 11, 25)),
        ("by midnight", date(2026, 11, 24)),
        ("before 15 March", date(2027, 3, 15)),
        ("until 1 November", date(2026, 11, 1)),
        ("by March 15, 2027", date(2027, 3, 15)),
        ("by the end of the month", date(2026, 11, 30)),
        ("by the end of the year", date(2026, 12, 31)),
        ("by Tuesday", None),
        ("by next Friday", None),
        ("within 48 hours", None),
        ("by 31 June", None),
        ("by spring", None),
    ],
)
def test_the_day_that_it_means(words: str, expected: date | None) -> None:
    """The next day of that name; none where the story's date does not tell it for certain."""
    assert expected == resolved(words, TUESDAY)[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("by Friday noon", datetime(2026, 11, 27, 12)),
        ("by 5:30 p.m. on Friday", datetime(2026, 11, 27, 17, 30)),
        ("by 17:30 on Friday", datetime(2026, 11, 27, 17, 30)),
        ("by 12 a.m. on Friday", datetime(2026, 11, 27, 0)),
        ("by 6 p.m. GMT on Friday", datetime(2026, 11, 27, 18, tzinfo=UTC)),
        ("by 6 p.m. ET on Friday", datetime(2026, 11, 27, 18, tzinfo=timezone(timedelta(hours=-5)))),
        ("by Friday", None),
        ("within 5 hours", None),
    ],
)
def test_the_hour_of_that_day(words: str, expected: datetime | None) -> None:
    """With a zone where the words name one, else by the clocks of the story."""
    assert expected == resolved(words, TUESDAY)[1]
