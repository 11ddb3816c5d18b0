"""What was read, each audience's own."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.models import Change, Origin, Report, StoredReading, Visit
from bot.storage import Store, readings

Opened = Callable[..., AbstractAsyncContextManager[Store]]
AT = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
URL = "https://velm.example/strike?a=1"


def visit(story_id: str = "s1", address: str = URL) -> Visit:
    """A look at an address."""
    change = Change(since=AT, reworded=1)
    return Visit(address=address, story_id=story_id, at=AT, origin=Origin(url=address), etag='W/"7"', change=change)


async def test_a_reading_comes_back_as_it_was_held(store: Store, report: Callable[..., Report]) -> None:
    """What is held is what is got, character for character."""
    given = StoredReading.of(report("Curly “quotes”, a dash – and 港.\r\n\x00"), AT)
    await store.readings.hold("T1", "C1", "s1", given)
    assert given == await store.readings.get("T1", "C1", "s1")


@pytest.mark.parametrize(("team", "audience"), [("T2", "C1"), ("T1", "C2"), ("T1", "U1")])
async def test_nobody_elses_reading_is_found(
    store: Store, report: Callable[..., Report], team: str, audience: str
) -> None:
    """Neither by the story nor by the address."""
    await store.readings.hold("T1", "C1", "s1", StoredReading.of(report(), AT))
    await store.readings.note_visit("T1", "C1", visit())
    assert await store.readings.get(team, audience, "s1") is None
    assert await store.readings.visit(team, audience, URL) is None
    assert await store.readings.visit_to(team, audience, "s1") is None


async def test_a_reading_of_another_release_is_a_miss(store: Store, report: Callable[..., Report]) -> None:
    """JSON that this release cannot read is treated as absent, not as an error."""
    await store.readings.hold("T1", "C1", "s1", StoredReading.of(report(), AT))
    name = next(iter(await store.redis.keys("*")))
    await store.redis.set(name, '{"report": {"article": {"text": "x", "unheard_of": 1}, "pipeline": "p1"}}', ex=60)
    assert await store.readings.get("T1", "C1", "s1") is None


async def test_a_look_leads_to_its_story(store: Store) -> None:
    """By its address alone; the next look at the address takes its place."""
    await store.readings.note_visit("T1", "C1", visit())
    assert await store.readings.visit("T1", "C1", URL) == await store.readings.visit_to("T1", "C1", "s1") == visit()
    assert await store.readings.visit("T1", "C1", "https://velm.example/strike?a=2") is None
    await store.readings.note_visit("T1", "C1", visit("s2"))
    assert await store.readings.visit("T1", "C1", URL) == await store.readings.visit_to("T1", "C1", "s2") == visit("s2")
    assert await store.readings.visit_to("T1", "C1", "s1") is None


async def test_what_is_discarded_leaves_nothing(store: Store, report: Callable[..., Report]) -> None:
    """Neither words nor addresses."""
    await store.readings.hold("T1", "C1", "s1", StoredReading.of(report(), AT))
    for number in range(2):
        await store.readings.note_visit("T1", "C1", visit(address=f"{URL}&n={number}"))
    await store.readings.discard("T1", "C1", "s1")
    assert await store.redis.keys("*") == []


async def test_what_no_thread_uses_runs_out_by_itself(
    store: Store, report: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some hours, which are a moment here."""
    monkeypatch.setattr(readings, "HELD", timedelta(milliseconds=100))
    await store.readings.hold("T1", "C1", "s1", StoredReading.of(report(), AT))
    await store.readings.note_visit("T1", "C1", visit())
    await asyncio.sleep(0.15)
    assert await store.redis.keys("*") == []


async def test_an_address_is_no_part_of_a_key(store: Store, opened: Opened, tmp_path: Path) -> None:
    """It may hold a reader's token, and keys are shown by every tool."""
    await store.readings.note_visit("T1", "C1", visit())
    assert [name for name in await store.redis.keys("*") if "strike" in name] == []
