"""A playground, and a tiny bolt app on it in either transport."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground import Playground
from bot.playground.app import own_manifest

sys.path.insert(0, str(Path(__file__).parent))  # tests have no packages, and this folder shares a small app

from tinyapp import TinyApp

MORE_SCOPES = ["channels:read", "files:write", "im:write", "reactions:read", "reactions:write", "team:read"]
MORE_EVENTS = ["app_home_opened", "channel_archive", "member_joined_channel", "reaction_added"]


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A fresh one, impatient enough for tests, in which the app was granted more than nutgraf asks for."""
    manifest = own_manifest()
    manifest["features"]["app_home"]["home_tab_enabled"] = True
    manifest["oauth_config"]["scopes"]["bot"] += MORE_SCOPES
    manifest["settings"]["event_subscriptions"]["bot_events"] += MORE_EVENTS
    async with Playground(
        manifest=manifest, retry_delays=(0.05, 0.1, 0.2), limit=0.5, slow_page_seconds=0.2
    ) as running:
        yield running


@pytest.fixture(params=["socket", "http"])
async def tiny(playground: Playground, request: pytest.FixtureRequest) -> AsyncIterator[TinyApp]:
    """The tiny app, connected over Socket Mode or HTTP."""
    app = TinyApp(playground)
    if request.param == "socket":
        handler = await app.listen_on_socket()
        yield app
        await handler.close_async()
        await handler.client.aiohttp_client_session.close()
    else:
        runner = await app.listen_on_http()
        yield app
        await runner.cleanup()
