"""The driving API: what people do in one workspace, and what they see there. Tests and the page use it."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot.playground import events
from bot.playground.backend import Backend
from bot.playground.composer import compose
from bot.playground.interactions import Interactions
from bot.playground.state import Channel, Json, User, Workspace, new_id
from bot.playground.uploads import file_json, new_file

Found = TypeVar("Found")


class Driver:
    """Driver of one workspace. Channels go by id or ``#name``, people by id or handle.

    A channel, person or message that is not there raises KeyError.
    """

    def __init__(self, backend: Backend, workspace: Workspace) -> None:
        self.backend = backend
        self.workspace = workspace
        self.interactions = Interactions(backend)

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.workspace.id

    @property
    def bot_token(self) -> str:
        """The token of the app's installation in this workspace."""
        return self.workspace.bot_token

    @property
    def bot_user_id(self) -> str:
        """Whom to mention in order to call the bot."""
        return self.workspace.bot_user_id

    # who and where

    def channel(self, which: str) -> Channel:
        """The channel."""
        return self.workspace.channel(which)

    def direct(self, user: str) -> Channel:
        """The conversation of this person with the bot."""
        return self.workspace.direct(self.workspace.user(user).id)

    def add_user(self, name: str, real_name: str, *, title: str = "", is_bot: bool = False) -> User:
        """A new person (or another bot)."""
        user = User(new_id("U"), name, real_name, title, is_bot)
        self.workspace.users[user.id] = user
        return user

    def add_channel(
        self, name: str, *, private: bool = False, members: Sequence[str] = (), with_bot: bool = True, topic: str = ""
    ) -> Channel:
        """A new channel; without ``members`` everybody is in it."""
        people = [self.workspace.user(m).id for m in members] or [
            user.id for user in self.workspace.users.values() if not user.is_bot
        ]
        bots = [self.workspace.bot_user_id] if with_bot else []
        channel = Channel(new_id("C"), name, "group" if private else "channel", {*people, *bots}, topic)
        self.workspace.channels[channel.id] = channel
        return channel

    # messages

    async def post(
        self,
        channel: str,
        user: str,
        text: str,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
        files: Sequence[tuple[str, bytes]] = (),
        with_blocks: bool = True,
    ) -> str:
        """Type ``text`` into the composer and send it; returns its ts.

        ``@name``, ``#channel``, links and ``*marks*`` become what Slack makes of them. ``files`` are names and
        contents. ``with_blocks`` false posts as clients do that know no rich text.
        """
        where, who = self.channel(channel), self.workspace.user(user)
        if where.archived:
            raise PermissionError("nobody can post in an archived channel")
        written, blocks = compose(self.workspace, text)
        message: Json = {"user": who.id, "text": written, "client_msg_id": new_id("M")}
        if with_blocks and blocks:
            message["blocks"] = blocks
        if thread_ts is not None:
            message["thread_ts"] = where.messages[thread_ts].get("thread_ts", thread_ts)
            if broadcast:
                message["subtype"] = "thread_broadcast"
        if files:
            kept = [new_file(self.workspace, who.id, name, data) for name, data in files]
            for file in kept:
                file.shares.add(where.id)
            message |= {
                "subtype": "file_share",
                "upload": True,
                "display_as_bot": False,
                "files": [file_json(self.backend, self.workspace, file) for file in kept],
            }
        ts: str = self.backend.conversations.add(self.workspace, where, message)["ts"]
        await asyncio.sleep(0)
        return ts

    async def post_as_bot(self, channel: str, name: str, text: str, *, bot_id: str = "B0WIRE00000") -> str:
        """A post of another app (a wire, an RSS bot); returns its ts."""
        where = self.channel(channel)
        message = {"subtype": "bot_message", "bot_id": bot_id, "username": name, "user": bot_id, "text": text}
        ts: str = self.backend.conversations.add(self.workspace, where, message)["ts"]
        await asyncio.sleep(0)
        return ts

    async def edit(self, channel: str, user: str, ts: str, text: str) -> None:
        """Change one's own message."""
        where, who = self.channel(channel), self.workspace.user(user)
        if where.messages[ts]["user"] != who.id:
            raise PermissionError("only one's own messages can be edited")
        written, blocks = compose(self.workspace, text)
        self.backend.conversations.edit(self.workspace, where, ts, {"text": written, "blocks": blocks or None}, who.id)
        await asyncio.sleep(0)

    async def delete(self, channel: str, user: str, ts: str) -> None:
        """Delete one's own message."""
        where, who = self.channel(channel), self.workspace.user(user)
        if where.messages[ts]["user"] != who.id:
            raise PermissionError("only one's own messages can be deleted")
        self.backend.conversations.remove(self.workspace, where, ts)
        await asyncio.sleep(0)

    async def unfurl(self, channel: str, ts: str, url: str, title: str) -> None:
        """What Slack does a moment after a link was posted: it adds a preview, which the app sees as an edit."""
        preview = {"title": title, "title_link": url, "fallback": title}
        self.backend.conversations.edit(self.workspace, self.channel(channel), ts, {"attachments": [preview]}, None)
        await asyncio.sleep(0)

    async def react(self, channel: str, user: str, ts: str, name: str) -> None:
        """Add a reaction (its name without colons), or nothing when it is there."""
        where = self.channel(channel)
        self.backend.conversations.react(self.workspace, where, ts, self.workspace.user(user).id, name)
        await asyncio.sleep(0)

    async def unreact(self, channel: str, user: str, ts: str, name: str) -> None:
        """Take a reaction back."""
        where = self.channel(channel)
        self.backend.conversations.unreact(self.workspace, where, ts, self.workspace.user(user).id, name)
        await asyncio.sleep(0)

    # the app

    async def command(self, channel: str, user: str, command: str, text: str = "") -> Json | None:
        """Run a slash command; returns what the app answered in its acknowledgement. Raises NotDelivered."""
        who = self.workspace.user(user).id
        return await self.interactions.command(self.workspace, self.channel(channel), who, command, text)

    async def press(self, channel: str, user: str, ts: str, action_id: str, chosen: Any = None) -> None:
        """Press a button of a message, or choose in it (``chosen``: an option's value or text, a user's id, a date,
        the value of a feedback button …). Works on ephemeral messages of ``user`` too. Raises NotDelivered."""
        who = self.workspace.user(user).id
        await self.interactions.press(self.workspace, self.channel(channel), who, ts, action_id, chosen)

    async def shortcut(self, user: str, callback_id: str, *, channel: str | None = None) -> None:
        """Run a global shortcut, from a channel or from nowhere in particular. Raises NotDelivered."""
        who = self.workspace.user(user).id
        self.workspace.here[who] = self.channel(channel).id if channel else ""
        await self.interactions.shortcut(self.workspace, who, callback_id)

    async def message_shortcut(self, channel: str, user: str, ts: str, callback_id: str) -> None:
        """Run a shortcut from a message's menu. Raises NotDelivered."""
        where, who = self.channel(channel), self.workspace.user(user).id
        await self.interactions.message_shortcut(self.workspace, where, who, ts, callback_id)

    def view(self, user: str) -> Json | None:
        """The modal that this person sees, if any."""
        stack = self.workspace.modals.get(self.workspace.user(user).id)
        return stack[-1] if stack else None

    def _open_view(self, user: str) -> Json:
        view = self.view(user)
        if view is None:
            raise KeyError(f"{user} has no modal open")
        return view

    async def press_in_view(self, user: str, action_id: str, chosen: Any = None, values: Json | None = None) -> None:
        """Press or choose in the open modal; ``values`` is what stands in its other fields. Raises NotDelivered."""
        view, who = self._open_view(user), self.workspace.user(user).id
        await self.interactions.press_in_view(self.workspace, who, view, action_id, chosen, values or {})

    async def submit(self, user: str, values: Json | None = None) -> Json | None:
        """Submit the open modal with these values (by block id or action id); returns the app's answer.

        Raises NotDelivered, and ValueError when the form itself would not let it pass.
        """
        who = self.workspace.user(user).id
        return await self.interactions.submit(self.workspace, who, self._open_view(user), values or {})

    async def close(self, user: str, *, everything: bool = False) -> None:
        """Close the open modal."""
        await self.interactions.close(self.workspace, self.workspace.user(user).id, everything=everything)

    async def suggest(self, user: str, action_id: str, words: str) -> list[Json]:
        """Type into an external select of the open modal; returns what is offered, in groups: ``{"label",
        "options"}``, one without a label where there are no groups. Raises NotDelivered and Refusal."""
        who = self.workspace.user(user).id
        return await self.interactions.suggest(self.workspace, who, self._open_view(user), action_id, words)

    async def open_home(self, user: str, tab: str = "home") -> None:
        """Open the app's home tab (or its "messages" tab)."""
        who, channel = self.workspace.user(user).id, self.direct(user)
        now = self.backend.state.clock.ts()
        event = events.home_opened(now, who, channel, tab, self.workspace.homes.get(who))
        self.backend.outbox.event(self.workspace, event)
        await asyncio.sleep(0)

    def home(self, user: str) -> Json | None:
        """The view that the app published for this person."""
        return self.workspace.homes.get(self.workspace.user(user).id)

    # what is seen

    def messages(self, channel: str) -> list[Json]:
        """The channel's messages, oldest first, without replies."""
        every = self.channel(channel).messages.values()
        return [m for m in every if m.get("thread_ts", m["ts"]) == m["ts"] or m.get("subtype") == "thread_broadcast"]

    def thread(self, channel: str, ts: str) -> list[Json]:
        """A message and its replies, oldest first."""
        return self.channel(channel).thread(ts)

    def replies(self, channel: str, ts: str) -> list[Json]:
        """The replies to a message, oldest first."""
        return [message for message in self.thread(channel, ts) if message["ts"] != ts]

    def message(self, channel: str, ts: str) -> Json:
        """One message."""
        return self.channel(channel).messages[ts]

    def ephemerals(self, channel: str, user: str) -> list[Json]:
        """What only this person sees in the channel, oldest first."""
        who = self.workspace.user(user).id
        return [message for message in self.channel(channel).ephemerals if message["for_user"] == who]

    def status(self, channel: str, thread_ts: str) -> str | None:
        """The status line of a thread ("is reading …"), if there is one."""
        return self.workspace.statuses.get((self.channel(channel).id, thread_ts))

    async def until(self, condition: Callable[[], Found], within: float = 10.0) -> Found:
        """Wait until ``condition`` gives something true, and return that.

        Raises TimeoutError with what happened when that takes more than ``within`` seconds.
        """
        try:
            async with asyncio.timeout(within):
                while not (found := condition()):
                    await self.backend.state.feed.changed(0.05)
                return found
        except TimeoutError:
            calls = [
                f"{call.method} {'ok' if call.response['ok'] else call.response['error']}"
                for call in list(self.backend.state.calls)[-12:]
            ]
            waiting = [d.event["type"] for d in self.backend.outbox.deliveries if not d.settled]
            raise TimeoutError(f"not within {within} s; last calls: {calls}; undelivered: {waiting}") from None
