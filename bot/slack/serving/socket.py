"""Socket Mode, kept alive: slack-sdk reconnects by itself, and this looks whether it did."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.metrics import ACKNOWLEDGED, CONNECTED
from bot.slack.safe_trace import safe_trace

_LOOK_EVERY_S: Final = 10.0
_PATIENCE_S: Final = 45.0  # slack-sdk itself notices a silent socket after four pings, 40 seconds
_log = structlog.get_logger()


class _Handler(AsyncSocketModeHandler):
    """Bolt's, with the time that an acknowledgement takes."""

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        started = time.perf_counter()
        await super().handle(client, req)  # type: ignore[arg-type]  # Bolt narrows the type of what slack-sdk hands over
        ACKNOWLEDGED.observe(time.perf_counter() - started)


class SocketKeeper:
    """One Socket Mode connection, replaced as a whole when it stays dead (slackapi/bolt-python#1529)."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        *,
        look_every_s: float = _LOOK_EVERY_S,
        patience_s: float = _PATIENCE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._look_every_s = look_every_s
        self._patience_s = patience_s
        self._clock = clock
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Connect, and stay connected until cancelled."""
        try:
            self._begin()
            well_at = self._clock()
            while True:
                await asyncio.sleep(self._look_every_s)
                well = await self.is_connected()
                CONNECTED.set(well)
                if well:
                    well_at = self._clock()
                elif self._clock() - well_at > self._patience_s:
                    _log.error("socket dead", seconds=round(self._clock() - well_at))
                    await self._end()
                    self._begin()
                    well_at = self._clock()
        finally:
            CONNECTED.set(0)
            await self._end()

    async def is_connected(self) -> bool:
        """Whether events can come in: the socket is open and answers, and whoever reads from it is at work."""
        if self._handler is None:
            return False
        client = self._handler.client
        tasks = (client.message_receiver, client.current_session_monitor, client.message_processor)
        return all(task is not None and not task.done() for task in tasks) and await client.is_connected()

    async def check(self) -> None:
        """For ``/readyz``. Raises ConnectionError while not connected."""
        if not await self.is_connected():
            raise ConnectionError("not connected")

    def _begin(self) -> None:
        self._handler = _Handler(self._app, self._app_token)
        connecting = self._handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's is not annotated
        self._connecting = asyncio.create_task(connecting, name="connect to Slack")

    async def _end(self) -> None:
        handler, connecting = self._handler, self._connecting
        self._handler = self._connecting = None
        if connecting is not None:
            connecting.cancel()
            with suppress(asyncio.CancelledError):
                await connecting
        if handler is not None:
            try:
                async with asyncio.timeout(5):
                    await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's is not annotated
            except Exception as error:  # the edge: a dead socket may fail to close in any way, and a new one must come
                _log.warning("socket not closed", **safe_trace(error))
