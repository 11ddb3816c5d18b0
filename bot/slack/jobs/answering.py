"""Answer a question in a thread, from its stories alone."""

from collections.abc import Sequence

from bot.answers import Request, is_question, parse_request
from bot.errors import INTERNAL
from bot.models import StoryCard, Thread
from bot.presentation import sentences
from bot.services import Asked, Place
from bot.slack import links as said
from bot.slack.blocks import Command, Message, answer_message, channel_answer_message, help_message, problem
from bot.slack.finding import find
from bot.slack.jobs.reading import ReadingJob
from bot.slack.jobs.run_once import run_once
from bot.slack.parts import Parts
from bot.slack.payloads import AnswerPost, ReadPost
from bot.slack.problems import SlackProblem


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
        if not is_question(job.question):
            await self._say(job, problem(sentences.CAN_DO))
            return
        asked = await self._parts.asking.thread(thread, job.question)
        await self._say(job, await self._message(job, asked))

    async def _from_channel(self, job: AnswerPost, place: Place) -> None:
        """A question outside a thread: all the channel's stories, in a direct message the last one alone."""
        in_thread = job.thread_ts != job.post_ts and not job.direct
        if in_thread or not is_question(job.question):
            await self._say(job, problem(sentences.NO_STORY_HERE) if in_thread else help_message())
            return
        request = parse_request(job.question)
        if job.direct or (request is not None and request.kind == "summary"):
            await self._from_latest(job, place)
        elif request is not None:
            await self._list(job, request)
        else:
            found = await self._parts.asking.channel(job.team, job.channel, job.question)
            if not found.stories:
                await self._say(job, help_message())
                return
            locale = await self._parts.locales.of(job.team, job.user)
            message = channel_answer_message(found.asked, found.stories, locale)
            await self._open(job, place, message, [asked.card for asked in found.asked])

    async def _from_latest(self, job: AnswerPost, place: Place) -> None:
        cards = await self._parts.threads.latest(job.team, job.channel, 1)
        if not cards:
            await self._say(job, help_message())
            return
        asked = await self._parts.asking.stories(job.team, job.channel, [card.story_id for card in cards], job.question)
        await self._open(job, place, await self._message(job, asked), [asked.card] if asked else [])

    async def _open(self, job: AnswerPost, place: Place, message: Message, cards: Sequence[StoryCard]) -> None:
        """Answer, and take further questions about these stories in the thread."""
        reply_ts = await self._say(job, message)
        if cards and reply_ts:
            await self._parts.threads.open(place, cards, user=job.user, reply_ts=reply_ts)

    async def _list(self, job: AnswerPost, request: Request) -> None:
        """The channel's warnings, or what somebody said; of somebody who says nothing, what is said of them."""
        command: Command = "warnings" if request.kind == "warnings" else "said-by"
        found = await find(self._parts, job.team, job.channel, command, request.name)
        if request.kind == "about" and not found.items:
            found = await find(self._parts, job.team, job.channel, "who-said", request.name)
        locale = await self._parts.locales.of(job.team, job.user)
        await self._say(job, found.message(locale, in_channel=True))

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
