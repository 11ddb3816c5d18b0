"""Slack takes about one message a second and channel, with short bursts."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from math import inf
from typing import Final

from bot.ports import Waiting

_A_SECOND: Final = 1.0
_BURST: Final = 3  # Slack's documents allow "short bursts" without a number; three have never been refused
_CHANNELS: Final = 10_000


class Pace:
    """Turns by channel: a burst at once, then one a second. Kept in memory, since Slack's 429 covers the rest."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        waiting: Waiting = nullcontext,
    ) -> None:
        self._waiting = waiting
        self._clock = clock
        self._sleep = sleep
        self._free_at: OrderedDict[tuple[str, str], float] = OrderedDict()

    async def turn(self, team: str, channel: str) -> None:
        """Wait until another message may go to the channel."""
        now = self._clock() if self._clock else asyncio.get_running_loop().time()
        earliest = self._free_at.pop((team, channel), -inf)
        mine = max(now - (_BURST - 1) * _A_SECOND, earliest)
        self._free_at[team, channel] = mine + _A_SECOND
        while len(self._free_at) > _CHANNELS:
            self._free_at.popitem(last=False)
        if mine > now:
            async with self._waiting():
                await self._sleep(mine - now)
