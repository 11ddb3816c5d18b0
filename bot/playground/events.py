"""Events as Slack shapes them, and the envelope in which they travel."""

import time
from typing import Any

from bot.playground.app import App
from bot.playground.state import Channel, Json, Workspace, new_id

_SUBSCRIPTIONS = {
    "channel": ("message.channels", "channels:history"),
    "group": ("message.groups", "groups:history"),
    "im": ("message.im", "im:history"),
}
_SCOPES = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
}


def wanted(app: App, event: Json) -> bool:
    """Whether the app subscribed to this event and was granted its scope."""
    if event["type"] == "message":
        subscription, scope = _SUBSCRIPTIONS[event["channel_type"]]
    else:
        subscription, scope = event["type"], _SCOPES.get(event["type"], "")
    return subscription in app.events and (not scope or scope in app.scopes)


def envelope(app: App, workspace: Workspace, event: Json) -> Json:
    """The body of an event_callback."""
    return {
        "token": app.verification_token,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.id,
                "user_id": workspace.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{new_id('E')}",
    }


def message(channel: Channel, stored: Json) -> Json:
    """The event of a new message."""
    hidden = {"reply_count", "reply_users", "reply_users_count", "latest_reply", "reactions", "metadata"}
    return {
        **{key: value for key, value in stored.items() if key not in hidden},
        "channel": channel.id,
        "event_ts": stored["ts"],
        "channel_type": channel.channel_type,
    }


def app_mention(channel: Channel, stored: Json) -> Json:
    """The event that doubles a message which names the bot."""
    copied = {
        key: value
        for key, value in stored.items()
        if key in {"user", "text", "ts", "client_msg_id", "team", "blocks", "thread_ts", "files", "edited", "bot_id"}
    }
    return {**copied, "type": "app_mention", "channel": channel.id, "event_ts": stored["ts"]}


def message_changed(channel: Channel, now: str, after: Json, before: Json) -> Json:
    """The event of an edit, whoever or whatever made it (a person, an unfurl, a deletion that leaves a thread)."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": after,
        "previous_message": before,
        "channel": channel.id,
        "hidden": True,
        "ts": now,
        "event_ts": now,
        "channel_type": channel.channel_type,
    }


def message_deleted(channel: Channel, now: str, before: Json) -> Json:
    """The event of a deletion."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "channel": channel.id,
        "hidden": True,
        "deleted_ts": before["ts"],
        "ts": now,
        "event_ts": now,
        "channel_type": channel.channel_type,
    }


def reaction(kind: str, now: str, user: str, name: str, channel: Channel, item: Json) -> Json:
    """``kind`` is reaction_added or reaction_removed."""
    return {
        "type": kind,
        "user": user,
        "reaction": name,
        "item_user": item.get("user", ""),
        "item": {"type": "message", "channel": channel.id, "ts": item["ts"]},
        "event_ts": now,
    }


def membership(kind: str, now: str, user: str, channel: Channel, workspace: Workspace, inviter: str | None) -> Json:
    """``kind`` is member_joined_channel or member_left_channel."""
    event: dict[str, Any] = {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "group" else "C",
        "team": workspace.id,
        "event_ts": now,
    }
    return {**event, "inviter": inviter} if inviter else event


def home_opened(now: str, user: str, channel: Channel, tab: str, view: Json | None) -> Json:
    """A person opened the app's home or its messages."""
    event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab, "event_ts": now}
    return {**event, "view": view} if view else event
