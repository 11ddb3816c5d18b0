"""Work that outlives the request: a queue in Redis with fair turns, and the worker beside it.

Turns go round by channel, and within a channel by person, so that whoever posts a hundred links waits for their own
links and not others for them. A worker holds a job by a lease that it renews; one that died is noticed when that runs
out, and its jobs are next. Only strings are stored, and nothing that is read from Redis is ever run.

Libraries for jobs were looked at and not taken (docket, which was here before): they hand out jobs in the order in
which they came, and keep a worker's slot for as long as its job waits for somebody else.
"""

import asyncio
import hashlib
import os
import secrets
import socket
import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.errors import NutgrafError, SourceError, StoreUnavailable
from bot.jobs import scripts
from bot.jobs.dead_letters import DeadLetter, add_dead_letter, read_dead_letters
from bot.jobs.metrics import JOBS, RUNNING, SECONDS, WAITING
from bot.jobs.retry_policy import RetryPolicy
from bot.jobs.slots import SLOT, Slot, Slots

Handler = Callable[[str], Awaitable[None]]
GivenUp = Callable[[str, Exception], Awaitable[None]]

# A worker that was killed is noticed after this long; a living one renews its leases four times in it, from a loop
# that nothing blocks.
LEASE: Final = timedelta(seconds=10)
# What is under way may finish for this long when a worker is asked to stop.
GRACE: Final = timedelta(seconds=5)
# A job in whose hands this many workers died is given up.
MOST_DEATHS: Final = 4
# Jobs under way in one process, those that only wait among them: of all, and of one channel.
MOST_UNDER_WAY: Final = 256
MOST_OF_A_CHANNEL: Final = 64
LOOK_EVERY_S: Final = 1.0  # where no message says that there is something to take
AWAY_S: Final = 0.5  # between tries while Redis is away

log = structlog.get_logger(__name__)


class UnknownTask(NutgrafError):
    """No handler for this task in this process; a worker of another release may have one."""

    passing = True


class WorkersDied(NutgrafError):
    """Worker after worker died over this job."""


@dataclass(frozen=True, slots=True)
class _Task:
    handler: Handler
    given_up: GivenUp


@dataclass(slots=True)
class _Job:
    """A job that this worker holds. ``tries`` are those that ended before, ``deaths`` the workers that died over it."""

    id: str
    task: str
    payload: str
    channel: str
    tries: int
    deaths: int
    lost: bool = False

    @property
    def short(self) -> str:
        """The job's key as it stands in logs: it may be made of a URL."""
        return hashlib.sha256(self.id.encode("utf-8", "surrogatepass")).hexdigest()[:12]


class RedisQueue:
    """``ports.Queue``, and the worker beside it.

    ``policy`` says when a job that failed is tried again, ``lease`` after how long a dead worker's job is taken up by
    another. ``redis`` must decode responses; it is not closed.
    """

    def __init__(
        self,
        redis: Redis,
        name: str = "nutgraf",
        *,
        policy: RetryPolicy | None = None,
        lease: timedelta = LEASE,
        grace: timedelta = GRACE,
    ) -> None:
        self._redis = redis
        self._prefix = "{" + name + ":jobs}"
        self._policy = policy if policy is not None else RetryPolicy()
        self._lease = lease
        self._grace = grace
        self._tasks: dict[str, _Task] = {}
        self._put, self._take, self._renew, self._end, self._again = (
            redis.register_script(script)
            for script in (scripts.PUT, scripts.TAKE, scripts.RENEW, scripts.END, scripts.AGAIN)
        )

    def register(self, task: str, handler: Handler, *, given_up: GivenUp) -> None:
        """Let ``handler`` do the jobs of ``task``.

        It gets the payload. An error with ``passing`` true is tried again after growing pauses; any other, and the
        last one, goes to ``given_up`` with the payload, once for a job. A handler must be idempotent: its worker may
        be killed in the middle.
        """
        self._tasks[task] = _Task(handler, given_up)

    async def put(
        self, task: str, payload: str, *, key: str, after: timedelta | None = None, channel: str = "", person: str = ""
    ) -> None:
        """Enqueue ``payload`` for ``task``; a key that is already waiting or running is not added twice.

        ``channel`` and ``person`` are those whose turn it takes. Raises ``StoreUnavailable``.
        """
        pause = milliseconds(after or timedelta(0))
        try:
            await self._put(keys=[self._prefix], args=[f"{task}:{key}", task, payload, channel, person, pause])
        except (RedisError, OSError) as error:
            raise StoreUnavailable(f"Redis cannot be reached: {type(error).__name__}") from error

    async def dead_letters(self) -> list[DeadLetter]:
        """The jobs that were given up, the last first. Raises ``StoreUnavailable``."""
        try:
            return await read_dead_letters(self._redis, f"{self._prefix}:dead")
        except (RedisError, OSError) as error:
            raise StoreUnavailable(f"Redis cannot be reached: {type(error).__name__}") from error

    async def work(self, concurrency: int) -> None:
        """Do jobs until cancelled, ``concurrency`` at a time and further ones that only wait (``slot_released``).

        When cancelled, no new job is begun; what is under way may finish for the time of ``grace`` and is then handed
        back to the queue, where another worker finds it at once.
        """
        await _Worker(self, concurrency).run()


class _Worker:
    """One worker at work."""

    def __init__(self, queue: RedisQueue, concurrency: int) -> None:
        self._queue = queue
        self._keys = [queue._prefix]
        self._name = f"{socket.gethostname()}#{os.getpid()}#{secrets.token_hex(4)}"
        self._lease_ms = milliseconds(queue._lease)
        self._slots = Slots(concurrency)
        self._of_a_channel = max(1, concurrency // 2)  # slots, so that another channel always finds one soon
        self._running: dict[asyncio.Task[None], _Job] = {}
        self._changed = asyncio.Event()

    async def run(self) -> None:
        helpers = [asyncio.create_task(work(), name=work.__name__) for work in (self._listen, self._keep_leases)]
        try:
            await self._take_on()
        finally:
            # leases are kept until the last job is over or handed back
            await self._wind_down()
            await _call_off(helpers)

    async def _take_on(self) -> None:
        current = asyncio.current_task()
        while current is not None and not current.cancelling():  # see _call_off
            await self._slots.take()
            job, pause = None, LOOK_EVERY_S
            try:
                self._changed.clear()
                job, pause = await self._next()
            except (RedisError, OSError) as error:
                log.warning("queue_unreachable", error=type(error).__name__)
                pause = AWAY_S
            finally:
                if job is None:
                    self._slots.give_back()
            if job is None:
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._changed.wait()
                continue
            task = asyncio.create_task(self._run(job, Slot(self._slots, job.channel)), name=job.task)
            self._running[task] = job
            task.add_done_callback(self._ended)
        raise asyncio.CancelledError

    async def _next(self) -> tuple[_Job | None, float]:
        """The next job, or None and the seconds until it is worth looking again."""
        if len(self._running) >= MOST_UNDER_WAY:
            return None, LOOK_EVERY_S
        busy = Counter(job.channel for job in self._running.values())
        full = [
            channel
            for channel, many in busy.items()
            if many >= MOST_OF_A_CHANNEL or self._slots.taken_by(channel) >= self._of_a_channel
        ]
        depth, due, *fields = await self._queue._take(keys=self._keys, args=[self._name, self._lease_ms, *full])
        WAITING.set(depth)
        if not fields:
            return None, LOOK_EVERY_S if due < 0 else min(LOOK_EVERY_S, max(due, 1) / 1000)
        return _Job(*fields), 0.0

    async def _listen(self) -> None:
        """Hear of new jobs at once. It is a help only: there is a look every second anyway."""
        while True:
            with suppress(RedisError, OSError):
                async with self._queue._redis.pubsub() as messages:
                    await messages.subscribe(f"{self._queue._prefix}:wake")
                    while True:
                        if await messages.get_message(ignore_subscribe_messages=True, timeout=LOOK_EVERY_S):
                            self._changed.set()
            await asyncio.sleep(AWAY_S)

    async def _keep_leases(self) -> None:
        """Renew what is under way. A job that another worker has by now is called off here."""
        while True:
            await asyncio.sleep(self._queue._lease.total_seconds() / 4)
            held = {job.id: (task, job) for task, job in self._running.items()}
            if not held:
                continue
            try:
                lost = await self._queue._renew(keys=self._keys, args=[self._name, self._lease_ms, *held])
            except (RedisError, OSError) as error:
                log.warning("leases_not_renewed", error=type(error).__name__)
                continue
            for id_ in lost:
                task, job = held[id_]
                if task in self._running and not job.lost:
                    job.lost = True
                    task.cancel()

    async def _wind_down(self) -> None:
        if self._running:
            with suppress(asyncio.CancelledError):  # asked twice: no more grace
                await asyncio.wait(list(self._running), timeout=self._queue._grace.total_seconds())
        await _call_off(list(self._running))

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._running.pop(task, None)
        self._changed.set()

    async def _run(self, job: _Job, slot: Slot) -> None:
        """One try of one job."""
        SLOT.set(slot)
        started = time.perf_counter()
        outcome, error, pause = "done", None, None
        RUNNING.labels(job.task).inc()
        try:
            await self._tried(job)
        except asyncio.CancelledError:
            outcome = "lost" if job.lost else "handed_back"
            if not job.lost:
                await asyncio.shield(self._hand_back(job))
            raise
        except Exception as problem:  # the edge: whatever a handler raises is tried again or given up, and logged
            error = problem
            pause = self._queue._policy.pause(problem, job.tries + 1)
            if pause is None:
                pause = await self._give_up(job, problem)
            outcome = "dead" if pause is None else "again"
        finally:
            slot.close()
            RUNNING.labels(job.task).dec()
            seconds = time.perf_counter() - started
            JOBS.labels(job.task, outcome).inc()
            SECONDS.labels(job.task).observe(seconds)
            _log(job, outcome, seconds, error)
        await self._settle(job, pause, error)

    async def _tried(self, job: _Job) -> None:
        known = self._queue._tasks.get(job.task)
        if known is None:
            raise UnknownTask(f"no handler for {job.task}")
        if job.deaths >= MOST_DEATHS:
            raise WorkersDied(f"{job.deaths} workers died over this job")
        await known.handler(job.payload)

    async def _settle(self, job: _Job, pause: timedelta | None, error: Exception | None) -> None:
        """Tell the queue how the try ended: no more of it, or another after ``pause``. It waits for a Redis that is
        away; should the lease run out meanwhile, the job is done once more, and its handler finds it done."""
        tries = job.tries if getattr(error, "soon", False) else job.tries + 1
        while not job.lost:
            try:
                if pause is None:
                    await self._queue._end(keys=self._keys, args=[self._name, job.id])
                else:
                    again: list[str | int] = [self._name, job.id, tries, max(1, milliseconds(pause))]
                    await self._queue._again(keys=self._keys, args=again)
                return
            except (RedisError, OSError) as problem:
                log.warning("job_not_settled", key=job.short, error=type(problem).__name__)
                await asyncio.sleep(AWAY_S)

    async def _give_up(self, job: _Job, error: Exception) -> timedelta | None:
        """Tell whoever waits, and note the job. A pause when that could not be told now and should be tried again."""
        known = self._queue._tasks.get(job.task)
        if known is not None:
            try:
                await known.given_up(job.payload, error)
            except Exception as another:  # the edge: nothing is left to do but to say so, or to come back later
                log.error("giving_up_failed", task=job.task, key=job.short, **_trace(another))
                if (pause := self._queue._policy.pause_to_tell(another, job.tries + 1)) is not None:
                    return pause
        try:
            await add_dead_letter(
                self._queue._redis,
                f"{self._queue._prefix}:dead",
                task=job.task,
                key=job.short,
                error=error,
                tries=job.tries + 1,
            )
        except (RedisError, OSError) as another:
            log.error("dead_letter_not_stored", task=job.task, key=job.short, **_trace(another))
        return None

    async def _hand_back(self, job: _Job) -> None:
        try:
            await self._queue._again(keys=self._keys, args=[self._name, job.id, job.tries, 0])
        except (RedisError, OSError) as error:
            # it stays under this worker's name, and is taken up when its lease is over
            log.warning("job_not_handed_back", key=job.short, error=type(error).__name__)


async def _call_off(tasks: list[asyncio.Task[None]]) -> None:
    """Cancel ``tasks`` until they have ended: before Python 3.12 ``asyncio.wait_for``, with which redis-py sends, may
    swallow a cancellation (python/cpython#86296)."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AWAY_S)


def milliseconds(span: timedelta) -> int:
    """``span`` in whole milliseconds."""
    return round(span.total_seconds() * 1000)


def _log(job: _Job, outcome: str, seconds: float, error: Exception | None) -> None:
    facts: dict[str, object] = {
        "task": job.task,
        "key": job.short,
        "tries": job.tries + 1,
        "ms": round(seconds * 1000),
        "outcome": outcome,
    }
    if isinstance(error, SourceError):
        facts["error"] = type(error).__name__
        facts["kind"] = error.kind
    elif error is not None:
        facts |= _trace(error)
    (log.info if error is None or isinstance(error, SourceError) else log.error)("job", **facts)


def _trace(error: BaseException) -> dict[str, object]:
    """The kind of an error and where it came from, without its message, which may hold words of a story."""
    return {"error": type(error).__name__, "trace": "".join(traceback.format_tb(error.__traceback__))}
