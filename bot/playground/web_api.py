"""The Web API over HTTP: tokens, scopes, arguments, faults, and the record of every call."""

import copy
import json
import time
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.playground import posting
from bot.playground.backend import Backend
from bot.playground.methods import METHODS, Method
from bot.playground.refusal import Refusal
from bot.playground.state import Call, Json, Workspace

MAX_UPLOAD = 64 * 1024 * 1024


class WebApi:
    """Serves ``/api/METHOD``, the response URLs, and the way of files up and down."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def routes(self) -> list[web.RouteDef]:
        """What the server is to route here."""
        return [
            web.post("/api/{method}", self.call),
            web.get("/api/{method}", self.call),
            web.post("/hooks/{path:.+}", self.respond),
            web.post("/upload/v1/{team}/{file}", self.upload),
            web.get("/files-pri/{team}-{file}/{name:.+}", self.download),
            web.get("/signin", self.sign_in),
            web.get("/link/", self._backend.sockets.serve),
        ]

    async def call(self, request: web.Request) -> web.Response:
        """One API call."""
        name = request.match_info["method"]
        headers: dict[str, str] = {}
        arguments: Json = {}
        try:
            arguments = await _arguments(request)
            method = METHODS.get(name)
            if method is None:
                raise Refusal("unknown_method", req_method=name)
            workspace = self._authorize(method, _token(request, arguments), headers)
            if faults := self._backend.faults.get(name):
                raise faults.popleft()
            body: Json = {"ok": True, **method.run(self._backend, workspace, arguments)}
            status = 200
        except Refusal as refusal:
            body, status = refusal.body(), refusal.status
            headers |= refusal.headers
        body = copy.deepcopy(body)
        self._backend.state.calls.append(Call(name, arguments, body, status, time.monotonic()))
        self._backend.state.feed.publish("call", method=name, ok=body["ok"])
        return web.json_response(body, status=status, headers=headers)

    def _authorize(self, method: Method, token: str, headers: dict[str, str]) -> Workspace:
        backend = self._backend
        first = next(iter(backend.state.workspaces.values()))
        if method.token == "none":
            return first
        if not token:
            raise Refusal("not_authed")
        if method.token == "app":
            if token != backend.app.app_token:
                raise Refusal("not_allowed_token_type" if backend.state.by_token(token) else "invalid_auth")
            return first
        if token == backend.app.app_token:
            raise Refusal("not_allowed_token_type")
        workspace = backend.state.by_token(token)
        if workspace is None:
            raise Refusal("invalid_auth")
        if workspace.revoked:
            raise Refusal(workspace.revoked)
        headers["X-OAuth-Scopes"] = ",".join(sorted(backend.app.scopes))
        headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
        if method.scopes and not backend.app.scopes.intersection(method.scopes):
            raise Refusal(
                "missing_scope", needed=",".join(method.scopes), provided=",".join(sorted(backend.app.scopes))
            )
        return workspace

    async def respond(self, request: web.Request) -> web.Response:
        """A POST to a response URL."""
        try:
            posting.respond(self._backend, request.match_info["path"], await request.json())
        except Refusal as refusal:
            return web.json_response(refusal.body(), status=max(refusal.status, 400))
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        return web.Response(text="ok")

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes of a file for which an upload URL was issued."""
        try:
            workspace = self._backend.team(request.match_info["team"])
            file = workspace.uploads[request.match_info["file"]]
        except KeyError:
            raise web.HTTPNotFound from None
        if request.content_type.startswith("multipart/"):
            form = await request.post()
            field = next((value for value in form.values() if isinstance(value, FileField)), None)
            file.data = field.file.read() if field else b""
        else:
            file.data = await request.read()
        return web.Response(text=f"OK - {len(file.data)}")

    async def download(self, request: web.Request) -> web.Response:
        """A private file; without a token that may read it Slack answers with its sign-in page."""
        try:
            workspace = self._backend.team(request.match_info["team"])
            file = workspace.files[request.match_info["file"]]
        except KeyError:
            raise web.HTTPNotFound from None
        if _token(request, {}) != workspace.bot_token or "files:read" not in self._backend.app.scopes:
            raise web.HTTPFound("/signin")
        return web.Response(body=file.data, headers={"Content-Type": file.content_type})

    async def sign_in(self, _request: web.Request) -> web.Response:
        """What a client without a valid token gets instead of a file."""
        page = "<!doctype html><html lang=en><title>Sign in</title><p>Sign in to see this file.</html>"
        return web.Response(text=page, content_type="text/html")


def _token(request: web.Request, arguments: Json) -> str:
    in_arguments = str(arguments.pop("token", "") or "")
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else in_arguments


async def _arguments(request: web.Request) -> Json:
    """The arguments: JSON, a form or a query. Raises Refusal."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except json.JSONDecodeError:
            raise Refusal("invalid_json") from None
        if not isinstance(body, dict):
            raise Refusal("json_not_object")
        return {**arguments, **body}
    form = await request.post()
    return {**arguments, **{key: value for key, value in form.items() if isinstance(value, str)}}
