"""Places: name, what it is, in which country, and what else the name could mean."""

from typing import Final

from bot.models import Location, Place, Report
from bot.nlp.lexicon.countries import country_names
from bot.presentation.text import clipped, one_line

# GeoNames' feature codes that say more than "a place"; populated places and countries need no word.
_FEATURES: Final = {
    "ADM1": "province",
    "ADM2": "district",
    "AIRB": "air base",
    "AIRP": "airport",
    "BAY": "bay",
    "CHN": "channel",
    "DSRT": "desert",
    "GULF": "gulf",
    "ISL": "island",
    "ISLS": "islands",
    "LK": "lake",
    "MT": "mountain",
    "MTS": "mountains",
    "OCN": "ocean",
    "RGN": "region",
    "SEA": "sea",
    "STM": "river",
    "STRT": "strait",
    "VAL": "valley",
}
# How near OpenStreetMap shows a place, by the beginning of its feature code: 2 is the world, 18 a house.
_ZOOMS: Final = (
    ("CONT", 3), ("OCN", 3), ("PCL", 5), ("TERR", 5), ("SEA", 5), ("DSRT", 6), ("GULF", 6), ("RGN", 7), ("ADM1", 7),
    ("STM", 7), ("MTS", 7), ("CHN", 7), ("PEN", 7), ("ADM2", 9), ("ADM", 10), ("STRT", 9), ("LK", 9), ("BAY", 9),
    ("ISL", 9), ("VAL", 9), ("MT", 11), ("AIR", 13),
)  # fmt: skip
_NEAREST: Final = 12
RIVALS: Final = 2  # more of them tell an editor nothing
# Where the largest subdivisions are called states.
_STATES: Final = frozenset(["AT", "AU", "BR", "DE", "IN", "MX", "MY", "NG", "US", "VE"])


def describe_place(location: Location) -> str:
    """'Deir Ezzor (Syria)', 'Euphrates (river)', 'Springfield (which one is not clear)'."""
    name = clipped(one_line(location.name), 80)
    if location.place is None:
        return f"{name} (which one is not clear)"
    about = _about(location.place, name)
    return f"{name} ({about})" if about else name


def order_places(report: Report) -> list[Location]:
    """The places in the order of the story, those that could not be told after all others."""
    return sorted(report.locations, key=lambda location: location.place is None)


def map_url(place: Place) -> str:
    """The place on OpenStreetMap, as near as its kind asks for: a town fills the map, and so does a country."""
    zoom = next((zoom for start, zoom in _ZOOMS if place.feature_code.startswith(start)), _NEAREST)
    return f"https://www.openstreetmap.org/#map={zoom}/{place.latitude:.4f}/{place.longitude:.4f}"


def _about(place: Place, name: str) -> str:
    """What the place is, where that says something, its subdivision and its country, without saying a name twice."""
    country = country_names().get(place.country_code or "")
    kind = _FEATURES.get(place.feature_code)
    if place.feature_code == "ADM1":
        kind = "state" if place.country_code in _STATES else None if place.country_code == "GB" else kind
    return ", ".join(word for word in (kind, country) if word and _bare(word) != _bare(name))


def describe_rival(place: Place) -> str:
    """'Springfield (Illinois, United States)': a place that a name could mean as well."""
    region = place.admin1 if place.admin1 and _bare(place.admin1) != _bare(place.name) else None
    about = ", ".join(word for word in (region, _about(place, place.name)) if word)
    name = clipped(one_line(place.name), 80)
    return f"{name} ({about})" if about else name


def _bare(name: str) -> str:
    """A name without the article that some countries have: The Netherlands."""
    return name.casefold().removeprefix("the ")


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):.2f}° {positive if value >= 0 else negative}"


def position(place: Place) -> str:
    """'52.37° N, 4.90° E'."""
    return f"{_degrees(place.latitude, 'N', 'S')}, {_degrees(place.longitude, 'E', 'W')}"
