"""Choosing which results of a search to share: the suggestions while a person types, and the submission."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.presentation import sentences
from bot.slack.blocks import PAGE_SIZE, chosen, metadata_of
from bot.slack.blocks.choosing import CHOOSE_BLOCK
from bot.slack.dispatch import Dispatcher
from bot.slack.finding import EVERYTHING, find
from bot.slack.listeners.identity import bot_in
from bot.slack.parts import Parts
from bot.slack.payloads import SearchChannel


class Choosing:
    """The team is the one that Slack signed for, the channel the one that the modal was opened in."""

    def __init__(self, parts: Parts, dispatcher: Dispatcher) -> None:
        self._parts = parts
        self._dispatcher = dispatcher

    async def suggest(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """The results that fit what was typed: Slack wants them in the acknowledgement."""
        parts, team, metadata = self._parts, bot_in(context).team, metadata_of(body["view"])
        words, typed = str(metadata["words"]), str(body.get("value") or "")
        found = await find(parts, team, metadata["channel"], metadata["command"], words, limit=EVERYTHING)
        locale = await parts.locales.of(team, body["user"]["id"])
        await ack(await asyncio.to_thread(found.suggestions, typed, locale))

    async def share(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Share what was chosen; the work looks it up again in the channel's stories."""
        view = body["view"]
        ids, metadata = chosen(view)
        if not 0 < len(ids) <= PAGE_SIZE:
            wrong = sentences.CHOOSE_FEWER.format(PAGE_SIZE) if ids else sentences.CHOOSE_NONE
            await ack(response_action="errors", errors={CHOOSE_BLOCK: wrong})
            return
        await ack()
        await self._dispatcher.search(
            SearchChannel(
                team=bot_in(context).team,
                channel=metadata["channel"],
                user=body["user"]["id"],
                respond=metadata.get("respond"),
                words=metadata["words"],
                command=metadata["command"],
                key=f"choose:{view['id']}:{view.get('hash') or ''}",
                share=True,
                chosen=ids,
            )
        )
