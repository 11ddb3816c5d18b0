"""How many jobs compute at once. One that only waits gives its slot to another."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar


class Slots:
    """Slots of one worker, counted by channel as well."""

    def __init__(self, many: int) -> None:
        self._free = asyncio.Semaphore(many)
        self._taken: Counter[str] = Counter()

    async def take(self) -> None:
        """Wait for a slot, for a job whose channel is not known yet."""
        await self._free.acquire()

    def give_back(self) -> None:
        """Free a slot for which there was no job."""
        self._free.release()

    def taken_by(self, channel: str) -> int:
        """How many slots the jobs of a channel hold."""
        return self._taken[channel]


class Slot:
    """The slot of one job, which holds it from the start."""

    def __init__(self, slots: Slots, channel: str) -> None:
        self._slots = slots
        self._channel = channel
        self._held = True
        self._waiting = 0  # parts of the job that wait: the links of one message are read side by side
        self._over = False
        slots._taken[channel] += 1

    @asynccontextmanager
    async def released(self) -> AsyncIterator[None]:
        """Give the slot away for the length of the block. Afterwards the job waits for one again; a task that outlived
        its job needs none."""
        if self._over:
            yield
            return
        self._waiting += 1
        self._let_go()
        try:
            yield
        except asyncio.CancelledError:  # it is being called off, and needs no slot for that
            self._waiting -= 1
            raise
        except Exception:
            await self._come_back()
            raise
        await self._come_back()

    async def _come_back(self) -> None:
        self._waiting -= 1
        if self._waiting or self._over:
            return
        await self._slots.take()
        if self._over or self._held:  # it ended meanwhile, or another part of it came back first
            self._slots.give_back()
        else:
            self._held = True
            self._slots._taken[self._channel] += 1

    def close(self) -> None:
        """The job is over."""
        self._over = True
        self._let_go()

    def _let_go(self) -> None:
        if self._held:
            self._held = False
            self._slots._taken[self._channel] -= 1
            self._slots.give_back()


SLOT: ContextVar[Slot | None] = ContextVar("slot", default=None)
"""The slot of the job that is running here, if any."""


@asynccontextmanager
async def slot_released() -> AsyncIterator[None]:
    """While the block lasts, the slot of the job that is running here is free for another. Without a job, nothing."""
    slot = SLOT.get()
    if slot is None:
        yield
        return
    async with slot.released():
        yield
