"""What is not in the story and helps to find one's way: the names of countries and of a few large towns, faint."""

import math
from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from bot.maps import atlas
from bot.maps.framing import Spot
from bot.maps.ground import country_at
from bot.maps.labels import Label, Room, beside, extent
from bot.maps.projection import Frame

_TOWNS: Final = 5
_TOWN_SIZE: Final = 15
_COUNTRY_SIZE: Final = 15
_APART: Final = 55  # pixels between two towns, and between one and a place of the story
_LARGEST_KM: Final = 2_000  # wider frames need no towns
_CELL: Final = 6  # pixels
_FAR_DEGREES: Final = 40  # across: cells are coarser than the coarsest coast from here on


def towns_for_orientation(
    room: Room, frame: Frame, spots: Sequence[Spot]
) -> tuple[list[tuple[float, float]], list[Label]]:
    """Dots and labels of up to five towns, the largest, where there is room; none on a map of half a continent."""
    if frame.km_a_pixel * frame.width > _LARGEST_KM:
        return [], []
    west, south, east, north = frame.bounds
    positions = atlas.town_positions()
    eastward = (positions[:, 0] - west) % 360
    inside = (eastward < east - west) & (positions[:, 1] > south) & (positions[:, 1] < north)
    near = [frame.pixel(*spot.position) for spot in spots if spot.kind != "country"]
    named = {name.casefold() for spot in spots for name in (spot.location.name, spot.place.name)}
    dots: list[tuple[float, float]] = []
    labels: list[Label] = []
    for number in np.flatnonzero(inside):
        town = atlas.towns()[number]
        at = frame.pixel(town.longitude, town.latitude)
        close = any(math.dist(at, other) < _APART / 2 for other in near) or any(
            math.dist(at, other) < _APART for other in dots
        )
        if close or town.name.casefold() in named or not room.free((at[0] - 3, at[1] - 3, at[0] + 3, at[1] + 3)):
            continue
        label = beside(room, at, 3, town.name, _TOWN_SIZE, far=False)
        if label:
            room.take((at[0] - 3, at[1] - 3, at[0] + 3, at[1] + 3))
            dots.append(at)
            labels.append(label)
        if len(dots) == _TOWNS:
            break
    return dots, labels


def country_labels(room: Room, frame: Frame, named: Collection[str | None]) -> list[Label]:
    """The names of the countries in the frame but those ``named`` already, each as deep inside it as there is room."""
    here = country_at(frame, atlas.level("far" if frame.degrees_wide > _FAR_DEGREES else "middle"), _CELL)
    depth = np.zeros(here.shape, np.int16)
    deep = here >= 0
    while deep.any():
        depth += deep
        padded, same = np.pad(deep, 1), np.pad(here, 1, constant_values=-2)
        core = (slice(1, -1), slice(1, -1))
        for rows, columns in ((0, 1), (2, 1), (1, 0), (1, 2)):
            shifted = (slice(rows, rows + here.shape[0]), slice(columns, columns + here.shape[1]))
            beyond_edge = same[shifted] == -2
            deep = deep & ((padded[shifted] & (same[shifted] == here)) | (beyond_edge & (padded[core])))
        if depth.max() > 40:
            break
    labels = []
    numbers, sizes = np.unique(here[here >= 0], return_counts=True)
    for number in numbers[np.argsort(-sizes)]:
        country = atlas.countries()[number]
        if country.code in named and country.code:
            continue
        label = _inside(room, country.name.upper(), here == number, depth)
        labels += [label] if label else []
    return labels


def _inside(
    room: Room,
    words: str,
    own: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    depth: np.ndarray[tuple[int, int], np.dtype[np.int16]],
) -> Label | None:
    width, height = extent(words, _COUNTRY_SIZE)
    rows, columns = np.nonzero(own & (depth >= 2))
    for at in np.argsort(-depth[rows, columns], kind="stable")[::3][:60]:
        x, y = (columns[at] + 0.5) * _CELL, (rows[at] + 0.5) * _CELL
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        row, first, last = int(rows[at]), int(box[0] // _CELL), int(box[2] // _CELL)
        if first < 0 or not own[row, first : last + 1].mean() > 0.8:
            continue
        if room.free(box):
            room.take(box)
            return Label(words, box, _COUNTRY_SIZE, False)
    return None
