"""Claims that older stories hold too, deny, or give another number for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import find_related
from bot.answers.related_claims import WIRE
from bot.models import ChannelClaim, ChannelStory, Span, Stance, StoryCard

NOW = datetime(2026, 11, 2, tzinfo=UTC)
Told = tuple[str, Stance, str]
OLD: Told = ("Police", "states", "20 people were killed in Velm")


def story(name: str, *told: Told, age: int = 0, confidence: float = 0.9) -> ChannelStory:
    """A story with these claims, read so many days ago."""
    card = StoryCard(story_id=name, title=name, read_at=NOW - timedelta(days=age))
    claims = [
        ChannelClaim(
            claim_id=f"c{number}",
            story=card,
            channel="C1",
            thread_ts="1.0",
            speaker=speaker,
            stance=stance,
            words=words,
            content=[Span(start=0, end=len(words))],
            confidence=confidence,
        )
        for number, (speaker, stance, words) in enumerate(told)
    ]
    return ChannelStory(card, "1.0", tuple(claims))


def test_another_number_of_the_same_thing() -> None:
    """Both numbers are told, with what they count."""
    (found,) = find_related(
        story("new", ("Clinic", "states", "23 people were killed in Velm")), [story("old", OLD, age=1)]
    )

    assert (found.kind, found.was, found.now) == ("changed", "20 people", "23 people")


def test_a_denial_names_who_denies() -> None:
    """Whether the new story brings the denial or the older one does."""
    says: Told = ("Marta Klein", "states", "the council owes the port money")
    denies: Told = ("Jonas Reed", "denies", "the council owes the port money")

    for new, old in ((says, denies), (denies, says)):
        (found,) = find_related(story("new", new), [story("old", old, age=1)])
        assert (found.kind, found.denier) == ("denied", "Jonas Reed")


def test_the_same_claim_in_many_stories_counts_once() -> None:
    """Two papers with one agency's words are one related claim."""
    old = [
        story(f"old{n}", ("Per Strand", "states", "the ferry to Hallum would be stopped at midnight"), age=n)
        for n in (1, 2)
    ]
    found = find_related(story("new", ("Ida Holm", "states", "the ferry to Hallum will stop at midnight")), old)

    assert [pair.kind for pair in found] == ["also"]


def test_one_agencys_copy_is_not_related() -> None:
    """A story whose claims stand word for word in the new one has nothing to add, denials included."""
    copy = [OLD, ("Klein", "states", "the ferry will stop"), ("Reed", "denies", "the port is closed")]
    assert WIRE < 1
    assert (
        find_related(story("new", *copy), [story("old", *copy[:2], ("Reed", "states", "the port is closed"), age=1)])
        == []
    )


@pytest.mark.parametrize(("age", "name", "confidence"), [(-1, "old", 0.9), (1, "new", 0.9), (1, "old", 0.5)])
def test_what_is_no_earlier_claim(age: int, name: str, confidence: float) -> None:
    """A younger story is not earlier, a story is not related to itself, and uncertain readings make none."""
    new = story("new", ("Clinic", "states", "23 people were killed in Velm"))

    assert find_related(new, [story(name, OLD, age=age, confidence=confidence)]) == []


@given(st.lists(st.text(max_size=40), max_size=4), st.lists(st.text(max_size=40), max_size=4))
def test_any_words_can_be_compared(new: list[str], old: list[str]) -> None:
    """Nothing raises, whatever the claims hold."""
    told = [story(str(n), *(("X", "states", words) for words in texts), age=n) for n, texts in enumerate((new, old))]

    assert len(find_related(told[0], told[1:])) <= 3


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (("Nordvik AS", "states", "We keep no lists"), ("Nordvik AS", "confirms", "it kept a list of members")),
        (("Fire chief", "states", "the exits were locked"), ("Club", "states", "the exits were open")),
        (("Vets", "states", "the tiger had been ill"), ("Zoo", "states", "the tiger was not ill")),
    ],
)
def test_a_general_denial_and_an_opposite_word_deny(new: Told, old: Told) -> None:
    """What denies may say less than what it denies, and may do so without "not"."""
    (found,) = find_related(story("new", new), [story("old", old, age=1)])
    assert found.kind == "denied"
    assert found.same_speaker == (new[0] == old[0])


def test_two_who_speak_of_themselves_do_not_contradict_each_other() -> None:
    """ "I will vote for it" is no denial of somebody else's "I will not vote for it"."""
    new: Told = ("Marta Klein", "states", "I will vote against the budget")
    old: Told = ("Jonas Reed", "states", "I will not vote against the budget")
    assert find_related(story("new", new), [story("old", old, age=1)]) == []
