"""Socket Mode: the app's WebSockets, their envelopes and acknowledgements."""

import asyncio
import itertools
import json
import secrets
import uuid

from aiohttp import WSMsgType, web

from bot.playground.app import App
from bot.playground.outbox import Kind, NotDelivered, Retry
from bot.playground.state import Feed, Json

MAX_SOCKETS = 10


class SocketMode:
    """A transport over the sockets that the app opened; each payload goes to one of them, in turn."""

    def __init__(self, app: App, feed: Feed) -> None:
        self._app = app
        self._feed = feed
        self._tickets: set[str] = set()
        self._sockets: dict[int, web.WebSocketResponse] = {}
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._numbers = itertools.count(1)
        self._turn = itertools.count()
        self._connected = asyncio.Event()

    @property
    def connections(self) -> int:
        """How many sockets are open."""
        return len(self._sockets)

    def ticket(self) -> str:
        """A ticket for one connection."""
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """The WebSocket endpoint."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPUnauthorized
        if len(self._sockets) >= MAX_SOCKETS:
            raise web.HTTPTooManyRequests
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        number = next(self._numbers)
        self._sockets[number] = socket
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self._sockets),
                "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 3600},
                "connection_info": {"app_id": self._app.id},
            }
        )
        self._connected.set()
        self._feed.publish("socket")
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            self._forget(number)
        return socket

    def _forget(self, number: int) -> None:
        self._sockets.pop(number, None)
        if not self._sockets:
            self._connected.clear()
        self._feed.publish("socket")

    def _acknowledge(self, data: str) -> None:
        answer = json.loads(data)
        future = self._waiting.pop(answer.get("envelope_id", ""), None)
        if future and not future.done():
            payload = answer.get("payload")
            future.set_result(payload if isinstance(payload, dict) and payload else None)

    async def send(self, kind: Kind, payload: Json, retry: Retry | None) -> Json | None:
        """See ``Transport``. An event waits for a socket where none is open; what a person does fails at once."""
        if not self._sockets and kind != "events_api":
            raise NotDelivered("connection_failed")
        await self._connected.wait()
        sockets = list(self._sockets.values())
        socket = sockets[next(self._turn) % len(sockets)]
        envelope_id = str(uuid.uuid4())
        envelope: Json = {
            "envelope_id": envelope_id,
            "payload": payload,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {
                "retry_attempt": retry.number if retry else 0,
                "retry_reason": retry.reason if retry else "",
            }
        future: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = future
        try:
            await socket.send_json(envelope)
            return await future
        except ConnectionError:
            raise NotDelivered("connection_failed") from None
        finally:
            self._waiting.pop(envelope_id, None)

    async def refresh(self) -> None:
        """Ask every socket to reconnect, as Slack does every few hours."""
        for socket in list(self._sockets.values()):
            await socket.send_json(
                {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "playground"}}
            )

    async def drop(self) -> None:
        """Cut every socket without a word of warning."""
        for number, socket in list(self._sockets.items()):
            self._forget(number)
            await socket.close(code=1001)

    async def close(self) -> None:
        """Close every socket."""
        await self.drop()
