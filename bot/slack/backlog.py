"""What came in while Redis was away: kept here for a while, and put where it belongs when Redis is back.

Slack repeats an event that was not acknowledged at once, after a minute and after five. That alone would lose what
comes in a longer absence and delay everything else; the backlog alone would lose what a crash takes. Together with
the once-only marks nothing is lost and nothing is done twice.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bot.errors import StoreUnavailable
from bot.slack.metrics import BACKLOG
from bot.slack.safe_trace import safe_trace

_MOST: Final = 2_000  # events; at 30,000 an hour, Slack's own limit, this is four minutes
_PAUSE_S: Final = 0.5
_log = structlog.get_logger()


class Backlog:
    """A bounded queue of deeds that failed for want of Redis; the oldest fall out."""

    def __init__(self, *, most: int = _MOST, pause_s: float = _PAUSE_S) -> None:
        self._waiting: deque[Callable[[], Awaitable[object]]] = deque(maxlen=most)
        self._pause_s = pause_s
        self._some = asyncio.Event()

    def keep(self, deed: Callable[[], Awaitable[object]]) -> None:
        """Do ``deed`` when Redis is back. It must bear being done although it was done before."""
        if len(self._waiting) == self._waiting.maxlen:
            _log.error("backlog full", most=self._waiting.maxlen)
        self._waiting.append(deed)
        BACKLOG.set(len(self._waiting))
        self._some.set()

    def __len__(self) -> int:
        return len(self._waiting)

    async def run(self) -> None:
        """Do what waits, in order, until cancelled."""
        while True:
            await self._some.wait()
            while self._waiting:
                deed = self._waiting[0]
                try:
                    await deed()
                except StoreUnavailable:
                    await asyncio.sleep(self._pause_s)
                    continue
                except Exception as error:  # the edge: one broken event must not hold up the others
                    _log.error("event from the backlog failed", **safe_trace(error))
                if self._waiting and self._waiting[0] is deed:
                    self._waiting.popleft()
                BACKLOG.set(len(self._waiting))
            self._some.clear()
