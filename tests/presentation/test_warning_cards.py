"""Warnings as a reader meets them: one card an event, no word twice, the gravest and nearest first."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.models import Actor, Article, Deadline, IssuedWarning, Paragraph, Plover, Report, Span
from bot.presentation.warnings import WarningCard, deadline_line, name_place, warning_cards

TEXT = (
    "Night Heron threatens clinic\n\n"
    "Night Heron threatened to publish the records of 40,000 patients. The clinic closed its wards.\n\n"
    "“If you do not pay by Friday noon, your patients will read about themselves,” the group wrote.\n\n"
    "Dr Ada Lind cautioned families against moving relatives."
)


def span(words: str) -> Span:
    """Where these words stand."""
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


def report(*warnings: IssuedWarning) -> Report:
    """A story with these warnings and three actors."""
    paragraphs, start = [], 0
    for number, part in enumerate(TEXT.split("\n\n")):
        role = "body" if number else "headline"
        paragraphs.append(Paragraph.model_validate({"start": start, "end": start + len(part), "role": role}))
        start += len(part) + 2
    actors = [
        Actor(id="a0", name="Night Heron", kind="group"),
        Actor(id="a1", name="Valdane Clinic", kind="organisation"),
        Actor(id="a2", name="Ada Lind", kind="person", role="head of the ward"),
    ]
    return Report(article=Article(text=TEXT, paragraphs=paragraphs), actors=actors, warnings=[*warnings], pipeline="p")


def warning(number: int, words: str, **more: Any) -> IssuedWarning:
    """A warning with these words as its content."""
    return IssuedWarning.model_validate({"id": f"w{number}", "kind": "threat", "content": span(words), **more})


HEADLINE = warning(0, "threatens clinic", event="e0", actor="a0", actor_span=span("Night Heron"))
LEAD = warning(
    1, "to publish the records of 40,000 patients", event="e0", actor="a0", cue=span("threatened"),
    consequence=span("publish the records of 40,000 patients"),
)  # fmt: skip
QUOTATION = warning(
    2, "If you do not pay by Friday noon, your patients will read about themselves", kind="ultimatum", event="e0",
    actor="a0", recipient="a1", condition=span("If you do not pay by Friday noon"),
    consequence=span("your patients will read about themselves"),
    deadline=Deadline(**span("by Friday noon").model_dump(), due=date(2026, 11, 27), at=datetime(2026, 11, 27, 12)),
)  # fmt: skip
CAUTION = warning(
    3, "moving relatives", kind="caution", event="e1", actor="a2", cue=span("cautioned"), condition=None
)  # fmt: skip


def test_one_event_is_one_card() -> None:
    """Headline, lead and quotation are one card: the fullest words, the gravest kind, and where else it stands."""
    (card,) = warning_cards(told := report(HEADLINE, LEAD, QUOTATION))
    assert card.title == "Ultimatum: Night Heron → Valdane Clinic"
    assert card.words == QUOTATION.content
    assert [name_place(place, told) for place in card.also] == ["headline", "paragraph 1"]


def test_no_word_stands_twice() -> None:
    """Terms that say all of it stand for the quotation."""
    (card,) = warning_cards(report(QUOTATION))
    assert card.terms == (("If", "you do not pay by Friday noon"), ("then", "your patients will read about themselves"))
    assert card.quotation is None


def test_the_verb_of_the_story_leads_its_words() -> None:
    """ "threatened to publish" reads as the story wrote it."""
    assert report(LEAD).warning_words(LEAD).of(TEXT) == "threatened to publish the records of 40,000 patients"


def test_what_is_cautioned_against_is_never_shown_alone() -> None:
    """ "moving relatives" would say the contrary of the story."""
    assert report(CAUTION).warning_words(CAUTION).of(TEXT) == "against moving relatives"


def test_a_role_stands_beside_the_name() -> None:
    """A person is told with what makes the warning weigh."""
    (card,) = warning_cards(report(CAUTION))
    assert card.title == "Caution: Ada Lind, head of the ward"


@pytest.mark.parametrize(
    ("at", "due", "expected"),
    [
        (datetime(2026, 11, 27, 12), date(2026, 11, 27), "Deadline: 27 November 2026, 12:00"),
        (datetime(2026, 11, 27, 12, tzinfo=UTC), date(2026, 11, 27), "Deadline: 27 November 2026, 12:00 UTC"),
        (None, date(2026, 11, 27), "Deadline: 27 November 2026"),
        (None, None, None),
    ],
)
def test_a_deadline_says_what_its_words_mean(at: datetime | None, due: date | None, expected: str | None) -> None:
    """The day and hour where they can be told; words that stand in the card already are not repeated."""
    deadline = Deadline(**span("by Friday noon").model_dump(), due=due, at=at)
    told = report(QUOTATION.model_copy(update={"deadline": deadline}))
    assert deadline_line(warning_cards(told)[0], "en-GB", told) == expected


def test_the_gravest_and_nearest_come_first() -> None:
    """Ultimatums and violence before threats, these before cautions; the nearer deadline first, the denied last."""
    soon = QUOTATION.model_copy(update={"event": "e2"})
    late_deadline = Deadline(**span("by Friday noon").model_dump(), due=date(2027, 1, 1))
    late = QUOTATION.model_copy(update={"id": "w4", "event": "e3", "deadline": late_deadline})
    violent = LEAD.model_copy(update={"id": "w5", "event": "e4", "plover": Plover(event="THREATEN", mode="violence")})
    denied = LEAD.model_copy(update={"id": "w6", "event": "e5", "negated": True})
    order = [card.warnings[0].id for card in warning_cards(report(denied, CAUTION, late, violent, soon))]
    assert order == ["w2", "w4", "w5", "w3", "w6"]


def test_violence_is_said_in_words() -> None:
    """How grave a threat is needs no colour."""
    violent = LEAD.model_copy(update={"plover": Plover(event="THREATEN", mode="violence")})
    cards: list[WarningCard] = warning_cards(report(violent))
    assert cards[0].title == "Threat of violence: Night Heron"
