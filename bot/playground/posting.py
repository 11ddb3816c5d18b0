"""Bots' messages: from the arguments of chat.postMessage and its kin, or a response URL, to a message."""

import json
from typing import Any

from bot.playground.backend import Backend
from bot.playground.blocks import checked_blocks, checked_text
from bot.playground.blocks.message import parsed, walk
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Workspace

MAX_UPDATE_TEXT = 4_000
MAX_METADATA = 8_000


def flag(value: object) -> bool:
    """A boolean argument, from JSON or from a form."""
    return value in (True, 1, "1", "true", "True")


def channel_for(workspace: Workspace, value: object, *, member: bool = True) -> Channel:
    """The channel that a method's argument names. Raises Refusal: channel_not_found, not_in_channel."""
    if not isinstance(value, str) or not value:
        raise Refusal("channel_not_found")
    if value in workspace.users and value.startswith("U"):
        return workspace.direct(value)
    try:
        channel = workspace.channel(value)
    except KeyError:
        raise Refusal("channel_not_found") from None
    if workspace.bot_user_id not in channel.members:
        if channel.kind != "channel":
            raise Refusal("channel_not_found")
        if member:
            raise Refusal("not_in_channel")
    return channel


def check_writable(channel: Channel) -> None:
    """Raises Refusal: is_archived, restricted_action."""
    if channel.archived:
        raise Refusal("is_archived")
    if channel.only_admins_post:
        raise Refusal("restricted_action")


def content(workspace: Workspace, arguments: Json, *, limit: int = 40_000) -> Json:
    """The text, blocks, attachments and metadata of a message to be. Raises Refusal."""
    message: Json = {"text": checked_text(arguments.get("text") or "", limit)}
    if arguments.get("markdown_text"):
        if message["text"] or arguments.get("blocks"):
            raise Refusal("markdown_text_conflict")
        arguments = {**arguments, "blocks": [{"type": "markdown", "text": arguments["markdown_text"]}]}
    if arguments.get("blocks") not in (None, ""):
        message["blocks"] = checked_blocks(arguments["blocks"])
        _check_files(workspace, message["blocks"])
    if attachments := parsed(arguments.get("attachments") or [], "invalid_attachments"):
        message["attachments"] = attachments
        for attachment in attachments:
            if "blocks" in attachment:
                attachment["blocks"] = checked_blocks(attachment["blocks"])
    if not (message["text"] or message.get("blocks") or message.get("attachments")):
        raise Refusal("no_text")
    if arguments.get("metadata"):
        message["metadata"] = _metadata(parsed(arguments["metadata"], "invalid_metadata_format"))
    return message


def _check_files(workspace: Workspace, blocks: list[Json]) -> None:
    for part in walk(blocks):
        file = part.get("slack_file")
        if isinstance(file, dict) and "id" in file and file["id"] not in workspace.files:
            raise Refusal.with_messages("invalid_blocks", ["invalid slack file [json-pointer:/blocks]"])


def _metadata(value: Any) -> Json:
    if not isinstance(value, dict) or not isinstance(value.get("event_type"), str):
        raise Refusal("invalid_metadata_format")
    if not isinstance(value.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    if len(json.dumps(value)) > MAX_METADATA:
        raise Refusal("metadata_too_large")
    return value


def signed(backend: Backend, workspace: Workspace, message: Json) -> Json:
    """The message with what marks it as the app's."""
    bot = workspace.users[workspace.bot_user_id]
    return {
        "user": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "app_id": backend.app.id,
        "bot_profile": {
            "id": workspace.bot_id,
            "app_id": backend.app.id,
            "name": bot.real_name,
            "deleted": False,
            "updated": 0,
            "icons": {},
            "team_id": workspace.id,
        },
        **message,
    }


def in_thread(channel: Channel, thread_ts: object) -> Json:
    """The thread fields of a reply. Raises Refusal: thread_not_found, cannot_reply_to_message."""
    if not thread_ts:
        return {}
    parent = channel.messages.get(str(thread_ts))
    if parent is None:
        raise Refusal("thread_not_found")
    if parent.get("thread_ts", parent["ts"]) != parent["ts"]:
        raise Refusal("cannot_reply_to_message")
    return {"thread_ts": parent["ts"]}


def post(backend: Backend, workspace: Workspace, channel: Channel, arguments: Json) -> Json:
    """Post as the app. Raises Refusal."""
    check_writable(channel)
    message = content(workspace, arguments) | in_thread(channel, arguments.get("thread_ts"))
    if "thread_ts" in message and flag(arguments.get("reply_broadcast")):
        message["subtype"] = "thread_broadcast"
    return backend.conversations.add(workspace, channel, signed(backend, workspace, message))


def whisper(backend: Backend, workspace: Workspace, channel: Channel, user: str, arguments: Json) -> Json:
    """Show something to one person, as the app. Raises Refusal."""
    message = content(workspace, arguments) | in_thread(channel, arguments.get("thread_ts"))
    return backend.conversations.whisper(workspace, channel, user, signed(backend, workspace, message))


def changes(workspace: Workspace, message: Json, arguments: Json) -> Json:
    """What chat.update changes in ``message``. Raises Refusal: block_mismatch among others."""
    new = content(workspace, arguments, limit=MAX_UPDATE_TEXT)
    blocks = new.get("blocks")
    if blocks and _has_rich_text(message.get("blocks", [])) and not _has_rich_text(blocks):
        raise Refusal("block_mismatch")
    return {"blocks": None, "attachments": message.get("attachments"), **new}


def _has_rich_text(blocks: list[Json]) -> bool:
    return any(block["type"] == "rich_text" for block in blocks)


def respond(backend: Backend, path: str, body: Json) -> None:
    """What a POST to a response URL does. Raises Refusal."""
    hook = backend.tickets.use_hook(path)
    answer(backend, hook.workspace, hook.channel, hook.user, body, hook.message_ts, hook.ephemeral, hook.thread_ts)


def answer(
    backend: Backend,
    workspace: Workspace,
    channel: Channel,
    user: str,
    body: Json,
    message_ts: str | None = None,
    ephemeral: bool = False,
    thread_ts: str | None = None,
) -> None:
    """Carry out an answer to a command or an interaction, from an acknowledgement or a response URL.

    Raises Refusal.
    """
    if message_ts and flag(body.get("delete_original")):
        if ephemeral:
            backend.conversations.unwhisper(workspace, channel, message_ts)
        elif message_ts in channel.messages:
            backend.conversations.remove(workspace, channel, message_ts)
        return
    if message_ts and flag(body.get("replace_original")):
        if ephemeral:
            _replace_whisper(backend, workspace, channel, message_ts, body)
        else:
            message = channel.messages.get(message_ts)
            if message is None:
                raise Refusal("message_not_found", status=404)
            new = changes(workspace, message, body)
            backend.conversations.edit(workspace, channel, message_ts, new, workspace.bot_user_id)
        return
    if ephemeral and "thread_ts" not in body and thread_ts:
        body = {**body, "thread_ts": thread_ts}
    if body.get("response_type") == "in_channel":
        post(backend, workspace, channel, body)
    else:
        whisper(backend, workspace, channel, user, body)


def _replace_whisper(backend: Backend, workspace: Workspace, channel: Channel, ts: str, body: Json) -> None:
    new = content(workspace, body)
    for message in channel.ephemerals:
        if message["ts"] == ts:
            message.pop("blocks", None)
            message.update(new)
    backend.state.feed.publish("channel", team=workspace.id, channel=channel.id, ts=ts)
