"""Work that outlives the request, on docket.

docket is given strings alone, under one task of its own, and they travel as JSON (``codec``). The dispatch to
nutgraf's tasks happens here: a task that this release does not know is kept for one that does, where docket would drop
it.
"""

import asyncio
import hashlib
import os
import secrets
import socket
import time
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

import structlog
from docket import Docket, Execution, Worker
from docket.dependencies import current_execution
from redis.exceptions import RedisError

from bot.errors import NutgrafError, SourceError, StoreUnavailable
from bot.jobs import codec
from bot.jobs.aside import SetAside, all_set_aside, set_aside
from bot.jobs.metrics import JOBS, RUNNING, SECONDS
from bot.jobs.policy import Policy
from bot.jobs.retry import TryAgain, TryAgainLater, requeued

Handler = Callable[[str], Awaitable[None]]
GivenUp = Callable[[str, Exception], Awaitable[None]]

codec.install()

JOB = "job"
UNREADABLE = "unreadable"
# A worker that was killed is noticed after this long; a living one renews its claim four times in it, from a loop
# that nothing blocks.
REDELIVERY = timedelta(seconds=30)
# What is under way may finish for this long when a worker is asked to stop.
GRACE = timedelta(seconds=5)
# A job in whose hands this many workers died is given up.
MOST_DELIVERIES = 4

log = structlog.get_logger(__name__)


class UnknownTask(NutgrafError):
    """No handler for this task in this process; a worker of another release may have one."""

    passing = True


class WorkersDied(NutgrafError):
    """Worker after worker died over this job."""


class UnreadableJob(NutgrafError):
    """A job whose arguments are none that nutgraf writes."""


@dataclass(frozen=True, slots=True)
class _Task:
    handler: Handler
    given_up: GivenUp


class DocketQueue:
    """``ports.Queue``, and the worker beside it.

    An async context manager. ``url`` is a redis, rediss or unix URL. ``policy`` says when a job that failed is tried
    again, ``redelivery`` after how long a dead worker's job is taken up by another.
    """

    def __init__(
        self,
        url: str,
        name: str = "nutgraf",
        *,
        policy: Policy | None = None,
        redelivery: timedelta = REDELIVERY,
        grace: timedelta = GRACE,
    ) -> None:
        self._policy = policy if policy is not None else Policy()
        self._redelivery = redelivery
        self._grace = grace
        self._tasks: dict[str, _Task] = {}
        self._under_way: set[asyncio.Task[None]] = set()
        # no records of finished jobs: results and errors would lie in Redis
        self._docket = Docket(name=name, url=url, execution_ttl=timedelta(0))
        self._docket.register(self._job, names=[JOB])

    async def __aenter__(self) -> Self:
        await self._docket.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._docket.__aexit__(kind, error, trace)

    def register(self, task: str, handler: Handler, *, given_up: GivenUp) -> None:
        """Let ``handler`` do the jobs of ``task``.

        It gets the payload. An error with ``passing`` true is tried again after growing pauses; any other, and the
        last one, goes to ``given_up`` with the payload, once for a job. A handler must bear being run again from the
        start: its worker may be killed in the middle.
        """
        self._tasks[task] = _Task(handler, given_up)

    async def put(self, task: str, payload: str, *, key: str, after: timedelta | None = None) -> None:
        """Enqueue ``payload`` for ``task``; a key that is already waiting or running is not added twice.

        Raises ``StoreUnavailable``.
        """
        when = datetime.now(UTC) + (after or timedelta(0))
        try:
            await self._docket.add(JOB, when=when, key=f"{task}:{key}")(task, payload)
        except RedisError as error:
            raise StoreUnavailable(f"Redis cannot be reached: {type(error).__name__}") from error

    async def set_aside(self) -> list[SetAside]:
        """The jobs that were given up, the last first. Raises ``StoreUnavailable``."""
        try:
            return await all_set_aside(self._docket)
        except RedisError as error:
            raise StoreUnavailable(f"Redis cannot be reached: {type(error).__name__}") from error

    async def work(self, concurrency: int) -> None:
        """Do jobs, ``concurrency`` at a time, until cancelled.

        When cancelled, no new job is begun; what is under way may finish for the time of ``grace`` and is then handed
        back to the queue, where another worker finds it at once.
        """
        async with Worker(
            self._docket,
            name=f"{socket.gethostname()}#{os.getpid()}#{secrets.token_hex(4)}",
            concurrency=concurrency,
            redelivery_timeout=self._redelivery,
            reconnection_delay=timedelta(seconds=1),
            schedule_automatic_tasks=False,
            dependencies=[TryAgainLater()],
        ) as worker:
            running = asyncio.create_task(worker.run_forever(), name="worker")
            try:
                await asyncio.shield(running)
            except asyncio.CancelledError:
                await self._wind_down(running)
                raise

    async def _wind_down(self, running: "asyncio.Task[None]") -> None:
        running.cancel()
        with suppress(asyncio.CancelledError):  # asked twice: no more grace
            await asyncio.wait([running], timeout=self._grace.total_seconds())
        for job in list(self._under_way):
            job.cancel()
        await asyncio.wait([running])

    async def _job(self, task: str = UNREADABLE, payload: str = "") -> None:
        """One try of one job: what docket calls, without arguments where it found none that can be read."""
        execution = current_execution.get()
        started = time.perf_counter()
        outcome, error, pause = "done", None, None
        current = asyncio.current_task()
        assert current is not None
        self._under_way.add(current)
        RUNNING.labels(task).inc()
        try:
            await self._tried(task, payload, execution)
        except asyncio.CancelledError:
            outcome = "handed_back"
            await asyncio.shield(self._hand_back(execution))
            raise
        except Exception as problem:  # the edge: whatever a handler raises is tried again or given up, and logged
            error = problem
            pause = self._policy.pause(problem, execution.attempt)
            if pause is None:
                pause = await self._give_up(task, payload, execution, problem)
            outcome = "set_aside" if pause is None else "again"
        finally:
            self._under_way.discard(current)
            RUNNING.labels(task).dec()
            seconds = time.perf_counter() - started
            JOBS.labels(task, outcome).inc()
            SECONDS.labels(task).observe(seconds)
            _say(task, execution, outcome, seconds, error)
        if pause is not None:
            raise TryAgain(pause)

    async def _tried(self, task: str, payload: str, execution: Execution) -> None:
        known = self._tasks.get(task)
        if known is None:
            raise UnreadableJob("no arguments") if task == UNREADABLE else UnknownTask(f"no handler for {task}")
        if await self._deliveries(execution) > MOST_DELIVERIES:
            raise WorkersDied(f"{MOST_DELIVERIES} workers died over this job")
        await known.handler(payload)

    async def _deliveries(self, execution: Execution) -> int:
        """How often this very delivery was taken up: more than once only where a worker vanished with it."""
        if not execution.redelivered or execution.message_id is None:
            return 1
        message = execution.message_id.decode()
        async with self._docket.redis() as redis:
            rows = await redis.xpending_range(
                self._docket.stream_key, self._docket.worker_group_name, min=message, max=message, count=1
            )
        return rows[0]["times_delivered"] if rows else 1

    async def _give_up(self, task: str, payload: str, execution: Execution, error: Exception) -> timedelta | None:
        """Tell whoever waits, and note the job. A pause when that could not be told now and should be tried again."""
        key = _short(execution.key)
        known = self._tasks.get(task)
        if known is not None:
            try:
                await known.given_up(payload, error)
            except Exception as another:  # the edge: nothing is left to do but to say so, or to come back later
                log.error("giving up failed", task=task, key=key, **_trace(another))
                if (pause := self._policy.pause_to_tell(another, execution.attempt)) is not None:
                    return pause
        try:
            await set_aside(self._docket, task, key, error, execution.attempt)
        except RedisError as another:
            log.error("job not set aside", task=task, key=key, **_trace(another))
        return None

    async def _hand_back(self, execution: Execution) -> None:
        try:
            await requeued(execution)
        except RedisError as error:
            # it stays with this worker's name, and is taken up when nobody renews the claim
            log.warning("job not handed back", key=_short(execution.key), error=type(error).__name__)


def _say(task: str, execution: Execution, outcome: str, seconds: float, error: Exception | None) -> None:
    facts: dict[str, object] = {
        "task": task,
        "key": _short(execution.key),
        "tries": execution.attempt,
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


def _short(key: str) -> str:
    """A key as it stands in logs: it may be made of a URL."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
