"""The process as an operator runs it: it starts, works, and ends when it is told to."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.playground import Playground
from tests.scenarios.newsroom import DESK, STRIKE

Starting = Callable[..., AbstractAsyncContextManager[asyncio.subprocess.Process]]


@pytest.fixture
def started(slack: Playground, tmp_path: Path, unused_port: int) -> Starting:
    """Runs ``nutgraf serve`` against the pretend Slack, with its own data folder."""

    @asynccontextmanager
    async def started(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("NUTGRAF_", "SLACK_"))}
        environment |= {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "NUTGRAF_DATA_DIR": str(tmp_path),
            "NUTGRAF_DESK_DEFAULT": "on",
            "NUTGRAF_PRIVATE_ORIGINS": slack.origin,
            "NUTGRAF_MONITOR_PORT": str(unused_port),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, env=environment, stderr=asyncio.subprocess.PIPE
        )
        try:
            await slack.connected(60)
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    return started


async def test_a_process_reads_and_ends_at_sigterm(started: Starting, slack: Playground, unused_port: int) -> None:
    """With status 0, its socket closed, and no word of a story in its log."""
    async with started("serve") as process:
        ts = await slack.post(DESK, "ana", f"{slack.site_url}{STRIKE}")
        await slack.until(lambda: slack.replies(DESK, ts), 60)
        async with aiohttp.ClientSession() as session:
            assert (await session.get(f"http://127.0.0.1:{unused_port}/readyz")).status == 200
        process.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0
    assert slack.backend.sockets.connections == 0
    said = log.decode()
    assert '"event": "job"' in said
    assert "dock" not in said.lower()
    assert slack.bot_token not in said
    assert slack.app_token not in said


async def test_what_was_begun_is_finished_before_the_end(started: Starting, slack: Playground) -> None:
    """A story that is being read when SIGTERM comes is answered, or is handed back and answered by the next."""
    async with started("serve") as process:
        ts = await slack.post(DESK, "ana", f"{slack.site_url}{STRIKE}")
        await slack.until(lambda: slack.calls_to("assistant.threads.setStatus"), 30)
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 30)
    if not slack.replies(DESK, ts):
        async with started("serve"):
            await slack.until(lambda: slack.replies(DESK, ts), 60)
    assert len(slack.replies(DESK, ts)) == 1
