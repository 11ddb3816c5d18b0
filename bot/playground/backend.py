"""Everything that stands behind the Web API, the page and the driving API of one pretend Slack."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.app import App
from bot.playground.conversations import Conversations
from bot.playground.outbox import Outbox
from bot.playground.refusal import Refusal
from bot.playground.socket_mode import SocketMode
from bot.playground.state import Channel, Json, State, Workspace
from bot.playground.tickets import Tickets
from bot.playground.views import Views


class Backend:
    """The parts, joined. ``origin`` is host:port once the server listens; ``faults`` wait to befall a method."""

    def __init__(self, manifest: Mapping[str, Any] | None, *, retry_delays: Sequence[float], limit: float) -> None:
        self.app = App.from_manifest(manifest)
        self.state = State()
        self.outbox = Outbox(self.app, self.state, retry_delays=retry_delays, limit=limit)
        self.sockets = SocketMode(self.app, self.state.feed)
        self.outbox.transport = self.sockets
        self.conversations = Conversations(self.state, self.outbox)
        self.tickets = Tickets()
        self.views = Views(self.app, self.state, self.tickets)
        self.faults: dict[str, deque[Refusal]] = defaultdict(deque)
        self.origin = ""

    def url(self, path: str) -> str:
        """The address of a path on this server."""
        return f"http://{self.origin}/{path}"

    def team(self, team_id: str) -> Workspace:
        """The workspace with this id. Raises KeyError."""
        return self.state.workspaces[team_id]

    def permalink(self, channel: Channel, message: Json) -> str:
        """The address of a message; it opens the page there."""
        link = self.url(f"archives/{channel.id}/p{message['ts'].replace('.', '')}")
        thread_ts = message.get("thread_ts")
        return f"{link}?thread_ts={thread_ts}&cid={channel.id}" if thread_ts and thread_ts != message["ts"] else link
