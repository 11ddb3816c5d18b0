"""What questions and searches need to know of meaning."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.int8]
# The product of a vector with itself: rows are unit vectors times 127.
UNIT: Final = 127.0**2


class Meaning(Protocol):
    """What turns texts into vectors that lie close where the texts mean the same (``bot.meaning``)."""

    @property
    def version(self) -> str:
        """The version of what makes the vectors; those of another version must not be compared."""
        ...

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, (texts, 384): a unit vector times 127. Computing alone, some milliseconds a text."""
        ...


def closeness(one: Vectors, others: Vectors) -> NDArray[np.float32]:
    """The cosine of one vector (384) with each row of ``others`` (n, 384): 1 for the same, about 0 for other things."""
    cosines: NDArray[np.float32] = others.astype(np.float32) @ one.astype(np.float32) / np.float32(UNIT)
    return cosines
