"""The front door: a pretend Slack with people in it, the whole bot behind it, in both transports.

Everything is real but Slack: slack-sdk's clients, Valkey, the queue, fetching over loopback, the pipeline. The pipeline
is loaded once, in this process.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import bootstrap
from bot.jobs import Policy
from bot.playground import Playground
from bot.playground.people import text_of
from bot.ports import Extractor
from bot.settings import Settings

QUICK = Policy(pauses=[timedelta(milliseconds=50), timedelta(milliseconds=100)])
DESK = "#world-desk"
STRIKE = "dock-strike-ultimatum"
BRIDGE = "lesna-bridge-shelling"


@dataclass
class Newsroom:
    """The pretend Slack, and the bot in it."""

    slack: Playground
    bot: bootstrap.Running
    settings: Settings

    def url(self, page: str) -> str:
        """The address of a page of the sample news site."""
        return f"{self.slack.site_url}{page}"

    async def post(self, page: str, *, channel: str = DESK, user: str = "ana") -> str:
        """Somebody posts a link; the post's ts."""
        return await self.slack.post(channel, user, f"Look: {self.url(page)}")

    async def reply(self, ts: str, *, channel: str = DESK, number: int = 1, saying: str = "") -> str:
        """What the reader of the ``number``-th reply sees, once it is there and holds ``saying``."""

        def there() -> str:
            replies = self.slack.replies(channel, ts)
            words = text_of(replies[number - 1]) if len(replies) >= number else ""
            return words if saying in words else ""

        return await self.slack.until(there, 30)

    async def whisper(self, user: str = "ana", *, channel: str = DESK, number: int = 1) -> str:
        """What one person alone is shown, once it is there."""
        shown = await self.slack.until(
            lambda: found if len(found := self.slack.ephemerals(channel, user)) >= number else None, 20
        )
        return text_of(shown[number - 1])

    async def quiet(self) -> None:
        """Wait until all events are delivered, and then as long again as a second answer would take."""
        await self.slack.delivered()
        await asyncio.sleep(0.5)

    def said(self, channel: str = DESK) -> list[dict[str, Any]]:
        """All that the bot has posted in the channel, replies included."""
        every = self.slack.channel(channel).messages.values()
        return [message for message in every if message.get("user") == self.slack.bot_user_id]


Opening = Callable[..., AbstractAsyncContextManager[Newsroom]]


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The real pipeline, loaded once."""
    return bootstrap.InProcess()


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    """A pretend Slack, impatient enough for tests."""
    async with Playground(retry_delays=(0.05, 0.2, 0.5), limit=3.0, slow_page_seconds=2.0) as playground:
        yield playground


@pytest.fixture
def opened(slack: Playground, extractor: Extractor, tmp_path: Path) -> Opening:
    """Starts the bot in a transport; ``more`` overrides settings."""

    @asynccontextmanager
    async def opened(transport: str = "socket", *, worker: bool = True, **more: Any) -> AsyncIterator[Newsroom]:
        settings = bootstrap.demo_settings(slack, tmp_path).model_copy(update=more)
        if transport == "http":
            settings = settings.model_copy(update={"slack_app_token": None})
        async with (
            bootstrap.reader(settings, seconds=1.0) as articles,
            bootstrap.running(
                settings, worker=worker, extractor=extractor, articles=articles, retries=QUICK
            ) as running,
        ):
            if transport == "http":
                await slack.deliver_to(f"http://127.0.0.1:{running.port}/slack/events")
            else:
                await slack.connected()
            yield Newsroom(slack, running, settings)

    return opened


@pytest.fixture(params=["socket", "http"])
async def newsroom(opened: Opening, request: pytest.FixtureRequest) -> AsyncIterator[Newsroom]:
    """The bot at work, in either transport, with every channel switched on."""
    async with opened(request.param) as newsroom:
        yield newsroom


@pytest.fixture
async def room(opened: Opening) -> AsyncIterator[Newsroom]:
    """The bot at work over Socket Mode, for what does not depend on the transport."""
    async with opened() as newsroom:
        yield newsroom
