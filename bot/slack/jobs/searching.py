"""Look through the channel's stories: who said this, what somebody said, who warned whom."""

from bot.errors import INTERNAL
from bot.presentation import sentences
from bot.slack.blocks import problem
from bot.slack.finding import EVERYTHING, Found, find
from bot.slack.jobs.reading import ReadingJob
from bot.slack.jobs.run_once import run_once
from bot.slack.parts import Parts
from bot.slack.payloads import SearchChannel
from bot.slack.problems import SlackProblem


class SearchingJob:
    """The job that searches."""

    def __init__(self, parts: Parts, reading: ReadingJob) -> None:
        self._parts = parts
        self._reading = reading

    async def search(self, payload: str) -> None:
        """Answer a ``SearchChannel`` to the person alone, or to the channel where it is shared."""
        job = SearchChannel.model_validate_json(payload)
        parts = self._parts
        async with run_once(parts.idempotency, job.team, job.key) as ours:
            if not ours:
                return
            if job.pressed and not await self._may(job):
                return
            found = await self._found(job)
            locale = await parts.locales.of(job.team, job.user)
            try:
                if job.chosen and len(found.items) < len(set(job.chosen)):
                    await parts.poster.tell(job.team, job.user, problem(sentences.CHOSEN_GONE), respond=job.respond)
                elif job.share:
                    message = found.message(locale, shared_by=job.user)
                    await parts.poster.once(job.team, job.channel, message, key=job.key, thread_ts=None)
                    if job.respond and not job.chosen:  # who chose may want to choose again
                        await parts.poster.withdraw(job.respond)
                else:
                    message = found.message(locale)
                    await parts.poster.tell(job.team, job.user, message, respond=job.respond, replace=job.replace)
            except SlackProblem as refused:
                if refused.passing:
                    raise
                await self._reading.refused(job.team, job.user, refused, respond=job.respond)

    async def given_up(self, payload: str, error: Exception) -> None:
        """The tries are over: say that it is our fault."""
        job = SearchChannel.model_validate_json(payload)
        if not isinstance(error, SlackProblem):
            await self._parts.poster.tell(job.team, job.user, problem(INTERNAL), respond=job.respond)

    async def _may(self, job: SearchChannel) -> bool:
        """Whether who pressed is still in the conversation; if not, they read what they would read of any other."""
        parts = self._parts
        if await parts.members.has(job.team, job.channel, job.user, vouched=job.vouched):
            return True
        await parts.poster.tell(job.team, job.user, problem(sentences.NOT_SEEN), respond=job.respond)
        return False

    async def _found(self, job: SearchChannel) -> Found:
        """The results of the channel that the job names: whatever a button says, it is the one it was pressed in."""
        if not job.chosen:
            page = max(0, job.page)
            return await find(self._parts, job.team, job.channel, job.command, job.words, page=page)
        every = await find(self._parts, job.team, job.channel, job.command, job.words, limit=EVERYTHING)
        return every.only(job.chosen)
