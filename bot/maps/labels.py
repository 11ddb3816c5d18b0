"""Where labels go: next to their mark, over nothing else.

Greedy, over the candidates of Christensen, Marks and Shieber (ACM Transactions on Graphics 14, 1995).
All in pixels before doubling; a box is left, top, right, bottom.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from PIL import ImageFont

Box = tuple[float, float, float, float]

TIMES: Final = 2  # every pixel is drawn twice as fine, for screens that show it
_GAP: Final = 3
_APART: Final = 4  # between two labels in a row
_LEADERS: Final = (14.0, 26.0, 40.0, 58.0)
_ROUND: Final = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1))


@dataclass(frozen=True)
class Label:
    """Words at ``box``; ``leader`` is the line from the mark, for a label that stands off."""

    words: str
    box: Box
    size: int
    slanted: bool
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass
class Room:
    """What is taken on the map, and what is left."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def free(self, box: Box, *, margin: float = 4) -> bool:
        """Whether nothing stands in ``box`` and it lies within the map."""
        left, top, right, bottom = box
        if left < margin or top < margin or right > self.width - margin or bottom > self.height - margin:
            return False
        return not any(overlap(box, other) for other in self.taken)

    def take(self, box: Box) -> None:
        """Nothing else may stand there."""
        self.taken.append(box)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@cache
def font(size: int, slanted: bool = False, times: int = TIMES) -> ImageFont.FreeTypeFont:
    """Roboto Medium in ``size`` pixels, upright or slanted: it has the letters of Europe's languages."""
    name = "Roboto-MediumItalic.ttf" if slanted else "Roboto-Medium.ttf"
    data = BytesIO((files("bot.maps") / "data" / name).read_bytes())
    # The basic layout draws these letters the same on every machine; the other one, Raqm, fails on some odd names.
    return ImageFont.truetype(data, size * times, layout_engine=ImageFont.Layout.BASIC)


def extent(words: str, size: int, slanted: bool = False) -> tuple[float, float]:
    """Width and height of a line of ``words``."""
    return font(size, slanted).getlength(words) / TIMES + _APART, size * 1.2


def beside(
    room: Room, at: tuple[float, float], reach: float, words: str, size: int, *, slanted: bool = False, far: bool = True
) -> Label | None:
    """The label of a mark that reaches ``reach`` pixels round ``at``, and takes its room; None where there is none.

    With ``far`` false it stands right beside its mark or not at all.
    """
    width, height = extent(words, size, slanted)
    for box, end in _candidates(at, reach, width, height, far=far):
        if room.free(box):
            room.take(box)
            return Label(words, box, size, slanted, (at, end) if end else None)
    return None


def _candidates(
    at: tuple[float, float], reach: float, width: float, height: float, *, far: bool
) -> Iterator[tuple[Box, tuple[float, float] | None]]:
    x, y = at
    if not reach:  # no mark: the words themselves stand there
        yield (x - width / 2, y - height / 2, x + width / 2, y + height / 2), None
    for off in (0.0, *(_LEADERS if far else ())):
        for east, north in _ROUND:
            away = (reach + _GAP + off) * (0.75 if east and north else 1)
            centre_x = x + east * (away + width / 2)
            centre_y = y + north * (away + height / 2)
            box = (centre_x - width / 2, centre_y - height / 2, centre_x + width / 2, centre_y + height / 2)
            end = (centre_x - east * width / 2, centre_y - north * height / 2 * 0.8)
            yield box, end if off else None
