"""Reports and the URLs that lead to them."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.models import Change, Report, Visit
from bot.storage import Store

Opened = Callable[..., AbstractAsyncContextManager[Store]]


async def test_a_report_comes_back_as_it_was_put(store: Store, report: Callable[..., Report]) -> None:
    """What is put is what is got, character for character."""
    given = report("Curly “quotes”, a dash – and 港.\r\n\x00")
    await store.reports.put("T1", "s1", given)
    assert given == await store.reports.get("T1", "p1", "s1")


async def test_another_pipeline_is_a_clean_miss(store: Store, report: Callable[..., Report]) -> None:
    """A report of one pipeline version is not an answer to another's question."""
    await store.reports.put("T1", "s1", report(pipeline="p1"))
    assert await store.reports.get("T1", "p2", "s1") is None


async def test_a_report_of_another_release_is_a_miss(store: Store, report: Callable[..., Report]) -> None:
    """JSON that this release cannot read is treated as absent, not as an error."""
    await store.reports.put("T1", "s1", report())
    name = next(iter(await store.redis.keys("*")))
    await store.redis.set(name, '{"article": {"text": "x", "unheard_of": 1}, "pipeline": "p1"}', ex=60)
    assert await store.reports.get("T1", "p1", "s1") is None


async def test_a_url_is_believed_while_it_is_fresh(opened: Opened, tmp_path: Path) -> None:
    """After the time of freshness a URL leads nowhere, so that it is fetched again."""
    async with opened(tmp_path, fresh=timedelta(milliseconds=150)) as store:
        await store.reports.remember_url("T1", "https://velm.example/strike?a=1", "s1")
        assert await store.reports.story_of("T1", "https://velm.example/strike?a=1") == "s1"
        assert await store.reports.story_of("T1", "https://velm.example/strike?a=2") is None
        await asyncio.sleep(0.2)
        assert await store.reports.story_of("T1", "https://velm.example/strike?a=1") is None


async def test_a_visit_outlives_its_freshness(opened: Opened, tmp_path: Path) -> None:
    """What the last look met is known when it is time for the next, in its own team alone."""
    url, at = "https://velm.example/strike", datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
    async with opened(tmp_path, fresh=timedelta(milliseconds=150)) as store:
        assert await store.reports.visit("T1", url) is None
        seen = Visit(story_id="s1", at=at, url=url, etag='W/"7"', change=Change(since=at, reworded=1))
        await store.reports.note_visit("T1", url, seen)
        assert await store.reports.story_of("T1", url) == "s1"
        await asyncio.sleep(0.2)
        assert await store.reports.story_of("T1", url) is None
        assert seen == await store.reports.visit("T1", url)
        assert await store.reports.visit("T2", url) is None


async def test_a_visit_runs_out_with_the_reports(opened: Opened, tmp_path: Path) -> None:
    """There would be nothing to compare the next look with."""
    async with opened(tmp_path, keep=timedelta(milliseconds=100)) as store:
        seen = Visit(story_id="s1", at=datetime(2026, 11, 22, 14, 3, tzinfo=UTC))
        await store.reports.note_visit("T1", "https://velm.example/strike", seen)
        await asyncio.sleep(0.15)
        assert await store.reports.visit("T1", "https://velm.example/strike") is None


async def test_a_report_runs_out(opened: Opened, tmp_path: Path, report: Callable[..., Report]) -> None:
    """After the days that a newsroom keeps stories the report is gone."""
    async with opened(tmp_path, keep=timedelta(milliseconds=100)) as store:
        await store.reports.put("T1", "s1", report())
        await asyncio.sleep(0.15)
        assert await store.reports.get("T1", "p1", "s1") is None
