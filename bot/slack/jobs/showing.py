"""Show a story to one person alone."""

from functools import partial

from bot.errors import INTERNAL, SourceError
from bot.services import Source
from bot.slack.blocks import problem, story_alone
from bot.slack.jobs.reading import ReadingJob
from bot.slack.jobs.run_once import run_once
from bot.slack.parts import Parts
from bot.slack.payloads import ShowStory
from bot.slack.problems import SlackProblem


class ShowingJob:
    """The job of ``/story``. The channel keeps nothing of it: the reading is the asker's."""

    def __init__(self, parts: Parts, reading: ReadingJob) -> None:
        self._parts = parts
        self._reading = reading

    async def show(self, payload: str) -> None:
        """Read the story of a ``ShowStory`` and show it. Raises what may pass, so that the queue tries again."""
        await self._show(ShowStory.model_validate_json(payload), settle=False)

    async def given_up(self, payload: str, error: Exception) -> None:
        """The tries are over: the story's problem, or that it is our fault."""
        job = ShowStory.model_validate_json(payload)
        if isinstance(error, SourceError):
            await self._show(job, settle=True)
        elif not isinstance(error, SlackProblem):
            await self._parts.poster.tell(job.team, job.user, problem(INTERNAL), respond=job.respond)

    async def _show(self, job: ShowStory, *, settle: bool) -> None:
        parts = self._parts
        async with run_once(parts.idempotency, job.team, job.key) as ours:
            if not ours:
                return
            read = partial(parts.reader.alone, job.team, job.channel, job.user or "", job.link)
            outcome = await parts.reader.together([Source(job.link, read)])
            if outcome.passing and not settle:
                raise outcome.passing
            message = story_alone(outcome.readings[0], await parts.locales.of(job.team, job.user))
            try:
                await parts.poster.tell(job.team, job.user, message, respond=job.respond)
            except SlackProblem as refused:
                if refused.passing:
                    raise
                await self._reading.refused(job.team, job.user, refused, respond=job.respond)
