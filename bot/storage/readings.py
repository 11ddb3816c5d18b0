"""What was read, each audience's own: readings by the hash of their words, looks by their address."""

from datetime import timedelta
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import WatchError

from bot.models import StoredReading, Visit
from bot.storage import layout
from bot.storage.connection import decoded, reaching

# What no thread uses yet, or never will: a story under way to its reply, or shown to one person alone.
HELD: Final = timedelta(hours=6)


class RedisReadings:
    """``ports.Readings``. What a thread uses lives for ``keep``, all else for ``HELD``."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._keep = keep

    async def get(self, team: str, audience: str, story_id: str) -> StoredReading | None:
        """What was found in the story, or None when the audience never had it or its time is over."""
        with reaching():
            raw = await self._redis.get(layout.reading_key(team, audience, story_id))
            return decoded(StoredReading, raw, "reading")

    async def hold(self, team: str, audience: str, story_id: str, reading: StoredReading) -> None:
        """Store a reading for some hours; ``RedisThreads.keep`` makes it the channel's."""
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                layout.queue_reading(pipe, team, audience, story_id, reading, await self._ttl(team, audience, story_id))
                await pipe.execute()

    async def visit(self, team: str, audience: str, address: str) -> Visit | None:
        """The audience's last look at this address, or None."""
        with reaching():
            raw = await self._redis.get(layout.visit_key(team, audience, layout.hash_of(address)))
            return decoded(Visit, raw, "visit")

    async def visit_to(self, team: str, audience: str, story_id: str) -> Visit | None:
        """A look of the audience that led to this story, or None."""
        with reaching():
            for hashed in sorted(map(str, await self._redis.smembers(layout.led_key(team, audience, story_id)))):
                raw = await self._redis.get(layout.visit_key(team, audience, hashed))
                if visit := decoded(Visit, raw, "visit"):
                    return visit
        return None

    async def note_visit(self, team: str, audience: str, visit: Visit) -> None:
        """Store a look, for as long as the reading that it led to."""
        before = await self.visit(team, audience, visit.address)
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                if before and before.story_id != visit.story_id:
                    pipe.srem(layout.led_key(team, audience, before.story_id), layout.hash_of(visit.address))
                layout.queue_visit(pipe, team, audience, visit, await self._ttl(team, audience, visit.story_id))
                await pipe.execute()

    async def discard(self, team: str, audience: str, story_id: str) -> None:
        """Drop a reading that no thread uses, with the looks that led to it."""
        uses = layout.uses_key(team, audience, story_id)
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                try:
                    await pipe.watch(uses)
                    if await pipe.exists(uses):
                        return
                    led = await pipe.smembers(layout.led_key(team, audience, story_id))
                    pipe.multi()  # type: ignore[no-untyped-call]  # redis-py has no annotation on it
                    layout.queue_no_reading(pipe, team, audience, story_id, map(str, led))
                    await pipe.execute()
                except WatchError:  # a thread began to use it
                    return

    async def _ttl(self, team: str, audience: str, story_id: str) -> timedelta:
        used = await self._redis.exists(layout.uses_key(team, audience, story_id))
        return self._keep if used else HELD
