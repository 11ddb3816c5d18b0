"""Search over a channel's claims."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import answers
from bot.models import ChannelClaim, ChannelStory, Hit, Span, StoryCard

Said = Callable[..., ChannelClaim]

CLAIMS = (
    ("the cranes will stand still until the plan is dead", "Ina Rask"),
    ("shipping lines would move to Osterby", "Tomas Lind"),
    ("twelve people were injured when a crane fell", "A. Holm"),
    ("the harbour board hid its accounts for years", "Ina Rask"),
    ("the accounts are open to everybody", "Tomas Lind"),
    ("takings had fallen by 40 percent", "Mira Solvang"),
)


def story(claims: Sequence[ChannelClaim]) -> ChannelStory:
    """A story of the channel with these claims."""
    card = StoryCard(story_id="s1", title="Port shut", read_at=datetime(2026, 11, 2, tzinfo=UTC))
    return ChannelStory(card, "1.0", tuple(claims))


def search(words: str, claims: Sequence[ChannelClaim], limit: int = 10) -> list[Hit]:
    """Search one story."""
    return answers.search(words, [story(claims)], limit=limit)


@pytest.fixture
def claims(said: Said) -> list[ChannelClaim]:
    """The claims of a channel."""
    return [said(words, speaker, f"c{number}") for number, (words, speaker) in enumerate(CLAIMS)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("cranes stand still", 0),
        ("crane standing still", 0),
        ("shipping line moving to osterby", 1),
        ("12 hurt by a crane", 2),
        ("people wounded", 2),
        ("hiding accounts", 3),
        ("accounts open", 4),
        ("takings fell 40 percent", 5),
        ("“The cranes will stand still”", 0),
    ],
)
def test_the_closest_claim_comes_first(claims: list[ChannelClaim], words: str, first: int) -> None:
    """Forms of a word and words for the same thing are forgiven."""
    assert search(words, claims)[0].claim.claim_id == f"c{first}"


@pytest.mark.parametrize("words", ["nuclear talks in Geneva", "the", "", "?!", "crane prices in Osterby", "Rask taxes"])
def test_what_nobody_said_is_not_found(claims: list[ChannelClaim], words: str) -> None:
    """A claim that shares a word with the search, or only its speaker, is no hit; better none than a wrong one."""
    assert [hit.claim.words for hit in search(words, claims)] == []


def test_a_speaker_in_the_words_helps(claims: list[ChannelClaim]) -> None:
    """Whose words they are may stand in the search."""
    assert search("rask accounts", claims)[0].claim.claim_id == "c3"
    assert search("lind accounts", claims)[0].claim.claim_id == "c4"


def test_scores_fall_from_one_to_the_cut(claims: list[ChannelClaim]) -> None:
    """The best comes first; the very words score highest."""
    hits = search("shipping lines would move to Osterby", claims)
    assert hits[0].score > 0.95
    scores = [hit.score for hit in search("accounts", claims)]
    assert scores == sorted(scores, reverse=True)


def test_no_more_than_the_limit(said: Said) -> None:
    """Never more hits than are asked for; equals stay in the order in which they came."""
    many = [said("the cranes stand still", claim_id=str(n)) for n in range(30)]
    assert [hit.claim.claim_id for hit in search("cranes stand still", many, limit=3)] == ["0", "1", "2"]


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=5))
def test_any_words_can_be_searched(words: str, texts: list[str]) -> None:
    """Nothing raises, and every score lies between the cut and one."""
    card = StoryCard(story_id="s", title="t", read_at=datetime(2026, 11, 2, tzinfo=UTC))
    claims = [
        ChannelClaim(
            claim_id="c",
            story=card,
            channel="C1",
            thread_ts="1",
            speaker=None,
            stance="states",
            words=text,
            content=[Span(start=0, end=1)],
            confidence=1,
        )
        for text in texts
    ]
    assert all(0 < hit.score <= 1 for hit in search(words, claims))


def test_a_large_channel_is_searched_again_quickly(said: Said) -> None:
    """What was searched once is searched again in a fraction of the time, since stems are remembered."""
    many = [said(f"crane {n} of pier {n % 7} stands still in the storm", claim_id=str(n)) for n in range(4000)]
    stories = [story(many[at : at + 10]) for at in range(0, len(many), 10)]
    times = [time.perf_counter()]
    for wanted in ("cranes still", "storm at pier"):
        answers.search(wanted, stories)
        times.append(time.perf_counter())
    assert times[2] - times[1] < (times[1] - times[0]) / 2
