"""The world as ``deploy/maps/convert.py`` wrote it: coasts, borders, countries, towns for orientation."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Detail = Literal["near", "middle", "far"]

COAST: Final = 0
BORDER: Final = 1
DISPUTED: Final = 2
_STEPS: Final = 1000  # a degree
_ALL_ROUND: Final = 350.0  # degrees: a line that seems this long jumps from one edge of the world to the other
_DATA: Final = files("bot.maps") / "data"


@dataclass(frozen=True)
class Country:
    """Its ISO 3166-1 alpha-2 code (empty where it has none) and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class Town:
    """A larger town that helps to find one's way; ``people`` is its population."""

    name: str
    latitude: float
    longitude: float
    people: int


@dataclass(frozen=True)
class Level:
    """One level of detail. Points are (longitude, latitude) in degrees; boxes are west, south, east, north.

    Rings are the outlines of countries' parts, made of arcs (``~number`` backwards), the largest first, so that
    enclaves lie on top.
    """

    arcs: list[Points]
    kinds: NDArray[np.uint8]
    arc_boxes: Points
    ring_arcs: list[NDArray[np.int32]]
    ring_countries: NDArray[np.uint16]
    ring_boxes: Points

    def ring(self, number: int) -> Points:
        """The points of a ring. One that crosses the far meridian runs on beyond ±180; Antarctica has its pole."""
        return _ring(self.arcs, self.ring_arcs[number])


@cache
def _arrays() -> dict[str, NDArray[Any]]:
    with (_DATA / "atlas.npz").open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return dict(stored.items())


@cache
def level(detail: Detail) -> Level:
    """The coasts and countries in this detail."""
    stored = {name.removeprefix(f"{detail}_"): array for name, array in _arrays().items()}
    ends = stored["arc_ends"]
    firsts = np.concatenate([[0], ends[:-1]])
    steps = np.stack([stored["east"], stored["north"]], axis=1).astype(np.int64)
    steps[firsts] = stored["starts"]
    run = np.cumsum(steps, axis=0)
    before = np.concatenate([np.zeros((1, 2), np.int64), run[ends[:-1] - 1]])  # where the arc before ended
    points = (run - np.repeat(before, np.diff(ends, prepend=0), axis=0)) / _STEPS
    arc_boxes = np.hstack([np.minimum.reduceat(points, firsts), np.maximum.reduceat(points, firsts)])
    members, ring_ends = stored["ring_arcs"], stored["ring_ends"]
    ring_firsts = np.concatenate([[0], ring_ends[:-1]])
    outer = arc_boxes[np.where(members >= 0, members, ~members)]
    boxes = np.hstack([np.minimum.reduceat(outer[:, :2], ring_firsts), np.maximum.reduceat(outer[:, 2:], ring_firsts)])
    arcs = np.split(points, ends[:-1])
    rings = np.split(members, ring_ends[:-1])
    for number in np.flatnonzero(np.ptp(arc_boxes[:, ::2], axis=1) > _ALL_ROUND):  # it crosses the far meridian
        arcs[number] = _unbroken(arcs[number])
        arc_boxes[number] = _box(arcs[number])
    for number in np.flatnonzero(np.ptp(boxes[:, ::2], axis=1) > _ALL_ROUND):
        boxes[number] = _box(_ring(arcs, rings[number]))
    order = np.argsort(-np.prod(boxes[:, 2:] - boxes[:, :2], axis=1), kind="stable")
    return Level(
        arcs=arcs,
        kinds=stored["arc_kind"],
        arc_boxes=arc_boxes,
        ring_arcs=[rings[number] for number in order],
        ring_countries=stored["ring_country"][order],
        ring_boxes=boxes[order],
    )


@cache
def countries() -> list[Country]:
    """All countries, in the order in which rings number them."""
    return [Country(code, name) for code, name in json.loads(_arrays()["countries"].tobytes())]


@cache
def country_name(code: str | None) -> str | None:
    """The name of a country by its code, or None."""
    return next((country.name for country in countries() if code and country.code == code), None)


@cache
def towns() -> list[Town]:
    """The larger towns of the world, the largest first."""
    return [Town(*row) for row in json.loads(_arrays()["towns"].tobytes())]


@cache
def town_positions() -> Points:
    """(longitude, latitude) of ``towns()``."""
    return np.array([(town.longitude, town.latitude) for town in towns()])


@cache
def disputed() -> list[tuple[str, float, float]]:
    """Name, latitude and longitude of areas about which states quarrel."""
    lines = (_DATA / "disputed.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(name, float(latitude), float(longitude)) for name, latitude, longitude in rows]


def main_box(code: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north of a country's largest part, or None where the atlas does not hold it."""
    numbers = [number for number, country in enumerate(countries()) if country.code == code]
    middle = level("middle")
    for number, owner in enumerate(middle.ring_countries):  # the largest stand first
        if owner in numbers:
            west, south, east, north = middle.ring_boxes[number]
            return float(west), float(south), float(east), float(north)
    return None


def _unbroken(line: Points) -> Points:
    """The line without jumps of 360 degrees."""
    return np.stack([np.unwrap(line[:, 0], period=360), line[:, 1]], axis=1)


def _ring(arcs: list[Points], members: NDArray[np.int32]) -> Points:
    ring = _unbroken(np.concatenate([arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in members]))
    if abs(ring[-1, 0] - ring[0, 0]) > _ALL_ROUND:  # round the pole
        ring = np.concatenate([ring, [[ring[-1, 0], -90.0], [ring[0, 0], -90.0]]])
    return ring


def _box(line: Points) -> Points:
    return np.concatenate([line.min(axis=0), line.max(axis=0)])
