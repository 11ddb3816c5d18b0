"""A post was deleted, or lost all that was read: take back what answered it, and forget what it brought."""

from bot.services import Place
from bot.slack.jobs.reading import reply_mark
from bot.slack.jobs.run_once import run_once
from bot.slack.parts import Parts
from bot.slack.payloads import ForgetPost


class ForgettingJob:
    """The job that forgets."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def forget(self, payload: str) -> None:
        """Forget the post of a ``ForgetPost``. Raises what may pass, so also while the post is being read.

        What a search or a question could find goes first and in one step, the reply that everybody sees goes last:
        nobody finds anything of a post whose reply is gone. Who still reads a post that is gone keeps nothing of it.
        """
        job = ForgetPost.model_validate_json(payload)
        parts, place = self._parts, Place(job.team, job.channel, job.thread_ts, job.post_ts)
        if job.gone:
            await parts.threads.forget(place, gone=True)
        async with run_once(parts.idempotency, job.team, f"post:{job.channel}:{job.post_ts}"):
            pass  # from here on nobody begins to answer it, and who had begun is done
        removed = await parts.threads.forget(place, gone=job.gone)  # the same answer again where it was gone
        mark = reply_mark(job.channel, job.post_ts)
        reply_ts = await parts.idempotency.result(job.team, mark) or removed.reply_ts
        for file_id in removed.files:
            await parts.poster.remove_file(job.team, file_id)
        if reply_ts:
            await parts.poster.remove(job.team, job.channel, reply_ts)
            await parts.idempotency.done(job.team, mark, "")

    async def given_up(self, payload: str, error: Exception) -> None:
        """Nobody waits for this; the queue logs it and sets it aside."""
