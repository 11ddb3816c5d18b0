"""The message shortcut that reads a post, and the global one that takes a pasted story."""

from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.errors import StoreUnavailable
from bot.presentation import sentences
from bot.slack import links as said
from bot.slack.blocks import paste_modal, problem
from bot.slack.dispatch import Dispatcher
from bot.slack.events import file_ref
from bot.slack.jobs import reply_mark
from bot.slack.listeners.identity import bot_in
from bot.slack.parts import Parts
from bot.slack.payloads import ReadPost

_WORDS: Final = 30  # of a message that is read as a story when a person asks for that


class Shortcuts:
    """Shortcuts are acknowledged first; what follows may take a moment."""

    def __init__(self, parts: Parts, dispatcher: Dispatcher) -> None:
        self._parts = parts
        self._dispatcher = dispatcher

    async def read(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Read the message on which the shortcut was chosen, and answer in its thread."""
        await ack()
        self._parts.background.start(self._read(body, context), name="read message")

    async def paste(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Open the modal for a pasted story."""
        await ack()
        team = bot_in(context).team
        sealed = self._parts.seal.close({}, team=team, user=body["user"]["id"])
        opening = self._parts.poster.open_view(team, body["trigger_id"], paste_modal(sealed, asks_where=True))
        self._parts.background.start(opening, name="open paste modal")

    async def _read(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        parts, bot = self._parts, bot_in(context)
        message, channel, user = body["message"], body["channel"]["id"], body["user"]["id"]
        ts, respond = str(message["ts"]), body.get("response_url")
        links = said.links(message)
        text = said.words(message, bot.user_id)
        pasted = text if not links and len(text.split()) >= _WORDS else None
        files = [file_ref(file) for file in message.get("files") or []]
        if not links and not files and pasted is None:
            await parts.poster.tell(bot.team, user, problem(sentences.NOTHING_IN_MESSAGE), respond=respond)
            return
        key = f"post:{channel}:{ts}"
        try:
            if await parts.idempotency.result(bot.team, reply_mark(channel, ts)):
                await parts.poster.tell(bot.team, user, problem(sentences.READ_ALREADY), respond=respond)
                return
            noted = [await parts.idempotency.result(bot.team, f"{kind}:{key}") for kind in ("said", "deed")]
            if noted != [None, None]:  # it was answered, and the answer was taken back since
                key = f"{key}:{body.get('action_ts')}"
        except StoreUnavailable:
            pass  # the job waits for Redis, and finds out for itself
        await self._dispatcher.read(
            ReadPost(
                team=bot.team,
                channel=channel,
                user=user,
                respond=respond,
                pressed=True,
                key=key,
                post_ts=ts,
                thread_ts=str(message.get("thread_ts") or ts),
                links=list(links),
                files=files,
                text=pasted,
            )
        )
