"""Posts, mentions, edits and deletions."""

from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.slack.listeners.who import bot_in
from bot.slack.receiving import Receiving


class Messages:
    """The events ``message`` and ``app_mention``."""

    def __init__(self, receiving: Receiving) -> None:
        self._receiving = receiving

    async def posted(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Take the event in; without an error it is acknowledged, with one Slack sends it again."""
        await self._receiving.event(body, bot_in(context))
