"""Messages coming, changing and going, with the events that tell the app."""

import copy

from bot.playground import events
from bot.playground.outbox import Outbox
from bot.playground.state import Channel, Json, State, Workspace

_MENTION = "<@{}>"


class Conversations:
    """Keeps channels true and the app informed. A message is kept as Slack's JSON, without its channel."""

    def __init__(self, state: State, outbox: Outbox) -> None:
        self._state = state
        self._outbox = outbox

    def _tell(self, workspace: Workspace, channel: Channel, event: Json) -> None:
        if workspace.bot_user_id in channel.members:
            self._outbox.event(workspace, copy.deepcopy(event))

    def _changed(self, workspace: Workspace, channel: Channel, ts: str | None = None) -> None:
        self._state.feed.publish("channel", team=workspace.id, channel=channel.id, ts=ts)

    def add(self, workspace: Workspace, channel: Channel, message: Json) -> Json:
        """Put a message (with user, text, blocks …) into the channel; returns it with its ts."""
        stored: Json = {"type": "message", **message, "ts": self._state.clock.ts(), "team": workspace.id}
        if thread_ts := stored.get("thread_ts"):
            self._add_reply(channel.messages[thread_ts], stored)
        channel.messages[stored["ts"]] = stored
        if stored["user"] == workspace.bot_user_id:
            workspace.statuses.pop((channel.id, str(stored.get("thread_ts", stored["ts"]))), None)
        event = events.message(channel, stored)
        if stored.get("subtype") == "thread_broadcast":
            event["root"] = channel.messages[stored["thread_ts"]]
        self._tell(workspace, channel, event)
        self._tell_mention(workspace, channel, stored)
        self._changed(workspace, channel, stored["ts"])
        return stored

    def _tell_mention(self, workspace: Workspace, channel: Channel, message: Json) -> None:
        named = _MENTION.format(workspace.bot_user_id) in message["text"]
        if named and channel.kind != "im" and message["user"] != workspace.bot_user_id:
            self._tell(workspace, channel, events.app_mention(channel, message))

    def _add_reply(self, parent: Json, reply: Json) -> None:
        parent["thread_ts"] = parent["ts"]
        users = parent.setdefault("reply_users", [])
        if reply["user"] not in users:
            users.append(reply["user"])
        parent["reply_count"] = parent.get("reply_count", 0) + 1
        parent["reply_users_count"] = len(users)
        parent["latest_reply"] = reply["ts"]
        reply["parent_user_id"] = parent["user"]

    def edit(self, workspace: Workspace, channel: Channel, ts: str, changes: Json, editor: str | None) -> Json:
        """Change a message; ``editor`` is None for what Slack itself changes (an unfurl). None removes a field."""
        message = channel.messages[ts]
        before = copy.deepcopy(message)
        for key, value in changes.items():
            if value is None:
                message.pop(key, None)
            else:
                message[key] = value
        now = self._state.clock.ts()
        if editor is not None:
            message["edited"] = {"user": editor, "ts": now}
        self._tell(workspace, channel, events.message_changed(channel, now, message, before))
        mention = _MENTION.format(workspace.bot_user_id)
        if mention in message["text"] and mention not in before["text"]:
            self._tell_mention(workspace, channel, message)
        self._changed(workspace, channel, ts)
        return message

    def remove(self, workspace: Workspace, channel: Channel, ts: str) -> None:
        """Delete a message. A parent that has replies leaves a tombstone, which is told as a change."""
        message = channel.messages[ts]
        now = self._state.clock.ts()
        if message.get("reply_count"):
            before = copy.deepcopy(message)
            for key in ("blocks", "files", "attachments", "reactions", "metadata", "edited", "client_msg_id"):
                message.pop(key, None)
            message |= {
                "subtype": "tombstone",
                "text": "This message was deleted.",
                "user": "USLACKBOT",
                "hidden": True,
            }
            self._tell(workspace, channel, events.message_changed(channel, now, message, before))
        else:
            del channel.messages[ts]
            self._tell(workspace, channel, events.message_deleted(channel, now, message))
            if (thread_ts := message.get("thread_ts")) and thread_ts != ts:
                self._remove_reply(workspace, channel, channel.messages.get(thread_ts), now)
        self._changed(workspace, channel, ts)

    def _remove_reply(self, workspace: Workspace, channel: Channel, parent: Json | None, now: str) -> None:
        if parent is None:
            return
        replies = [m for m in channel.thread(parent["ts"]) if m is not parent]
        if replies:
            parent["reply_count"] = len(replies)
            parent["reply_users"] = list(dict.fromkeys(m["user"] for m in replies))
            parent["reply_users_count"] = len(parent["reply_users"])
            parent["latest_reply"] = replies[-1]["ts"]
            return
        for key in ("reply_count", "reply_users", "reply_users_count", "latest_reply", "thread_ts"):
            parent.pop(key, None)
        if parent.get("subtype") == "tombstone":
            del channel.messages[parent["ts"]]
            self._tell(workspace, channel, events.message_deleted(channel, now, parent))

    def whisper(self, workspace: Workspace, channel: Channel, user: str, message: Json) -> Json:
        """Show a message to one person; nothing of it is told to the app."""
        stored: Json = {
            "type": "message",
            "is_ephemeral": True,
            **message,
            "for_user": user,
            "ts": self._state.clock.ts(),
        }
        channel.ephemerals.append(stored)
        self._changed(workspace, channel, stored["ts"])
        return stored

    def unwhisper(self, workspace: Workspace, channel: Channel, ts: str) -> None:
        """Take an ephemeral message away."""
        channel.ephemerals[:] = [m for m in channel.ephemerals if m["ts"] != ts]
        self._changed(workspace, channel, ts)

    def react(self, workspace: Workspace, channel: Channel, ts: str, user: str, name: str) -> bool:
        """Add a reaction; False when it was there already."""
        reactions = channel.messages[ts].setdefault("reactions", [])
        entry = next((r for r in reactions if r["name"] == name), None)
        if entry is None:
            reactions.append(entry := {"name": name, "users": [], "count": 0})
        if user in entry["users"]:
            return False
        entry["users"].append(user)
        entry["count"] += 1
        self._tell_reaction("reaction_added", workspace, channel, ts, user, name)
        return True

    def unreact(self, workspace: Workspace, channel: Channel, ts: str, user: str, name: str) -> bool:
        """Take a reaction back; False when there was none."""
        message = channel.messages[ts]
        entry = next((r for r in message.get("reactions", []) if r["name"] == name and user in r["users"]), None)
        if entry is None:
            return False
        entry["users"].remove(user)
        entry["count"] -= 1
        message["reactions"] = [r for r in message["reactions"] if r["count"]]
        self._tell_reaction("reaction_removed", workspace, channel, ts, user, name)
        return True

    def _tell_reaction(self, kind: str, workspace: Workspace, channel: Channel, ts: str, user: str, name: str) -> None:
        item = channel.messages[ts]
        self._tell(workspace, channel, events.reaction(kind, self._state.clock.ts(), user, name, channel, item))
        self._changed(workspace, channel, ts)

    def join(self, workspace: Workspace, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Make somebody a member."""
        if user in channel.members:
            return
        channel.members.add(user)
        now = self._state.clock.ts()
        joined = events.membership("member_joined_channel", now, user, channel, workspace, inviter)
        self._tell(workspace, channel, joined)
        self._changed(workspace, channel)

    def leave(self, workspace: Workspace, channel: Channel, user: str) -> None:
        """End somebody's membership; the app hears nothing of its own end but silence."""
        if user not in channel.members:
            return
        channel.members.discard(user)
        now = self._state.clock.ts()
        self._tell(workspace, channel, events.membership("member_left_channel", now, user, channel, workspace, None))
        self._changed(workspace, channel)

    def archive(self, workspace: Workspace, channel: Channel, user: str) -> None:
        """Archive the channel."""
        channel.archived = True
        event = {
            "type": "channel_archive",
            "channel": channel.id,
            "user": user,
            "event_ts": self._state.clock.ts(),
        }
        self._tell(workspace, channel, event)
        self._changed(workspace, channel)

    def set_status(self, workspace: Workspace, channel: Channel, thread_ts: str, status: str) -> None:
        """The line that says what the bot is doing; an empty one takes it away."""
        if status:
            workspace.statuses[channel.id, thread_ts] = status
        else:
            workspace.statuses.pop((channel.id, thread_ts), None)
        self._changed(workspace, channel, thread_ts)
