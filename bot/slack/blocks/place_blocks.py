"""A place as a line of rich text."""

from bot.models import Location, Report
from bot.presentation.formats import count
from bot.presentation.places import RIVALS, describe_place, describe_rival, map_url, position
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element
from bot.slack.blocks.quotes import jump_link


def place_line(location: Location, report: Report) -> Element:
    """A place with its position in degrees, how often it is named, a link to the first time, and its rivals."""
    place = location.place
    where = [rich.text(" · "), rich.link(map_url(place), position(place))] if place else []
    often = [rich.text(f" · named {count(len(location.mentions), 'time')}")] if location.mentions else []
    rivals = [describe_rival(other.place) for other in location.alternatives[:RIVALS]]
    or_else = [rich.text(f" · could also be {' or '.join(rivals)}", italic=True)] if rivals else []
    shown_at = jump_link(report, location.mentions[0]) if location.mentions else []
    return rich.line(rich.text(describe_place(location), bold=True), *where, *often, *or_else, *shown_at)
