"""Whether this process lives, and whether it can do its work."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Literal

import structlog

Check = Callable[[], Awaitable[None]]
"""Returns when all is well; raises an error whose words, which the log gets, say what is not."""
Finding = Literal["ok", "failing"]

_PATIENCE_S: Final = 2.0
_KEPT_S: Final = 5.0  # whoever asks, and however often: Slack and Redis are asked once in this time
_log = structlog.get_logger()


class Health:
    """The checks behind ``/readyz``, by name."""

    def __init__(self, checks: Mapping[str, Check], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._checks = checks
        self._clock = clock
        self._looking = asyncio.Lock()
        self._found: dict[str, Finding] = {}
        self._found_at: float | None = None

    async def look(self) -> dict[str, Finding]:
        """For each check whether it passes, as it was found at most five seconds ago."""
        async with self._looking:
            if self._found_at is None or self._clock() - self._found_at >= _KEPT_S:
                passed = await asyncio.gather(*(self._one(name, check) for name, check in self._checks.items()))
                self._found = dict(zip(self._checks, passed, strict=True))
                self._found_at = self._clock()
            return self._found

    async def _one(self, name: str, check: Check) -> Finding:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await check()
        except Exception as problem:  # the edge: whatever a check raises is its finding
            _log.warning("not_ready", part=name, error=type(problem).__name__, reason=str(problem))
            return "failing"
        return "ok"
