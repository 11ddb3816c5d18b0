"""Look through the channel's stories: who said this, what somebody said, who warned whom."""

from bot.answers import wishes
from bot.errors import INTERNAL
from bot.slack.blocks import PAGE_SIZE, Message, problem, said_by_results, search_results, warning_results
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
            message = await self._answer(job)
            try:
                if job.share:
                    await parts.poster.once(job.team, job.channel, message, key=job.key, thread_ts=None)
                    if job.respond:
                        await parts.poster.withdraw(job.respond)
                else:
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

    async def _answer(self, job: SearchChannel) -> Message:
        """The results of the channel that the job names: whatever a button says, it is the one it was pressed in."""
        parts, page = self._parts, max(0, job.page)
        locale, skip = await parts.locales.of(job.team, job.user), page * PAGE_SIZE
        shared_by = job.user if job.share else None
        if job.command == "said-by":
            wish = wishes.said_by(job.words, parts.now())
            said = await parts.searching.said_by(job.team, job.channel, wish, limit=PAGE_SIZE, skip=skip)
            return said_by_results(
                job.words,
                said.items,
                locale,
                by=wish.by,
                about=wish.about,
                stories_searched=said.stories,
                since=said.since,
                showing=said.showing,
                unknown=said.unknown,
                total=said.total,
                page=page,
                shared_by=shared_by,
            )
        if job.command == "warnings":
            wish = wishes.warnings(job.words, parts.now())
            warned = await parts.searching.warnings(job.team, job.channel, wish, limit=PAGE_SIZE, skip=skip)
            return warning_results(
                job.words,
                warned.items,
                locale,
                by=wish.by,
                to=wish.to,
                stories_searched=warned.stories,
                since=warned.since,
                showing=warned.showing,
                unknown=warned.unknown,
                total=warned.total,
                page=page,
                shared_by=shared_by,
            )
        found = await parts.searching.who_said(job.team, job.channel, job.words, limit=PAGE_SIZE, skip=skip)
        return search_results(
            job.words,
            found.hits,
            locale,
            stories_searched=found.stories,
            since=found.since,
            shared_by=shared_by,
            page=page,
            total=found.total,
        )
