"""Events, commands and interactions over HTTP, signed as Slack signs them."""

import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import urlencode

import aiohttp

from bot.playground.app import App
from bot.playground.outbox import Kind, NotDelivered, Retry
from bot.playground.state import Json


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature of a request body."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return f"v0={digest}"


class HttpDelivery:
    """A transport that POSTs to the app's request URL."""

    def __init__(self, app: App, session: aiohttp.ClientSession, url: str) -> None:
        self._app = app
        self._session = session
        self._url = url

    async def verify(self) -> None:
        """Slack's handshake. Raises ValueError when the URL does not answer with the challenge."""
        challenge = secrets.token_hex(20)
        body = {"token": self._app.verification_token, "challenge": challenge, "type": "url_verification"}
        try:
            status, _headers, answer = await self._post(json.dumps(body).encode(), "application/json", {})
        except aiohttp.ClientError as problem:
            raise ValueError(f"the request URL cannot be reached: {problem}") from problem
        if status != 200 or challenge not in answer:
            raise ValueError(f"the request URL did not answer with the challenge (status {status})")

    async def send(self, kind: Kind, payload: Json, retry: Retry | None) -> Json | None:
        """See ``Transport``."""
        headers = {"x-slack-retry-num": str(retry.number), "x-slack-retry-reason": retry.reason} if retry else {}
        form = "application/x-www-form-urlencoded"
        if kind == "events_api":
            body, content_type = json.dumps(payload).encode(), "application/json"
        elif kind == "slash_commands":
            body, content_type = urlencode(payload).encode(), form
        else:
            body, content_type = urlencode({"payload": json.dumps(payload)}).encode(), form
        try:
            status, answered, answer = await self._post(body, content_type, headers)
        except aiohttp.TooManyRedirects:
            raise NotDelivered("too_many_redirects") from None
        except aiohttp.ClientSSLError:
            raise NotDelivered("ssl_error") from None
        except aiohttp.ClientError:
            raise NotDelivered("connection_failed") from None
        if not 200 <= status < 300:
            raise NotDelivered("http_error", final=answered.get("x-slack-no-retry") == "1")
        return _answer(answer, answered.get("content-type", ""))

    async def _post(self, body: bytes, content_type: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
        timestamp = str(int(time.time()))
        signed = {
            "content-type": content_type,
            "user-agent": "Slackbot 1.0 (playground)",
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": signature(self._app.signing_secret, timestamp, body),
            **headers,
        }
        async with self._session.post(self._url, data=body, headers=signed, max_redirects=2) as response:
            answered = {name.lower(): value for name, value in response.headers.items()}
            return response.status, answered, await response.text()


def _answer(text: str, content_type: str) -> Json | None:
    if not text.strip():
        return None
    if "json" in content_type or text.lstrip().startswith("{"):
        try:
            value = json.loads(text)
        except ValueError:
            return {"text": text}
        return value if isinstance(value, dict) else None
    return {"text": text}
