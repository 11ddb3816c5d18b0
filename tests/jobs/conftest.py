"""A real Valkey for each test, and queues on it that do not make a test wait."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.jobs import RedisQueue, RetryPolicy
from bot.storage import Store, open_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A store on an embedded Valkey."""
    day = timedelta(days=1)
    async with open_store(None, tmp_path, keep=day, questions=day) as store:
        yield store


@pytest.fixture
def url(store: Store) -> str:
    """Where it listens: a unix socket."""
    return store.url


@pytest.fixture
def make_queue(store: Store) -> Callable[..., RedisQueue]:
    """Makes a queue with short pauses: three tries in all."""

    def make_queue(**more: object) -> RedisQueue:
        quick: dict[str, object] = {
            "policy": RetryPolicy(pauses=[timedelta(milliseconds=30), timedelta(milliseconds=60)]),
            "lease": timedelta(seconds=1),
            "grace": timedelta(milliseconds=300),
        }
        return RedisQueue(store.redis, **(quick | more))  # type: ignore[arg-type]  # a test's options, checked by running

    return make_queue


@pytest.fixture
def queue(make_queue: Callable[..., RedisQueue]) -> RedisQueue:
    """A queue."""
    return make_queue()


@pytest.fixture
def working() -> Callable[..., AbstractAsyncContextManager["asyncio.Task[None]"]]:
    """Lets a queue work for the length of a block."""

    @asynccontextmanager
    async def working(queue: RedisQueue, concurrency: int = 4) -> AsyncIterator["asyncio.Task[None]"]:
        worker = asyncio.create_task(queue.work(concurrency))
        try:
            yield worker
        finally:
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker

    return working


@pytest.fixture
def eventually() -> Callable[..., Awaitable[None]]:
    """Waits until something holds, and fails when it does not within ten seconds."""

    async def eventually(holds: Callable[[], Awaitable[object]] | Callable[[], object]) -> None:
        for _ in range(1000):
            held = holds()
            if await held if inspect.isawaitable(held) else held:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it never came")

    return eventually
