"""Whether this process lives, and whether it can do its work."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

Check = Callable[[], Awaitable[None]]
"""Returns when all is well; raises an error whose words say what is not."""

_PATIENCE_S = 2.0


class Health:
    """The checks behind ``/readyz``, by name."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = checks

    async def look(self) -> dict[str, str]:
        """For each check "ok" or what is wrong, found side by side."""
        found = await asyncio.gather(*(self._one(check) for check in self._checks.values()))
        return dict(zip(self._checks, found, strict=True))

    async def _one(self, check: Check) -> str:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await check()
        except TimeoutError:
            return f"no answer within {_PATIENCE_S:g} seconds"
        except Exception as problem:  # the edge: whatever a check raises is its finding
            return str(problem) or type(problem).__name__
        return "ok"
