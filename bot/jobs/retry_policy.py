"""When a job that failed is tried again."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import HttpProblem, NutgrafError

SPREAD = 0.2
# Tries beyond the last, when even telling that a job was given up fails for a passing reason.
MORE_TO_TELL = 3
# For what somebody else is at: it is over soon, whether they finish or die.
SOON = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The pauses before the second, third … try, and how long a site may ask us to wait.

    The defaults outlast a Redis that is gone for a minute, and are short at first, since somebody waits.
    """

    pauses: Sequence[timedelta] = (
        timedelta(seconds=2),
        timedelta(seconds=10),
        timedelta(seconds=40),
        timedelta(minutes=2),
    )
    longest: timedelta = timedelta(minutes=10)

    def pause(self, error: Exception, tries: int) -> timedelta | None:
        """How long to wait after try number ``tries`` (from 1) failed with ``error``; None for no further try.

        Only errors that call themselves passing are worth another try, and what is ``soon`` over is no try at all.
        A site's Retry-After is honoured; one that is longer than ``longest`` ends the tries, because trying earlier
        would be against the site's word.
        """
        if isinstance(error, NutgrafError) and error.soon:
            return SOON * random.uniform(1 - SPREAD, 1 + SPREAD)
        if not isinstance(error, NutgrafError) or not error.passing or tries > len(self.pauses):
            return None
        pause = self.pauses[tries - 1] * random.uniform(1 - SPREAD, 1 + SPREAD)
        if isinstance(error, HttpProblem) and error.retry_after is not None:
            asked = timedelta(seconds=error.retry_after)
            return None if asked > self.longest else max(pause, asked)
        return pause

    def pause_to_tell(self, error: Exception, tries: int) -> timedelta | None:
        """How long to wait when giving up itself failed: a few more times for what passes, then never."""
        if not isinstance(error, NutgrafError) or not error.passing or tries > len(self.pauses) + MORE_TO_TELL:
            return None
        return max(self.pauses, default=timedelta(minutes=1))
