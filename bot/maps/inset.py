"""The small map in a corner: where in the world the large one is."""

from collections.abc import Collection, Sequence
from typing import Final

from PIL import Image, ImageDraw

from bot.maps import atlas, colours
from bot.maps.framing import Spot, fitted
from bot.maps.ground import ground
from bot.maps.labels import TIMES, Box
from bot.maps.projection import Frame

WIDTH: Final = 132
HEIGHT: Final = 96
MARGIN: Final = 6
_TIMES_WIDER: Final = 5
_LEAST_KM: Final = 4_500
_NEEDLESS_DEGREES: Final = 120  # who sees this much of the world knows where it is


def needed(frame: Frame) -> bool:
    """Whether the frame shows so little that one may ask where it is."""
    return frame.degrees_wide < _NEEDLESS_DEGREES


def corners(frame: Frame) -> list[Box]:
    """The four corners of the map in which it may stand."""
    right, low = frame.width - MARGIN - WIDTH, frame.height - MARGIN - HEIGHT
    return [(x, y, x + WIDTH, y + HEIGHT) for x, y in ((right, MARGIN), (MARGIN, MARGIN), (right, low), (MARGIN, low))]


def inset(frame: Frame, beyond: Sequence[Spot], story: Collection[str]) -> Image.Image:
    """The picture of the inset: the frame as a box, and what lies ``beyond`` it as dots."""
    west, south, east, north = frame.bounds
    held = [(west, south), (east, north), *(spot.position for spot in beyond)]
    wide = fitted(held, WIDTH, HEIGHT, 10, max(_LEAST_KM, frame.km_a_pixel * frame.width * _TIMES_WIDER))
    image = ground(wide, atlas.level("far"), story, TIMES, line=0.5)
    pen = ImageDraw.Draw(image)
    left, top = wide.pixel(west, north)
    right, bottom = wide.pixel(east, south)
    middle = ((left + right) / 2, (top + bottom) / 2)
    half = (max(4.0, (right - left) / 2), max(3.0, (bottom - top) / 2))
    box = (middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1])
    pen.rectangle([value * TIMES for value in box], outline=colours.MARK, width=4)
    for spot in beyond:
        x, y = (value * TIMES for value in wide.pixel(*spot.position))
        pen.ellipse((x - 6, y - 6, x + 6, y + 6), fill=colours.MARK, outline=colours.PAPER, width=2)
    pen.rectangle((0, 0, image.width - 1, image.height - 1), outline=colours.EDGE, width=2)
    return image
