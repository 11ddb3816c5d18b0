"""The colours of the map: a light ground of its own with a dark edge, so that it reads in Slack's light and dark
themes.

What matters is told by shape and hand of lettering, too; the darkest words have a contrast of 13:1 on land, the
faintest of 4.5:1.
"""

from typing import Final

SEA: Final = "#d3e3ee"
LAND: Final = "#ebe7dd"
STORY_LAND: Final = "#fbf8ef"  # countries in which a place of the story lies
COAST: Final = "#6f8c9f"
BORDER: Final = "#8f8778"
PAPER: Final = "#ffffff"
EDGE: Final = "#6b7280"
INK: Final = "#1f2933"
FAINT: Final = "#6a6456"
MARK: Final = "#a61b1b"
WATER_INK: Final = "#17507a"
