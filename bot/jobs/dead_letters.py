"""Jobs that were given up, for whoever looks after nutgraf: which and why, never what they carried."""

from datetime import UTC, datetime, timedelta

from pydantic import AwareDatetime
from redis.asyncio import Redis

from bot.models import Model

MOST = 1000
KEPT = timedelta(days=30)


class DeadLetter(Model):
    """A job that was given up. ``error`` is the name of its kind."""

    task: str
    key: str
    error: str
    tries: int
    at: AwareDatetime


async def add_dead_letter(redis: Redis, name: str, *, task: str, key: str, error: Exception, tries: int) -> None:
    """Add a job to the list ``name``, which holds the last thousand of a month. Raises ``RedisError``."""
    letter = DeadLetter(task=task, key=key, error=type(error).__name__, tries=tries, at=datetime.now(UTC))
    await redis.lpush(name, letter.model_dump_json())
    await redis.ltrim(name, 0, MOST - 1)
    await redis.expire(name, KEPT)


async def read_dead_letters(redis: Redis, name: str) -> list[DeadLetter]:
    """The jobs that were given up, the last first. Raises ``RedisError``."""
    return [DeadLetter.model_validate_json(row) for row in await redis.lrange(name, 0, -1)]
