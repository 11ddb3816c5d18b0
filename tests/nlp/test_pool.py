"""Extraction in processes of its own."""

import asyncio
import gc
import logging
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ExtractionFailed, TookTooLong
from bot.models import Article
from bot.nlp import pipeline_version
from bot.nlp.pool import PooledExtractor, patience_for

TEXT = "The harbour union warned the port authority on Monday. “We will strike,” said Ana Ruiz, its chairwoman."


def _workers(pool: PooledExtractor) -> list[int]:
    return [pid for place in pool._all for pid in place._processes]


def _resident(pid: int) -> int:
    """The memory of a process in bytes: from the kernel's table where there is one, else as ps tells it (in KiB)."""
    table = Path(f"/proc/{pid}/statm")
    if table.exists():
        return int(table.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], check=True, capture_output=True, text=True)
    return int(shown.stdout) * 1024


async def test_a_killed_process_is_replaced_and_its_job_is_done() -> None:
    """A process that dies under a job is replaced, the job is tried again, and its memory stays under 500 MB."""
    async with PooledExtractor(1, long=10**6) as pool:
        first = await pool.extract(Article(text=TEXT))
        (before,) = _workers(pool)
        resident = _resident(before)
        job = asyncio.create_task(pool.extract(Article(text=TEXT * 200)))
        await asyncio.sleep(0.3)
        os.kill(before, signal.SIGKILL)
        long = await job
        again = await pool.extract(Article(text=TEXT))
        (after,) = _workers(pool)

    assert pipeline_version() == first.pipeline == pool.version
    assert first.actors == again.actors
    assert long.article.text == TEXT * 200
    assert before != after
    assert resident < 500e6


async def test_a_text_that_kills_its_process_twice_fails() -> None:
    """A job whose process dies twice raises ExtractionFailed, and the pool goes on."""
    async with PooledExtractor(1, long=10**6) as pool:
        job = asyncio.create_task(pool.extract(Article(text=TEXT * 400)))
        killed: set[int] = set()
        while len(killed) < 2 and not job.done():
            await asyncio.sleep(0.05)
            for pid in set(_workers(pool)) - killed:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
        with pytest.raises(ExtractionFailed):
            await job
        assert (await pool.extract(Article(text=TEXT))).article.text == TEXT


@pytest.mark.parametrize("long", [10, 10**6])
async def test_a_text_that_takes_too_long_is_given_up(long: int) -> None:
    """A job that outlasts the pool's patience is killed, in either lane, and whoever posted the text reads that."""
    async with PooledExtractor(1, patience=lambda _: 0.01, long=long) as pool:
        with pytest.raises(TookTooLong, match="so I stopped"):
            await pool.extract(Article(text=TEXT * 400))


def test_patience_grows_with_length() -> None:
    """The longest text that is read has more than ten minutes, an ordinary story about one."""
    assert (patience_for(3_000) < 70, patience_for(700_000) > 600) == (True, True)


async def test_long_texts_have_a_lane_of_their_own() -> None:
    """While one is read, ordinary stories are read as ever, and a second long one waits: one process more."""
    async with PooledExtractor(1, long=len(TEXT)) as pool:
        long = [asyncio.create_task(pool.extract(Article(text=TEXT * 300))) for _ in range(2)]
        await asyncio.sleep(0)
        for _ in range(3):
            assert (await pool.extract(Article(text=TEXT))).article.text == TEXT
        assert not long[1].done()
        assert len(_workers(pool)) == 2
        assert [report.article.text for report in await asyncio.gather(*long)] == [TEXT * 300] * 2


@asynccontextmanager
async def _quiet(caplog: pytest.LogCaptureFixture) -> AsyncIterator[None]:
    """Nothing goes wrong on the loop or in the threads of the pool that nobody asks about."""
    loop, unasked = asyncio.get_running_loop(), list[dict[str, Any]]()
    loop.set_exception_handler(lambda _loop, context: unasked.append(context))
    try:
        with caplog.at_level(logging.WARNING):
            yield
            for _ in range(20):  # a killed process is noticed in another thread, a moment later
                await asyncio.sleep(0.05)
                gc.collect()
    finally:
        loop.set_exception_handler(None)
    assert unasked == []
    assert caplog.messages == []


async def test_the_end_under_work_leaves_no_error_behind(caplog: pytest.LogCaptureFixture) -> None:
    """A job that was called back before the pool ends is given up without a word in the log."""
    async with _quiet(caplog):
        async with PooledExtractor(1, long=10**6) as pool:
            job = asyncio.create_task(pool.extract(Article(text=TEXT * 400)))
            await asyncio.sleep(0.3)
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
        del job


async def test_a_text_given_up_leaves_no_error_behind(caplog: pytest.LogCaptureFixture) -> None:
    """The death of the process that took too long is no news to anybody."""
    async with _quiet(caplog), PooledExtractor(1, patience=lambda _: 0.01) as pool:
        with pytest.raises(TookTooLong):
            await pool.extract(Article(text=TEXT * 400))


async def test_jobs_that_nobody_called_back_fail_at_the_end() -> None:
    """The one under way and the one that waits raise ExtractionFailed, and no new process is started for them."""
    async with PooledExtractor(1, long=10**6) as pool:
        jobs = [asyncio.create_task(pool.extract(Article(text=TEXT * 400))) for _ in range(2)]
        await asyncio.sleep(0.3)
    async with asyncio.timeout(20):
        ended = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(one) for one in ended] == [ExtractionFailed, ExtractionFailed]
    assert _workers(pool) == []
    with pytest.raises(ExtractionFailed):
        await pool.extract(Article(text=TEXT))


def test_a_pool_of_none_is_refused() -> None:
    """A pool without processes is a ValueError, not a job that waits for ever."""
    with pytest.raises(ValueError, match="at least one"):
        PooledExtractor(0)


def test_who_only_hands_texts_on_does_without_spacy() -> None:
    """The process that receives and answers imports the pool, and none of what the pool's processes load."""
    code = "import sys, bot.bootstrap, bot.nlp.pool; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
