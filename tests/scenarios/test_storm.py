"""A storm: sixty posts, each delivered four times under three ids, while a worker is killed and Redis goes away."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from aiohttp import web
from pydantic import SecretStr

from bot.playground import Playground
from tests.scenarios.conftest import Opening
from tests.scenarios.newsroom import DESK, Newsroom
from tests.scenarios.outage import Valkey
from tests.scenarios.test_nobody_waits import page

AWAY_S: Final = float(os.environ.get("NUTGRAF_TEST_AWAY_S", "4"))  # for how long Redis is gone; 60 in full
PATIENCE_S: Final = 240.0
CHANNELS: Final = (DESK, "#city-desk", "#storm-desk")


@pytest_asyncio.fixture(loop_scope="session")
async def valkey(tmp_path: Path) -> AsyncIterator[Valkey]:
    """A running server, which loses nothing when it is killed."""
    server = Valkey(tmp_path)
    await server.start()
    yield server
    server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[str]:
    """A news site on loopback, with the sample story at every address; its own address."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=page(""), content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/{name}", answer)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@asynccontextmanager
async def worker(
    slack: Playground, valkey: Valkey, site: str, folder: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """``nutgraf worker`` as a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NUTGRAF_", "SLACK_"))}
    environment |= {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.api_url,
        "REDIS_URL": valkey.url,
        "NUTGRAF_DATA_DIR": str(folder),
        "NUTGRAF_PRIVATE_ORIGINS": site.removeprefix("http://"),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "worker", env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def storm(room: Newsroom, site: str, first: int, many: int) -> list[tuple[str, str]]:
    """Post ``many`` links, and deliver each event four times under three ids; where they stand."""
    posts = []
    for number in range(first, first + many):
        channel = CHANNELS[number % len(CHANNELS)]
        user = ("ana", "ben")[number % 2]
        ts = await room.slack.post(channel, user, f"{site}/story-{number}")
        posts.append((channel, ts))
        delivery = room.slack.deliveries[-1]
        room.slack.redeliver(delivery)
        for _ in range(2):
            room.slack.backend.outbox.event(room.slack.workspace, delivery.event)
    return posts


@pytest.mark.timeout(600)
async def test_sixty_posts_sixty_replies(
    opened: Opening, slack: Playground, valkey: Valkey, site: str, tmp_path: Path
) -> None:
    """A worker is killed by -9 in the middle, and Redis is away after that: none is lost, and none comes twice."""
    slack.add_channel("storm-desk")
    redis = SecretStr(valkey.url)
    async with (
        worker(slack, valkey, site, tmp_path / "one") as victim,
        worker(slack, valkey, site, tmp_path / "two"),
        opened(worker=False, redis_url=redis, person_limit=1_000) as room,
    ):
        posts = await storm(room, site, 0, 25)
        await slack.until(lambda: any(slack.replies(*post) for post in posts), PATIENCE_S)
        victim.kill()
        posts += await storm(room, site, 25, 20)
        valkey.stop()
        posts += await storm(room, site, 45, 15)
        await asyncio.sleep(AWAY_S)
        await valkey.start()
        await slack.until(lambda: all(slack.replies(*post) for post in posts), PATIENCE_S)
        await room.quiet(3.0)
        assert [len(slack.replies(*post)) for post in posts] == [1] * 60
        assert sum(len(room.said(channel)) for channel in CHANNELS) == 60
