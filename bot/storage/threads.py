"""The threads that are ours, by thread and by the post that each one answers."""

from datetime import timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import WatchError

from bot.models import Thread
from bot.storage.connection import decoded, plain, reaching, text
from bot.storage.keys import key


class RedisThreads:
    """``ports.Threads``. A thread lives for ``keep`` after it was last saved.

    That is as long as its stories: a question with a mention, or a deleted post, may come after the time in which
    questions are taken without a mention; ``Thread.opened_at`` tells which it is.
    """

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._keep = keep

    async def save(self, thread: Thread) -> None:
        """Keep or replace the thread (by team, channel and ``thread_ts``)."""
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(
                    _thread(thread.team, thread.channel, thread.thread_ts), thread.model_dump_json(), px=self._keep
                )
                pipe.set(_post(thread.team, thread.channel, thread.post_ts), text(thread.thread_ts), px=self._keep)
                await pipe.execute()

    async def get(self, team: str, channel: str, thread_ts: str) -> Thread | None:
        """The thread, or None where it is not ours."""
        with reaching():
            return decoded(Thread, await self._redis.get(_thread(team, channel, thread_ts)), "thread")

    async def change(self, team: str, channel: str, thread_ts: str, **fields: Any) -> bool:
        """Replace these fields of the thread in one step. False where it is not ours."""
        name = _thread(team, channel, thread_ts)
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                while True:
                    try:
                        await pipe.watch(name)
                        known = decoded(Thread, await pipe.get(name), "thread")
                        if known is None:
                            return False
                        pipe.multi()  # type: ignore[no-untyped-call]  # redis-py has no annotation on it
                        pipe.set(name, known.model_copy(update=fields).model_dump_json(), px=self._keep)
                        await pipe.execute()
                        return True
                    except WatchError:  # somebody else changed it meanwhile: look again
                        continue

    async def forget(self, team: str, channel: str, thread_ts: str) -> None:
        """Drop the thread."""
        known = await self.get(team, channel, thread_ts)
        names = [_thread(team, channel, thread_ts)]
        if known is not None:
            names.append(_post(team, channel, known.post_ts))
        with reaching():
            await self._redis.delete(*names)

    async def of_post(self, team: str, channel: str, post_ts: str) -> Thread | None:
        """The thread whose reply answers this post, or None."""
        with reaching():
            raw = await self._redis.get(_post(team, channel, post_ts))
        return None if raw is None else await self.get(team, channel, plain(raw))


def _thread(team: str, channel: str, thread_ts: str) -> str:
    return key(team, "thread", channel, thread_ts)


def _post(team: str, channel: str, post_ts: str) -> str:
    return key(team, "post", channel, post_ts)
