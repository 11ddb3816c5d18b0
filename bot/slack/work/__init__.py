"""The jobs: what is done about a post after Slack was told that it arrived."""

from bot.slack.work.mapping import MAP, take_maps_back
from bot.slack.work.reading import ReadingWork, reply_mark
from bot.slack.work.register import ANSWER, FORGET, READ, SEARCH, SHOW, register

__all__ = [
    "ANSWER",
    "FORGET",
    "MAP",
    "READ",
    "SEARCH",
    "SHOW",
    "ReadingWork",
    "register",
    "reply_mark",
    "take_maps_back",
]
