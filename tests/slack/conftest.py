"""slack-sdk's own client against the playground, and real once-only marks."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from bot.slack.posting import Clients, Poster
from bot.storage import Store, open_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An open store."""
    day = timedelta(days=1)
    async with open_store(None, tmp_path, keep=day, questions=day) as store:
        yield store


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    """A pretend Slack."""
    async with Playground() as playground:
        yield playground


@pytest.fixture
def clients(slack: Playground) -> Clients:
    """One client, whatever the team."""

    async def clients(_team: str) -> AsyncWebClient:
        return AsyncWebClient(
            token=slack.bot_token,
            base_url=slack.api_url,
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
        )

    return clients


@pytest.fixture
def poster(clients: Clients, store: Store) -> Poster:
    """A poster."""
    return Poster(clients=clients, idempotency=store.idempotency)
