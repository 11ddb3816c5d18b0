"""The marks: every kind of place has a shape of its own, so that nothing is told by colour alone."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import Image, ImageDraw

from bot.maps import colours
from bot.maps.kinds import Kind
from bot.maps.labels import TIMES

_HALF: Final = 16  # pixels from a mark's middle to the edge of what is drawn anew for it
_FINE: Final = 4
REACH: Final[dict[Kind, float]] = {
    "town": 6, "site": 6, "river": 12, "water": 12, "area": 7, "peak": 8, "country": 0,
}  # fmt: skip


def mark(sheet: Image.Image, kind: Kind, at: tuple[float, float]) -> None:
    """Draw the mark of a place of this kind round ``at``."""
    with _smooth(sheet, at) as pen:
        if kind == "town":
            _shape(pen, [(5 * math.cos(turn), 5 * math.sin(turn)) for turn in _turns(40)])
        elif kind == "site":
            _shape(pen, [(-5, -5), (5, -5), (5, 5), (-5, 5)])
        elif kind == "area":
            _shape(pen, [(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)], hollow=True)
        elif kind == "peak":
            _shape(pen, [(0, -7), (7, 5), (-7, 5)], hollow=True)
        elif kind == "river":
            _wave(pen, 0)
        elif kind == "water":
            _wave(pen, -3.5)
            _wave(pen, 3.5)


def arrow(sheet: Image.Image, at: tuple[float, float], direction: tuple[float, float]) -> None:
    """An arrow head at ``at`` that points along ``direction`` (a unit vector)."""
    dx, dy = direction
    wings = [(-6 * dx - 7 * dy * side, -6 * dy + 7 * dx * side) for side in (1, -1)]
    with _smooth(sheet, at) as pen:
        _shape(pen, [(9 * dx, 9 * dy), wings[0], (-2 * dx, -2 * dy), wings[1]])


@contextmanager
def _smooth(sheet: Image.Image, at: tuple[float, float]) -> Iterator[ImageDraw.ImageDraw]:
    """A pen for the square round ``at``, which is drawn finer and then reduced: Pillow's edges are not smooth."""
    left, top = (round((value - _HALF) * TIMES) for value in at)
    side = 2 * _HALF * TIMES
    square = sheet.crop((left, top, left + side, top + side)).resize((side * _FINE, side * _FINE), Image.Resampling.BOX)
    yield ImageDraw.Draw(square)
    sheet.paste(square.reduce(_FINE), (left, top))


def _turns(count: int) -> list[float]:
    return [number * math.tau / count for number in range(count)]


def _fine(x: float, y: float) -> tuple[float, float]:
    return (x + _HALF) * TIMES * _FINE, (y + _HALF) * TIMES * _FINE


def _shape(pen: ImageDraw.ImageDraw, corners: list[tuple[float, float]], *, hollow: bool = False) -> None:
    outline, width = (colours.MARK, 2) if hollow else (colours.PAPER, 1)
    fill = colours.PAPER if hollow else colours.MARK
    pen.polygon([_fine(x, y) for x, y in corners], fill=fill, outline=outline, width=width * TIMES * _FINE)


def _wave(pen: ImageDraw.ImageDraw, y: float) -> None:
    points = [_fine(step / 2, y + 3 * math.sin(step * math.tau / 20)) for step in range(-20, 21)]
    pen.line(points, fill=colours.PAPER, width=round(4.5 * TIMES * _FINE), joint="curve")
    pen.line(points, fill=colours.WATER_INK, width=round(2.4 * TIMES * _FINE), joint="curve")
