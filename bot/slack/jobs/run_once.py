"""Each deed once: a turn with an owner and a lease, so that what a dead worker began is taken up again."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

from bot.errors import NutgrafError, StoreUnavailable
from bot.ports import Idempotency

LEASE: Final = timedelta(seconds=30)  # as long as it takes the queue to notice that a worker died


class Held(NutgrafError):
    """Another worker is at it, or died at it a moment ago."""

    passing = True


@asynccontextmanager
async def run_once(idempotency: Idempotency, team: str, key: str, *, lease: timedelta = LEASE) -> AsyncIterator[bool]:
    """Our turn at ``key``: False when it was done before. Done for good when the block ends without an error.

    Raises ``Held`` while another has it.
    """
    owner = secrets.token_hex(8)
    what = f"deed:{key}"
    if not await idempotency.claim(team, what, owner, lease=lease):
        if await idempotency.result(team, what) is None:
            raise Held(key)
        yield False
        return
    renewing = asyncio.create_task(_renew(idempotency, team, what, owner, lease))
    try:
        yield True
    except BaseException:
        renewing.cancel()
        with suppress(StoreUnavailable):
            await asyncio.shield(idempotency.release(team, what, owner))
        raise
    finally:
        renewing.cancel()
    await idempotency.done(team, what)


async def _renew(idempotency: Idempotency, team: str, what: str, owner: str, lease: timedelta) -> None:
    while True:
        await asyncio.sleep(lease.total_seconds() / 3)
        with suppress(StoreUnavailable):
            await idempotency.claim(team, what, owner, lease=lease)
