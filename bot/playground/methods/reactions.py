"""reactions.*."""

from bot.playground import posting
from bot.playground.backend import Backend
from bot.playground.methods.registry import Method
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Workspace


def _where(workspace: Workspace, arguments: Json) -> tuple[Channel, str, str]:
    channel = posting.channel_for(workspace, arguments.get("channel"))
    ts, name = str(arguments.get("timestamp")), arguments.get("name")
    if ts not in channel.messages:
        raise Refusal("message_not_found")
    if not isinstance(name, str) or not name or ":" in name:
        raise Refusal("invalid_name")
    return channel, ts, name


def add(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """reactions.add."""
    channel, ts, name = _where(workspace, arguments)
    if channel.archived:
        raise Refusal("is_archived")
    if not backend.conversations.react(workspace, channel, ts, workspace.bot_user_id, name):
        raise Refusal("already_reacted")
    return {}


def remove(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """reactions.remove."""
    channel, ts, name = _where(workspace, arguments)
    if not backend.conversations.unreact(workspace, channel, ts, workspace.bot_user_id, name):
        raise Refusal("no_reaction")
    return {}


def get(_backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """reactions.get, of a message."""
    channel = posting.channel_for(workspace, arguments.get("channel"))
    message = channel.messages.get(str(arguments.get("timestamp")))
    if message is None:
        raise Refusal("message_not_found")
    return {"type": "message", "channel": channel.id, "message": message}


METHODS = {
    "reactions.add": Method(add, ("reactions:write",)),
    "reactions.remove": Method(remove, ("reactions:write",)),
    "reactions.get": Method(get, ("reactions:read",)),
}
