"""Land, sea, coasts and borders under the marks."""

from collections.abc import Callable, Collection, Iterator
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from bot.maps import atlas, colours
from bot.maps.atlas import Level, Points
from bot.maps.projection import Frame

_FINE: Final = 2  # drawn this many times finer and then reduced: Pillow's lines have no smooth edges of their own
_SEEN: Final = 0.4  # pixels: what is smaller is no more than a speck
_DASH: Final = (9.0, 7.0)


def level_for(frame: Frame) -> Level:
    """The detail that the frame can show."""
    return atlas.level("near" if frame.degrees_wide < 14 else "middle")


def ground(frame: Frame, level: Level, story: Collection[str], times: int, *, line: float = 1.0) -> Image.Image:
    """The map without words, ``times`` as fine as the frame's pixels. ``story`` are countries to set off, by code."""
    fine = times * _FINE
    image = Image.new("RGB", (frame.width * fine, frame.height * fine), colours.SEA)
    pen = ImageDraw.Draw(image)
    codes = [country.code for country in atlas.countries()]
    for ring, pixels in _in_frame(frame, level.ring, level.ring_boxes, fine):
        shade = colours.STORY_LAND if codes[level.ring_countries[ring]] in story else colours.LAND
        outline = _thinned(pixels)
        if len(outline) > 2:
            pen.polygon(outline.ravel().tolist(), fill=shade)
    for arc, pixels in _in_frame(frame, level.arcs.__getitem__, level.arc_boxes, fine):
        kind = level.kinds[arc]
        colour = colours.COAST if kind == atlas.COAST else colours.BORDER
        width = max(1, round((1.0 if kind == atlas.COAST else 1.3) * line * fine))
        for part in _visible(pixels, level.arcs[arc], frame, fine):
            for piece in _dashes(part, fine) if kind == atlas.DISPUTED else [_thinned(part)]:
                pen.line(piece.ravel().tolist(), fill=colour, width=width)
    return image.reduce(_FINE)


def country_at(frame: Frame, level: Level, cell: int) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    """For every ``cell`` × ``cell`` pixels the number of the country that lies there, or -1."""
    image = Image.new("I", (frame.width // cell, frame.height // cell), -1)
    pen = ImageDraw.Draw(image)
    for ring, pixels in _in_frame(frame, level.ring, level.ring_boxes, 1 / cell):
        outline = _thinned(pixels)
        if len(outline) > 2:
            pen.polygon(outline.ravel().tolist(), fill=int(level.ring_countries[ring]))
    return np.array(image, dtype=np.int32)


def _in_frame(frame: Frame, line: Callable[[int], Points], boxes: Points, fine: float) -> Iterator[tuple[int, Points]]:
    """The number and the fine pixels of every line that may be seen, as often as the world is."""
    west, south, east, north = frame.bounds
    large = (boxes[:, 2:] - boxes[:, :2]).max(axis=1) * frame.width / frame.degrees_wide > _SEEN
    for turn in (-360.0, 0.0, 360.0):
        seen = large & (boxes[:, 0] + turn <= east) & (boxes[:, 2] + turn >= west)
        seen &= (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
        for number in np.flatnonzero(seen):
            pixels = frame.pixels(line(int(number)), turn=turn) * fine
            yield int(number), pixels


def _thinned(pixels: Points) -> Points:
    """The line without the points that share their square of 2 × 2 fine pixels with the one before."""
    squares = np.floor(pixels / 2)
    kept = np.ones(len(pixels), bool)
    kept[1:-1] = (squares[1:-1] != squares[:-2]).any(axis=1)
    return pixels[kept]


def _visible(pixels: Points, degrees: Points, frame: Frame, fine: float) -> Iterator[Points]:
    """The stretches of a line near the frame, without the seam where the data cuts the world open."""
    margin = 20 * fine
    near = (pixels > -margin).all(axis=1)
    near &= (pixels[:, 0] < frame.width * fine + margin) & (pixels[:, 1] < frame.height * fine + margin)
    far_east = np.abs(np.abs(degrees[:, 0]) - 180) < 0.02
    seam = (far_east[:-1] & far_east[1:]) | (np.maximum(degrees[:-1, 1], degrees[1:, 1]) < -89)
    drawn = (near[:-1] | near[1:]) & ~seam
    edges = np.flatnonzero(np.diff(np.concatenate([[0], drawn.astype(np.int8), [0]])))
    for first, last in edges.reshape(-1, 2):
        yield pixels[first : last + 1]


def _dashes(pixels: Points, fine: float) -> Iterator[Points]:
    """The line in dashes."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(pixels, axis=0).T))])
    dash, pause = (length * fine for length in _DASH)
    start = 0.0
    while start < along[-1]:
        end = min(start + dash, along[-1])
        between = (along > start) & (along < end)
        at = np.concatenate([[start], along[between], [end]])
        yield np.stack([np.interp(at, along, pixels[:, axis]) for axis in (0, 1)], axis=1)
        start = end + pause
