"""Which job is done by whom."""

from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from bot.slack.parts import Parts
from bot.slack.work.answering import AnsweringWork
from bot.slack.work.forgetting import ForgettingWork
from bot.slack.work.mapping import MAP, MappingWork
from bot.slack.work.reading import ReadingWork
from bot.slack.work.searching import SearchingWork
from bot.slack.work.showing import ShowingWork

READ: Final = "read"
ANSWER: Final = "answer"
FORGET: Final = "forget"
SEARCH: Final = "search"
SHOW: Final = "show"


class Registry(Protocol):
    """Where handlers are made known (``bot.jobs.DocketQueue``)."""

    def register(
        self,
        task: str,
        handler: Callable[[str], Awaitable[None]],
        *,
        given_up: Callable[[str, Exception], Awaitable[None]],
    ) -> None:
        """Let ``handler`` do the jobs of ``task``."""
        ...


def register(parts: Parts, registry: Registry) -> ReadingWork:
    """Make all handlers known; the one that reads is given back for the receiver's short way."""
    reading = ReadingWork(parts)
    answering = AnsweringWork(parts, reading)
    forgetting = ForgettingWork(parts)
    searching = SearchingWork(parts, reading)
    registry.register(READ, reading.read, given_up=reading.given_up)
    registry.register(ANSWER, answering.answer, given_up=answering.given_up)
    registry.register(FORGET, forgetting.forget, given_up=forgetting.given_up)
    registry.register(SEARCH, searching.search, given_up=searching.given_up)
    showing = ShowingWork(parts, reading)
    registry.register(SHOW, showing.show, given_up=showing.given_up)
    mapping = MappingWork(parts)
    registry.register(MAP, mapping.draw, given_up=mapping.given_up)
    return reading
