"""Jobs on a real queue: done once, tried again, given up, handed back."""

import asyncio
import os
import pickle
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from prometheus_client import REGISTRY
from redis.asyncio import Redis

from bot.errors import ExtractionFailed, HttpProblem, NutgrafError, StoreUnavailable, Unreachable
from bot.jobs import RedisQueue, RetryPolicy, slot_released
from bot.storage import Store

Eventually = Callable[..., Awaitable[None]]
Working = Callable[..., AbstractAsyncContextManager["asyncio.Task[None]"]]
Maker = Callable[..., RedisQueue]


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


def register(queue: RedisQueue, recorder: Recorder, task: str = "read") -> Recorder:
    """Let ``recorder`` do a task's jobs."""
    queue.register(task, recorder.handle, given_up=recorder.give_up)
    return recorder


async def dead_letters_soon(queue: RedisQueue) -> list[tuple[str, str, int]]:
    """The list of what was given up, once there is something in it."""
    for _ in range(1000):
        if jobs := await queue.dead_letters():
            return [(job.task, job.error, job.tries) for job in jobs]
        await asyncio.sleep(0.01)
    raise AssertionError("nothing was given up")


async def test_a_job_is_done_at_once(queue: RedisQueue, working: Working) -> None:
    """A waiting worker takes a job without a pause worth the name."""
    recorder = register(queue, Recorder())
    async with working(queue):
        await asyncio.sleep(0.3)
        put = time.monotonic()
        await queue.put("read", "one", key="k1")
        await recorder.until(lambda: recorder.calls == ["one"])
        assert recorder.times[0] - put < 0.5


async def test_jobs_wait_for_a_worker(queue: RedisQueue, working: Working) -> None:
    """What was put before there was a worker is done when there is one."""
    recorder = register(queue, Recorder())
    await queue.put("read", "one", key="k1")
    async with working(queue):
        await recorder.until(lambda: recorder.calls == ["one"])


async def test_a_doubled_key_runs_once(queue: RedisQueue, working: Working) -> None:
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


async def test_a_key_may_come_again_when_its_job_is_done(queue: RedisQueue, working: Working) -> None:
    """Once-only for good is the idempotency marks' work; the queue only refuses what is still waiting or running."""
    recorder = register(queue, Recorder())
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await recorder.until(lambda: recorder.calls == ["one"])
        await asyncio.sleep(0.3)
        await queue.put("read", "two", key="k1")
        await recorder.until(lambda: recorder.calls == ["one", "two"])


async def test_a_job_may_be_put_for_later(queue: RedisQueue, working: Working) -> None:
    """A job with ``after`` does not run before its time."""
    recorder = register(queue, Recorder())
    async with working(queue):
        put = time.monotonic()
        await queue.put("read", "later", key="k1", after=timedelta(milliseconds=500))
        await recorder.until(lambda: recorder.calls == ["later"])
    assert 0.45 < recorder.times[0] - put < 1.5


async def test_what_passes_is_tried_again(queue: RedisQueue, working: Working) -> None:
    """A job that fails for a passing reason runs again with the same payload until it succeeds."""
    recorder = register(queue, Recorder(Unreachable("It took too long."), StoreUnavailable()))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await recorder.until(lambda: len(recorder.calls) == 3)
        await asyncio.sleep(0.2)
    assert (recorder.calls, recorder.given_up) == (["one"] * 3, [])
    assert await queue.dead_letters() == []


async def test_a_job_that_keeps_failing_is_given_up(queue: RedisQueue, working: Working) -> None:
    """After the last try the job is answered once with its error, and noted."""
    errors = [Unreachable("It took too long.") for _ in range(3)]
    recorder = register(queue, Recorder(*errors))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        assert await dead_letters_soon(queue) == [("read", "Unreachable", 3)]
    assert (recorder.calls, recorder.given_up) == (["one"] * 3, [("one", errors[-1])])


@pytest.mark.parametrize("error", [ExtractionFailed(), ValueError("a mistake")])
async def test_what_does_not_pass_is_given_up_at_once(queue: RedisQueue, working: Working, error: Exception) -> None:
    """A job that fails for good runs once."""
    recorder = register(queue, Recorder(error))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        assert await dead_letters_soon(queue) == [("read", type(error).__name__, 1)]
    assert (recorder.calls, recorder.given_up) == (["one"], [("one", error)])


async def test_a_sites_retry_after_is_waited_for(queue: RedisQueue, working: Working) -> None:
    """Nobody knocks again before the time that the site named."""
    recorder = register(queue, Recorder(HttpProblem("Busy.", 429, kind="busy", retry_after=0.6)))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await recorder.until(lambda: len(recorder.calls) == 2)
    assert recorder.times[1] - recorder.times[0] >= 0.6


async def test_telling_that_a_job_was_given_up_is_tried_again(queue: RedisQueue, working: Working) -> None:
    """When even the answer cannot be given for a passing reason, it is given later."""
    first, second = ExtractionFailed(), ExtractionFailed()
    recorder = register(queue, Recorder(first, second, given_up_errors=(StoreUnavailable(),)))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await dead_letters_soon(queue)
    assert recorder.given_up == [("one", second)]


async def test_a_broken_way_of_giving_up_ends(queue: RedisQueue, working: Working) -> None:
    """When the answer fails for good, the job is noted all the same, and the worker lives on."""
    recorder = register(queue, Recorder(ValueError(), given_up_errors=(KeyError("a mistake"),)))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        assert await dead_letters_soon(queue) == [("read", "ValueError", 1)]
        await queue.put("read", "two", key="k2")
        await recorder.until(lambda: recorder.calls == ["one", "two"])


async def test_a_task_of_another_release_waits_for_it(make_queue: Maker, working: Working) -> None:
    """A worker that does not know a task leaves its job to one that does."""
    old = make_queue(policy=RetryPolicy(pauses=[timedelta(milliseconds=500)]))
    new = make_queue()
    register(old, Recorder(), "read")
    await old.put("watch", "one", key="k1")
    async with working(old):
        await asyncio.sleep(0.2)
    recorder = register(new, Recorder(), "watch")
    async with working(new):
        await recorder.until(lambda: recorder.calls == ["one"])


async def test_a_stopped_worker_finishes_what_is_nearly_done(queue: RedisQueue, working: Working) -> None:
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

    queue = make_queue(lease=timedelta(seconds=60))
    queue.register("read", endless, given_up=Recorder().give_up)
    recorder = Recorder()
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await eventually(lambda: begun)
    other = make_queue(lease=timedelta(seconds=60))
    register(other, recorder)
    back = time.monotonic()
    async with working(other):
        await recorder.until(lambda: recorder.calls == ["one"])
    assert time.monotonic() - back < 2


async def test_work_goes_on_after_an_outage(make_queue: Maker, url: str, working: Working) -> None:
    """A worker that lost its Redis works on when it is back, and what was put before is done."""
    recorder = Recorder()
    queue = make_queue()
    register(queue, recorder)
    async with working(queue), Redis.from_url(url) as redis:
        await queue.put("read", "one", key="k1")
        await recorder.until(lambda: recorder.calls == ["one"])
        with pytest.raises(Exception, match=r"closed|reset|refused|not exist|No such"):
            await redis.execute_command("SHUTDOWN", "NOSAVE", "FORCE")
            await redis.ping()
        async with asyncio.timeout(20):
            while True:
                try:
                    await queue.put("read", "two", key="k2")
                    break
                except StoreUnavailable:
                    await asyncio.sleep(0.1)
        await recorder.until(lambda: "two" in recorder.calls)


async def test_nobody_there_is_told() -> None:
    """Putting a job where no Redis is says that the store cannot be reached."""
    with pytest.raises(StoreUnavailable):
        await RedisQueue(Redis.from_url("redis://127.0.0.1:1")).put("read", "one", key="k1")


class Touch:
    """Leaves a mark on the disk when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.path}",)


async def test_what_somebody_else_writes_into_redis_is_never_run(
    queue: RedisQueue, store: Store, url: str, working: Working, tmp_path: Path
) -> None:
    """A pickle that runs a command, put in the place of a job's payload and of everything else that a job holds, is a
    string like any other; the jobs after it are done."""
    recorder = register(queue, Recorder())
    mark = tmp_path / "mark"
    poison = pickle.dumps(Touch(mark), protocol=0)
    async with Redis.from_url(url) as redis:
        await queue.put("read", "one", key="k1")
        (job,) = [name async for name in redis.scan_iter("*:job:*")]
        await redis.hset(job, mapping={"payload": poison, "holder": poison})
        await redis.xadd("nutgraf:stream", {"key": "k", "function": "job", "args": poison, "kwargs": poison})
    async with working(queue):
        await queue.put("read", "two", key="k2")
        await recorder.until(lambda: len(recorder.calls) == 2)
    assert (recorder.calls[0].encode(), recorder.calls[1]) == (poison, "two")
    assert not mark.exists()


async def test_a_job_that_is_none_is_dropped(queue: RedisQueue, store: Store, working: Working) -> None:
    """Whoever writes half a job into Redis does not end the worker."""
    recorder = register(queue, Recorder())
    await queue.put("read", "half", key="k1")
    await store.redis.hdel("{nutgraf:jobs}:job:read:k1", "payload")
    await store.redis.hset("{nutgraf:jobs}:job:read:k1", "tries", "many")
    async with working(queue):
        await queue.put("read", "whole", key="k2")
        await recorder.until(lambda: recorder.calls == ["whole"])
    assert await store.redis.exists("{nutgraf:jobs}:job:read:k1") == 0


async def test_nothing_of_a_finished_job_stays(queue: RedisQueue, store: Store, working: Working) -> None:
    """Neither what it carried nor its key."""
    recorder = register(queue, Recorder())
    async with working(queue):
        await queue.put("read", "a whole pasted story", key="k1", channel="C1", person="U1")
        await recorder.until(lambda: recorder.calls == ["a whole pasted story"])
    left = {name: await store.redis.type(name) async for name in store.redis.scan_iter("*jobs*")}
    assert left == {"{nutgraf:jobs}:turn": "string", "{nutgraf:jobs}:depth": "string"}
    assert await store.redis.get("{nutgraf:jobs}:depth") == "0"


async def test_turns_go_round_by_channel_and_person(queue: RedisQueue, working: Working) -> None:
    """Whoever puts many jobs waits for their own: one of another channel, and one of another person, come next."""
    recorder = register(queue, Recorder())
    for n in range(4):
        await queue.put("read", f"ana {n}", key=f"a{n}", channel="C1", person="ana")
    await queue.put("read", "ben", key="b", channel="C1", person="ben")
    await queue.put("read", "other channel", key="c", channel="C2", person="ana")
    async with working(queue, 1):
        await recorder.until(lambda: len(recorder.calls) == 6)
    assert recorder.calls == ["ana 0", "other channel", "ben", "ana 1", "ana 2", "ana 3"]


async def test_a_channel_leaves_room_for_others(queue: RedisQueue, working: Working) -> None:
    """Jobs of one channel take half of a worker's slots at most."""
    begun: list[str] = []
    finish = asyncio.Event()

    async def slow(payload: str) -> None:
        begun.append(payload)
        await finish.wait()

    queue.register("read", slow, given_up=Recorder().give_up)
    for n in range(8):
        await queue.put("read", "one", key=f"k{n}", channel="C1")
    async with working(queue, 4):
        await asyncio.sleep(0.3)
        assert begun == ["one", "one"]
        await queue.put("read", "another", key="other", channel="C2")
        await asyncio.sleep(0.3)
        assert begun == ["one", "one", "another"]
        finish.set()


async def test_a_job_that_only_waits_gives_its_slot_away(queue: RedisQueue, working: Working) -> None:
    """Others run meanwhile; when the waiting is over it goes on as soon as a slot is free."""
    events: list[str] = []
    over = asyncio.Event()

    async def handle(payload: str) -> None:
        events.append(f"{payload} begins")
        if payload == "waits":
            async with slot_released():
                await over.wait()
        events.append(f"{payload} ends")

    queue.register("read", handle, given_up=Recorder().give_up)
    async with working(queue, 1):
        await queue.put("read", "waits", key="k1", channel="C1")
        await asyncio.sleep(0.2)
        await queue.put("read", "works", key="k2", channel="C2")
        await asyncio.sleep(0.3)
        over.set()
        await asyncio.sleep(0.3)
    assert events == ["waits begins", "works begins", "works ends", "waits ends"]


async def test_a_lost_lease_is_noticed(queue: RedisQueue, store: Store, working: Working) -> None:
    """Where another worker took the job over, the first one stops, and does not touch the other's job."""
    ends: list[str] = []
    started = asyncio.Event()

    async def handle(payload: str) -> None:
        started.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ends.append("called off")
            raise

    queue.register("read", handle, given_up=Recorder().give_up)
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await started.wait()
        await store.redis.hset("{nutgraf:jobs}:job:read:k1", "holder", "another")
        await store.redis.zadd("{nutgraf:jobs}:held", {"read:k1": (time.time() + 60) * 1000})
        await asyncio.sleep(1)
        assert ends == ["called off"]
    assert await store.redis.hget("{nutgraf:jobs}:job:read:k1", "holder") == "another"


async def test_what_is_soon_over_costs_no_try(queue: RedisQueue, working: Working) -> None:
    """A job that somebody else is at is looked at again for as long as that takes."""

    class Busy(NutgrafError):
        soon = True

    recorder = register(queue, Recorder(*[Busy() for _ in range(5)]))
    async with working(queue):
        await queue.put("read", "one", key="k1")
        await recorder.until(lambda: len(recorder.calls) == 6)
    assert await queue.dead_letters() == []


async def test_one_line_a_try_without_words(queue: RedisQueue, working: Working) -> None:
    """The log tells task, try, time and outcome of each try, and neither key nor payload nor an error's message."""
    recorder = register(queue, Recorder(Unreachable("secret words"), ValueError("secret words")))
    with structlog.testing.capture_logs() as logs:
        async with working(queue):
            await queue.put("read", "secret words", key="secret-key")
            await dead_letters_soon(queue)
    lines = [line for line in logs if line["event"] == "job"]
    assert [(line["task"], line["tries"], line["outcome"], line["error"]) for line in lines] == [
        ("read", 1, "again", "Unreachable"),
        ("read", 2, "dead", "ValueError"),
    ]
    assert all(isinstance(line["ms"], int) and len(line["key"]) == 12 for line in lines)
    assert "secret" not in str(logs)
    assert len(recorder.calls) == 2


async def test_metrics_count_each_try(queue: RedisQueue, working: Working) -> None:
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
