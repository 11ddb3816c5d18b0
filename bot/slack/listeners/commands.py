"""``/who-said``, ``/said-by``, ``/warnings``, ``/story`` and ``/desk``."""

from typing import Any, Final, Literal

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.answers import filters
from bot.errors import StoreUnavailable
from bot.models import Desk
from bot.presentation import sentences
from bot.slack.blocks import Message, command_help, desk_status, help_message, problem
from bot.slack.dispatch import Dispatcher
from bot.slack.links import text_links, unmarked
from bot.slack.listeners.identity import bot_in
from bot.slack.parts import Parts
from bot.slack.payloads import SearchChannel, ShowStory

_LONGEST: Final = 500  # characters of a search, without its markup
_LONGEST_LINK: Final = 5_000


class Commands:
    """Answers go to the person alone."""

    def __init__(self, parts: Parts, dispatcher: Dispatcher) -> None:
        self._parts = parts
        self._dispatcher = dispatcher

    async def who_said(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Look through the channel's stories."""
        words = _words(body).strip('"“”‘’ ')
        if not words or _asks_help(words):
            await _say(ack, command_help("who-said") if words else problem(sentences.USAGE_WHO_SAID))
            return
        await ack()
        await self._search(body, context, words, "who-said")

    async def said_by(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """What somebody said in the channel's stories."""
        words = _words(body)
        wanted = filters.said_by(words, self._parts.now())
        if _asks_help(words):
            await _say(ack, command_help("said-by"))
        elif wanted.unclear:
            await _say(ack, problem(sentences.USAGE_SINCE.format(wanted.unclear)))
        elif not wanted.by:
            await _say(ack, problem(sentences.USAGE_SAID_BY))
        else:
            await ack()
            await self._search(body, context, words, "said-by")

    async def warnings(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """The warnings of the channel's stories."""
        words = _words(body)
        wanted = filters.warnings(words, self._parts.now())
        if _asks_help(words):
            await _say(ack, command_help("warnings"))
        elif wanted.unclear:
            await _say(ack, problem(sentences.USAGE_WARNINGS.format(wanted.unclear)))
        else:
            await ack()
            await self._search(body, context, words, "warnings")

    async def story(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Show a story to the person alone."""
        text = str(body.get("text") or "")[:_LONGEST_LINK]
        links = text_links(text)
        if _asks_help(text) or len(links) != 1:
            await _say(ack, command_help("story") if _asks_help(text) else problem(sentences.USAGE_STORY))
            return
        await ack()
        await self._dispatcher.show(
            ShowStory(
                team=bot_in(context).team,
                channel=body["channel_id"],
                user=body["user_id"],
                respond=body.get("response_url"),
                link=links[0],
                key=f"show:{body['channel_id']}:{body.get('trigger_id')}",
            )
        )

    async def _search(
        self,
        body: dict[str, Any],
        context: AsyncBoltContext,
        words: str,
        command: Literal["who-said", "said-by", "warnings"],
    ) -> None:
        await self._dispatcher.search(
            SearchChannel(
                team=bot_in(context).team,
                channel=body["channel_id"],
                user=body["user_id"],
                respond=body.get("response_url"),
                words=words,
                command=command,
                key=f"search:{body['channel_id']}:{body.get('trigger_id')}",
            )
        )

    async def desk(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Switch reading on or off in this channel, or say how it is."""
        bot, channel, user = bot_in(context), body["channel_id"], body["user_id"]
        wish = str(body.get("text") or "")[:_LONGEST].strip().casefold() or "status"
        desks = self._parts.desks
        desk: Desk | None
        try:
            if wish in {"on", "off"}:
                desk = await desks.switch(bot.team, channel, on=wish == "on", user=user)
            elif wish == "status":
                desk = await desks.choice(bot.team, channel)
            else:
                await _say(ack, help_message() if wish == "help" else problem(sentences.USAGE_DESK))
                return
        except StoreUnavailable:
            await _say(ack, problem(sentences.STORE_AWAY))
            return
        await _say(ack, desk_status(desk, desks.default_on, await self._parts.locales.of(bot.team, user)))
        if wish == "on":
            self._parts.background.start(
                self._ask_for_invitation(bot.team, channel, user, body.get("response_url")), name="ask for invitation"
            )

    async def _ask_for_invitation(self, team: str, channel: str, user: str, respond: str | None) -> None:
        if await self._parts.poster.is_outside(team, channel):
            await self._parts.poster.tell(team, user, problem(sentences.INVITE), respond=respond)


def _words(body: dict[str, Any]) -> str:
    return unmarked(str(body.get("text") or "")[: 4 * _LONGEST]).strip()[:_LONGEST]


def _asks_help(words: str) -> bool:
    return words.strip().casefold() == "help"


async def _say(ack: AsyncAck, message: Message) -> None:
    await ack(response_type="ephemeral", text=message.text, blocks=message.blocks)
