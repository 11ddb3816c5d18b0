"""A locator map of a story's places: coasts and borders of Natural Earth, drawn with Pillow, and no tile server.

``draw(report)`` is all that others need. It reads nothing but this package's own data.
"""

from bot.maps.drawing import draw
from bot.maps.words import alt_text
from bot.models import LocatorMap

__all__ = ["LocatorMap", "alt_text", "draw"]
