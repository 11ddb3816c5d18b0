"""Workers that are killed in the middle of a job, as real processes."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from bot.jobs import RedisQueue

Maker = Callable[..., RedisQueue]
Eventually = Callable[..., Awaitable[None]]
Working = Callable[..., AbstractAsyncContextManager["asyncio.Task[None]"]]

WORKER = """
import asyncio, sys
from datetime import timedelta
from bot.jobs import RedisQueue
from bot.storage.connection import connect

async def handle(payload):
    print(payload, flush=True)
    await asyncio.sleep(60)

async def given_up(payload, error):
    pass

async def work():
    queue = RedisQueue(connect(sys.argv[1]), lease=timedelta(seconds=1))
    queue.register("read", handle, given_up=given_up)
    await queue.work(4)

asyncio.run(work())
"""


@asynccontextmanager
async def worker(url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker that prints the payload of each job that it begins, and ends none."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKER, url, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def begun(process: asyncio.subprocess.Process) -> str:
    """The payload of the next job that the worker begins."""
    assert process.stdout is not None
    async with asyncio.timeout(20):
        return (await process.stdout.readline()).decode().strip()


async def test_a_killed_worker_loses_nothing(
    url: str, make_queue: Maker, working: Working, eventually: Eventually
) -> None:
    """The jobs of a worker that was killed are done by another, each once, and doubled keys stay one job."""
    done: list[str] = []

    async def handle(payload: str) -> None:
        done.append(payload)

    async def given_up(payload: str, error: Exception) -> None:
        raise AssertionError(payload)

    queue = make_queue()
    async with worker(url) as first:
        for n in range(5):
            await queue.put("read", f"job {n}", key=str(n))
        assert {await begun(first), await begun(first)} <= {f"job {n}" for n in range(5)}
        first.kill()
    for n in range(5):
        await queue.put("read", f"doubled {n}", key=str(n))
    queue.register("read", handle, given_up=given_up)
    async with working(queue):
        await eventually(lambda: len(done) == 5)
        await asyncio.sleep(1.5)
    assert sorted(done) == [f"job {n}" for n in range(5)]


async def test_a_terminated_worker_gives_its_job_away(url: str, make_queue: Maker, working: Working) -> None:
    """A worker that ends by SIGTERM without handling it is like a killed one."""
    done = asyncio.Event()

    async def handle(payload: str) -> None:
        done.set()

    async def given_up(payload: str, error: Exception) -> None:
        raise AssertionError(payload)

    queue = make_queue()
    async with worker(url) as first:
        await queue.put("read", "job", key="1")
        assert await begun(first) == "job"
        first.terminate()
        await first.wait()
    queue.register("read", handle, given_up=given_up)
    async with working(queue), asyncio.timeout(20):
        await done.wait()


async def test_a_job_that_kills_workers_goes_to_the_dead_letters(
    url: str, make_queue: Maker, working: Working, eventually: Eventually
) -> None:
    """A job over which worker after worker dies does not go on killing them: it is answered and given up."""
    given_up: list[tuple[str, str]] = []

    async def handle(payload: str) -> None:
        raise AssertionError("it would kill us too")

    async def give_up(payload: str, error: Exception) -> None:
        given_up.append((payload, type(error).__name__))

    queue = make_queue()
    await queue.put("read", "poison", key="1")
    for _ in range(4):
        async with worker(url) as victim:
            assert await begun(victim) == "poison"
            victim.kill()
    queue.register("read", handle, given_up=give_up)
    async with working(queue):
        await eventually(queue.dead_letters)
    assert given_up == [("poison", "WorkersDied")]
