"""The HTTP side: Slack's requests where there is no Socket Mode, health and metrics in any case."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from bot.errors import SettingsError
from bot.slack.metrics import ACKNOWLEDGED
from bot.slack.serving.health import Health

EVENTS_PATH: Final = "/slack/events"
_LARGEST: Final = 8 * 1024 * 1024  # bytes: a pasted text of two million characters, encoded twice
_log = structlog.get_logger()


def web_app(slack: AsyncApp | None, health: Health) -> web.Application:
    """``/slack/events`` when ``slack`` is given; ``/healthz``, ``/readyz`` and ``/metrics`` always."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_request: web.Request) -> web.Response:
        found = await health.look()
        return web.json_response(found, status=200 if set(found.values()) <= {"ok"} else 503)

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application(client_max_size=_LARGEST)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    if slack is not None:
        app.add_routes([web.post(EVENTS_PATH, _events(slack))])
    return app


def _events(slack: AsyncApp) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def events(request: web.Request) -> web.StreamResponse:
        started = time.perf_counter()
        answer = await slack.async_dispatch(await to_bolt_request(request))
        ACKNOWLEDGED.observe(time.perf_counter() - started)
        return await to_aiohttp_response(answer)

    return events


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int, *, grace_s: float) -> AsyncIterator[int]:
    """Serve ``app`` while the context lasts; gives the port, which was chosen where ``port`` is 0.

    At the end, requests under way may finish for ``grace_s`` seconds. Raises ``SettingsError`` where the address
    cannot be used.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=grace_s)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as problem:
            raise SettingsError(f"Nothing can listen on {host}:{port}: {problem.strerror or problem}.") from problem
        bound = int(runner.addresses[0][1])
        _log.info("listening", host=host, port=bound)
        yield bound
    finally:
        await runner.cleanup()
