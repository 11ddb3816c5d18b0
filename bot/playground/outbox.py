"""What goes from Slack to the app: events with retries, commands and interactions once, each within three seconds."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.playground import events
from bot.playground.app import App
from bot.playground.state import Json, State, Workspace

Kind = Literal["events_api", "interactive", "slash_commands"]


class NotDelivered(Exception):
    """The app did not acknowledge; ``reason`` is Slack's word for why. ``final`` forbids another try."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


@dataclass(frozen=True)
class Retry:
    """Which retry this is (1 is the first) and why the try before failed."""

    number: int
    reason: str


class Transport(Protocol):
    """HTTP or Socket Mode."""

    async def send(self, kind: Kind, payload: Json, retry: Retry | None) -> Json | None:
        """Hand over ``payload`` and return the body of the acknowledgement, if any. Raises NotDelivered."""
        ...


@dataclass
class Delivery:
    """An event on its way: ``failures`` are the reasons of failed tries, ``seconds`` how long each try took."""

    payload: Json
    failures: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    acknowledged: bool = False
    given_up: bool = False

    @property
    def event(self) -> Json:
        """The event inside the envelope."""
        event: Json = self.payload["event"]
        return event

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.acknowledged or self.given_up


class Outbox:
    """Sends; ``deliveries`` are the last 2,000 events.

    ``retry_delays`` are the seconds before each retry (Slack's are 0, 60, 300), ``limit`` the seconds an app has.
    """

    def __init__(self, app: App, state: State, *, retry_delays: Sequence[float], limit: float) -> None:
        self._app = app
        self._state = state
        self._retry_delays = tuple(retry_delays)
        self.limit = limit
        self.transport: Transport | None = None
        self.deliveries: deque[Delivery] = deque(maxlen=2_000)
        self.duplicates = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def event(self, workspace: Workspace, event: Json) -> Delivery | None:
        """Start delivering an event; None when the app did not subscribe to it."""
        if workspace.revoked or not events.wanted(self._app, event):
            return None
        delivery = Delivery(events.envelope(self._app, workspace, event))
        self.deliveries.append(delivery)
        self.start(delivery)
        if self.duplicates:
            self.duplicates -= 1
            self.start(delivery)
        return delivery

    def start(self, delivery: Delivery) -> None:
        """Deliver in the background; once more for one that was delivered already."""
        task = asyncio.create_task(self._deliver(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, delivery: Delivery) -> None:
        retry: Retry | None = None
        for number, delay in enumerate((0.0, *self._retry_delays)):
            await asyncio.sleep(delay)
            if number:
                retry = Retry(number, delivery.failures[-1])
            started = time.monotonic()
            try:
                await self._send("events_api", delivery.payload, retry)
            except NotDelivered as problem:
                delivery.failures.append(problem.reason)
                if problem.final:
                    break
            else:
                delivery.acknowledged = True
                break
            finally:
                delivery.seconds.append(time.monotonic() - started)
        delivery.given_up = not delivery.acknowledged
        self._state.feed.publish("delivery")

    async def _send(self, kind: Kind, payload: Json, retry: Retry | None) -> Json | None:
        if self.transport is None:
            raise NotDelivered("connection_failed")
        try:
            async with asyncio.timeout(self.limit):
                return await self.transport.send(kind, payload, retry)
        except TimeoutError:
            raise NotDelivered("http_timeout") from None

    async def ask(self, kind: Kind, payload: Json) -> Json | None:
        """Send a command or an interaction, once. Raises NotDelivered."""
        return await self._send(kind, payload, None)

    async def settled(self) -> None:
        """Wait until every delivery was acknowledged or given up."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Drop what is on its way."""
        for task in self._tasks:
            task.cancel()
        for task in list(self._tasks):
            with contextlib.suppress(asyncio.CancelledError):
                await task
