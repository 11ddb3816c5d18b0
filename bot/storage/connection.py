"""The client: reconnects by itself through a short outage, then says so in nutgraf's own error.

Every command of this package may be sent twice without harm (a script that takes a mark or a flight knows its own
owner), so the client retries them all.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import structlog
from pydantic import ValidationError
from redis import exceptions
from redis.asyncio import Redis
from redis.asyncio.connection import AbstractConnection, ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import EqualJitterBackoff
from redis.exceptions import AuthenticationError, AuthorizationError, DataError, NoPermissionError, RedisError

from bot.errors import SettingsError, StoreUnavailable
from bot.models import Model

# The pauses grow from 0.1 to 0.6 s, each with up to half of it left to chance: 1.2 to 2.5 s in all. An outage of a
# second is not noticed, a longer one is told before Slack's three seconds are over.
RETRIES = 6
FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 0.6
ANSWER_WITHIN_S = 5.0
CONNECT_WITHIN_S = 2.0

REFUSALS = (AuthenticationError, AuthorizationError, NoPermissionError)

M = TypeVar("M", bound=Model)
log = structlog.get_logger(__name__)


class _ClosingPool(ConnectionPool):
    """A pool that opens nothing once it is closed: a task that outlives the client meets an error, and no socket is
    left behind."""

    closed = False

    async def ensure_connection(self, connection: AbstractConnection) -> None:
        """Connect, unless the pool is closed by then. Raises redis-py's ``ConnectionError``."""
        if not self.closed:
            await super().ensure_connection(connection)
        if self.closed:
            await connection.disconnect(nowait=True)
            raise exceptions.ConnectionError("the client is closed")

    async def aclose(self) -> None:
        """Close all connections, those in use among them."""
        self.closed = True
        await super().aclose()


def connect(url: str) -> "Redis":
    """A client for ``url`` (redis, rediss, unix). Nothing is sent yet. Raises ``SettingsError`` for a wrong URL."""
    try:
        pool = _ClosingPool.from_url(
            url,
            decode_responses=True,
            socket_timeout=ANSWER_WITHIN_S,
            socket_connect_timeout=CONNECT_WITHIN_S,
            health_check_interval=30,
            retry=Retry(EqualJitterBackoff(base=FIRST_PAUSE_S, cap=LONGEST_PAUSE_S), RETRIES),
        )
    except ValueError as error:
        # the message of redis-py names the schemes it knows and not the URL, which may hold a password
        raise SettingsError(f"REDIS_URL is not a Redis address: {error}") from None
    return Redis.from_pool(pool)


@contextmanager
def reaching() -> Iterator[None]:
    """Turn Redis trouble inside the block into ``StoreUnavailable``.

    A refused password or command is ``SettingsError``: waiting does not mend it. ``DataError`` passes as it is,
    since it is a mistake in the program.
    """
    try:
        yield
    except DataError:
        raise
    except (RedisError, OSError) as error:
        # redis-py hides a refusal at the greeting behind a ConnectionError
        if isinstance(error, REFUSALS) or isinstance(error.__cause__, REFUSALS):
            raise SettingsError(f"Redis refuses the user, the password or the rights of REDIS_URL: {error}") from error
        raise StoreUnavailable(f"Redis cannot be reached: {type(error).__name__}") from error


def decoded(model: type[M], raw: str | bytes | None, what: str) -> M | None:
    """``raw`` JSON as ``model``; None where there is none, or where another release wrote what this one cannot read.

    What cannot be read is logged by its kind (``what``), never with its content, and runs out with its time to live.
    """
    if raw is None:
        return None
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        log.warning("stored value cannot be read", what=what, problems=error.error_count())
        return None


def text(value: str) -> str:
    """``value`` as a JSON string."""
    return json.dumps(value)


def plain(raw: str | bytes) -> str:
    """The string of a JSON string."""
    return str(json.loads(raw))
