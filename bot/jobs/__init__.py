"""Jobs in Redis: fair turns, unique keys, growing pauses for what can pass, a list of what was given up."""

from bot.jobs.dead_letters import DeadLetter
from bot.jobs.queue import RedisQueue
from bot.jobs.retry_policy import RetryPolicy
from bot.jobs.slots import slot_released

__all__ = ["DeadLetter", "RedisQueue", "RetryPolicy", "slot_released"]
