"""A locator map of a story's places: coasts and borders of Natural Earth, drawn with Pillow, and no tile server.

``draw(report)`` is all that others need. It reads nothing but this package's own data. Pillow and the atlas (60 MB)
are loaded with the first map: a process that draws none does without.
"""

from bot.models import LocatorMap, Report

__all__ = ["LocatorMap", "draw"]


def draw(report: Report) -> LocatorMap | None:
    """The map of the report's resolved places; None where there is none. Takes 0.04 to 0.26 s on one core."""
    from bot.maps import drawing

    return drawing.draw(report)
