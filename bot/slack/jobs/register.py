"""Which job is done by whom."""

from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from bot.slack.jobs.answering import AnsweringJob
from bot.slack.jobs.forgetting import ForgettingJob
from bot.slack.jobs.mapping import MAP, MappingJob
from bot.slack.jobs.reading import ReadingJob
from bot.slack.jobs.searching import SearchingJob
from bot.slack.jobs.showing import ShowingJob
from bot.slack.parts import Parts

READ: Final = "read"
ANSWER: Final = "answer"
FORGET: Final = "forget"
SEARCH: Final = "search"
SHOW: Final = "show"


class Registry(Protocol):
    """Where handlers are made known (``bot.jobs.RedisQueue``)."""

    def register(
        self,
        task: str,
        handler: Callable[[str], Awaitable[None]],
        *,
        given_up: Callable[[str, Exception], Awaitable[None]],
    ) -> None:
        """Let ``handler`` do the jobs of ``task``."""
        ...


def register(parts: Parts, registry: Registry) -> ReadingJob:
    """Make all handlers known; the one that reads is given back for the receiver's short way."""
    reading = ReadingJob(parts)
    answering = AnsweringJob(parts, reading)
    forgetting = ForgettingJob(parts)
    searching = SearchingJob(parts, reading)
    registry.register(READ, reading.read, given_up=reading.given_up)
    registry.register(ANSWER, answering.answer, given_up=answering.given_up)
    registry.register(FORGET, forgetting.forget, given_up=forgetting.given_up)
    registry.register(SEARCH, searching.search, given_up=searching.given_up)
    showing = ShowingJob(parts, reading)
    registry.register(SHOW, showing.show, given_up=showing.given_up)
    mapping = MappingJob(parts)
    registry.register(MAP, mapping.draw, given_up=mapping.given_up)
    return reading
