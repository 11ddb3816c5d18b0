"""Tell the person who asked, and nobody else, where they are looking."""

from bot.slack.blocks import Message
from bot.slack.payloads import Job
from bot.slack.posting import Poster
from bot.slack.problems import SlackProblem


async def tell_in_thread(poster: Poster, job: Job, message: Message, *, thread_ts: str) -> None:
    """Show ``message`` to who asked in the thread where they asked. A response URL would put it in the channel, so it
    is only the second way; a direct message is the third. Raises ``SlackProblem`` and ``SlackUnreachable``."""
    if job.user:
        try:
            await poster.whisper(job.team, job.channel, job.user, message, thread_ts=thread_ts)
            return
        except SlackProblem as refused:
            if refused.passing:
                raise
    await poster.tell(job.team, job.user, message, respond=job.respond)
