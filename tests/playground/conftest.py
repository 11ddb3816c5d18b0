"""A playground, and a tiny bolt app on it in either transport."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground import Playground

sys.path.insert(0, str(Path(__file__).parent))  # tests have no packages, and this folder shares a small app

from tinyapp import TinyApp, generous


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A fresh one, in which the app was granted more than nutgraf asks for."""
    async with generous() as running:
        yield running


@pytest.fixture(params=["socket", "http"])
async def tiny(playground: Playground, request: pytest.FixtureRequest) -> AsyncIterator[TinyApp]:
    """The tiny app, connected over Socket Mode or HTTP."""
    app = TinyApp(playground)
    if request.param == "socket":
        handler = await app.listen_on_socket()
        yield app
        await handler.close_async()
    else:
        runner = await app.listen_on_http()
        yield app
        await runner.cleanup()
