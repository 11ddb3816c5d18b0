"""Keys that one holder has at a time, for the length of a lease: the ground under idempotency marks and single flight.

The server compares and sets in one step, and a holder that asks twice gets the same answer twice, so a command that
is sent again does no harm.
"""

from datetime import timedelta

from redis.asyncio import Redis

from bot.storage.connection import reaching

_TAKE = """
local now = redis.call('GET', KEYS[1])
if now == false or now == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
    return 1
end
return 0
"""

_LET_GO = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
"""


class Leases:
    """Take and let go; ``holder`` is the value that stands under the key. Both raise ``StoreUnavailable``."""

    def __init__(self, redis: Redis) -> None:
        self._take = redis.register_script(_TAKE)
        self._let_go = redis.register_script(_LET_GO)

    async def take(self, key: str, holder: str, lease: timedelta) -> bool:
        """Take ``key`` for ``holder``, or have its lease run anew; False where something else stands there."""
        milliseconds = max(1, round(lease.total_seconds() * 1000))
        with reaching():
            return bool(await self._take(keys=[key], args=[holder, milliseconds]))

    async def let_go(self, key: str, holder: str) -> None:
        """Free ``key``; nothing happens where something else stands there."""
        with reaching():
            await self._let_go(keys=[key], args=[holder])
