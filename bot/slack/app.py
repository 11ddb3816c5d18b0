"""The Bolt app: one for both transports."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StoreUnavailable
from bot.slack.dispatch import Dispatcher
from bot.slack.jobs import ReadingJob
from bot.slack.listeners import register
from bot.slack.mending import mend_body
from bot.slack.parts import Parts
from bot.slack.safe_trace import safe_trace
from bot.slack.workspaces import from_here

AsyncNext = Callable[[], Awaitable[None]]
_log = structlog.get_logger()


def build_app(parts: Parts, work: ReadingJob, client: AsyncWebClient, *, signing_secret: str | None) -> AsyncApp:
    """The app with all its listeners.

    A listener runs before Slack gets its answer, since it only hands on: what could not be handed on is not
    acknowledged, and Slack sends it again. ``signing_secret`` may be None where only Socket Mode brings requests.
    """
    app = AsyncApp(
        name="nutgraf",
        client=client,
        signing_secret=signing_secret or "",
        process_before_response=True,
        logger=_quiet_logger(),
    )
    app.error(_failed)
    app.use(_rate_limited)
    app.use(from_here)
    app.use(mend_body)
    register(app, parts, Dispatcher(parts, work))
    return app


async def _rate_limited(body: dict[str, Any], next_: AsyncNext) -> BoltResponse | None:
    """Slack says that it holds back events: there is nothing to answer, but somebody should know."""
    if body.get("type") != "app_rate_limited":
        await next_()
        return None
    _log.error("Slack holds back events", team=body.get("team_id"), minute=body.get("minute_rate_limited"))
    return BoltResponse(status=200, body="")


async def _failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """What Slack is told when a listener failed: to try again when Redis is away, and otherwise that it failed."""
    if isinstance(error, StoreUnavailable):
        _log.warning("event not acknowledged", reason="no Redis", type=(body.get("event") or {}).get("type"))
        return BoltResponse(status=503, body="")
    _log.error("listener failed", type=body.get("type"), **safe_trace(error))
    return BoltResponse(status=500, body="")


def _quiet_logger() -> logging.Logger:
    """Bolt logs the bodies of requests at lower levels; they are nobody's business."""
    logger = logging.getLogger("nutgraf.bolt")
    logger.setLevel(logging.WARNING)
    return logger
