"""Answer a question in a thread, from its stories alone."""

from collections.abc import Sequence
from typing import Final

from bot.answers import is_question
from bot.errors import INTERNAL
from bot.models import StoryCard, Thread
from bot.presentation import sentences
from bot.services import Asked, Place
from bot.slack import links as said
from bot.slack.blocks import Message, answer_message, help_message, problem
from bot.slack.jobs.reading import ReadingJob
from bot.slack.jobs.run_once import run_once
from bot.slack.parts import Parts
from bot.slack.payloads import AnswerPost, ReadPost
from bot.slack.problems import SlackProblem

_LATEST: Final = 5  # stories of a channel that a question outside a thread is put to


class AnsweringJob:
    """The job that answers."""

    def __init__(self, parts: Parts, reading: ReadingJob) -> None:
        self._parts = parts
        self._reading = reading

    async def answer(self, payload: str) -> None:
        """Answer the question of an ``AnswerPost``. Raises what may pass."""
        job = AnswerPost.model_validate_json(payload)
        async with run_once(self._parts.idempotency, job.team, job.key) as ours:
            if ours:
                await self._answer(job)

    async def given_up(self, payload: str, error: Exception) -> None:
        """The tries are over: say that it is our fault."""
        job = AnswerPost.model_validate_json(payload)
        if isinstance(error, SlackProblem):
            return
        async with run_once(self._parts.idempotency, job.team, job.key) as ours:
            if ours:
                await self._say(job, problem(INTERNAL))

    async def _answer(self, job: AnswerPost) -> None:
        parts = self._parts
        if job.help:
            await self._say(job, help_message())
            return
        place = Place(job.team, job.channel, job.thread_ts, job.post_ts)
        thread = await parts.threads.thread(place)
        if thread is None and job.addressed and job.thread_ts != job.post_ts and not job.direct:
            thread = await self._read_first(job, place)
            if thread is not None and not is_question(job.question):
                return
        if thread is not None:
            await self._from_thread(job, thread)
        elif job.addressed:
            await self._from_channel(job, place)

    async def _from_thread(self, job: AnswerPost, thread: Thread) -> None:
        if not any(story.story_id for story in thread.stories):
            await self._say(job, problem(sentences.NO_STORY_HERE))
            return
        asked = await self._parts.asking.thread(thread, job.question)
        await self._say(job, await self._message(job, asked))

    async def _from_channel(self, job: AnswerPost, place: Place) -> None:
        """A question outside a thread: the channel's latest stories, in a direct message the last one alone."""
        parts = self._parts
        cards: Sequence[StoryCard] = ()
        if job.direct or (is_question(job.question) and job.thread_ts == job.post_ts):
            cards = await parts.threads.latest(job.team, job.channel, 1 if job.direct else _LATEST)
        if not cards or not is_question(job.question):
            in_thread = job.thread_ts != job.post_ts and not job.direct
            await self._say(job, problem(sentences.NO_STORY_HERE) if in_thread else help_message())
            return
        asked = await parts.asking.stories(job.team, job.channel, [card.story_id for card in cards], job.question)
        reply_ts = await self._say(job, await self._message(job, asked))
        if asked and reply_ts:
            await parts.threads.open(place, [asked.card], user=job.user, reply_ts=reply_ts)

    async def _message(self, job: AnswerPost, asked: Asked | None) -> Message:
        if asked is None:
            return problem(sentences.STORY_GONE)
        locale = await self._parts.locales.of(job.team, job.user)
        return answer_message(asked.answer, asked.report, asked.card, locale)

    async def _read_first(self, job: AnswerPost, place: Place) -> Thread | None:
        """Mentioned under a post that was not read: read it, where Slack lets us look at it and it has links."""
        first = await self._parts.poster.first_of_thread(job.team, job.channel, job.thread_ts)
        links = said.links(first) if first else ()
        if not links:
            return None
        read = ReadPost(
            team=job.team,
            channel=job.channel,
            user=job.user,
            key=f"post:{job.channel}:{job.thread_ts}",
            post_ts=job.thread_ts,
            thread_ts=job.thread_ts,
            links=list(links),
        )
        await self._reading.read(read.model_dump_json())
        return await self._parts.threads.thread(place)

    async def _say(self, job: AnswerPost, message: Message) -> str | None:
        try:
            return await self._parts.poster.once(
                job.team, job.channel, message, key=job.key, thread_ts=job.thread_ts, since=job.post_ts
            )
        except SlackProblem as refused:
            if refused.passing:
                raise
            await self._reading.refused(job.team, job.user, refused, respond=job.respond)
            return None
