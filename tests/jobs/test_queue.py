"""Jobs on a real queue: done once, tried again, given up, handed back."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import pytest
import structlog
from prometheus_client import REGISTRY
from redis.asyncio import Redis

from bot.errors import ExtractionFailed, HttpProblem, StoreUnavailable, Unreachable
from bot.jobs import DocketQueue

Eventually = Callable[..., Awaitable[None]]
Working = Callable[..., AbstractAsyncContextManager["asyncio.Task[None]"]]
Maker = Callable[..., DocketQueue]


class Recorder:
    """A handler that notes what it got, and raises what it is told to, one error a call."""

    def __init__(self, *errors: Exception, given_up_errors: tuple[Exception, ...] = ()) -> None:
        self.errors = list(errors)
        self.given_up_errors = list(given_up_errors)
        self.calls: list[str] = []
        self.times: list[float] = []
        self.given_up: list[tuple[str, Exception]] = []
        self.changed = asyncio.Condition()

    async def handle(self, payload: str) -> None:
        self.calls.append(payload)
        self.times.append(time.monotonic())
        async with self.changed:
            self.changed.notify_all()
        if self.errors:
            raise self.errors.pop(0)

    async def give_up(self, payload: str, error: Exception) -> None:
        if self.given_up_errors:
            raise self.given_up_errors.pop(0)
        self.given_up.append((payload, error))
        async with self.changed:
            self.changed.notify_all()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(true)


def register(queue: DocketQueue, recorder: Recorder, task: str = "read") -> Recorder:
    """Let ``recorder`` do a task's jobs."""
    queue.register(task, recorder.handle, given_up=recorder.give_up)
    return recorder


async def set_aside_soon(queue: DocketQueue) -> list[tuple[str, str, int]]:
    """The list of what was given up, once there is something in it."""
    for _ in range(1000):
        if jobs := await queue.set_aside():
            return [(job.task, job.error, job.tries) for job in jobs]
        await asyncio.sleep(0.01)
    raise AssertionError("nothing was set aside")


async def test_a_job_is_done_at_once(queue: DocketQueue, working: Working) -> None:
    """A waiting worker takes a job without a pause worth the name."""
    recorder = register(queue, Recorder())
    async with working(queue):
        await asyncio.sleep(0.3)
        put = time.monotonic()
        await queue.put("read", "one", key="k1")
        await recorder.until(lambda: recorder.calls == ["one"])
        assert recorder.times[0] - put < 0.5


async def test_jobs_wait_for_a_worker(queue: DocketQueue, working: Working) -> None:
    """What was put before there was a worker is done when there is one."""
    recorder = register(queue, Recorder())
    await queue.put("read", "one", key="k1")
    async with working(queue):
        await recorder.until(lambda: recorder.calls == ["one"])


async def test_a_doubled_key_runs_once(queue: DocketQueue, working: Working) -> None:
    """A key that waits or runs is not added again; another key, or the same key of another task, is its own job."""
    started, finish = asyncio.Event(), asyncio.Event()
    calls: list[str] = []

    async def slow(payload: str) -> None:
        calls.append(payload)
        started.set()
        await finish.wait()

    other = register(queue, Recorder(), "other")
    queue.register("read", slow, given_up=other.give_up)
    await queue.put("read", "waiting", key="k1")
    await queue.put("read", "doubled", key="k1")
    async with working(queue):
        await started.wait()
        await queue.put("read", "doubled while it runs", key="k1")
        await queue.put("other", "same key", key="k1")
        await other.until(lambda: other.calls == ["same key"])
        await queue.put("read", "another", key="k2")
        await asyncio.sleep(0.3)
        finish.set()
        await asyncio.sleep(0.3)
    assert calls == ["waiting", "another"]


async def test_a_key_may_come_again_when_its_job_is_done(queue: DocketQueue, working: Working) -> None:
    """Once-only for good is the idempotency marks' work; the queue only refuses what is still waiting or running."""
    recorder = register(queue, Recorder())
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await recorder.until(lambda: recorder.calls == ["one"])
        await asyncio.sleep(0.3)
        await queue.put("read", "two", key="k1")
        await recorder.until(lambda: recorder.calls == ["one", "two"])


async def test_a_job_may_be_put_for_later(queue: DocketQueue, working: Working) -> None:
    """A job with ``after`` does not run before its time."""
    recorder = register(queue, Recorder())
    async with working(queue):
        put = time.monotonic()
        await queue.put("read", "later", key="k1", after=timedelta(milliseconds=500))
        await recorder.until(lambda: recorder.calls == ["later"])
    assert 0.45 < recorder.times[0] - put < 1.5


async def test_what_passes_is_tried_again(queue: DocketQueue, working: Working) -> None:
    """A job that fails for a passing reason runs again with the same payload until it succeeds."""
    recorder = register(queue, Recorder(Unreachable("It took too long."), StoreUnavailable()))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await recorder.until(lambda: len(recorder.calls) == 3)
        await asyncio.sleep(0.2)
    assert (recorder.calls, recorder.given_up) == (["one"] * 3, [])
    assert await queue.set_aside() == []


async def test_a_job_that_keeps_failing_is_given_up(queue: DocketQueue, working: Working) -> None:
    """After the last try the job is answered once with its error, and set aside."""
    errors = [Unreachable("It took too long.") for _ in range(3)]
    recorder = register(queue, Recorder(*errors))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        assert await set_aside_soon(queue) == [("read", "Unreachable", 3)]
    assert (recorder.calls, recorder.given_up) == (["one"] * 3, [("one", errors[-1])])


@pytest.mark.parametrize("error", [ExtractionFailed(), ValueError("a mistake")])
async def test_what_does_not_pass_is_given_up_at_once(queue: DocketQueue, working: Working, error: Exception) -> None:
    """A job that fails for good runs once."""
    recorder = register(queue, Recorder(error))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        assert await set_aside_soon(queue) == [("read", type(error).__name__, 1)]
    assert (recorder.calls, recorder.given_up) == (["one"], [("one", error)])


async def test_a_sites_retry_after_is_waited_for(queue: DocketQueue, working: Working) -> None:
    """Nobody knocks again before the time that the site named."""
    recorder = register(queue, Recorder(HttpProblem("Busy.", 429, kind="busy", retry_after=0.6)))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await recorder.until(lambda: len(recorder.calls) == 2)
    assert recorder.times[1] - recorder.times[0] >= 0.6


async def test_telling_that_a_job_was_given_up_is_tried_again(queue: DocketQueue, working: Working) -> None:
    """When even the answer cannot be given for a passing reason, it is given later."""
    first, second = ExtractionFailed(), ExtractionFailed()
    recorder = register(queue, Recorder(first, second, given_up_errors=(StoreUnavailable(),)))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await set_aside_soon(queue)
    assert recorder.given_up == [("one", second)]


async def test_a_broken_way_of_giving_up_ends(queue: DocketQueue, working: Working) -> None:
    """When the answer fails for good, the job is set aside all the same, and the worker lives on."""
    recorder = register(queue, Recorder(ValueError(), given_up_errors=(KeyError("a mistake"),)))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        assert await set_aside_soon(queue) == [("read", "ValueError", 1)]
        await queue.put("read", "two", key="k2")
        await recorder.until(lambda: recorder.calls == ["one", "two"])


async def test_a_task_of_another_release_waits_for_it(make_queue: Maker, working: Working) -> None:
    """A worker that does not know a task leaves its job to one that does."""
    async with make_queue() as old, make_queue() as new:
        register(old, Recorder(), "read")
        await old.put("watch", "one", key="k1")
        async with working(old):
            await asyncio.sleep(0.2)
        recorder = register(new, Recorder(), "watch")
        async with working(new):
            await recorder.until(lambda: recorder.calls == ["one"])


async def test_a_stopped_worker_finishes_what_is_nearly_done(queue: DocketQueue, working: Working) -> None:
    """A job that ends within the time of grace is not disturbed, and not run again."""
    started = asyncio.Event()
    ends: list[str] = []

    async def short(payload: str) -> None:
        started.set()
        await asyncio.sleep(0.1)
        ends.append(payload)

    queue.register("read", short, given_up=Recorder().give_up)
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await started.wait()
    async with working(queue):
        await asyncio.sleep(0.4)
    assert ends == ["one"]


async def test_a_stopped_worker_hands_back_the_rest(
    make_queue: Maker, working: Working, eventually: Eventually
) -> None:
    """What does not end in time is done by another worker at once, not after a dead worker's time."""
    begun: list[tuple[str, float]] = []

    async def endless(payload: str) -> None:
        begun.append((payload, time.monotonic()))
        await asyncio.sleep(60)

    async with make_queue(redelivery=timedelta(seconds=60)) as queue:
        queue.register("read", endless, given_up=Recorder().give_up)
        recorder = Recorder()
        async with working(queue):
            await queue.put("read", "one", key="k1")
            await eventually(lambda: begun)
        async with make_queue(redelivery=timedelta(seconds=60)) as other:
            register(other, recorder)
            back = time.monotonic()
            async with working(other):
                await recorder.until(lambda: recorder.calls == ["one"])
            assert time.monotonic() - back < 2


async def test_work_goes_on_after_an_outage(make_queue: Maker, url: str, working: Working) -> None:
    """A worker that lost its Redis works on when it is back, and what was put before is done."""
    recorder = Recorder()
    async with make_queue() as queue, Redis.from_url(url) as redis:
        register(queue, recorder)
        async with working(queue):
            await queue.put("read", "one", key="k1")
            await recorder.until(lambda: recorder.calls == ["one"])
            with pytest.raises(Exception, match=r"closed|reset|refused|not exist|No such"):
                await redis.execute_command("SHUTDOWN", "NOSAVE", "FORCE")
                await redis.ping()
            async with asyncio.timeout(15):
                while True:
                    try:
                        await queue.put("read", "two", key="k2")
                        break
                    except StoreUnavailable:
                        await asyncio.sleep(0.1)
            await recorder.until(lambda: "two" in recorder.calls)


async def test_nobody_there_is_told(working: Working) -> None:
    """Putting a job where no Redis is says that the store cannot be reached."""
    async with DocketQueue("redis://127.0.0.1:1") as queue:
        with pytest.raises(StoreUnavailable):
            await queue.put("read", "one", key="k1")


async def test_jobs_are_json(queue: DocketQueue, url: str) -> None:
    """What a job carries lies in Redis as JSON strings."""
    await queue.put("read", '{"link": "https://velm.example"}', key="k1")
    async with Redis.from_url(url) as redis:
        ((_, message),) = await redis.xrange("nutgraf:stream")
    assert json.loads(message[b"args"]) == ["read", '{"link": "https://velm.example"}']
    assert json.loads(message[b"kwargs"]) == {}


async def test_one_line_a_try_without_words(queue: DocketQueue, working: Working) -> None:
    """The log tells task, try, time and outcome of each try, and neither key nor payload nor an error's message."""
    recorder = register(queue, Recorder(Unreachable("secret words"), ValueError("secret words")))
    with structlog.testing.capture_logs() as logs:
        async with working(queue):
            await queue.put("read", "secret words", key="secret-key")
            await set_aside_soon(queue)
    lines = [line for line in logs if line["event"] == "job"]
    assert [(line["task"], line["tries"], line["outcome"], line["error"]) for line in lines] == [
        ("read", 1, "again", "Unreachable"),
        ("read", 2, "set_aside", "ValueError"),
    ]
    assert all(isinstance(line["ms"], int) and len(line["key"]) == 12 for line in lines)
    assert "secret" not in str(logs)
    assert len(recorder.calls) == 2


async def test_metrics_count_each_try(queue: DocketQueue, working: Working) -> None:
    """Prometheus sees how tries ended and how long they took."""

    def count(outcome: str) -> float:
        return REGISTRY.get_sample_value("nutgraf_jobs_total", {"task": "counted", "outcome": outcome}) or 0

    before = count("done"), count("again")
    recorder = register(queue, Recorder(StoreUnavailable()), "counted")
    async with working(queue):
        await queue.put("counted", "one", key="k1")
        await recorder.until(lambda: len(recorder.calls) == 2)
        await asyncio.sleep(0.1)
    assert (count("done"), count("again")) == (before[0] + 1, before[1] + 1)
    assert REGISTRY.get_sample_value("nutgraf_job_seconds_count", {"task": "counted"}) == sum(before) + 2
    assert REGISTRY.get_sample_value("nutgraf_jobs_running", {"task": "counted"}) == 0
