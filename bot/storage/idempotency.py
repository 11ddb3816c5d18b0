"""Once-only marks with an owner.

A mark is ``{"held": owner}`` for the length of its lease, then ``{"done": result}``.
"""

import json
from datetime import timedelta

from redis.asyncio import Redis

from bot.storage.connection import reaching
from bot.storage.keys import key
from bot.storage.leases import Leases

# Slack repeats an event for minutes, and its delayed deliveries for at most a day; a week is far from both.
MARKS_KEPT = timedelta(days=7)


class RedisIdempotency:
    """``ports.Idempotency``."""

    def __init__(self, redis: Redis, *, keep: timedelta = MARKS_KEPT) -> None:
        self._redis = redis
        self._keep = keep
        self._leases = Leases(redis)

    async def claim(self, team: str, what: str, owner: str, *, lease: timedelta) -> bool:
        """Take ``what`` for ``owner``. False when it is done, or held by another whose lease still runs.

        An owner that holds it already gets True, and its lease runs anew.
        """
        return await self._leases.take(_mark(team, what), _held(owner), lease)

    async def done(self, team: str, what: str, result: str = "") -> None:
        """Mark ``what`` as done for good (its time to live), with a short result such as a message's ts."""
        with reaching():
            await self._redis.set(_mark(team, what), json.dumps({"done": result}), px=self._keep)

    async def result(self, team: str, what: str) -> str | None:
        """The result of what is done, or None while it is not."""
        with reaching():
            raw = await self._redis.get(_mark(team, what))
        result = None if raw is None else json.loads(raw).get("done")
        return None if result is None else str(result)

    async def release(self, team: str, what: str, owner: str) -> None:
        """Let go of ``what`` undone; nothing happens where another holds it or it is done."""
        await self._leases.let_go(_mark(team, what), _held(owner))


def _mark(team: str, what: str) -> str:
    return key(team, "mark", what)


def _held(owner: str) -> str:
    return json.dumps({"held": owner})
