"""The learned parts that questions and searches are given (``bot.encoder``), and what passes between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.int8]
# The product of a vector with itself: rows are unit vectors times 127.
UNIT: Final = 127.0**2


class SentenceEncoder(Protocol):
    """What turns texts into vectors that lie close where the texts mean the same."""

    @property
    def version(self) -> str:
        """The version of what makes the vectors; those of another version must not be compared."""
        ...

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, (texts, 384): a unit vector times 127. Computing alone, some milliseconds a text."""
        ...


def cosines(one: Vectors, others: Vectors) -> NDArray[np.float32]:
    """The cosine of one vector (384) with each row of ``others`` (n, 384): 1 for the same, about 0 for other things."""
    found: NDArray[np.float32] = others.astype(np.float32) @ one.astype(np.float32) / np.float32(UNIT)
    return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with whoever speaks in it ("Ina Rask (harbour master)") and its neighbours."""

    sentence: str
    speaker: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well a sentence answers (a log-odds against "nothing here does"), and which of its words do: characters of
    the sentence, and how likely these are the words (0 to 1)."""

    score: float
    words: tuple[int, int]
    sure: float


class CrossEncoder(Protocol):
    """What reads a question together with a sentence."""

    def judge(self, question: str, candidates: Sequence[Candidate]) -> list[Judgement]:
        """A judgement for each candidate. Computing alone, some 8 milliseconds a candidate."""
        ...
