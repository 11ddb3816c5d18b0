"""The front door: a pretend Slack with people in it, the whole bot behind it, in both transports.

Everything is real but Slack: slack-sdk's clients, Valkey, the queue, fetching over loopback, the pipeline. What takes
long to start (the pipeline, the process that reads pages) is started once; every test has its own Slack, its own
Valkey and its own bot.
"""

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot import bootstrap, demo
from bot.jobs import RetryPolicy
from bot.playground import Playground
from bot.ports import Articles, Extractor
from bot.settings import Settings
from tests.scenarios.newsroom import Newsroom

QUICK = RetryPolicy(pauses=[timedelta(milliseconds=50), timedelta(milliseconds=100)])
Opening = Callable[..., AbstractAsyncContextManager[Newsroom]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All scenarios share one event loop, since they share what runs on it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The real pipeline, loaded once."""
    return bootstrap.InProcess()


@pytest.fixture
def unused_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """A port that every test's Slack takes in turn, so that one reader may fetch from all of them."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]
    yield free


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def articles(port: int) -> AsyncIterator[Articles]:
    """Real fetching, impatient enough for tests."""
    settings = Settings(_env_file=None, private_origins=[f"127.0.0.1:{port}"])
    async with bootstrap.reader(settings, seconds=1.0) as reader:
        yield reader


@pytest_asyncio.fixture(loop_scope="session")
async def slack(port: int) -> AsyncIterator[Playground]:
    """A pretend Slack, impatient enough for tests. It does not grant files:write, which nutgraf can do without: maps
    would come between the messages that most scenarios count."""
    async with Playground(port=port, retry_delays=(0.05, 0.2, 0.5), slow_page_seconds=2.0) as playground:
        playground.grant(*(playground.backend.app.scopes - {"files:write"}))
        yield playground


@pytest.fixture
def opened(slack: Playground, extractor: Extractor, articles: Articles, tmp_path: Path) -> Opening:
    """Starts the bot in a transport; ``read_with`` and ``fetch_with`` stand in for what all tests share, ``more``
    overrides settings."""

    @asynccontextmanager
    async def opened(
        transport: str = "socket",
        *,
        worker: bool = True,
        retries: RetryPolicy = QUICK,
        read_with: Extractor | None = None,
        fetch_with: Articles | None = None,
        **more: Any,
    ) -> AsyncIterator[Newsroom]:
        settings = demo.settings_for(slack, tmp_path).model_copy(update=more)
        if transport == "http":
            settings = settings.model_copy(update={"slack_app_token": None})
        async with bootstrap.running(
            settings,
            worker=worker,
            extractor=read_with or extractor,
            articles=fetch_with or articles,
            retries=retries,
        ) as running:
            if transport == "http":
                await slack.deliver_to(f"http://127.0.0.1:{running.port}/slack/events")
            else:
                await slack.connected()
            yield Newsroom(slack, running, settings)

    return opened


@pytest_asyncio.fixture(params=["socket", "http"], loop_scope="session")
async def newsroom(opened: Opening, request: pytest.FixtureRequest) -> AsyncIterator[Newsroom]:
    """The bot at work, in either transport, with every channel switched on."""
    async with opened(request.param) as newsroom:
        yield newsroom


@pytest_asyncio.fixture(loop_scope="session")
async def room(opened: Opening) -> AsyncIterator[Newsroom]:
    """The bot at work over Socket Mode, for what does not depend on the transport."""
    async with opened() as newsroom:
        yield newsroom
