"""The use cases: read a story, keep it, ask it, search a channel, switch a channel. No Slack and no Redis in here."""

from bot.services.asking import Asked, Asking
from bot.services.clock import Clock, utc_now
from bot.services.desks import Desks
from bot.services.keeping import Keeping, Place
from bot.services.local import LocalReading
from bot.services.reading import Outcome, Source, StoryReading
from bot.services.searching import Found, Rows, Searching

__all__ = [
    "Asked",
    "Asking",
    "Clock",
    "Desks",
    "Found",
    "Keeping",
    "LocalReading",
    "Outcome",
    "Place",
    "Rows",
    "Searching",
    "Source",
    "StoryReading",
    "utc_now",
]
