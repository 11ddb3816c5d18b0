"""Posts, mentions, edits and deletions."""

from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.slack.dispatch import Dispatcher
from bot.slack.listeners.identity import bot_in


class Messages:
    """The events ``message`` and ``app_mention``."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    async def posted(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Take the event in; without an error it is acknowledged, with one Slack sends it again."""
        await self._dispatcher.event(body, bot_in(context))
