"""A post was deleted: take back what answered it, and forget what it brought."""

from bot.services import Place
from bot.slack.jobs.mapping import take_maps_back
from bot.slack.jobs.reading import reply_mark
from bot.slack.jobs.run_once import run_once
from bot.slack.parts import Parts
from bot.slack.payloads import ForgetPost


class ForgettingJob:
    """The job that forgets."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def forget(self, payload: str) -> None:
        """Forget the post of a ``ForgetPost``. Raises what may pass, so also while the post is being read."""
        job = ForgetPost.model_validate_json(payload)
        parts = self._parts
        async with run_once(parts.idempotency, job.team, f"post:{job.channel}:{job.post_ts}"):
            pass  # from here on nobody begins to answer it, and who had begun is done
        reply_ts = await parts.idempotency.result(job.team, reply_mark(job.channel, job.post_ts))
        thread = await parts.threads.thread(Place(job.team, job.channel, job.thread_ts, job.post_ts))
        if thread:
            own = [story for story in thread.stories if story.post_ts == job.post_ts]
            await take_maps_back(parts, job.team, job.channel, job.thread_ts, own)
        if not reply_ts and thread and thread.post_ts == job.post_ts:
            reply_ts = thread.reply_ts
        if reply_ts:
            await parts.poster.remove(job.team, job.channel, reply_ts)
            await parts.idempotency.done(job.team, reply_mark(job.channel, job.post_ts), "")
        await parts.threads.forget(Place(job.team, job.channel, job.thread_ts, job.post_ts))

    async def given_up(self, payload: str, error: Exception) -> None:
        """Nobody waits for this; the queue logs it and sets it aside."""
