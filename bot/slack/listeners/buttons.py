"""The buttons of our messages and modals."""

import json
from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.errors import NutgrafError
from bot.models import StoryResult, Thread
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
    story_gone,
)
from bot.slack.dispatch import Dispatcher
from bot.slack.jobs import reply_mark, tell_in_thread
from bot.slack.listeners.identity import bot_in, place_in
from bot.slack.parts import Parts
from bot.slack.payloads import Job, ReadPost, SearchChannel

_VIEWS: Final[dict[str, Callable[..., View]]] = {
    actions.OPEN_WARNINGS: all_warnings,
    actions.OPEN_CLAIMS: all_claims,
    actions.OPEN_ACTORS: all_actors,
    actions.OPEN_PLACES: all_places,
}


@dataclass(frozen=True)
class _Opened:
    """What a modal shows: a story of a channel as its thread had it, or one that ``/story`` showed to one person."""

    story: str
    channel: str
    thread_ts: str
    alone: bool


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
        place, user = place_in(body, context), body["user"]["id"]
        where = {"channel": place.channel, "thread_ts": place.thread_ts}
        view = paste_modal(self._parts.seal.close(where, team=place.team, user=user), asks_where=False)
        self._after(body, context, self._parts.poster.open_view(place.team, body["trigger_id"], view))

    async def share(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Show the channel what a search found."""
        await ack()
        place = place_in(body, context)
        key = f"share:{place.channel}:{body['user']['id']}:{place.post_ts}"
        await self._dispatcher.search(_search(body, context, key=key, share=True))

    async def choose(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Open the modal in which results of the search are chosen to be shared."""
        await ack()
        job, respond = _search(body, context, key=""), body.get("response_url")
        carried = {"channel": job.channel, "words": job.words, "command": job.command}
        carried |= {"respond": respond} if respond else {}
        sealed = self._parts.seal.close(carried, team=job.team, user=body["user"]["id"])
        view = choose_modal(job.command, job.words, sealed)
        opening = self._parts.poster.open_view(job.team, body["trigger_id"], view)
        self._after(body, context, opening)

    async def turn_results(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Show another page of what a search found, in the place of this one."""
        await ack()
        await self._dispatcher.search(_search(body, context, key=f"turn:{body.get('trigger_id')}", replace=True))

    async def share_story(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Show the channel a story that ``/story`` showed to one person; from then on it is the channel's."""
        await ack()
        place, user = place_in(body, context), body["user"]["id"]
        await self._dispatcher.read(
            ReadPost(
                team=place.team,
                channel=place.channel,
                user=user,
                respond=body.get("response_url"),
                pressed=True,
                key=f"share-story:{place.channel}:{user}:{place.post_ts}",
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
        parts, place, user = self._parts, place_in(body, context), body["user"]["id"]
        alone = bool((body.get("container") or {}).get("is_ephemeral"))
        opened = _Opened(str(_value(body).get("story")), place.channel, place.thread_ts, alone)
        view = await self._view(place.team, user, _action(body)["action_id"], opened, 0, vouched=True)
        if view is None:
            await self._tell(body, context, sentences.STORY_GONE)
            return
        await parts.poster.open_view(place.team, body["trigger_id"], view)

    async def _turn(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        parts, team, user, value = self._parts, bot_in(context).team, body["user"]["id"], _value(body)
        sealed = parts.seal.open(body["view"].get("private_metadata"), team=team, user=user)
        view = None
        if sealed and sealed.data.keys() == {"story", "channel", "thread_ts", "alone"}:
            kind, page = str(value.get("view")), int(value.get("page") or 0)
            view = await self._view(team, user, kind, _Opened(**sealed.data), page, vouched=sealed.fresh)
        view = view or story_gone(sentences.STORY_GONE)
        await parts.poster.turn_view(team, body["view"]["id"], body["view"].get("hash"), view)

    async def _view(
        self, team: str, user: str, kind: str, opened: "_Opened", page: int, *, vouched: bool
    ) -> View | None:
        """A page of the modal; None where the story is not this person's to see, or is no longer there."""
        build, found = _VIEWS.get(kind), await self._found(team, user, opened, vouched=vouched)
        if build is None or found is None or found.report is None:
            return None
        locale: Locale = await self._parts.locales.of(team, user)
        sealed = self._parts.seal.close(asdict(opened), team=team, user=user)
        return build(found.report, locale, page, story=opened.story) | {"private_metadata": sealed}

    async def _found(self, team: str, user: str, opened: "_Opened", *, vouched: bool) -> StoryResult | None:
        """The story as this person was shown it alone, or as the conversation has it that they are in."""
        parts = self._parts
        shown = await parts.reader.shown(team, user, opened.story) if opened.alone else None
        if shown or not await parts.members.has(team, opened.channel, user, vouched=vouched):
            return shown
        return await parts.threads.story(team, opened.channel, opened.story, thread_ts=opened.thread_ts)

    async def _remove(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        parts, place, message = self._parts, place_in(body, context), body.get("message") or {}
        thread = await parts.threads.thread(place)
        if thread and thread.user and thread.user != body["user"]["id"]:
            await self._tell(body, context, sentences.NOT_YOUR_REPLY)
            return
        for post_ts in await self._answered(place, thread, str(message.get("ts"))) if thread else []:
            post = Place(place.team, place.channel, place.thread_ts, post_ts)
            removed = await parts.threads.forget(post, gone=False)
            for file_id in removed.files:
                await parts.poster.remove_file(place.team, file_id)
            await parts.idempotency.done(place.team, reply_mark(place.channel, post_ts), "")
        await parts.poster.remove(place.team, place.channel, str(message.get("ts")))

    async def _answered(self, place: Place, thread: Thread, reply_ts: str) -> list[str]:
        """The posts of the thread that this reply of ours answers."""
        posts = dict.fromkeys([thread.post_ts, *(story.post_ts for story in thread.stories if story.post_ts)])
        found = []
        for post_ts in posts:
            noted = await self._parts.idempotency.result(place.team, reply_mark(place.channel, post_ts))
            opening = post_ts == thread.post_ts and thread.reply_ts in {None, reply_ts}  # None: posted this very moment
            if noted == reply_ts or opening:
                found.append(post_ts)
        return found

    async def _mute(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        if await self._parts.threads.mute(place_in(body, context)):
            await self._tell(body, context, sentences.MUTED)

    async def _tell(self, body: dict[str, Any], context: AsyncBoltContext, sentence: str) -> None:
        """Tell who pressed, in the thread of the message where there is one."""
        place, respond = place_in(body, context), body.get("response_url")
        job = Job(team=place.team, channel=place.channel, user=body["user"]["id"], respond=respond)
        if body.get("message"):
            await tell_in_thread(self._parts.poster, job, problem(sentence), thread_ts=place.thread_ts)
        else:
            await self._parts.poster.tell(job.team, job.user, problem(sentence), respond=respond)


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
    value, place = _value(body), place_in(body, context)
    return SearchChannel(
        team=place.team,
        channel=place.channel,
        pressed=True,
        user=body["user"]["id"],
        respond=body.get("response_url"),
        words=str(value.get("words") or ""),
        command=value.get("command") or "who-said",
        page=int(value.get("page") or 0),
        key=key,
        share=share,
        replace=replace,
    )
