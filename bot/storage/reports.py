"""Reports by content hash and pipeline version, and which URL leads to which hash."""

import hashlib
from datetime import timedelta

from redis.asyncio import Redis

from bot.models import Report, Visit
from bot.storage.connection import decoded, plain, reaching, text
from bot.storage.keys import key


class RedisReports:
    """``ports.Reports``. Reports and visits live for ``keep``; what a URL led to is believed for ``fresh``."""

    def __init__(self, redis: Redis, *, keep: timedelta, fresh: timedelta) -> None:
        self._redis = redis
        self._keep = keep
        self._fresh = fresh

    async def get(self, team: str, pipeline: str, story_id: str) -> Report | None:
        """The report, or None when it was never made or its time is over."""
        with reaching():
            return decoded(Report, await self._redis.get(key(team, "report", pipeline, story_id)), "report")

    async def put(self, team: str, story_id: str, report: Report) -> None:
        """Keep ``report`` under its own pipeline version."""
        with reaching():
            await self._redis.set(
                key(team, "report", report.pipeline, story_id), report.model_dump_json(), px=self._keep
            )

    async def story_of(self, team: str, url_key: str) -> str | None:
        """The story id that this URL led to, while that is fresh."""
        with reaching():
            raw = await self._redis.get(_url(team, url_key))
        return None if raw is None else plain(raw)

    async def remember_url(self, team: str, url_key: str, story_id: str) -> None:
        """Note that this URL leads to this story."""
        with reaching():
            await self._redis.set(_url(team, url_key), text(story_id), px=self._fresh)

    async def visit(self, team: str, url_key: str) -> Visit | None:
        """What this URL led to at the last look, fresh or not; None when nobody looked or its time is over."""
        with reaching():
            return decoded(Visit, await self._redis.get(_url(team, url_key, "visit")), "visit")

    async def note_visit(self, team: str, url_key: str, visit: Visit) -> None:
        """Note a look at this URL: it leads to the visit's story from now on."""
        both = self._redis.pipeline(transaction=True)
        both.set(_url(team, url_key, "visit"), visit.model_dump_json(), px=self._keep)
        both.set(_url(team, url_key), text(visit.story_id), px=self._fresh)
        with reaching():
            await both.execute()


def _url(team: str, url_key: str, what: str = "url") -> str:
    # hashed: a URL may be longer than a key should be, and may hold a reader's token
    return key(team, what, hashlib.sha256(url_key.encode("utf-8", "surrogatepass")).hexdigest())
