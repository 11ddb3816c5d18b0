"""The jobs: what is done about a post after Slack was told that it arrived."""

from bot.slack.jobs.mapping import MAP
from bot.slack.jobs.reading import ReadingJob, reply_mark
from bot.slack.jobs.register import ANSWER, FORGET, READ, SEARCH, SHOW, register
from bot.slack.jobs.telling import tell_in_thread

__all__ = [
    "ANSWER",
    "FORGET",
    "MAP",
    "READ",
    "SEARCH",
    "SHOW",
    "ReadingJob",
    "register",
    "reply_mark",
    "tell_in_thread",
]
