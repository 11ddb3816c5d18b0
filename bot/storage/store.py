"""Everything that is stored, behind the ports."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from redis.asyncio import Redis

from bot.ports import Waiting
from bot.storage.channels import RedisChannels
from bot.storage.compaction import keep_compact
from bot.storage.connection import connect, reaching
from bot.storage.embedded import embedded_server
from bot.storage.idempotency import RedisIdempotency
from bot.storage.limits import RedisLimits
from bot.storage.readings import RedisReadings
from bot.storage.single_flight import RedisSingleFlight
from bot.storage.threads import RedisThreads


@dataclass(frozen=True, slots=True)
class Store:
    """The stores of ``bot.ports`` on one Redis. ``url`` may hold a password; ``redis`` serves the queue too."""

    readings: RedisReadings
    threads: RedisThreads
    channels: RedisChannels
    idempotency: RedisIdempotency
    single_flight: RedisSingleFlight
    limits: RedisLimits
    url: str
    redis: Redis
    embedded: bool = False

    async def keep_compact(self) -> None:
        """Until cancelled, see to it that what was deleted leaves the embedded server's file within minutes."""
        if self.embedded:
            await keep_compact(self.redis)
        await asyncio.Event().wait()

    async def ping(self) -> None:
        """Return when Redis answers. Raises ``StoreUnavailable`` when it does not."""
        with reaching():
            await self.redis.ping()


@asynccontextmanager
async def open_store(
    redis_url: str | None,
    data_dir: Path,
    *,
    keep: timedelta,
    questions: timedelta,
    waiting: Waiting = nullcontext,
) -> AsyncIterator[Store]:
    """Open the store on ``redis_url``, or on the embedded Valkey of ``data_dir`` when there is none.

    ``keep`` is how long stories and claims live, ``questions`` for how long a thread must be remembered at least.
    Whoever waits for another's flight does so within ``waiting``.
    Raises ``SettingsError`` (a wrong URL, a refused password, no server for this machine) and ``StoreUnavailable``
    (nobody answers).
    """
    async with AsyncExitStack() as stack:
        url = redis_url if redis_url else await stack.enter_async_context(embedded_server(data_dir))
        redis = connect(url)
        stack.push_async_callback(redis.aclose)
        store = Store(
            readings=RedisReadings(redis, keep=keep),
            threads=RedisThreads(redis, threads=max(keep, questions), keep=keep),
            channels=RedisChannels(redis, keep=keep),
            idempotency=RedisIdempotency(redis),
            single_flight=RedisSingleFlight(redis, waiting=waiting),
            limits=RedisLimits(redis),
            url=url,
            redis=redis,
            embedded=redis_url is None,
        )
        await store.ping()
        yield store
