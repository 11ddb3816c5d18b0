"""From degrees to pixels: Mercator for regions, Miller's cylindrical projection for much of the world.

Both are one formula, y = ln(tan(π/4 + kφ/2)) / k, with k = 1 and k = 0.8 (O. M. Miller, Geographical Review 32, 1942).
Mercator keeps the shape of what is near; Miller does not let the north outgrow the rest.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bot.maps.atlas import Points

KM_A_DEGREE: Final = 111.2
_EARTH_KM: Final = 6371.0
_FARTHEST: Final = 84.0  # degrees of latitude: Mercator has no poles


@dataclass(frozen=True)
class Frame:
    """A rectangle of ``width`` × ``height`` pixels round the longitude ``centre``; ``scale`` is in pixels a radian.

    ``middle`` is the projected latitude of its middle.
    """

    centre: float
    middle: float
    scale: float
    k: float
    width: int
    height: int

    def pixels(self, points: Points, *, turn: float = 0.0) -> Points:
        """Pixels of (longitude, latitude) rows; ``turn`` degrees (a multiple of 360) are added to the longitudes.

        Lines must not be cut by the far meridian, so longitudes are not wrapped here; ``pixel`` does that.
        """
        x = np.radians(points[:, 0] + turn - self.centre) * self.scale + self.width / 2
        y = (self.middle - upward(points[:, 1], self.k)) * self.scale + self.height / 2
        return np.stack([x, y], axis=1)

    def pixel(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The pixel of one position, by the short way round the world."""
        near = (longitude - self.centre + 180) % 360 - 180 + self.centre
        x, y = self.pixels(np.array([[near, latitude]]))[0]
        return float(x), float(y)

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        """Whether the pixel lies within the frame, ``margin`` pixels from its edges."""
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin

    @property
    def degrees_wide(self) -> float:
        """Degrees of longitude from edge to edge."""
        return math.degrees(self.width / self.scale)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees; west and east may lie beyond ±180."""
        half = self.degrees_wide / 2
        reach = self.height / 2 / self.scale
        return (
            self.centre - half,
            _latitude(self.middle - reach, self.k),
            self.centre + half,
            _latitude(self.middle + reach, self.k),
        )

    @property
    def km_a_pixel(self) -> float:
        """Kilometres in a pixel across the middle of the frame."""
        return math.cos(math.radians(_latitude(self.middle, self.k))) * _EARTH_KM / self.scale

    def wider(self, factor: float) -> "Frame":
        """The same middle, ``factor`` times as much of the world, at most all of it round."""
        return replace(self, scale=max(self.scale / factor, self.width / math.tau))


def upward(latitudes: Points, k: float) -> Points:
    """The projected ordinate (northwards) of latitudes in degrees."""
    turned = np.radians(np.clip(latitudes, -_FARTHEST, _FARTHEST))
    return np.asarray(np.log(np.tan(np.pi / 4 + k * turned / 2)) / k)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance between two (longitude, latitude) positions."""
    (east, north), (east2, north2) = (tuple(map(math.radians, position)) for position in (one, other))
    half = math.sin((north2 - north) / 2) ** 2 + math.cos(north) * math.cos(north2) * math.sin((east2 - east) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _latitude(ordinate: float, k: float) -> float:
    return math.degrees((math.atan(math.exp(ordinate * k)) - math.pi / 4) * 2 / k)
