"""The page: static files, what it shows as JSON, what people do on it, and a stream of changes."""

import asyncio
import base64
import binascii
import contextlib
import json
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import TYPE_CHECKING

from aiohttp import ClientConnectionResetError, web

from bot.playground.page_actions import ActionFailed, PageActions
from bot.playground.snapshots import channel_snapshot, newsroom_snapshot, thread_snapshot, view_snapshot
from bot.playground.state import Json

if TYPE_CHECKING:
    from bot.playground.driver import Driver

_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_OUR_NAMES = ("127.0.0.1", "localhost", "[::1]")
_SHOWN = ("/news", "/archives")
_HEARTBEAT = 15.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """Serves the page of one workspace. Every request but for static files names the person who looks: ``user``."""

    def __init__(self, driver: "Driver") -> None:
        self._driver = driver
        self._actions = PageActions(driver)
        self._static = files("bot.playground").joinpath("static")

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer only to this machine's own names, and take actions only from this page: no other site may drive it."""
        host = request.headers.get("Host", "")
        if host.rpartition(":")[0] not in _OUR_NAMES and host not in _OUR_NAMES:
            raise web.HTTPMisdirectedRequest(text="This address is not the playground's.")
        if host != self._driver.backend.origin and request.path.startswith(_SHOWN):
            # Links are copied from here into messages, and the bot may fetch from this one origin alone.
            raise web.HTTPFound(self._driver.backend.url(request.path_qs.lstrip("/")))
        if request.path == "/page/do":
            origin = request.headers.get("Origin")
            if request.content_type != "application/json" or (origin and origin != f"http://{host}"):
                raise web.HTTPForbidden
        return await handler(request)

    def routes(self) -> list[web.RouteDef]:
        """What the server is to route here."""
        return [
            web.get("/", self.index),
            web.get("/static/{name}", self.static),
            web.get("/archives/{channel}/p{digits:[0-9]+}", self.archive),
            web.get("/page/newsroom", self.newsroom),
            web.get("/page/channel/{channel}", self.channel),
            web.get("/page/thread/{channel}/{ts}", self.thread),
            web.get("/page/views", self.views),
            web.get("/page/file/{file}", self.file),
            web.get("/page/changes", self.changes),
            web.post("/page/do", self.do),
        ]

    async def index(self, _request: web.Request) -> web.Response:
        """The page itself."""
        return self._file("index.html")

    async def static(self, request: web.Request) -> web.Response:
        """A script, a style sheet or an icon."""
        return self._file(request.match_info["name"])

    def _file(self, name: str) -> web.Response:
        path = self._static.joinpath(name)
        kind = _TYPES.get(name.rpartition(".")[2])
        if kind is None or "/" in name or not path.is_file():
            raise web.HTTPNotFound
        return web.Response(text=path.read_text("utf-8"), content_type=kind, headers=_HEADERS)

    async def archive(self, request: web.Request) -> web.Response:
        """A permalink: the page, at this message."""
        digits = request.match_info["digits"]
        ts = f"{digits[:-6]}.{digits[-6:]}"
        thread = request.query.get("thread_ts", "")
        raise web.HTTPFound(f"/#{request.match_info['channel']}/{ts}/{thread}".rstrip("/"))

    def _user(self, request: web.Request) -> str:
        try:
            return self._driver.workspace.user(request.query.get("user") or "ana").id
        except KeyError:
            raise web.HTTPNotFound from None

    async def newsroom(self, request: web.Request) -> web.Response:
        """People, channels, commands and shortcuts."""
        return _json(newsroom_snapshot(self._driver, self._user(request)))

    async def channel(self, request: web.Request) -> web.Response:
        """A channel's messages as this person sees them."""
        try:
            return _json(channel_snapshot(self._driver, self._user(request), request.match_info["channel"]))
        except KeyError:
            raise web.HTTPNotFound from None

    async def thread(self, request: web.Request) -> web.Response:
        """A thread's messages as this person sees them."""
        channel, ts = request.match_info["channel"], request.match_info["ts"]
        try:
            return _json(thread_snapshot(self._driver, self._user(request), channel, ts))
        except KeyError:
            raise web.HTTPNotFound from None

    async def views(self, request: web.Request) -> web.Response:
        """This person's open modals and App Home."""
        return _json(view_snapshot(self._driver, self._user(request)))

    async def file(self, request: web.Request) -> web.Response:
        """A file that was posted; only images are shown, all else is downloaded."""
        file = self._driver.workspace.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        shown = file.content_type in ("image/png", "image/jpeg", "image/gif", "image/webp")
        headers = {**_HEADERS, "Content-Disposition": "inline" if shown else "attachment"}
        return web.Response(body=file.data, content_type=file.content_type, headers=headers)

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: what changed, so that the page asks for it again."""
        user = self._user(request)
        response = web.StreamResponse(headers={**_HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        with self._driver.backend.state.feed.listen() as queue, contextlib.suppress(ClientConnectionResetError):
            await response.write(b": hello\n\n")
            while True:
                try:
                    change = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if change["kind"] == "closing":
                    break
                if self._concerns(change, user):
                    await response.write(f"data: {json.dumps(change)}\n\n".encode())
        return response

    def _concerns(self, change: Json, user: str) -> bool:
        if change.get("team", self._driver.team_id) != self._driver.team_id:
            return False
        return change["kind"] in ("channel", "socket") or (change["kind"] == "views" and change["user"] == user)

    async def do(self, request: web.Request) -> web.Response:
        """Something that a person does: ``{"user", "action", …}``."""
        body = await request.json()
        user = self._driver.workspace.user(body.get("user") or "ana").id
        try:
            if "files" in body:
                body["files"] = [(one["name"], base64.b64decode(one["data"], validate=True)) for one in body["files"]]
            return _json({"ok": True, **(await self._actions.do(user, body) or {})})
        except (ActionFailed, binascii.Error) as problem:
            return _json({"ok": False, "error": str(problem)})


def _json(body: Json) -> web.Response:
    return web.json_response(body, headers=_HEADERS)
