"""The buttons of our messages and modals."""

import json
from collections.abc import Callable, Coroutine
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.errors import NutgrafError
from bot.models import Report
from bot.presentation import sentences
from bot.services import Place
from bot.slack import actions
from bot.slack.blocks import (
    Locale,
    View,
    all_actors,
    all_claims,
    all_places,
    all_warnings,
    choose_modal,
    paste_modal,
    problem,
)
from bot.slack.dispatch import Dispatcher
from bot.slack.jobs import reply_mark, take_maps_back
from bot.slack.listeners.identity import bot_in
from bot.slack.parts import Parts
from bot.slack.payloads import ReadPost, SearchChannel

_VIEWS: Final[dict[str, Callable[..., View]]] = {
    actions.OPEN_WARNINGS: all_warnings,
    actions.OPEN_CLAIMS: all_claims,
    actions.OPEN_ACTORS: all_actors,
    actions.OPEN_PLACES: all_places,
}


class Buttons:
    """Every button is acknowledged first."""

    def __init__(self, parts: Parts, dispatcher: Dispatcher) -> None:
        self._parts = parts
        self._dispatcher = dispatcher

    async def open(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Open the modal with all warnings, claims, actors or places."""
        await ack()
        self._after(body, context, self._open(body, context))

    async def turn(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Turn a page in an open modal."""
        await ack()
        self._after(body, context, self._turn(body, context))

    async def paste(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Open the modal for the text of a story that could not be had."""
        await ack()
        opening = self._parts.poster.open_view(bot_in(context).team, body["trigger_id"], paste_modal(_value(body)))
        self._after(body, context, opening)

    async def share(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Show the channel what a search found."""
        await ack()
        channel = body["channel"]["id"]
        key = f"share:{channel}:{body['user']['id']}:{(body.get('container') or {}).get('message_ts')}"
        await self._dispatcher.search(_search(body, context, key=key, share=True))

    async def choose(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Open the modal in which results of the search are chosen to be shared."""
        await ack()
        job, respond = _search(body, context, key=""), body.get("response_url")
        carried = {"channel": job.channel, "words": job.words, "command": job.command}
        view = choose_modal(job.command, job.words, carried | ({"respond": respond} if respond else {}))
        opening = self._parts.poster.open_view(job.team, body["trigger_id"], view)
        self._after(body, context, opening)

    async def turn_results(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Show another page of what a search found, in the place of this one."""
        await ack()
        await self._dispatcher.search(_search(body, context, key=f"turn:{body.get('trigger_id')}", replace=True))

    async def share_story(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Show the channel a story that ``/story`` showed to one person; from then on it is the channel's."""
        await ack()
        channel, user = body["channel"]["id"], body["user"]["id"]
        shown = (body.get("container") or {}).get("message_ts")
        await self._dispatcher.read(
            ReadPost(
                team=bot_in(context).team,
                channel=channel,
                user=user,
                respond=body.get("response_url"),
                key=f"share-story:{channel}:{user}:{shown}",
                links=[str(_value(body).get("link") or "")],
            )
        )
        if body.get("response_url"):
            self._after(body, context, self._parts.poster.withdraw(body["response_url"]))

    async def remove(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Take our reply back, for the person whose post it answers."""
        await ack()
        self._after(body, context, self._remove(body, context))

    async def mute(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Take no more questions in this thread without a mention."""
        await ack()
        self._after(body, context, self._mute(body, context))

    def _after(self, body: dict[str, Any], context: AsyncBoltContext, work: Coroutine[Any, Any, None]) -> None:
        self._parts.background.start(self._told(body, context, work), name=_action(body)["action_id"])

    async def _told(self, body: dict[str, Any], context: AsyncBoltContext, work: Coroutine[Any, Any, None]) -> None:
        """Do ``work``; when Redis or Slack is away the person who pressed reads that, and the log has the error."""
        try:
            await work
        except NutgrafError as error:
            await self._tell(body, context, getattr(error, "sentence", None) or sentences.STORE_AWAY)
            raise

    async def _open(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        bot, value = bot_in(context), _value(body)
        view = await self._view(bot.team, body, _action(body)["action_id"], str(value.get("story")), 0)
        if view is None:
            await self._tell(body, context, sentences.STORY_GONE)
            return
        await self._parts.poster.open_view(bot.team, body["trigger_id"], view)

    async def _turn(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        bot, value = bot_in(context), _value(body)
        page = int(value.get("page") or 0)
        view = await self._view(bot.team, body, str(value.get("view")), str(value.get("story")), page)
        if view is not None:
            await self._parts.poster.turn_view(bot.team, body["view"]["id"], body["view"].get("hash"), view)

    async def _view(self, team: str, body: dict[str, Any], kind: str, story: str, page: int) -> View | None:
        build = _VIEWS.get(kind)
        report: Report | None = await self._parts.reader.report(team, story)
        if build is None or report is None:
            return None
        locale: Locale = await self._parts.locales.of(team, body["user"]["id"])
        return build(report, locale, page, story=story)

    async def _remove(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        parts, place, message = self._parts, _place(body, context), body.get("message") or {}
        thread = await parts.threads.thread(place)
        if thread and thread.user and thread.user != body["user"]["id"]:
            await self._tell(body, context, sentences.NOT_YOUR_REPLY)
            return
        if thread and thread.reply_ts in {None, message.get("ts")}:  # None: it was posted this very moment
            await take_maps_back(parts, place.team, place.channel, place.thread_ts, thread.stories)
            await parts.idempotency.done(place.team, reply_mark(place.channel, thread.post_ts), "")
            await parts.threads.forget(Place(place.team, place.channel, place.thread_ts, thread.post_ts))
        await parts.poster.remove(place.team, place.channel, str(message.get("ts")))

    async def _mute(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        if await self._parts.threads.mute(_place(body, context)):
            await self._tell(body, context, sentences.MUTED)

    async def _tell(self, body: dict[str, Any], context: AsyncBoltContext, sentence: str) -> None:
        await self._parts.poster.tell(
            bot_in(context).team, body["user"]["id"], problem(sentence), respond=body.get("response_url")
        )


def _action(body: dict[str, Any]) -> dict[str, Any]:
    action: dict[str, Any] = body["actions"][0]
    return action


def _value(body: dict[str, Any]) -> dict[str, Any]:
    value = json.loads(_action(body).get("value") or "{}")
    return value if isinstance(value, dict) else {}


def _search(
    body: dict[str, Any], context: AsyncBoltContext, *, key: str, share: bool = False, replace: bool = False
) -> SearchChannel:
    """The search that a button stands for, in the channel where it was pressed."""
    value = _value(body)
    return SearchChannel(
        team=bot_in(context).team,
        channel=body["channel"]["id"],
        user=body["user"]["id"],
        respond=body.get("response_url"),
        words=str(value.get("words") or ""),
        command=value.get("command") or "who-said",
        page=int(value.get("page") or 0),
        key=key,
        share=share,
        replace=replace,
    )


def _place(body: dict[str, Any], context: AsyncBoltContext) -> Place:
    message = body.get("message") or {}
    ts = str(message.get("ts") or "")
    return Place(bot_in(context).team, body["channel"]["id"], str(message.get("thread_ts") or ts), ts)
