"""One flight at a time for one story, over all processes that share a Redis."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import timedelta

import structlog
from redis.asyncio import Redis

from bot.errors import StoreUnavailable
from bot.ports import Waiting
from bot.storage.connection import text
from bot.storage.keys import key
from bot.storage.leases import Leases

# Renewed while somebody flies, so that a worker that died stands in nobody's way for longer than this.
LEASE = timedelta(seconds=8)
# How often a waiting one looks: a cached story is answered a moment after it was stored, and ten waiters cost
# Redis a few hundred tiny commands a second.
LOOK_EVERY_S = (0.02, 0.1)

log = structlog.get_logger(__name__)


class RedisSingleFlight:
    """``ports.SingleFlight``."""

    def __init__(self, redis: Redis, *, lease: timedelta = LEASE, waiting: Waiting = nullcontext) -> None:
        self._lease = lease
        self._waiting = waiting
        self._leases = Leases(redis)

    @asynccontextmanager
    async def one(self, team: str, key: str, *, patience: timedelta) -> AsyncIterator[bool]:
        """Wait for our turn on ``key``, at most ``patience``.

        True when nobody flew before us while we waited; False when somebody did, or when our patience ended while
        somebody still flew: then the cache is worth another look, and we may fly beside the other.
        """
        name = _flight(team, key)
        ticket = text(secrets.token_hex(16))
        try:
            ours, alone = await self._queued(name, ticket, patience)
        except asyncio.CancelledError:
            # the script may have run although we no longer hear of it
            await self._let_go(name, ticket)
            raise
        landed = asyncio.Event()
        renewing = asyncio.create_task(self._renew(name, ticket, landed)) if ours else None
        try:
            yield alone
        finally:
            if renewing:
                landed.set()
                await renewing
                await self._let_go(name, ticket)

    async def _queued(self, name: str, ticket: str, patience: timedelta) -> tuple[bool, bool]:
        """Whether the turn is ours in the end, and whether it was so at the first asking."""
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + patience.total_seconds()
        if await self._leases.take(name, ticket, self._lease):
            return True, True
        async with self._waiting():
            while (left := give_up_at - loop.time()) > 0:
                await asyncio.sleep(min(left, random.uniform(*LOOK_EVERY_S)))
                if await self._leases.take(name, ticket, self._lease):
                    return True, False
        return False, False

    async def _renew(self, name: str, ticket: str, landed: asyncio.Event) -> None:
        """Until the flight has landed. It is told and not cancelled: redis-py may swallow a cancellation, and whoever
        renewed on would keep everybody else waiting."""
        while not landed.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(self._lease.total_seconds() / 3):
                    await landed.wait()
            if not landed.is_set():
                with suppress(StoreUnavailable):
                    await self._leases.take(name, ticket, self._lease)

    async def _let_go(self, name: str, ticket: str) -> None:
        try:
            await self._leases.let_go(name, ticket)
        except StoreUnavailable:
            # what was flown for is there; the lease frees the key by itself
            log.warning("flight ends with its lease", seconds=self._lease.total_seconds())


def _flight(team: str, name: str) -> str:
    return key(team, "flight", name)
