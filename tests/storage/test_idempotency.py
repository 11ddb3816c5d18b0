"""Once-only marks and single flight."""

import asyncio
from datetime import timedelta

import pytest

from bot.storage import Store
from bot.storage.single_flight import RedisSingleFlight

LONG = timedelta(seconds=30)
SHORT = timedelta(milliseconds=80)


async def test_one_of_many_takes_a_mark(store: Store) -> None:
    """Of twenty that ask at once for the same thing, exactly one gets it."""
    asked = await asyncio.gather(*(store.idempotency.claim("T1", "event:E1", f"w{n}", lease=LONG) for n in range(20)))
    assert sum(asked) == 1


async def test_an_owner_gets_its_mark_again(store: Store) -> None:
    """A command that was sent twice, because the answer was lost, is answered alike."""
    assert await store.idempotency.claim("T1", "E1", "w1", lease=LONG)
    assert await store.idempotency.claim("T1", "E1", "w1", lease=LONG)


async def test_a_dead_owners_mark_is_taken_up(store: Store) -> None:
    """When a lease is over, another may begin anew."""
    assert await store.idempotency.claim("T1", "E1", "w1", lease=SHORT)
    assert not await store.idempotency.claim("T1", "E1", "w2", lease=LONG)
    await asyncio.sleep(0.1)
    assert await store.idempotency.claim("T1", "E1", "w2", lease=LONG)


async def test_what_is_done_is_never_taken_again(store: Store) -> None:
    """A done mark keeps its result, also from its former owner."""
    await store.idempotency.claim("T1", "E1", "w1", lease=SHORT)
    assert await store.idempotency.result("T1", "E1") is None
    await store.idempotency.done("T1", "E1", "17.0")
    await asyncio.sleep(0.1)
    assert not await store.idempotency.claim("T1", "E1", "w1", lease=LONG)
    assert await store.idempotency.result("T1", "E1") == "17.0"


async def test_done_without_a_result_is_done(store: Store) -> None:
    """An empty result differs from none."""
    await store.idempotency.done("T1", "E1")
    assert await store.idempotency.result("T1", "E1") == ""


async def test_only_the_owner_lets_go(store: Store) -> None:
    """A release by another, or of what is done, changes nothing; the owner's frees the mark at once."""
    await store.idempotency.claim("T1", "E1", "w1", lease=LONG)
    await store.idempotency.release("T1", "E1", "w2")
    assert not await store.idempotency.claim("T1", "E1", "w2", lease=LONG)
    await store.idempotency.release("T1", "E1", "w1")
    assert await store.idempotency.claim("T1", "E1", "w2", lease=LONG)
    await store.idempotency.done("T1", "E1", "x")
    await store.idempotency.release("T1", "E1", "w2")
    assert await store.idempotency.result("T1", "E1") == "x"


async def test_one_flies_and_the_others_wait(store: Store) -> None:
    """Of many that want the same story, one flies alone, and the others learn that somebody flew before them."""
    flying = 0
    alone: list[bool] = []

    async def fly() -> None:
        nonlocal flying
        async with store.single_flight.one("T1", "story", patience=LONG) as first:
            flying += 1
            assert flying == 1
            await asyncio.sleep(0.01)
            alone.append(first)
            flying -= 1

    await asyncio.gather(*(fly() for _ in range(6)))
    assert alone == [True, False, False, False, False, False]


async def test_other_stories_fly_beside(store: Store) -> None:
    """SingleFlight for different stories, and for different teams, do not wait for each other."""
    async with (
        store.single_flight.one("T1", "a", patience=LONG) as a,
        store.single_flight.one("T1", "b", patience=LONG) as b,
        store.single_flight.one("T2", "a", patience=LONG) as c,
    ):
        assert (a, b, c) == (True, True, True)


async def test_patience_ends(store: Store) -> None:
    """One who waited long enough is let through with the word that somebody flew, and does not end that flight."""
    async with store.single_flight.one("T1", "a", patience=LONG):
        async with store.single_flight.one("T1", "a", patience=SHORT) as second:
            assert second is False
        async with store.single_flight.one("T1", "a", patience=timedelta(0)) as third:
            assert third is False


async def test_a_failed_flight_lands(store: Store) -> None:
    """An error in a flight frees the story for the next, and passes on."""
    with pytest.raises(RuntimeError):
        async with store.single_flight.one("T1", "a", patience=LONG):
            raise RuntimeError
    async with store.single_flight.one("T1", "a", patience=timedelta(0)) as next_one:
        assert next_one is True


async def test_a_dead_flyer_is_overtaken(store: Store) -> None:
    """A flight is never held for longer than its lease."""
    flights = RedisSingleFlight(store.redis, lease=SHORT)
    async with flights.one("T1", "a", patience=LONG), flights.one("T1", "a", patience=LONG) as second:
        assert second is False


async def test_a_cancelled_waiter_leaves_nothing(store: Store) -> None:
    """One who is cancelled while waiting does not hold the story later."""
    async with store.single_flight.one("T1", "a", patience=LONG):

        async def wait() -> None:
            async with store.single_flight.one("T1", "a", patience=LONG):
                raise AssertionError("never reached")

        waiter = asyncio.create_task(wait())
        await asyncio.sleep(0.05)
        waiter.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiter
    async with store.single_flight.one("T1", "a", patience=timedelta(0)) as ours:
        assert ours is True


async def test_a_flight_that_has_landed_is_renewed_no_more(store: Store) -> None:
    """However it ended, and whatever command was under way then: nothing stands in the way of the next."""
    flights = RedisSingleFlight(store.redis, lease=timedelta(milliseconds=30))
    for number in range(60):
        async with flights.one("T1", f"story {number}", patience=LONG):
            await asyncio.sleep(0.01 + number / 10_000)
    await asyncio.sleep(0.1)
    assert await store.redis.keys("*flight*") == []
