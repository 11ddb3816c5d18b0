"""chat.*: posting, changing and deleting messages; assistant.threads.setStatus."""

from bot.playground import posting
from bot.playground.backend import Backend
from bot.playground.methods.registry import Method
from bot.playground.refusal import Refusal
from bot.playground.state import Json, Workspace


def post_message(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """chat.postMessage."""
    channel = posting.channel_for(workspace, arguments.get("channel"))
    message = posting.post(backend, workspace, channel, arguments)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def post_ephemeral(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """chat.postEphemeral."""
    channel = posting.channel_for(workspace, arguments.get("channel"))
    user = arguments.get("user")
    if channel.archived:
        raise Refusal("is_archived")
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    return {"message_ts": posting.whisper(backend, workspace, channel, str(user), arguments)["ts"]}


def update(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """chat.update."""
    channel = posting.channel_for(workspace, arguments.get("channel"))
    ts = str(arguments.get("ts"))
    message = channel.messages.get(ts)
    if message is None:
        raise Refusal("message_not_found")
    if message.get("bot_id") != workspace.bot_id or message.get("subtype") == "tombstone":
        raise Refusal("cant_update_message")
    posting.check_writable(channel)
    new = posting.changes(workspace, message, arguments)
    changed = backend.conversations.edit(workspace, channel, ts, new, workspace.bot_user_id)
    return {"channel": channel.id, "ts": ts, "text": changed["text"], "message": changed}


def delete(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """chat.delete."""
    channel = posting.channel_for(workspace, arguments.get("channel"))
    ts = str(arguments.get("ts"))
    message = channel.messages.get(ts)
    if message is None:
        raise Refusal("message_not_found")
    if message.get("bot_id") != workspace.bot_id or message.get("subtype") == "tombstone":
        raise Refusal("cant_delete_message")
    backend.conversations.remove(workspace, channel, ts)
    return {"channel": channel.id, "ts": ts}


def get_permalink(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """chat.getPermalink."""
    channel = posting.channel_for(workspace, arguments.get("channel"), member=False)
    message = channel.messages.get(str(arguments.get("message_ts")))
    if message is None:
        raise Refusal("message_not_found")
    return {"channel": channel.id, "permalink": backend.permalink(channel, message)}


def set_status(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """assistant.threads.setStatus."""
    channel = posting.channel_for(workspace, arguments.get("channel_id"))
    thread_ts = arguments.get("thread_ts")
    if not isinstance(thread_ts, str) or thread_ts not in channel.messages:
        raise Refusal("invalid_thread_ts")
    status = arguments.get("status")
    if not isinstance(status, str):
        raise Refusal("invalid_arguments")
    backend.conversations.set_status(workspace, channel, thread_ts, status)
    return {}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink),
    "assistant.threads.setStatus": Method(set_status, ("chat:write", "assistant:write")),
}
