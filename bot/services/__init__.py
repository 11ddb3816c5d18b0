"""The use cases: read a story, keep it, ask it, search a channel, switch a channel. No Slack and no Redis in here."""

from bot.services.asking import Asked, AskedChannel, Asking
from bot.services.clock import Clock, utc_now
from bot.services.desks import Desks
from bot.services.local import LocalReader
from bot.services.reading import ReadResult, Source, StoryReader
from bot.services.searching import Found, Rows, Searching
from bot.services.threads import Place, StoryThreads

__all__ = [
    "Asked",
    "AskedChannel",
    "Asking",
    "Clock",
    "Desks",
    "Found",
    "LocalReader",
    "Place",
    "ReadResult",
    "Rows",
    "Searching",
    "Source",
    "StoryReader",
    "StoryThreads",
    "utc_now",
]
