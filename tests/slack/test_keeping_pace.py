"""Turns, backlog, pace and background: the small machinery under the jobs."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import StoreUnavailable
from bot.slack.background import Background
from bot.slack.backlog import Backlog
from bot.slack.jobs.run_once import Held, run_once
from bot.slack.pace import Pace
from bot.storage import Store


async def test_a_burst_and_then_one_a_second() -> None:
    """Three at once, then each a second after the one before; another channel is not held up."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    pace = Pace(clock=lambda: 100.0, sleep=sleep)
    for _ in range(5):
        await pace.turn("T", "C1")
    await pace.turn("T", "C2")
    assert slept == [1.0, 2.0]


async def test_the_burst_comes_back() -> None:
    """After three quiet seconds."""
    now = 0.0
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    pace = Pace(clock=lambda: now, sleep=sleep)
    for _ in range(3):
        await pace.turn("T", "C1")
    now = 3.0
    for _ in range(3):
        await pace.turn("T", "C1")
    assert slept == []


async def test_a_deed_is_done_once(store: Store) -> None:
    """The second time it is somebody else's."""
    async with run_once(store.idempotency, "T", "k") as first:
        pass
    async with run_once(store.idempotency, "T", "k") as second:
        pass
    assert (first, second) == (True, False)


async def test_a_deed_that_failed_can_be_done_again(store: Store) -> None:
    """At once, without waiting for the lease."""
    with pytest.raises(ValueError, match="oops"):
        async with run_once(store.idempotency, "T", "k"):
            raise ValueError("oops")
    async with run_once(store.idempotency, "T", "k") as again:
        assert again


async def test_a_deed_under_way_is_held(store: Store) -> None:
    """Whoever comes second tries again later."""
    async with run_once(store.idempotency, "T", "k"):
        with pytest.raises(Held) as raised:
            async with run_once(store.idempotency, "T", "k"):
                pass
    assert raised.value.passing


async def test_a_long_deed_keeps_its_turn(store: Store) -> None:
    """The lease is renewed while it goes on."""
    lease = timedelta(milliseconds=90)
    async with run_once(store.idempotency, "T", "k", lease=lease):
        await asyncio.sleep(0.4)
        with pytest.raises(Held):
            async with run_once(store.idempotency, "T", "k", lease=lease):
                pass


async def test_a_dead_workers_turn_ends_with_its_lease(store: Store) -> None:
    """Then another takes it."""
    await store.idempotency.claim("T", "deed:k", "the dead", lease=timedelta(milliseconds=50))
    await asyncio.sleep(0.1)
    async with run_once(store.idempotency, "T", "k") as ours:
        assert ours


async def test_the_backlog_waits_for_redis_and_keeps_the_order() -> None:
    """What broke for another reason does not hold up the rest."""
    done: list[str] = []
    failures = 2
    backlog = Backlog(pause_s=0.01)

    async def first() -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise StoreUnavailable("away")
        done.append("first")

    async def broken() -> None:
        raise ValueError("broken")

    async def last() -> None:
        done.append("last")

    for deed in (first, broken, last):
        backlog.keep(deed)
    running = asyncio.create_task(backlog.run())
    for _ in range(200):
        if len(backlog) == 0:
            break
        await asyncio.sleep(0.01)
    running.cancel()
    assert done == ["first", "last"]


def test_the_backlog_is_bounded() -> None:
    """The oldest fall out: Slack repeats them."""
    backlog = Backlog(most=2)

    async def deed() -> None:
        """Nothing."""

    for _ in range(3):
        backlog.keep(deed)
    assert len(backlog) == 2


async def test_background_work_is_waited_for_and_then_cancelled() -> None:
    """At the end of the process."""
    background = Background()
    done: list[str] = []

    async def work(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        done.append(name)

    background.start(work("quick", 0.01), name="quick")
    background.start(work("slow", 60), name="slow")
    await background.finish(0.2)
    assert done == ["quick"]


async def test_background_errors_are_logged(capsys: pytest.CaptureFixture[str]) -> None:
    """Under the name of what failed."""

    async def broken() -> None:
        raise ValueError("broken")

    background = Background()
    background.start(broken(), name="the name")
    await background.finish(1)
    seen = capsys.readouterr()
    assert "the name" in seen.out + seen.err
