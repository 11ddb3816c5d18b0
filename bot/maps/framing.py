"""Which part of the world is drawn: what the story is about, and not what it mentions from afar."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.maps import atlas
from bot.maps.kinds import REACH_KM, Kind, is_broad, kind_of
from bot.maps.projection import KM_A_DEGREE, Frame, kilometres, upward
from bot.models import Location, Place

WIDTH: Final = 540  # all in pixels before doubling
HEIGHT: Final = 380
_FLAT: Final = 280  # the height of a map of much of the world
_MARGIN: Final = 52
_LEAST_KM: Final = 300  # across: less, and nobody knows where it is
_CROWDED_KM: Final = 120  # but several places close together need room
_FAR_KM: Final = 700  # nearer places always share the frame
_TIMES_APART: Final = 1.3  # farther from the rest than this many times the rest's own extent is far away
_WIDE_DEGREES: Final = 100  # Miller's projection from here on
_WORLD_DEGREES: Final = 160  # the whole world from here on
_WORLD_LATITUDES: Final = (-57.0, 79.0)


@dataclass(frozen=True)
class Spot:
    """A place of the story on the map: a location with its place and kind."""

    location: Location
    place: Place
    kind: Kind

    @property
    def position(self) -> tuple[float, float]:
        """Longitude and latitude."""
        return self.place.longitude, self.place.latitude

    @property
    def weight(self) -> int:
        """How much the story is about it: how often it is named."""
        return max(1, len(self.location.mentions))


def spots_of(locations: Sequence[Location]) -> list[Spot]:
    """The resolved places, the most often named first, each position and name once."""
    found: dict[tuple[str, float, float], Spot] = {}
    for location in locations:
        if location.place is not None:
            place = location.place
            key = (location.name.casefold(), place.latitude, place.longitude)
            found.setdefault(key, Spot(location, place, kind_of(place.feature_code)))
    return sorted(found.values(), key=lambda spot: -spot.weight)


def framed(spots: Sequence[Spot]) -> Frame:
    """The frame for the places that belong together; the others may lie outside it."""
    narrow = [spot for spot in spots if not is_broad(spot.place.feature_code)]
    corners: list[tuple[float, float]] = []
    least: float = _LEAST_KM
    if narrow:
        near = together(narrow)
        if len(near) >= 3:
            wide = max(kilometres(one.position, other.position) for one in near for other in near)
            least = max(_CROWDED_KM, min(_LEAST_KM, 5 * wide))
        for spot in near:
            corners += _round(spot.position, REACH_KM.get(spot.kind, 0))
    else:
        for spot in spots:
            box = atlas.main_box(spot.place.country_code or "") if spot.kind == "country" else None
            corners += [(box[0], box[1]), (box[2], box[3])] if box else _round(spot.position, 1500)
    if _arc([longitude for longitude, _ in corners])[1] > _WORLD_DEGREES:
        return _world([longitude for longitude, _ in corners] + [spot.place.longitude for spot in spots])
    return fitted(corners, WIDTH, HEIGHT, _MARGIN, least)


def together(spots: Sequence[Spot]) -> list[Spot]:
    """The spots without those far away: at most a third of them, each group much farther off than the rest is wide.

    The groups are what falls apart when the longest edge of the minimum spanning tree is cut.
    """
    kept = list(spots)
    while len(kept) >= 3:
        rest, away, gap = _cut(kept)
        wide = max((kilometres(one.position, other.position) for one in rest for other in rest), default=0)
        few = len(away) + len(spots) - len(kept) <= len(spots) // 3
        if not few or gap < max(_FAR_KM, _TIMES_APART * wide):
            break
        kept = rest
    return kept


def fitted(corners: Sequence[tuple[float, float]], width: int, height: int, margin: float, least_km: float) -> Frame:
    """The frame that holds the (longitude, latitude) ``corners``, ``margin`` pixels from its edges."""
    west, span = _arc([longitude for longitude, _ in corners])
    centre = west + span / 2
    latitudes = np.array([latitude for _, latitude in corners])
    wide = span > _WIDE_DEGREES or float(np.ptp(latitudes)) > 60
    k = 0.8 if wide else 1.0
    low, high = (float(value) for value in upward(np.array([latitudes.min(), latitudes.max()]), k))
    least = math.radians(least_km / KM_A_DEGREE) / math.cos(math.radians(min(80.0, abs(float(latitudes.mean())))))
    scale = min(
        (width - 2 * margin) / max(math.radians(span), 1e-9),
        (height - 2 * margin) / max(high - low, 1e-9),
        width / least,
    )
    scale = max(scale, width / math.tau)
    return Frame(centre=centre, middle=(low + high) / 2, scale=scale, k=k, width=width, height=height)


def _world(longitudes: Sequence[float]) -> Frame:
    """All of the world, cut open where none of ``longitudes`` is near."""
    west, span = _arc(longitudes)
    low, high = (float(value) for value in upward(np.array(_WORLD_LATITUDES), 0.8))
    return Frame(west + span / 2, (low + high) / 2, WIDTH / math.tau, 0.8, WIDTH, _FLAT)


def _arc(longitudes: Sequence[float]) -> tuple[float, float]:
    """The western end and the length in degrees of the shortest arc that holds all ``longitudes``."""
    ordered = sorted({longitude % 360 for longitude in longitudes})
    gaps = [(ordered[(at + 1) % len(ordered)] - east) % 360 for at, east in enumerate(ordered)]
    if len(ordered) == 1:
        return (ordered[0] + 180) % 360 - 180, 0.0
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    west = ordered[(widest + 1) % len(ordered)]
    return (west + 180) % 360 - 180, 360 - gaps[widest]


def _round(position: tuple[float, float], km: float) -> list[tuple[float, float]]:
    longitude, latitude = position
    north = km / KM_A_DEGREE
    east = min(170.0, north / max(0.1, math.cos(math.radians(latitude))))
    return [(longitude - east, max(-80.0, latitude - north)), (longitude + east, min(80.0, latitude + north))]


def _cut(spots: Sequence[Spot]) -> tuple[list[Spot], list[Spot], float]:
    """The heavier group, the lighter one, and how many km lie between them."""
    joined, edges, waiting = [0], [], set(range(1, len(spots)))
    while waiting:
        length, inner, outer = min(
            (kilometres(spots[one].position, spots[other].position), one, other) for one in joined for other in waiting
        )
        edges.append((length, inner, outer))
        joined.append(outer)
        waiting.discard(outer)
    longest = max(edges)
    beyond = {longest[2]}
    for _, inner, outer in edges[edges.index(longest) + 1 :]:
        if inner in beyond:
            beyond.add(outer)
    groups = [spot for at, spot in enumerate(spots) if at not in beyond], [spots[at] for at in sorted(beyond)]
    rest, away = sorted(groups, key=lambda group: (-len(group), -sum(spot.weight for spot in group)))
    return rest, away, longest[0]
