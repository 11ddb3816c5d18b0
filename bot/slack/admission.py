"""How much one person, and one channel, may ask of us: what goes beyond is left, and that is said once."""

from datetime import timedelta
from typing import Final

from bot.ports import Limits
from bot.presentation import sentences
from bot.slack.background import Background
from bot.slack.blocks import problem
from bot.slack.payloads import AnswerPost, Job, ReadPost
from bot.slack.posting import Poster

WINDOW: Final = timedelta(minutes=10)


class Admission:
    """Counts jobs by person and by channel, within the last ten minutes."""

    def __init__(self, limits: Limits, poster: Poster, background: Background, *, person: int, channel: int) -> None:
        self._limits = limits
        self._poster = poster
        self._background = background
        self._person = person
        self._channel = channel

    async def admits(self, job: Job, key: str) -> bool:
        """Whether the job may be done; the first time that it may not, whoever is over the limit reads why.

        ``key`` names the act: what was admitted once is admitted again. Raises ``StoreUnavailable``.
        """
        whose = [(f"channel:{job.channel}", self._channel, sentences.CHANNEL_LIMIT)]
        if job.user:
            whose.insert(0, (f"person:{job.user}", self._person, sentences.PERSON_LIMIT))
        for name, most, sentence in whose:
            verdict = await self._limits.admit(job.team, name, key, most=most, window=WINDOW)
            if verdict == "refused":
                self._background.start(self._tell(job, sentence.format(most)), name="say limit")
            if verdict != "admitted":
                return False
        return True

    async def _tell(self, job: Job, sentence: str) -> None:
        """Where the person is waiting for an answer; a bot that posts too much is told in the thread of its post."""
        message = problem(sentence)
        thread_ts = job.thread_ts if isinstance(job, ReadPost | AnswerPost) else None
        post_ts = job.post_ts if isinstance(job, ReadPost | AnswerPost) else None
        if job.respond:
            await self._poster.tell(job.team, job.user, message, respond=job.respond)
        elif job.user:
            shown_in = thread_ts if thread_ts != post_ts else None
            await self._poster.whisper(job.team, job.channel, job.user, message, thread_ts=shown_in)
        else:
            await self._poster.once(
                job.team, job.channel, message, key=f"limit:{job.channel}:{post_ts}", thread_ts=thread_ts, since=post_ts
            )
