"""The playground: a server on this machine that plays Slack, with a page on it and a small news site."""

import asyncio
import contextlib
import ipaddress
import secrets
import socket
from collections import deque
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.playground.backend import Backend
from bot.playground.driver import Driver
from bot.playground.http_delivery import HttpDelivery
from bot.playground.news import NewsSite
from bot.playground.newsroom import add_newsroom
from bot.playground.outbox import Delivery
from bot.playground.page import Page
from bot.playground.refusal import Refusal
from bot.playground.state import Call, User, Workspace, new_id
from bot.playground.web_api import MAX_UPLOAD, WebApi

SLACKS_DELAYS = (0.0, 60.0, 300.0)


class Playground(Driver):
    """A pretend Slack, for as long as the context lasts.

    ``port`` 0 takes a free one. ``manifest`` is the app that is installed (nutgraf when left out). ``retry_delays``
    are the seconds before each retry of an event, ``limit`` the seconds in which an app has to acknowledge.
    Raises ValueError for a host that is not this machine.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        manifest: Mapping[str, Any] | None = None,
        retry_delays: Sequence[float] = SLACKS_DELAYS,
        limit: float = 3.0,
        slow_page_seconds: float = 60.0,
    ) -> None:
        if not _is_loopback(host):
            raise ValueError(f"the playground listens on this machine only, not on {host}")
        self._host = host
        self._port = port
        self._slow_page_seconds = slow_page_seconds
        self._stack = contextlib.AsyncExitStack()
        backend = Backend(manifest, retry_delays=retry_delays, limit=limit)
        super().__init__(backend, _install(backend, "The Harbour Gazette", "harbour-gazette"))
        add_newsroom(self)

    async def __aenter__(self) -> Self:
        page = Page(self)
        app = web.Application(middlewares=[page.guard], client_max_size=MAX_UPLOAD)
        app.add_routes([*WebApi(self.backend).routes(), *page.routes(), *NewsSite(self._slow_page_seconds).routes()])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        self._stack.callback(
            self.backend.state.feed.publish, "closing"
        )  # ends the pages' streams, which else hold it up
        listener = _listen(self._host, self._port)
        await web.SockSite(runner, listener).start()
        self._stack.push_async_callback(self.backend.sockets.close)
        self._stack.push_async_callback(self.backend.outbox.close)
        host, port = listener.getsockname()[:2]
        self.backend.origin = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._session = await self._stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    # addresses and secrets

    @property
    def origin(self) -> str:
        """host:port, for ``Settings.private_origins``."""
        return self.backend.origin

    @property
    def api_url(self) -> str:
        """The base of the Web API, for ``SLACK_API_URL``."""
        return self.backend.url("api/")

    @property
    def page_url(self) -> str:
        """The page for people."""
        return self.backend.url("")

    @property
    def site_url(self) -> str:
        """The sample news site."""
        return self.backend.url("news/")

    @property
    def app_token(self) -> str:
        """The app token, for Socket Mode."""
        return self.backend.app.app_token

    @property
    def signing_secret(self) -> str:
        """What requests over HTTP are signed with."""
        return self.backend.app.signing_secret

    # transports

    async def deliver_to(self, request_url: str) -> None:
        """From now on call the app over HTTP, at this request URL, after Slack's handshake with it.

        Raises ValueError when the URL does not answer with the challenge.
        """
        transport = HttpDelivery(self.backend.app, self._session, request_url)
        await transport.verify()
        self.backend.outbox.transport = transport

    async def connected(self, within: float = 10.0) -> None:
        """Wait until the app has a socket open. Raises TimeoutError."""
        await self.until(lambda: self.backend.sockets.connections, within)

    # what happened

    @property
    def calls(self) -> deque[Call]:
        """The Web API calls made, oldest first."""
        return self.backend.state.calls

    def calls_to(self, method: str) -> list[Call]:
        """The calls made to one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    @property
    def deliveries(self) -> deque[Delivery]:
        """The events sent to the app, oldest first, and how they fared."""
        return self.backend.outbox.deliveries

    async def delivered(self) -> None:
        """Wait until every event was acknowledged or given up."""
        await self.backend.outbox.settled()

    # faults

    def fail_next(self, method: str, error: str, *, times: int = 1, status: int = 200, **fields: Any) -> None:
        """The next call of ``method`` is refused with ``error`` (and a status such as 500, where asked)."""
        self.backend.faults[method].extend(Refusal(error, status=status, **fields) for _ in range(times))

    def rate_limit_next(self, method: str, retry_after: int, *, times: int = 1) -> None:
        """The next call of ``method`` gets 429 with Retry-After in seconds."""
        headers = {"Retry-After": str(retry_after)}
        self.backend.faults[method].extend(Refusal("ratelimited", status=429, headers=headers) for _ in range(times))

    def duplicate_next_event(self, times: int = 1) -> None:
        """The next event that is sent goes out twice, under one event id."""
        self.backend.outbox.duplicates += times

    def redeliver(self, delivery: Delivery) -> None:
        """Send an event again, under the same event id."""
        self.backend.outbox.start(delivery)

    async def refresh_sockets(self) -> None:
        """Ask the app's sockets to reconnect, as Slack does now and then."""
        await self.backend.sockets.refresh()

    async def drop_sockets(self) -> None:
        """Cut the app's sockets without warning."""
        await self.backend.sockets.drop()

    def revoke_token(self, error: str = "token_revoked") -> None:
        """The bot's token is refused from now on; ``account_inactive`` is the other error that Slack gives."""
        self.workspace.revoked = error

    def grant(self, *scopes: str) -> None:
        """Set the app's scopes to exactly these."""
        self.backend.app.scopes = frozenset(scopes)

    async def archive(self, channel: str, user: str) -> None:
        """Archive a channel."""
        where = self.channel(channel)
        self.backend.conversations.archive(self.workspace, where, self.workspace.user(user).id)
        await asyncio.sleep(0)

    def forbid_posting(self, channel: str) -> None:
        """Only admins may post in the channel; the bot gets restricted_action."""
        self.channel(channel).only_admins_post = True

    async def join(self, channel: str, user: str, *, inviter: str | None = None) -> None:
        """Somebody (the bot's user id, for the bot) joins a channel."""
        who = self.workspace.user(user).id
        by = self.workspace.user(inviter).id if inviter else None
        self.backend.conversations.join(self.workspace, self.channel(channel), who, by)
        await asyncio.sleep(0)

    async def leave(self, channel: str, user: str) -> None:
        """Somebody (the bot's user id, for the bot) leaves a channel, or is removed."""
        self.backend.conversations.leave(self.workspace, self.channel(channel), self.workspace.user(user).id)
        await asyncio.sleep(0)

    def another_team(self, name: str = "The Upland Post") -> Driver:
        """A second workspace in which the app is installed too, with people and channels of the same names."""
        driver = Driver(self.backend, _install(self.backend, name, name.lower().replace(" ", "-")))
        add_newsroom(driver)
        return driver

    async def seed_demo(self, *, seconds_between: float = 0.5) -> list[str]:
        """Post the sample stories as people would, in #world-desk; returns their ts."""
        posted = []
        for user, text in NewsSite.demo_posts(self.site_url):
            posted.append(await self.post("#world-desk", user, text))
            await asyncio.sleep(seconds_between)
        return posted


def _install(backend: Backend, name: str, domain: str) -> Workspace:
    """A new workspace with the app's bot user in it."""
    bot = User(new_id("U"), backend.app.name, backend.app.name, "App", is_bot=True)
    workspace = Workspace(
        id=new_id("T"),
        name=name,
        domain=domain,
        bot_token=f"xoxb-{secrets.token_hex(24)}",
        bot_id=new_id("B"),
        bot_user_id=bot.id,
        users={bot.id: bot},
    )
    backend.state.workspaces[workspace.id] = workspace
    return workspace


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
