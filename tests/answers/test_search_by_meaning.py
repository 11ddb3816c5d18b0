"""Search over a channel's claims by meaning and words together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from bot import answers
from bot.answers.search import vectors
from bot.answers.search.vectors import packing, vectors_version
from bot.encoder import SentenceEncoder
from bot.models import ChannelClaim, ChannelStory, Derived, Hit, StoryCard

Said = Callable[..., ChannelClaim]

ENCODER = SentenceEncoder()
CARD = StoryCard(story_id="s1", title="Shots over the river", read_at=datetime(2026, 11, 2, tzinfo=UTC))
CLAIMS = (
    ("No weapon was discharged on our bank", "Radan Teslic"),
    ("the tanks are on a routine exercise", "Radan Teslic"),
    ("half of the town's people had left for the hills", "Karsk Council"),
    ("the ferry stops at midnight", "Ina Rask"),
    ("we will resign from the commission", "Ina Rask"),
    ("he would not step down", "Tomas Lind"),
)


def story(claims: Sequence[ChannelClaim]) -> ChannelStory:
    """A story with the vectors of these claims."""
    return ChannelStory(CARD, "1.0", tuple(claims), vectors=list(packing(claims, ENCODER))[-1])


@pytest.fixture
def channel(said: Said) -> list[ChannelStory]:
    """One story with all claims."""
    return [story([said(words, speaker, f"c{number}") for number, (words, speaker) in enumerate(CLAIMS)])]


def search(words: str, stories: Sequence[ChannelStory], limit: int | None = 10) -> list[Hit]:
    """Search with the encoder."""
    return answers.search(words, stories, limit=limit, encoder=ENCODER)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("fired on our bank", 0),
        ("no shots came from our side", 0),
        ("armoured vehicles are just training", 1),
        ("residents fled into the mountains", 2),
        ("the boat does not run after twelve at night", 3),
        ("the ferry stops at midnight", 3),
    ],
)
def test_other_words_for_it_are_found(channel: list[ChannelStory], words: str, first: int) -> None:
    """A close paraphrase is the first hit, though it shares no word, or few."""
    assert search(words, channel)[0].claim.claim_id == f"c{first}"


@pytest.mark.parametrize("words", ["a new vaccine against the flu", "the museum will charge no entry", "", "the", "?"])
def test_what_nobody_said_is_not_found(channel: list[ChannelStory], words: str) -> None:
    """Nothing is shown for the sake of showing something."""
    assert search(words, channel) == []


def test_the_very_words_come_before_what_is_close_in_meaning_alone(said: Said) -> None:
    """However close a paraphrase is, who used the words is first."""
    claims = [
        said("the boat to the island does not run", claim_id="close"),
        said(
            "a cousin of hers once told everybody in the market that the ferry, as he put it, stops", claim_id="words"
        ),
    ]
    hits = search("the ferry stops", [story(claims)])
    assert [hit.claim.claim_id for hit in hits] == ["words", "close"]
    assert hits[0].score >= 0.8 > hits[1].score


def test_not_doing_it_is_not_doing_it(channel: list[ChannelStory]) -> None:
    """Small words are no words to search for, but who says the opposite does not use the very words."""
    hits = search("not going to resign", channel)
    assert all(hit.score < 0.8 for hit in hits)


def test_a_story_without_vectors_is_searched_by_words(channel: list[ChannelStory]) -> None:
    """So is one whose vectors another release made; and the scores of both kinds stand in one list."""
    plain = replace(channel[0], vectors=None)
    of_old = replace(channel[0], vectors=Derived("of old", channel[0].vectors.data if channel[0].vectors else b""))
    for stories in ([plain], [of_old]):
        assert [hit.claim.claim_id for hit in search("ferry stops at midnight", stories)] == ["c3"]
        assert search("residents fled into the mountains", stories) == []
    both = search("ferry stops at midnight", [plain, channel[0]])
    assert [hit.claim.claim_id for hit in both] == ["c3", "c3"]


def test_without_an_encoder_words_alone_count(channel: list[ChannelStory]) -> None:
    """Vectors that are there do not matter then."""
    plain = [replace(channel[0], vectors=None)]
    for words in ("ferry stops", "fired on our bank", "exercise"):
        scores = [[(h.claim.claim_id, h.score) for h in answers.search(words, s)] for s in (channel, plain)]
        assert scores[0] == scores[1]


def test_a_sentence_of_a_long_quotation_is_found(said: Said) -> None:
    """The encoder reads the start of a long text; its sentences have vectors of their own."""
    long = " ".join(
        [
            "We have talked about the harbour, about its cranes and about the nights that our crews spend there.",
            "We have talked about the wages of the drivers, about the winter, and about the plans of the ministry.",
            "We have talked about the shipping lines, their offices abroad and everything that they promised to us.",
            "Nobody has ever asked the children whether they miss their fathers.",
        ]
    )
    (hit,) = search("kids long for their dads", [story([said(long)])])
    assert hit.claim.words == long


def test_only_the_first_claims_of_a_long_story_get_vectors(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch at a time, and what stands behind the bound is found by its words."""
    monkeypatch.setattr(vectors, "MOST_CLAIMS", 40)
    claims = [said(f"berth {number} stays closed", claim_id=f"c{number}") for number in range(60)]
    steps = list(packing(claims, ENCODER))
    assert [step is None for step in steps] == [True, True, True, False]
    last = steps[-1]
    assert last is not None
    assert len(last.data) == 40 * (384 + 2)
    held = [ChannelStory(CARD, "1.0", tuple(claims), vectors=last)]
    assert search("berth 55", held)[0].claim.claim_id == "c55"
    assert search("pier 3 is shut", held)


def test_vectors_of_other_claims_do_no_harm(channel: list[ChannelStory], said: Said) -> None:
    """A story whose claims another release counts differently is searched without an error."""
    for claims in ([said("the ferry stops at midnight")], [*channel[0].claims, said("one more", claim_id="c9")]):
        held = [replace(channel[0], claims=tuple(claims))]
        assert search("ferry stops at midnight", held)[0].claim.words == "the ferry stops at midnight"


def test_the_closest_first_over_many_stories(said: Said) -> None:
    """The numbers of claims do not slip between stories with vectors, without, and without claims."""
    chance = np.random.default_rng(5)
    kinds = ["the ferry stops at midnight", "the mayor must resign", "rain is expected"]
    stories = []
    for number in range(60):
        told = [said(kinds[at], claim_id=f"{number}.{at}") for at in chance.permutation(3)[: number % 4]]
        stories.append(replace(story(told), vectors=None) if number % 5 == 0 else story(told))
    hits = search("boats stop at twelve", stories, limit=None)
    assert {hit.claim.words for hit in hits} == {kinds[0]}
    with_vectors = [s for s in stories if s.vectors and any(c.words == kinds[0] for c in s.claims)]
    assert len(hits) == len(with_vectors)


def test_the_version_tells_how_vectors_are_made() -> None:
    """It is more than the encoder's."""
    assert vectors_version(ENCODER) != ENCODER.version
