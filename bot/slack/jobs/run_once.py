"""Each deed once: a turn with an owner and a lease, so that what a dead worker began is taken up again."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

from bot.errors import NutgrafError, StoreUnavailable
from bot.ports import Idempotency

LEASE: Final = timedelta(seconds=8)  # over by the time that the queue gives a dead worker's job to another


class Held(NutgrafError):
    """Another worker is at it, or died at it a moment ago."""

    passing = True
    soon = True


@asynccontextmanager
async def run_once(idempotency: Idempotency, team: str, key: str, *, lease: timedelta = LEASE) -> AsyncIterator[bool]:
    """Our turn at ``key``: False when it was done before. Done for good when the block ends without an error.

    Raises ``Held`` while another has it, and also in the middle of the block, which is called off, where our lease ran
    out unnoticed (Redis was away, the machine stood still) and another took over.
    """
    owner = secrets.token_hex(8)
    what = f"deed:{key}"
    if not await idempotency.claim(team, what, owner, lease=lease):
        if await idempotency.result(team, what) is None:
            raise Held(key)
        yield False
        return
    working = asyncio.current_task()
    assert working is not None
    lost, over = False, asyncio.Event()

    async def renew() -> None:
        """Until the block is over. It is told and not cancelled: redis-py may swallow a cancellation."""
        nonlocal lost
        while not lost:
            with suppress(TimeoutError):
                async with asyncio.timeout(lease.total_seconds() / 3):
                    await over.wait()
            if over.is_set():
                return
            with suppress(StoreUnavailable):
                lost = not await idempotency.claim(team, what, owner, lease=lease) and not over.is_set()
        working.cancel()

    renewing = asyncio.create_task(renew())
    try:
        yield True
    except BaseException as error:
        over.set()
        if lost and isinstance(error, asyncio.CancelledError) and not working.uncancel():
            raise Held(key) from None
        await asyncio.shield(renewing)
        with suppress(StoreUnavailable):
            await asyncio.shield(idempotency.release(team, what, owner))
        raise
    over.set()
    await renewing
    if lost:
        working.uncancel()
        raise Held(key)
    await idempotency.done(team, what)
