"""What was deleted leaves the embedded server's file, too.

Valkey appends each command to its file, with the words in it, and rewrites the file by itself only from 64 MB on. So
the file of the embedded server is rewritten a few minutes after something was written; one of a newsroom's own Redis is
its administrator's.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

# A rewrite of 100 MB takes a second of another process, and is not begun where nothing was written.
EVERY: Final = timedelta(minutes=10)
_log = structlog.get_logger()


async def rewrite_file(redis: Redis) -> None:
    """Have the file rewritten, and wait until it is; nothing where nothing was written since the last time.

    Raises what redis-py raises where the server cannot be reached.
    """
    state = await redis.info("persistence")
    if not state.get("aof_enabled") or state.get("aof_current_size") == state.get("aof_base_size"):
        return
    with suppress(ResponseError):  # another process of this folder has begun it
        await redis.bgrewriteaof()
    while True:
        await asyncio.sleep(0.05)
        state = await redis.info("persistence")
        if not (state.get("aof_rewrite_in_progress") or state.get("aof_rewrite_scheduled")):
            return


async def keep_compact(redis: Redis, *, every: timedelta = EVERY) -> None:
    """Rewrite the file at once and again and again, until cancelled."""
    current = asyncio.current_task()
    while current is not None and not current.cancelling():  # redis-py on Python 3.11 may swallow the cancellation
        try:
            await rewrite_file(redis)
        except (RedisError, OSError) as error:
            _log.info("file_not_rewritten", error=type(error).__name__)
        await asyncio.sleep(every.total_seconds())
