"""How docket is told to run a job again."""

from datetime import UTC, datetime, timedelta
from typing import Self

from docket import Execution
from docket.dependencies import FailureHandler, TaskOutcome


class TryAgain(Exception):
    """This try is over; the next one comes after ``pause``."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__()
        self.pause = pause


class TryAgainLater(FailureHandler["TryAgainLater"]):
    """Turns ``TryAgain`` into a later delivery, in one step with the end of this one.

    docket's own ``Retry`` is not used because it retries every error and logs each with its message.
    """

    async def __aenter__(self) -> Self:
        return self

    async def handle_failure(self, execution: Execution, outcome: TaskOutcome) -> bool:
        """Whether the failure is taken care of: it is where the job asked for another try."""
        if not isinstance(outcome.exception, TryAgain):
            return False
        execution.attempt += 1
        await requeued(execution, outcome.exception.pause)
        return True


async def requeued(execution: Execution, pause: timedelta = timedelta(0)) -> None:
    """Put a job that is under way back into the queue, and end this delivery of it, in one step."""
    execution.when = datetime.now(UTC) + pause
    await execution.schedule(
        replace=True, reschedule_message=execution.message_id, expected_generation=execution.generation
    )
