"""``/who-said WORDS`` and ``/desk on|off|status``."""

from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.errors import StoreUnavailable
from bot.models import Desk
from bot.slack.blocks import Message, desk_status, help_message, problem
from bot.slack.links import unmarked
from bot.slack.listeners.who import bot_in
from bot.slack.parts import Parts
from bot.slack.payloads import SearchChannel
from bot.slack.receiving import Receiving

_NO_MEMORY: Final = "I cannot reach my memory just now. Try again in a minute."
_WORDS: Final = "Write the words that you look for: /who-said ceasefire. I search the stories read in this channel."
_DESK: Final = "Write /desk on, /desk off or /desk status."
_INVITE: Final = "I am not in this channel yet, so I see no links here. Invite me with /invite, and I begin."
_LONGEST: Final = 500  # characters of a search


class Commands:
    """Answers go to the person alone."""

    def __init__(self, parts: Parts, receiving: Receiving) -> None:
        self._parts = parts
        self._receiving = receiving

    async def who_said(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Look through the channel's stories."""
        words = unmarked(str(body.get("text") or "")).strip('"“”‘’ ')[:_LONGEST]
        if not words or words.casefold() == "help":
            await _say(ack, help_message() if words else problem(_WORDS))
            return
        await ack()
        await self._receiving.search(
            SearchChannel(
                team=bot_in(context).team,
                channel=body["channel_id"],
                user=body["user_id"],
                respond=body.get("response_url"),
                words=words,
                key=f"search:{body['channel_id']}:{body.get('trigger_id')}",
            )
        )

    async def desk(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Switch reading on or off in this channel, or say how it is."""
        bot, channel, user = bot_in(context), body["channel_id"], body["user_id"]
        wish = str(body.get("text") or "").strip().casefold() or "status"
        desks = self._parts.desks
        desk: Desk | None
        try:
            if wish in {"on", "off"}:
                desk = await desks.switch(bot.team, channel, on=wish == "on", user=user)
            elif wish == "status":
                desk = await desks.choice(bot.team, channel)
            else:
                await _say(ack, help_message() if wish == "help" else problem(_DESK))
                return
        except StoreUnavailable:
            await _say(ack, problem(_NO_MEMORY))
            return
        await _say(ack, desk_status(desk, desks.default_on, await self._parts.locales.of(bot.team, user)))
        if wish == "on":
            self._parts.background.start(
                self._ask_for_invitation(bot.team, channel, user, body.get("response_url")), name="ask for invitation"
            )

    async def _ask_for_invitation(self, team: str, channel: str, user: str, respond: str | None) -> None:
        if await self._parts.poster.is_outside(team, channel):
            await self._parts.poster.tell(team, user, problem(_INVITE), respond=respond)


async def _say(ack: AsyncAck, message: Message) -> None:
    await ack(response_type="ephemeral", text=message.text, blocks=message.blocks)
