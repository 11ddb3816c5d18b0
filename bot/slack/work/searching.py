"""Look through what was said in the channel's stories."""

from bot.errors import INTERNAL
from bot.slack.blocks import problem, search_results
from bot.slack.parts import Parts
from bot.slack.payloads import SearchChannel
from bot.slack.problems import SlackProblem
from bot.slack.work.reading import ReadingWork
from bot.slack.work.turns import turn


class SearchingWork:
    """The job that searches."""

    def __init__(self, parts: Parts, reading: ReadingWork) -> None:
        self._parts = parts
        self._reading = reading

    async def search(self, payload: str) -> None:
        """Answer a ``SearchChannel`` to the person alone, or to the channel where it is shared."""
        job = SearchChannel.model_validate_json(payload)
        parts = self._parts
        async with turn(parts.marks, job.team, job.key) as ours:
            if not ours:
                return
            found = await parts.searching.who_said(job.team, job.channel, job.words)
            message = search_results(
                job.words,
                found.hits,
                await parts.locales.of(job.team, job.user),
                stories_searched=found.stories,
                since=found.since,
                shared_by=job.user if job.share else None,
            )
            try:
                if job.share:
                    await parts.poster.once(job.team, job.channel, message, key=job.key, thread_ts=None)
                    if job.respond:
                        await parts.poster.withdraw(job.respond)
                else:
                    await parts.poster.tell(job.team, job.user, message, respond=job.respond)
            except SlackProblem as refused:
                if refused.passing:
                    raise
                await self._reading.refused(job.team, job.user, refused, respond=job.respond)

    async def given_up(self, payload: str, error: Exception) -> None:
        """The tries are over: say that it is our fault."""
        job = SearchChannel.model_validate_json(payload)
        if not isinstance(error, SlackProblem):
            await self._parts.poster.tell(job.team, job.user, problem(INTERNAL), respond=job.respond)
