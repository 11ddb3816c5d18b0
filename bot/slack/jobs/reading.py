"""Read what a post brought, and answer it with one reply."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Final

import structlog

from bot.errors import INTERNAL, NutgrafError, SourceError
from bot.models import StoryResult
from bot.presentation import sentences
from bot.services import Place, ReadResult, Source
from bot.slack.blocks import Message, problem, story_reply
from bot.slack.jobs.mapping import map_at_once
from bot.slack.jobs.run_once import Held, run_once
from bot.slack.metrics import REPLY
from bot.slack.parts import Parts
from bot.slack.payloads import FileRef, ReadPost
from bot.slack.problems import SlackProblem

STATUS: Final = "is reading…"
_CANNOT_CHANGE: Final = frozenset({"cant_update_message", "edit_window_closed", "message_not_found"})
_log = structlog.get_logger()


class ReadingJob:
    """The jobs that read."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def read(self, payload: str) -> None:
        """Read the post of a ``ReadPost``. Raises what may pass, so that the queue tries again."""
        job = ReadPost.model_validate_json(payload)
        await self._once(job, None)

    async def given_up(self, payload: str, error: Exception) -> None:
        """The tries are over: one last look, and the sentence stands in the thread for good."""
        job = ReadPost.model_validate_json(payload)
        if isinstance(error, SourceError):
            await self._once(job, None, settle=True)
        elif not isinstance(error, SlackProblem):
            async with run_once(self._parts.idempotency, job.team, job.key) as ours:
                if ours:
                    await self._deliver(job, problem(INTERNAL), await self._before(job))

    async def answer_known(self, job: ReadPost, readings: list[StoryResult]) -> None:
        """Answer a post whose stories were all read before."""
        with suppress(Held):  # another is at it, and the queue looks after both
            await self._once(job, ReadResult(readings))

    async def _once(self, job: ReadPost, known: ReadResult | None, *, settle: bool = False) -> None:
        async with run_once(self._parts.idempotency, job.team, job.key) as ours:
            if ours:
                await self._read(job, known, settle=settle)

    async def _read(self, job: ReadPost, known: ReadResult | None, *, settle: bool) -> None:
        started = time.perf_counter()
        if await self._not_wanted(job):
            return
        before = await self._before(job)
        if job.edited and before and await self._unchanged(job):
            return
        status = self._status(job) if known is None else None
        outcome = known or await self._parts.reader.together(self._sources(job))
        passing = None if settle else outcome.passing
        readings = _still_trying(outcome.readings) if passing else outcome.readings
        structlog.contextvars.bind_contextvars(
            stories=sum(1 for reading in readings if reading.report),
            problems=sum(1 for reading in readings if reading.problem),
            cached=sum(1 for reading in readings if reading.read_before),
        )
        if status:
            await status  # it would stay if it came after the reply, which ends it
        locale = await self._parts.locales.of(job.team, job.user)
        related = await self._parts.searching.related(_place(job, job.thread_ts or ""), readings)
        message = story_reply(readings, locale, related=related, paste=_paste(job))
        # the thread is ours by the time that its reply is seen: who reads it may ask at once
        if job.thread_ts and not await self._keep(job, job.thread_ts, readings, before):
            return
        reply_ts = await self._deliver(job, message, before)
        REPLY.labels("yes" if known else "no").observe(time.perf_counter() - started)
        if reply_ts is None:
            if job.thread_ts and not before:
                await self._parts.threads.forget(_place(job, job.thread_ts), gone=False)
            if not job.thread_ts:
                await self._parts.reader.discard(job.team, job.channel, readings)
            return
        if job.thread_ts is None:
            await self._keep(job, reply_ts, readings, reply_ts)
        elif await self._parts.threads.is_gone(_place(job, job.thread_ts)):
            # deleted while the reply was on its way: who forgot the post could not know of it
            await self._parts.poster.remove(job.team, job.channel, reply_ts)
            await self._parts.idempotency.done(job.team, _reply(job), "")
            return
        elif reply_ts != before:
            await self._parts.threads.answered(_place(job, job.thread_ts), reply_ts)
        await map_at_once(
            self._parts,
            job.team,
            job.channel,
            job.thread_ts or reply_ts,
            outcome.readings,
            key=f"{job.channel}:{job.key}",
        )
        # seconds of computing that nobody waits for; until then searches find the story by its words
        understanding = self._parts.threads.understand(_place(job, job.thread_ts or reply_ts), readings)
        self._parts.background.start(understanding, name="understand")
        if passing:
            raise passing

    def _sources(self, job: ReadPost) -> list[Source]:
        reading = self._parts.reader
        sources = reading.of_links(job.team, job.channel, job.links)
        sources += [Source(file.name, partial(self._read_file, job.team, job.channel, file)) for file in job.files]
        if job.text is not None:
            sources.append(Source(None, partial(reading.text, job.team, job.channel, job.text)))
        return sources

    async def _read_file(self, team: str, channel: str, file: FileRef) -> StoryResult:
        data = await self._parts.files.fetch(team, file)
        read = await self._parts.reader.file(team, channel, data, name=file.name, content_type=file.content_type)
        return read.model_copy(update={"link": file.name})

    async def _not_wanted(self, job: ReadPost) -> bool:
        """Whether there is nothing to read any more: the post was deleted, or who pressed may not have it read here."""
        parts = self._parts
        if job.post_ts and await parts.threads.is_gone(_place(job, job.thread_ts or "")):
            return True
        if not job.pressed or await parts.members.has(job.team, job.channel, job.user, vouched=job.vouched):
            return False
        await parts.poster.tell(job.team, job.user, problem(sentences.NOT_SEEN), respond=job.respond)
        return True

    def _status(self, job: ReadPost) -> "asyncio.Task[None] | None":
        if job.thread_ts is None:
            return None
        return asyncio.create_task(self._parts.poster.status(job.team, job.channel, job.thread_ts, STATUS))

    async def _before(self, job: ReadPost) -> str | None:
        """The ts of the reply that answers this post already: before an edit, or while we keep trying."""
        return await self._parts.idempotency.result(job.team, _reply(job)) or None

    async def _unchanged(self, job: ReadPost) -> bool:
        """Whether an edited post brings what was read already."""
        thread = await self._parts.threads.thread(_place(job, job.thread_ts or ""))
        stories = thread.stories if thread else []
        brought = {*job.links, *(file.name for file in job.files)}
        return {story.link for story in stories if story.post_ts == job.post_ts} == brought

    async def _deliver(self, job: ReadPost, message: Message, before: str | None) -> str | None:
        """Put the reply where it belongs; its ts, or None where Slack will not have it."""
        parts = self._parts
        try:
            if before:
                try:
                    await parts.poster.change(job.team, job.channel, before, message)
                    return before
                except SlackProblem as refused:
                    if refused.code not in _CANNOT_CHANGE:
                        raise
            ts = await parts.poster.once(
                job.team, job.channel, message, key=job.key, thread_ts=job.thread_ts, since=job.post_ts
            )
        except SlackProblem as refused:
            if refused.passing:
                raise
            await self.refused(job.team, job.user, refused, respond=job.respond)
            return None
        await parts.idempotency.done(job.team, _reply(job), ts)
        return ts

    async def refused(self, team: str, user: str | None, refused: SlackProblem, *, respond: str | None) -> None:
        """Slack did not take a message: log it, and tell the person who can do something about it."""
        (_log.info if refused.gone else _log.error)("Slack refused", code=refused.code, needed=refused.needed)
        if refused.sentence is None or refused.closed:
            return
        try:
            await self._parts.poster.tell(team, user, problem(refused.sentence), respond=respond)
        except NutgrafError as again:
            _log.error("nobody could be told", code=refused.code, error=str(again))

    async def _keep(self, job: ReadPost, thread_ts: str, readings: Sequence[StoryResult], reply_ts: str | None) -> bool:
        """Keep what was read, and take back the maps of what the post no longer brings. False where the post was
        deleted meanwhile: then nothing of it stays."""
        parts, place = self._parts, _place(job, thread_ts)
        kept = await parts.threads.keep(place, readings, user=job.user, reply_ts=reply_ts)
        if kept is None:
            await parts.reader.discard(job.team, job.channel, readings)
            return False
        for file_id in kept.files:
            await parts.poster.remove_file(job.team, file_id)
        return True


def _place(job: ReadPost, thread_ts: str) -> Place:
    """A paste has no post of its own: it goes by its key, so that it does not take the place of what a post brought."""
    return Place(job.team, job.channel, thread_ts, job.post_ts or (job.key if job.thread_ts else thread_ts))


def reply_mark(channel: str, post_ts: str) -> str:
    """The mark that holds the ts of the reply to a post."""
    return f"reply:{channel}:{post_ts}"


def _reply(job: ReadPost) -> str:
    return reply_mark(job.channel, job.post_ts or job.key)


def _paste(job: ReadPost) -> dict[str, object]:
    where: dict[str, object] = {"channel": job.channel}
    return where | ({"thread_ts": job.thread_ts} if job.thread_ts else {})


def _still_trying(readings: Sequence[StoryResult]) -> list[StoryResult]:
    return [
        reading.model_copy(update={"problem": f"{reading.problem} {sentences.STILL_TRYING}"})
        if reading.problem
        else reading
        for reading in readings
    ]
