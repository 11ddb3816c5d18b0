"""Extraction in processes of its own."""

import asyncio
import os
import signal
import subprocess
from pathlib import Path

import pytest

from bot.errors import ExtractionFailed
from bot.models import Article
from bot.nlp import pipeline_version
from bot.nlp.pool import PooledExtractor

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
    async with PooledExtractor(1) as pool:
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
    async with PooledExtractor(1) as pool:
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


async def test_a_text_that_takes_too_long_is_given_up() -> None:
    """A job that outlasts the pool's patience raises ExtractionFailed."""
    async with PooledExtractor(1, patience=0.01) as pool:
        with pytest.raises(ExtractionFailed):
            await pool.extract(Article(text=TEXT * 400))


def test_a_pool_of_none_is_refused() -> None:
    """A pool without processes is a ValueError, not a job that waits for ever."""
    with pytest.raises(ValueError, match="at least one"):
        PooledExtractor(0)
