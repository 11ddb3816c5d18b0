"""The HTTP side: Slack's requests where there is no Socket Mode, and on a port of its own what an operator looks at."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.errors import SettingsError
from bot.slack.metrics import ACKNOWLEDGED
from bot.slack.safe_trace import safe_trace
from bot.slack.serving.health import Health
from bot.slack.serving.signing import SignedRequest

EVENTS_PATH: Final = "/slack/events"
_SMALL: Final = 256 * 1024  # bytes: any event, command or button; only a pasted text is longer
_LARGEST: Final = 8 * 1024 * 1024  # bytes: the longest text that is read, in letters that are encoded twice
_LARGE_AT_ONCE: Final = 2  # so that whoever has no signature can fill 16 MB and no more
_BODY_S: Final = 3.0  # Slack gives us three seconds for everything
_log = structlog.get_logger()


def monitor_app(health: Health) -> web.Application:
    """``/healthz``, ``/readyz`` and ``/metrics``."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_request: web.Request) -> web.Response:
        found = await health.look()
        return web.json_response(found, status=200 if set(found.values()) <= {"ok"} else 503)

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return app


def slack_app(slack: AsyncApp, signing_secret: str) -> web.Application:
    """``/slack/events``: what Slack sends goes to ``slack``, and whatever is not Slack's is answered 401."""
    app = web.Application()
    app.add_routes([web.post(EVENTS_PATH, _Events(slack, signing_secret).receive)])
    return app


class _Events:
    """Nothing of a request is parsed before its signature was found right."""

    def __init__(self, slack: AsyncApp, signing_secret: str) -> None:
        self._slack = slack
        self._secret = signing_secret
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)

    async def receive(self, request: web.Request) -> web.StreamResponse:
        started = time.perf_counter()
        signed = SignedRequest.from_headers(request.headers, self._secret, now=time.time())
        if signed is None or "Content-Encoding" in request.headers or (request.content_length or 0) > _LARGEST:
            return _refused()
        try:
            async with asyncio.timeout(_BODY_S):
                body = await self._signed_body(request, signed)
        except TimeoutError:
            return web.Response(status=408, headers={"Connection": "close"})
        if body is None:
            return _refused()
        try:
            answer = await to_aiohttp_response(await self._slack.async_dispatch(await _parsed(request, body)))
        except ValueError:
            answer = web.Response(status=400)
        except Exception as error:  # the edge: Slack learns that it failed, and the log where
            _log.error("request_failed", **safe_trace(error))
            answer = web.Response(status=500)
        ACKNOWLEDGED.observe(time.perf_counter() - started)
        return answer

    async def _signed_body(self, request: web.Request, signed: SignedRequest) -> bytes | None:
        """The body, when it is Slack's. Only a few large ones are taken in at a time."""
        body = bytearray()
        async with AsyncExitStack() as places:
            large = False
            async for chunk in request.content.iter_chunked(64 * 1024):
                body += chunk
                if len(body) > _LARGEST:
                    return None
                if len(body) > _SMALL and not large:
                    await places.enter_async_context(self._large)
                    large = True
                signed.feed(chunk)
        return bytes(body) if signed.is_valid() else None


async def _parsed(request: web.Request, body: bytes) -> AsyncBoltRequest:
    """The request as Bolt takes it, a long one parsed away from the loop. Raises ValueError where it cannot be."""
    headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in request.headers.items()}

    def parsed() -> AsyncBoltRequest:
        try:
            return AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=headers)
        except (AttributeError, TypeError, RecursionError) as error:  # Bolt takes whatever is signed for an object
            raise ValueError("no object") from error

    made = await asyncio.to_thread(parsed) if len(body) > _SMALL else parsed()
    if not isinstance(made.body, dict):
        raise ValueError("no object")
    return made


def _refused() -> web.Response:
    return web.Response(status=401, headers={"Connection": "close"})


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, *, grace_s: float, name: str = "slack"
) -> AsyncIterator[int]:
    """Serve ``app`` while the context lasts; gives the port, which was chosen where ``port`` is 0.

    At the end, requests under way may finish for ``grace_s`` seconds. Raises ``SettingsError`` where the address
    cannot be used.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=grace_s, auto_decompress=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as problem:
            raise SettingsError(f"Nothing can listen on {host}:{port}: {problem.strerror or problem}.") from problem
        bound = int(runner.addresses[0][1])
        _log.info("listening", what=name, host=host, port=bound)
        yield bound
    finally:
        await runner.cleanup()
