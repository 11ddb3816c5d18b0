"""The vectors of a story's claims: how they are made, written down, and compared with a search.

A claim's vector is the sum of its words' and, at half the weight, of the same words in their place: after the story's
title and the speaker's name. On the searches of ``tests/quality/search`` this tells answers from chance better than
the words alone (at one search in five without an answer that shows something: .72 of the answers instead of .63), and
takes no more room than they do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.answers.encoders import UNIT, SentenceEncoder, Vectors
from bot.models import ChannelClaim, ChannelStory, Derived

# A claim takes two texts of 3 to 7 ms each, so this is five to ten seconds on one core; the longest of a thousand
# news stories has 214 claims. What stands behind is found by its words.
MOST_CLAIMS: Final = 600
# The encoder reads 126 word pieces; the sentences of a quotation that is longer get vectors of their own.
LONG: Final = 60
MOST_SENTENCES: Final = 200
BATCH: Final = 16
_FORMAT: Final = "2"
_IN_PLACE: Final = 0.5
_WIDTH: Final = 384
# Sentences of a passage, whose vector is their mean.
PASSAGE: Final = 3
_NOBODY: Final = 0xFFFF
_OWNER: Final = np.dtype("<u2")
_SENTENCE: Final = re.compile(r"(?<=[.!?])[\"”’']?\s+| … ")


def vectors_version(encoder: SentenceEncoder) -> str:
    """The version of the vectors that are made with ``encoder`` today."""
    return f"{encoder.version}.{_FORMAT}"


def packing(
    claims: Sequence[ChannelClaim], encoder: SentenceEncoder, sentences: Sequence[str] = ()
) -> Iterator[Derived | None]:
    """Make the vectors of a story's claims, and of its passages of some ``sentences``, to be stored with them: None
    after each batch, so that others get a turn, and what was made at the end. A batch is a tenth of a second of
    computing; 400 bytes a claim or passage."""
    texts = list(_texts(claims))
    made: list[Vectors] = []
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        bare = encoder.vectors([text for _, text, _ in batch]).astype(np.float32)
        placed = encoder.vectors([place for _, _, place in batch]).astype(np.float32)
        rows = bare + _IN_PLACE * placed
        rows *= UNIT**0.5 / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        made.append(np.rint(rows).astype(np.int8))
        yield None
    for start in range(0, min(len(sentences), MOST_SENTENCES), PASSAGE):
        rows = encoder.vectors(sentences[start : start + PASSAGE]).astype(np.float32).mean(0, keepdims=True)
        rows *= UNIT**0.5 / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        made.append(np.rint(rows).astype(np.int8))
        if start // PASSAGE % BATCH == BATCH - 1:
            yield None
    passages = -(-min(len(sentences), MOST_SENTENCES) // PASSAGE)
    owners = np.array([*(owner for owner, _, _ in texts), *[_NOBODY] * passages], _OWNER)
    data = np.concatenate(made) if made else np.zeros((0, _WIDTH), np.int8)
    yield Derived(vectors_version(encoder), owners.tobytes() + data.tobytes())


def _texts(claims: Sequence[ChannelClaim]) -> Iterator[tuple[int, str, str]]:
    """The number of a claim, its words, and these in their place; first all claims, then the sentences of long ones."""
    for number, claim in enumerate(claims[:MOST_CLAIMS]):
        yield number, claim.words, _placed(claim, claim.words)
    left = MOST_SENTENCES
    for number, claim in enumerate(claims[:MOST_CLAIMS]):
        sentences = [part for part in _SENTENCE.split(claim.words) if len(part.split()) > 3]
        if len(claim.words.split()) > LONG and 1 < len(sentences) <= left:
            left -= len(sentences)
            for sentence in sentences:
                yield number, sentence, _placed(claim, sentence)


def _placed(claim: ChannelClaim, words: str) -> str:
    return f"{claim.story.title}. {claim.speaker}: {words}" if claim.speaker else f"{claim.story.title}. {words}"


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close the claims of some stories are to a search: ``all[start[k] + n]`` is the cosine of claim n of story k,
    where the story has vectors and n is less than ``size[k]``."""

    all: NDArray[np.float32]
    start: list[int]
    size: list[int]

    @classmethod
    def unknown(cls, stories: Sequence[ChannelStory]) -> "Closeness":
        """Of stories that are searched by their words alone."""
        return cls(np.zeros(0, np.float32), [0] * len(stories), [0] * len(stories))

    def of(self, story: int, number: int) -> float | None:
        """The cosine of one claim, or None where it has no vector."""
        return float(self.all[self.start[story] + number]) if number < self.size[story] else None

    def over(self, least: float) -> Iterator[tuple[int, int]]:
        """The claims at or above ``least``, as numbers of story and claim."""
        found = np.nonzero(self.all >= least)[0]
        stories = np.searchsorted(np.array(self.start), found, side="right") - 1
        for row, story in zip(found.tolist(), stories.tolist(), strict=True):
            yield story, row - self.start[story]


def closeness_of(words: str, stories: Sequence[ChannelStory], encoder: SentenceEncoder) -> Closeness:
    """The closeness of every claim to ``words``: 5 ms for the words, then about 1 ms for 4,000 claims."""
    wanted = encoder.vectors([words])[0].astype(np.float32) / np.float32(UNIT)
    version = vectors_version(encoder)
    parts: list[NDArray[np.float32]] = []
    start: list[int] = []
    size: list[int] = []
    at = 0
    for story in stories:
        stored = story.vectors
        start.append(at)
        if stored is None or stored.version != version:
            size.append(0)
            continue
        claims = min(len(story.claims), MOST_CLAIMS)
        cosines, owners = _cosines(stored, wanted)
        behind = owners[claims:] != _NOBODY
        if behind.any():  # a long quotation is as close as its closest sentence
            np.maximum.at(cosines, owners[claims:][behind], cosines[claims:][behind])
        cosines = cosines[:claims]
        parts.append(cosines)
        size.append(len(cosines))
        at += len(cosines)
    return Closeness(np.concatenate(parts) if parts else np.zeros(0, np.float32), start, size)


def story_cosines(words: str, stories: Sequence[ChannelStory], encoder: SentenceEncoder) -> list[float]:
    """How close the closest claim or passage of each story is to ``words``; 0 where a story has no vectors."""
    wanted = encoder.vectors([words])[0].astype(np.float32) / np.float32(UNIT)
    version = vectors_version(encoder)
    found = []
    for story in stories:
        stored = story.vectors
        current = stored is not None and stored.version == version and stored.data
        found.append(float(_cosines(stored, wanted)[0].max()) if current and stored is not None else 0.0)
    return found


def _cosines(stored: Derived, wanted: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.uint16]]:
    rows = len(stored.data) // (_WIDTH + _OWNER.itemsize)
    vectors = np.frombuffer(stored.data, np.int8, offset=rows * _OWNER.itemsize).reshape(rows, _WIDTH)
    return vectors @ wanted, np.frombuffer(stored.data, _OWNER, rows)
