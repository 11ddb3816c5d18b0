"""Jobs on docket: unique keys, growing pauses for what can pass, a list of what was given up."""

from bot.jobs.aside import SetAside
from bot.jobs.policy import Policy
from bot.jobs.queue import DocketQueue

__all__ = ["DocketQueue", "Policy", "SetAside"]
