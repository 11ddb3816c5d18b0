"""What the pretend Slack holds in memory: workspaces, their people, channels, messages, files and views."""

import asyncio
import contextlib
import secrets
import string
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChannelKind = Literal["channel", "group", "im"]

_ALPHABET = string.ascii_uppercase + string.digits


def new_id(prefix: str) -> str:
    """An id as Slack makes them: a letter for what it is, then ten letters and digits."""
    return prefix + "0" + "".join(secrets.choice(_ALPHABET) for _ in range(9))


class Clock:
    """Message timestamps: seconds with six decimals, never the same twice."""

    def __init__(self) -> None:
        self._last = 0

    def ts(self) -> str:
        """The next timestamp, as a string."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


class Feed:
    """Tells whoever waits that something changed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._queues: set[asyncio.Queue[Json]] = set()

    def publish(self, kind: str, **data: Any) -> None:
        """Wake the waiters and hand ``{"kind": kind, **data}`` to the listeners."""
        self._event.set()
        self._event = asyncio.Event()
        for queue in self._queues:
            queue.put_nowait({"kind": kind, **data})

    async def changed(self, patience: float) -> None:
        """Wait for the next change, at most ``patience`` seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), patience)

    @contextlib.contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Json]]:
        """A queue of everything that is published while the context lasts."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)


@dataclass
class User:
    """A person or a bot of a workspace; ``name`` is the handle."""

    id: str
    name: str
    real_name: str
    title: str = ""
    is_bot: bool = False


@dataclass
class Channel:
    """A conversation. ``messages`` are in order of their ts, replies among them."""

    id: str
    name: str
    kind: ChannelKind
    members: set[str] = field(default_factory=set)
    topic: str = ""
    archived: bool = False
    only_admins_post: bool = False
    created: int = field(default_factory=lambda: int(time.time()))
    messages: dict[str, Json] = field(default_factory=dict)
    ephemerals: list[Json] = field(default_factory=list)

    @property
    def channel_type(self) -> str:
        """What events call this kind of conversation."""
        return self.kind

    def thread(self, ts: str) -> list[Json]:
        """The message with this ts and its replies, oldest first."""
        return [m for m in self.messages.values() if m["ts"] == ts or m.get("thread_ts") == ts]


@dataclass
class File:
    """An uploaded file; ``shares`` are the channels in which it was posted."""

    id: str
    name: str
    content_type: str
    data: bytes
    user: str
    title: str = ""
    created: int = field(default_factory=lambda: int(time.time()))
    shares: set[str] = field(default_factory=set)


@dataclass
class Workspace:
    """A team with the app installed; tokens and the bot's ids are this installation's."""

    id: str
    name: str
    domain: str
    bot_token: str
    bot_id: str
    bot_user_id: str
    locale: str = "en-GB"
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    uploads: dict[str, File] = field(default_factory=dict)
    modals: dict[str, list[Json]] = field(default_factory=dict)  # a user's stack, the topmost last
    homes: dict[str, Json] = field(default_factory=dict)
    here: dict[str, str] = field(default_factory=dict)  # the conversation that a person was last seen in
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)  # (channel, thread_ts) → what the bot is doing
    revoked: str | None = None  # the error that the token gets from now on

    def user(self, who: str) -> User:
        """The user with this id or handle. Raises KeyError."""
        if who in self.users:
            return self.users[who]
        for user in self.users.values():
            if user.name == who.removeprefix("@"):
                return user
        raise KeyError(f"no user {who!r} in {self.name}")

    def channel(self, which: str) -> Channel:
        """The channel with this id or name (with or without ``#``). Raises KeyError."""
        if which in self.channels:
            return self.channels[which]
        for channel in self.channels.values():
            if channel.kind != "im" and channel.name == which.removeprefix("#"):
                return channel
        raise KeyError(f"no channel {which!r} in {self.name}")

    def direct(self, user_id: str) -> Channel:
        """The conversation between this user and the bot; opened when there is none."""
        for channel in self.channels.values():
            if channel.kind == "im" and user_id in channel.members:
                return channel
        channel = Channel(id=new_id("D"), name="", kind="im", members={user_id, self.bot_user_id})
        self.channels[channel.id] = channel
        return channel


@dataclass
class Call:
    """One call of the Web API: what was asked, what was answered, and when (monotonic seconds)."""

    method: str
    arguments: Json
    response: Json
    status: int
    at: float


@dataclass
class State:
    """Every workspace, and what happened: the API calls made so far (the last 5,000) and a feed of changes."""

    clock: Clock = field(default_factory=Clock)
    feed: Feed = field(default_factory=Feed)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=5_000))

    def by_token(self, token: str) -> Workspace | None:
        """The workspace where this bot token was issued."""
        return next((w for w in self.workspaces.values() if secrets.compare_digest(w.bot_token, token)), None)
