"""How much one person, and one channel, may ask for within a time."""

from datetime import timedelta

from redis.asyncio import Redis

from bot.ports import Verdict
from bot.storage.connection import reaching
from bot.storage.keys import key

_ADMIT = """
-- the acts of the last window by their time, and whether it was told that there were too many
local time = redis.call('TIME')
local now, window = time[1] * 1000 + math.floor(time[2] / 1000), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[2]) then
    redis.call('ZADD', KEYS[1], now, ARGV[1])
    redis.call('PEXPIRE', KEYS[1], window)
    return 0
end
if redis.call('SET', KEYS[2], '1', 'NX', 'PX', window) then return 1 end
return 2
"""
_OUTCOMES: tuple[Verdict, ...] = ("admitted", "refused", "refused again")


class RedisLimits:
    """``ports.Limits``."""

    def __init__(self, redis: Redis) -> None:
        self._admit = redis.register_script(_ADMIT)

    async def admit(self, team: str, whose: str, act: str, *, most: int, window: timedelta) -> Verdict:
        """Count ``act`` against ``whose`` limit of ``most`` within ``window``."""
        with reaching():
            outcome = await self._admit(
                keys=[key(team, "limit", whose), key(team, "limit-told", whose)],
                args=[act, most, round(window.total_seconds() * 1000)],
            )
        return _OUTCOMES[int(outcome)]
