"""Structured logs: one line an event, no article text, no tokens.

Call ``structlog.get_logger()`` and log events with keys; ``configure`` decides how they look. Values under the
keys in ``SECRET_KEYS`` never reach the output, whoever logs them.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_KEYS = frozenset(
    {
        "text",
        "article",
        "question",
        "answer",
        "token",
        "authorization",
        "signing_secret",
        "body",
        "payload",
        "words",
    }
)


def _hide_secrets(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in SECRET_KEYS & event.keys():
        event[key] = "hidden"
    return event


def configure(level: str = "INFO", *, json: bool = True) -> None:
    """Set up structlog and the standard library's logging to standard error.

    ``level`` is a standard level name; ``json`` false gives lines for a terminal.
    Raises ValueError for an unknown level.
    """
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise ValueError(f"unknown log level: {level}")
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        # Standard error as it is when a line is written: whoever set up the logs may have had another one.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=max(number, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
