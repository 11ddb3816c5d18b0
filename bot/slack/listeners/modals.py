"""What was pasted into the modal."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.presentation import sentences
from bot.slack.blocks import pasted
from bot.slack.blocks.paste import STORY_BLOCK, WHERE_BLOCK
from bot.slack.dispatch import Dispatcher
from bot.slack.listeners.identity import bot_in
from bot.slack.payloads import ReadPost
from bot.slack.seal import Seal


class Modals:
    """Submissions; Slack does not repeat them."""

    def __init__(self, dispatcher: Dispatcher, seal: Seal, *, longest: int) -> None:
        self._seal = seal
        self._dispatcher = dispatcher
        self._longest = longest  # characters that are read

    async def pasted(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Read the pasted text, and answer in the thread or conversation that the modal names."""
        view = body["view"]
        text, where = pasted(view)
        team, user = bot_in(context).team, body["user"]["id"]
        sealed = self._seal.open(view.get("private_metadata"), team=team, user=user)
        opened_in = sealed.data if sealed else {}
        channel = opened_in.get("channel") or (where if sealed else None)
        wrong = {}
        if not text.strip():
            wrong[STORY_BLOCK] = sentences.PASTE_EMPTY
        elif len(text) > self._longest:
            wrong[STORY_BLOCK] = sentences.PASTE_TOO_LONG.format(self._longest)
        if sealed is None:
            wrong.setdefault(STORY_BLOCK, sentences.PASTE_OLD)
        elif not channel:
            wrong[WHERE_BLOCK] = sentences.PASTE_WHERE
        if wrong:
            await ack(response_action="errors", errors=wrong)
            return
        await ack()
        thread_ts = opened_in.get("thread_ts")
        await self._dispatcher.read(
            ReadPost(
                team=team,
                channel=str(channel),
                user=user,
                pressed=True,
                vouched=bool(opened_in and sealed and sealed.fresh),
                key=f"paste:{view['id']}:{view.get('hash') or ''}",
                thread_ts=str(thread_ts) if thread_ts else None,
                text=text,
            )
        )
