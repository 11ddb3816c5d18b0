"""Choosing which results of a search to share: the suggestions while a person types, and the submission."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.errors import NutgrafError
from bot.presentation import sentences
from bot.slack.blocks import PAGE_SIZE, chosen
from bot.slack.blocks.choosing import CHOOSE_BLOCK
from bot.slack.dispatch import Dispatcher
from bot.slack.finding import EVERYTHING, find
from bot.slack.listeners.identity import bot_in
from bot.slack.parts import Parts
from bot.slack.payloads import SearchChannel
from bot.slack.seal import Sealed


class Choosing:
    """The team is the one that Slack signed for, the channel the one that the modal was opened in, as its seal says."""

    def __init__(self, parts: Parts, dispatcher: Dispatcher) -> None:
        self._parts = parts
        self._dispatcher = dispatcher

    async def suggest(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """The results that fit what was typed: Slack wants them in the acknowledgement."""
        parts, team, user = self._parts, bot_in(context).team, body["user"]["id"]
        sealed = parts.seal.open(body["view"].get("private_metadata"), team=team, user=user)
        if sealed is None or not await self._may(team, user, sealed):
            await ack(options=[])
            return
        data, typed = sealed.data, str(body.get("value") or "")[:200]
        found = await find(parts, team, data["channel"], data["command"], str(data["words"]), limit=EVERYTHING)
        locale = await parts.locales.of(team, user)
        await ack(await asyncio.to_thread(found.suggestions, typed, locale))

    async def _may(self, team: str, user: str, sealed: Sealed) -> bool:
        try:
            return await self._parts.members.has(team, sealed.data["channel"], user, vouched=sealed.fresh)
        except NutgrafError:  # Slack does not answer: better no suggestions than somebody else's
            return False

    async def share(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Share what was chosen; the work looks it up again in the channel's stories."""
        view = body["view"]
        team, user, ids = bot_in(context).team, body["user"]["id"], chosen(view)
        sealed = self._parts.seal.open(view.get("private_metadata"), team=team, user=user)
        if not 0 < len(ids) <= PAGE_SIZE:
            wrong = sentences.CHOOSE_FEWER.format(PAGE_SIZE) if ids else sentences.CHOOSE_NONE
            await ack(response_action="errors", errors={CHOOSE_BLOCK: wrong})
            return
        if sealed is None:
            await ack(response_action="errors", errors={CHOOSE_BLOCK: sentences.CHOOSE_OLD})
            return
        await ack()
        await self._dispatcher.search(
            SearchChannel(
                team=team,
                channel=sealed.data["channel"],
                user=user,
                respond=sealed.data.get("respond"),
                pressed=True,
                vouched=sealed.fresh,
                words=sealed.data["words"],
                command=sealed.data["command"],
                key=f"choose:{view['id']}:{view.get('hash') or ''}",
                share=True,
                chosen=ids,
            )
        )
