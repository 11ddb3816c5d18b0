"""Jobs that were given up, for whoever looks after nutgraf: which and why, never what they carried."""

from datetime import UTC, datetime, timedelta

from docket import Docket
from pydantic import AwareDatetime

from bot.models import Model

MOST = 1000
KEPT = timedelta(days=30)


class SetAside(Model):
    """A job that was given up. ``error`` is the name of its kind."""

    task: str
    key: str
    error: str
    tries: int
    at: AwareDatetime


async def set_aside(docket: Docket, task: str, key: str, error: Exception, tries: int) -> None:
    """Add a job to the list, which holds the last thousand of a month."""
    job = SetAside(task=task, key=key, error=type(error).__name__, tries=tries, at=datetime.now(UTC))
    name = docket.key("set-aside")
    async with docket.redis() as redis:
        await redis.lpush(name, job.model_dump_json())
        await redis.ltrim(name, 0, MOST - 1)
        await redis.expire(name, KEPT)


async def all_set_aside(docket: Docket) -> list[SetAside]:
    """The jobs that were given up, the last first."""
    async with docket.redis() as redis:
        rows = await redis.lrange(docket.key("set-aside"), 0, -1)
    return [SetAside.model_validate_json(row) for row in rows]
