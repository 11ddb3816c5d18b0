"""Everything that is said to Slack: once, at a pace that Slack bears, in blocks that it takes."""

from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Any, Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.models import LocatorMap
from bot.ports import Idempotency, Waiting
from bot.slack.blocks import Message, View, fallback, shorter
from bot.slack.blocks.markup import escaped
from bot.slack.metrics import REFUSED
from bot.slack.pace import Pace
from bot.slack.problems import NOT_BLOCKS, RAISED, TOO_LONG, SlackProblem, SlackUnreachable, problem_of

Clients = Callable[[str], Awaitable[AsyncWebClient]]
"""The Web API client of a workspace, by team."""

_EVENT_TYPE: Final = "nutgraf_reply"
_LOOK_BACK: Final = 50  # messages: more than can stand between a post and a worker that takes over
_log = structlog.get_logger()


class Poster:
    """Posts, changes and takes back messages. Every method raises ``SlackProblem`` or ``SlackUnreachable``."""

    def __init__(self, *, clients: Clients, idempotency: Idempotency, waiting: Waiting = nullcontext) -> None:
        self._clients = clients
        self._idempotency = idempotency
        self._waiting = waiting
        self._pace = Pace(waiting=waiting)

    async def once(
        self,
        team: str,
        channel: str,
        message: Message,
        *,
        key: str,
        thread_ts: str | None,
        since: str | None = None,
    ) -> str:
        """Post ``message`` unless this was done under ``key`` already; the message's ts.

        A worker may die between posting and noting it. So the intention is noted first, and who finds it noted
        looks once whether the message stands there, after the post ``since``; it carries ``key`` in its metadata.
        """
        said = await self._idempotency.result(team, f"said:{key}")
        if said:
            return said
        if said is not None:
            found = await self._find(team, channel, thread_ts, key, message.text, since)
            if found:
                await self._idempotency.done(team, f"said:{key}", found)
                return found
        await self._idempotency.done(team, f"said:{key}", "")
        metadata = {"event_type": _EVENT_TYPE, "event_payload": {"key": key}}
        sent = await self._send(team, "chat.postMessage", channel, message, thread_ts=thread_ts, metadata=metadata)
        ts = str(sent["ts"])
        await self._idempotency.done(team, f"said:{key}", ts)
        return ts

    async def change(self, team: str, channel: str, ts: str, message: Message) -> None:
        """Put ``message`` in the place of our message ``ts``."""
        await self._send(team, "chat.update", channel, message, ts=ts)

    async def remove(self, team: str, channel: str, ts: str) -> None:
        """Take our message back; one that is gone already is no problem."""
        try:
            await self._call(team, "chat.delete", channel, {"channel": channel, "ts": ts})
        except SlackProblem as problem:
            if not problem.gone:
                raise

    async def picture(self, team: str, channel: str, thread_ts: str, picture: LocatorMap) -> str:
        """Upload ``picture`` into the thread, with its words; the file's id."""
        await self._pace.turn(team, channel)
        client = await self._clients(team)
        try:
            answer = await client.files_upload_v2(
                content=picture.png,
                filename="map.png",
                title="Map of the places",
                alt_txt=picture.alt,
                initial_comment=escaped(picture.caption),
                channel=channel,
                thread_ts=thread_ts,
            )
        except RAISED as error:
            problem = problem_of(error, channel)
            REFUSED.labels(problem.code if isinstance(problem, SlackProblem) else "unreachable").inc()
            raise problem from error
        return str((answer.get("file") or {}).get("id") or "unknown")

    async def remove_file(self, team: str, file_id: str) -> None:
        """Take a file of ours back; one that is gone, or that we may not touch any more, is no problem."""
        try:
            await self._call(team, "files.delete", "", {"file": file_id})
        except SlackProblem as problem:
            if problem.passing:
                raise
            _log.info("a file was not removed", code=problem.code)

    async def whisper(self, team: str, channel: str, user: str, message: Message, *, thread_ts: str | None) -> None:
        """Show ``message`` to one person alone, in the conversation."""
        body = {"channel": channel, "user": user, "text": message.text, "blocks": message.blocks}
        await self._call(team, "chat.postEphemeral", channel, body | ({"thread_ts": thread_ts} if thread_ts else {}))

    async def tell(
        self, team: str, user: str | None, message: Message, *, respond: str | None = None, replace: bool = False
    ) -> None:
        """Tell one person, where they are waiting for it, else in a direct message; nobody when neither is known.

        ``replace`` puts it in the place of the message whose button led here.
        """
        if respond and await self._respond(respond, message, replace=replace):
            return
        if user:
            body = {"channel": user, "text": message.text, "blocks": message.blocks, "unfurl_links": False}
            await self._call(team, "chat.postMessage", user, body)

    async def withdraw(self, respond: str) -> None:
        """Remove the ephemeral message whose button was pressed."""
        await self._webhook(respond, {"delete_original": True})

    async def status(self, team: str, channel: str, thread_ts: str, status: str) -> None:
        """The line that says what we are doing. It is a courtesy: without the scope, or in a channel that has none,
        nothing happens."""
        body = {"channel_id": channel, "thread_ts": thread_ts, "status": status}
        try:
            await self._call(team, "assistant.threads.setStatus", channel, body)
        except (SlackProblem, SlackUnreachable) as problem:
            _log.debug("no status line", error=str(problem))

    async def open_view(self, team: str, trigger_id: str, view: View) -> None:
        """Open a modal for who pressed or called."""
        await self._call(team, "views.open", "", {"trigger_id": trigger_id, "view": view})

    async def turn_view(self, team: str, view_id: str, hash_: str | None, view: View) -> None:
        """Put another page into an open modal."""
        await self._call(
            team, "views.update", "", {"view_id": view_id, "view": view} | ({"hash": hash_} if hash_ else {})
        )

    async def first_of_thread(self, team: str, channel: str, thread_ts: str) -> dict[str, Any] | None:
        """The message that a thread hangs on, or None where it cannot be had: Slack may allow one look a minute."""
        body = {"channel": channel, "ts": thread_ts, "limit": 1, "inclusive": True}
        try:
            answer = await self._call(team, "conversations.replies", channel, body)
        except SlackProblem:
            return None
        return next((m for m in answer.get("messages") or [] if m.get("ts") == thread_ts), None)

    async def is_outside(self, team: str, channel: str) -> bool:
        """Whether we are certainly not in the channel; False where Slack does not tell."""
        try:
            await self._call(team, "conversations.history", channel, {"channel": channel, "limit": 1})
        except SlackProblem as problem:
            return problem.code in {"not_in_channel", "channel_not_found"}
        return False

    async def _find(
        self, team: str, channel: str, thread_ts: str | None, key: str, text: str, since: str | None
    ) -> str | None:
        """The ts of our message with this key; None when it does not stand there, or nobody may look.

        Where Slack does not show us metadata, a bot's message with the same words is taken for it.
        """
        method = "conversations.replies" if thread_ts else "conversations.history"
        body: dict[str, Any] = {"channel": channel, "limit": _LOOK_BACK, "oldest": since, "include_all_metadata": True}
        try:
            answer = await self._call(team, method, channel, body | ({"ts": thread_ts} if thread_ts else {}))
        except SlackProblem as problem:
            if problem.passing:
                raise
            return None
        for message in answer.get("messages") or []:
            metadata = message.get("metadata") or {}
            same_words = bool(message.get("bot_id")) and message.get("text") == text
            if metadata.get("event_payload", {}).get("key") == key or (same_words and not metadata):
                return str(message["ts"])
        return None

    async def _send(self, team: str, method: str, channel: str, message: Message, **more: Any) -> dict[str, Any]:
        """Send the message; what Slack finds too long is sent shorter, what it does not know in plainer blocks."""
        tried: Message | None = message
        while tried is not None:
            await self._pace.turn(team, channel)
            try:
                return await self._call(team, method, channel, _body(channel, tried) | more)
            except SlackProblem as problem:
                refused = problem
                _log.warning("message refused", code=problem.code, blocks=len(tried.blocks), size=tried.size)
                tried = _plainer(tried, problem.code)
        raise refused

    async def _call(self, team: str, method: str, channel: str, body: dict[str, Any]) -> dict[str, Any]:
        client = await self._clients(team)
        given = {name: value for name, value in body.items() if value is not None}
        try:
            async with self._waiting():  # slack-sdk waits in there for as long as Slack asks it to
                if method.startswith(("conversations.", "users.")):  # these read no JSON
                    answer = await client.api_call(method, params=given)
                else:
                    answer = await client.api_call(method, json=given)
        except RAISED as error:
            problem = problem_of(error, channel)
            REFUSED.labels(problem.code if isinstance(problem, SlackProblem) else "unreachable").inc()
            raise problem from error
        data = answer.data
        return data if isinstance(data, dict) else {}

    async def _respond(self, url: str, message: Message, *, replace: bool = False) -> bool:
        return await self._webhook(
            url,
            {"response_type": "ephemeral", "replace_original": replace, "text": message.text, "blocks": message.blocks},
        )

    async def _webhook(self, url: str, body: dict[str, Any]) -> bool:
        try:
            answer = await AsyncWebhookClient(url).send_dict(body)
        except RAISED as error:
            raise problem_of(error) from error
        return answer.status_code == 200


def _body(channel: str, message: Message) -> dict[str, Any]:
    body: dict[str, Any] = {"channel": channel, "text": message.text, "unfurl_links": False, "unfurl_media": False}
    return body | ({"blocks": message.blocks} if message.blocks else {})


def _plainer(message: Message, code: str) -> Message | None:
    """What to try next after Slack refused ``message`` with ``code``; None when nothing would help."""
    if not message.blocks or code not in TOO_LONG | NOT_BLOCKS:
        return None
    other = shorter(message) if code in TOO_LONG else fallback(message)
    helps = other.size < message.size if code in TOO_LONG else other.blocks != message.blocks
    return other if helps else Message(message.text, [])
