"""What stands beside the map in words: a text for who cannot see it, and the note on borders."""

import math
from collections.abc import Sequence
from typing import Final

from bot.maps import atlas
from bot.maps.framing import Spot, framed, spots_of
from bot.maps.kinds import LEGEND
from bot.maps.projection import Frame, kilometres
from bot.models import Report

ALT_LENGTH: Final = 1_000  # characters; Slack takes no more
_WINDS: Final = "north north-east east south-east south south-west west north-west".split()
_DISPUTES_NAMED: Final = 6


def alt_text(report: Report) -> str:
    """The places on the map of this report, what each is and in which country, and those beyond its edge."""
    spots = spots_of(report.locations)
    return alt_of(framed(spots), spots) if spots else ""


def alt_of(frame: Frame, spots: Sequence[Spot]) -> str:
    """The same for a frame that is known."""
    inside = [spot for spot in spots if frame.holds(*frame.pixel(*spot.position))]
    outside = [spot for spot in spots if spot not in inside]
    parts = ["Map of the story's places. " + "; ".join(_told(spot) for spot in inside) + "."]
    if outside:
        parts.append("Beyond its edge: " + "; ".join(f"{_told(spot)}, {_where(frame, spot)}" for spot in outside) + ".")
    words = " ".join(parts)
    return words if len(words) <= ALT_LENGTH else words[: ALT_LENGTH - 1].rsplit(";", 1)[0] + " …"


def caption(frame: Frame) -> str:
    """Whose borders are drawn, and which of the areas in the frame are disputed."""
    named = [name for name, latitude, longitude in atlas.disputed() if frame.holds(*frame.pixel(longitude, latitude))]
    note = "Map: Natural Earth (2018). Borders show de facto control."
    if not named:
        return note
    if len(named) > _DISPUTES_NAMED:
        return f"{note} Several borders on this map are disputed."
    return f"{note} Disputed here: {', '.join(named)}."


def rounded_km(kilometres: float) -> str:
    """A distance in round kilometres: '1,340 km'."""
    return f"{round(kilometres, -1):,.0f} km"


def distance_from(frame: Frame, spot: Spot) -> float:
    """Kilometres from the middle of the frame."""
    return kilometres(_middle(frame), spot.position)


def _told(spot: Spot) -> str:
    country = atlas.country_name(spot.place.country_code)
    name = spot.location.name
    about = [word for word in (LEGEND.get(spot.kind), country) if word and word.casefold() != name.casefold()]
    return f"{name} ({', '.join(about)})" if about else name


def _where(frame: Frame, spot: Spot) -> str:
    (longitude, latitude), (east, north) = (tuple(map(math.radians, at)) for at in (_middle(frame), spot.position))
    turn = math.atan2(
        math.sin(east - longitude) * math.cos(north),
        math.cos(latitude) * math.sin(north) - math.sin(latitude) * math.cos(north) * math.cos(east - longitude),
    )
    wind = _WINDS[round(math.degrees(turn) / 45) % 8]
    return f"{rounded_km(distance_from(frame, spot))} to the {wind} of its middle"


def _middle(frame: Frame) -> tuple[float, float]:
    _, south, _, north = frame.bounds
    return frame.centre, (south + north) / 2
