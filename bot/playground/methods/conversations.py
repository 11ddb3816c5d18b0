"""conversations.*: what a channel is, who is in it, what was said."""

from bot.playground import posting
from bot.playground.backend import Backend
from bot.playground.methods.registry import Method
from bot.playground.posting import flag
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Workspace

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """Slack's conversation object."""
    common: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "context_team_id": workspace.id,
        "is_org_shared": False,
    }
    if channel.kind == "im":
        other = next(iter(channel.members - {workspace.bot_user_id}), workspace.bot_user_id)
        return {**common, "user": other, "is_user_deleted": False}
    return {
        **common,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_private": channel.kind == "group",
        "is_member": workspace.bot_user_id in channel.members,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "num_members": len(channel.members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def info(_backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """conversations.info."""
    channel = posting.channel_for(workspace, arguments.get("channel"), member=False)
    return {"channel": channel_json(workspace, channel)}


def listing(_backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """conversations.list (and users.conversations): what the app can see, in one page."""
    types = str(arguments.get("types") or "public_channel").split(",")
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    wanted = {kinds[name.strip()] for name in types if name.strip() in kinds}
    found = [
        channel_json(workspace, channel)
        for channel in workspace.channels.values()
        if channel.kind in wanted and (channel.kind == "channel" or workspace.bot_user_id in channel.members)
        if not (flag(arguments.get("exclude_archived")) and channel.archived)
    ]
    return {"channels": found, "response_metadata": {"next_cursor": ""}}


def members(_backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """conversations.members."""
    channel = posting.channel_for(workspace, arguments.get("channel"), member=False)
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def _page(messages: list[Json], arguments: Json) -> Json:
    oldest, latest = str(arguments.get("oldest") or "0"), str(arguments.get("latest") or "9999999999.999999")
    inclusive = flag(arguments.get("inclusive"))
    kept = [
        message
        for message in messages
        if oldest < message["ts"] < latest or (inclusive and message["ts"] in (oldest, latest))
    ]
    limit = min(int(arguments.get("limit") or 100), 999)
    start = int(arguments.get("cursor") or 0)
    page = kept[start : start + limit]
    more = start + limit < len(kept)
    if not flag(arguments.get("include_all_metadata")):
        page = [{key: value for key, value in message.items() if key != "metadata"} for message in page]
    metadata = {"next_cursor": str(start + limit) if more else ""}
    return {"messages": page, "has_more": more, "response_metadata": metadata}


def history(_backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """conversations.history, newest first, without replies."""
    channel = posting.channel_for(workspace, arguments.get("channel"))
    top = [
        message
        for message in channel.messages.values()
        if message.get("thread_ts", message["ts"]) == message["ts"] or message.get("subtype") == "thread_broadcast"
    ]
    return _page(top[::-1], arguments)


def replies(_backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """conversations.replies, oldest first, with the message that opened the thread."""
    channel = posting.channel_for(workspace, arguments.get("channel"))
    ts = str(arguments.get("ts"))
    if ts not in channel.messages:
        raise Refusal("thread_not_found")
    return _page(channel.thread(channel.messages[ts].get("thread_ts", ts)), arguments)


def open_direct(_backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """conversations.open, with one person."""
    user = str(arguments.get("users") or "").split(",")[0]
    if user not in workspace.users:
        raise Refusal("user_not_found")
    return {"channel": {"id": workspace.direct(user).id}, "no_op": True, "already_open": True}


def join(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """conversations.join."""
    channel = posting.channel_for(workspace, arguments.get("channel"), member=False)
    if channel.archived:
        raise Refusal("is_archived")
    backend.conversations.join(workspace, channel, workspace.bot_user_id)
    return {"channel": channel_json(workspace, channel)}


METHODS = {
    "conversations.info": Method(info, _READ),
    "conversations.list": Method(listing, _READ),
    "users.conversations": Method(listing, _READ),
    "conversations.members": Method(members, _READ),
    "conversations.history": Method(history, _HISTORY),
    "conversations.replies": Method(replies, _HISTORY),
    "conversations.open": Method(open_direct, ("im:write", "channels:manage", "groups:write")),
    "conversations.join": Method(join, ("channels:join",)),
}
