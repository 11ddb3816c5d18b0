"""From a decision to a job. Everything here is quick, since Slack waits for its acknowledgement."""

import asyncio
import time
from datetime import timedelta
from functools import partial
from typing import Any, Final

import structlog

from bot.errors import StoreUnavailable
from bot.models import StoryResult
from bot.presentation import sentences
from bot.services import Place
from bot.slack.blocks import problem
from bot.slack.events import Bot, Post, parse
from bot.slack.intake import Ask, Decision, Forget, Help, Ignore, Mute, Read, Scene, decide
from bot.slack.jobs import ANSWER, FORGET, READ, SEARCH, SHOW, ReadingJob
from bot.slack.metrics import EVENTS
from bot.slack.parts import Parts
from bot.slack.payloads import AnswerPost, ForgetPost, Job, ReadPost, SearchChannel, ShowStory

Json = dict[str, Any]

_SAFETY: Final = timedelta(seconds=20)  # after which the queue makes sure that a known story was answered
_QUICK_S: Final = 2.0  # of the three seconds that Slack gives
_LOOKED_UP: Final = 5  # links; with more, the worker looks
_log = structlog.get_logger()


class Dispatcher:
    """Takes in what Slack sends."""

    def __init__(self, parts: Parts, work: ReadingJob) -> None:
        self._parts = parts
        self._work = work

    async def event(self, body: Json, bot: Bot) -> None:
        """Take in a ``message`` or ``app_mention`` event.

        Raises ``StoreUnavailable`` when Redis is away; the event is kept in memory then, and Slack, which gets no
        acknowledgement, will repeat it.
        """
        try:
            await self._event(body, bot)
        except StoreUnavailable:
            self._parts.backlog.keep(partial(self._event, body, bot))
            raise

    async def put(self, task: str, job: Job, key: str) -> None:
        """Enqueue what Slack will not repeat; kept in memory while Redis is away."""
        try:
            async with asyncio.timeout(_QUICK_S):
                await self._enqueue(task, job, key)
        except (StoreUnavailable, TimeoutError):
            self._parts.backlog.keep(partial(self._enqueue, task, job, key))

    async def search(self, job: SearchChannel) -> None:
        """Enqueue a search."""
        await self.put(SEARCH, job, f"{job.team}:{job.key}")

    async def show(self, job: ShowStory) -> None:
        """Enqueue the showing of a story to one person."""
        await self.put(SHOW, job, f"{job.team}:{job.key}")

    async def read(self, job: ReadPost) -> None:
        """Enqueue a reading; where every link was read before, answer at once, with the queue as a safety net."""
        key = f"{job.team}:{job.key}"
        known = await self._known(job)
        if known is None:
            await self.put(READ, job, key)
        elif await self._enqueue(READ, job, key, after=_SAFETY):  # acknowledged after this
            self._parts.background.start(self._work.answer_known(job, known), name="answer known")

    async def _enqueue(self, task: str, job: Job, key: str, *, after: timedelta | None = None) -> bool:
        """Enqueue ``job`` where its turn comes round for its channel and person. False where these are over their
        limit."""
        if not await self._parts.admission.admits(job, key):
            return False
        payload, channel = job.model_dump_json(), f"{job.team}:{job.channel}"
        await self._parts.queue.put(task, payload, key=key, after=after, channel=channel, person=job.user or "")
        return True

    async def _event(self, body: Json, bot: Bot) -> None:
        started = time.perf_counter()
        event, event_id = body["event"], body.get("event_id")
        parts = self._parts
        if event_id and await parts.idempotency.result(bot.team, f"event:{event_id}") is not None:
            EVENTS.labels(event.get("type"), "repeated").inc()
            return
        parsed = parse(event, bot)
        scene = await self._scene(parsed.post, bot, shared=bool(body.get("is_ext_shared_channel")))
        decision = decide(parsed, scene)
        await self._act(decision, bot)
        acted = not isinstance(decision, Ignore)
        if acted and event_id:
            await parts.idempotency.done(bot.team, f"event:{event_id}")
        EVENTS.labels(event.get("type"), type(decision).__name__.lower()).inc()
        (_log.info if acted else _log.debug)(
            "event",
            type=event.get("type"),
            subtype=event.get("subtype"),
            decision=type(decision).__name__.lower(),
            why=getattr(decision, "why", None),
            channel=event.get("channel"),
            ms=round((time.perf_counter() - started) * 1000, 1),
        )

    async def _scene(self, post: Post, bot: Bot, *, shared: bool) -> Scene:
        parts = self._parts
        on, thread = await asyncio.gather(
            parts.desks.is_on(bot.team, post.channel, shared=shared),
            parts.threads.thread(Place(bot.team, post.channel, post.thread_ts, post.thread_ts)),
        )
        young = thread is not None and parts.now() - thread.opened_at <= parts.questions
        return Scene(desk_on=on, thread=thread, open=young, read_bots=parts.read_bots)

    async def _act(self, decision: Decision, bot: Bot) -> None:
        match decision:
            case Read(post=post):
                await self.read(_read_post(decision, bot))
            case Ask(post=post, question=question, addressed=addressed):
                await self._ask(bot, post, question, addressed=addressed)
            case Help(post=post):
                await self._ask(bot, post, "", addressed=True, help_=True)
            case Mute(post=post):
                await self._mute(bot, post)
            case Forget(channel=channel, post_ts=post_ts, thread_ts=thread_ts, gone=gone):
                job = ForgetPost(team=bot.team, channel=channel, post_ts=post_ts, thread_ts=thread_ts, gone=gone)
                await self._parts.queue.put(
                    FORGET,
                    job.model_dump_json(),
                    key=f"{bot.team}:{channel}:{post_ts}:{'gone' if gone else 'emptied'}",
                    channel=f"{bot.team}:{channel}",
                )
            case Ignore():
                pass

    async def _ask(self, bot: Bot, post: Post, question: str, *, addressed: bool, help_: bool = False) -> None:
        job = AnswerPost(
            team=bot.team,
            channel=post.channel,
            user=post.user,
            key=_key(post),
            post_ts=post.post_ts,
            thread_ts=post.thread_ts,
            question=question,
            addressed=addressed,
            direct=post.direct,
            help=help_,
        )
        await self._enqueue(ANSWER, job, f"{bot.team}:{job.key}")

    async def _mute(self, bot: Bot, post: Post) -> None:
        await self._parts.threads.mute(Place(bot.team, post.channel, post.thread_ts, post.post_ts))
        if post.user:
            whisper = self._parts.poster.whisper(
                bot.team, post.channel, post.user, problem(sentences.MUTED), thread_ts=post.thread_ts
            )
            self._parts.background.start(whisper, name="say muted")

    async def _known(self, job: ReadPost) -> list[StoryResult] | None:
        if job.pressed or job.files or job.text is not None or not 0 < len(job.links) <= _LOOKED_UP:
            return None
        return await self._parts.reader.known(job.team, job.channel, job.links)


def _key(post: Post) -> str:
    key = f"post:{post.channel}:{post.post_ts}"
    return f"{key}:{post.edited_ts}" if post.edited_ts else key


def _read_post(decision: Read, bot: Bot) -> ReadPost:
    post = decision.post
    return ReadPost(
        team=bot.team,
        channel=post.channel,
        user=post.user,
        key=_key(post),
        post_ts=post.post_ts,
        thread_ts=post.thread_ts,
        links=list(decision.links),
        files=list(decision.files),
        text=decision.text,
        edited=post.edited_ts is not None,
        direct=post.direct,
    )
