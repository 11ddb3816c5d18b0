"""One page over HTTP, within limits that hold while it streams."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.fetch import problems
from bot.fetch.dialling import Dialler, OpenSocket, open_socket
from bot.fetch.inflate import ACCEPTED, Body
from bot.fetch.policy import Policy

SECONDS = 10.0  # for the whole fetch, redirects included
BODY_LIMIT = 5_000_000  # bytes, after unpacking
HEADER_LIMIT = 64 * 1024  # bytes, all of them
REDIRECTS = 5
PER_HOST = 3  # fetches at once from one host
PATIENCE = 20.0  # seconds that a fetch waits for its turn at a host
READ_SIZE = 64 * 1024

_MOVED = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Page:
    """What a site sent: ``content`` unpacked, ``headers`` with lower-case names, ``url`` after redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def content_type(self) -> str:
        """The media type, lower case, without parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


class Downloader:
    """Fetches pages under a policy. ``resolver`` and ``opener`` are the seams where a test's internet stands in."""

    def __init__(
        self,
        policy: Policy,
        *,
        user_agent: str,
        resolver: AbstractResolver | None = None,
        opener: OpenSocket = open_socket,
        tls: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
        patience: float = PATIENCE,
    ) -> None:
        self._policy = policy
        self._headers = {
            "User-Agent": user_agent,
            "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5",
            "Accept-Language": "en",
            "Accept-Encoding": ACCEPTED,
        }
        self._resolver = resolver
        self._opener = opener
        self._tls = tls or ssl.create_default_context()
        self._seconds = seconds
        self._patience = patience
        self._hosts: dict[str, tuple[asyncio.Semaphore, int]] = {}

    async def get(self, link: str, headers: Mapping[str, str] | None = None) -> Page:
        """The page that ``link`` leads to, whatever its status. Raises SourceError."""
        url = self._policy.judge(link)
        async with self._turn(url.host or ""):
            dialler = Dialler(self._opener)
            try:
                async with (
                    asyncio.timeout(self._seconds),
                    aiohttp.ClientSession(
                        connector=dialler.connector(tls=self._tls, resolver=self._resolver),
                        cookie_jar=aiohttp.DummyCookieJar(),
                        headers={**self._headers, **(headers or {})},
                        auto_decompress=False,
                        trust_env=False,
                        requote_redirect_url=False,
                        read_bufsize=READ_SIZE,
                        max_line_size=16 * 1024,
                        max_field_size=16 * 1024,
                        timeout=aiohttp.ClientTimeout(total=self._seconds),
                    ) as session,
                ):
                    return await self._follow(session, dialler, url)
            except (aiohttp.ClientError, OSError, ValueError, asyncio.IncompleteReadError) as error:
                raise _explained(error, dialler) from error

    async def _follow(self, session: aiohttp.ClientSession, dialler: Dialler, url: URL) -> Page:
        for _ in range(REDIRECTS + 1):
            dialler.private = self._policy.is_private_origin(url)
            dialler.host, dialler.port = url.host or "The site", url.port
            async with session.get(url, allow_redirects=False) as response:
                if sum(len(name) + len(value) + 4 for name, value in response.raw_headers) > HEADER_LIMIT:
                    raise problems.too_many_headers()
                target = response.headers.get("Location")
                if response.status in _MOVED and target is not None:
                    url = self._next(url, target)
                    continue
                return await _read(response, url)
        raise problems.too_many_redirects()

    def _next(self, url: URL, location: str) -> URL:
        """Where a redirect leads, judged like a link that was posted."""
        target = location.strip().replace(" ", "%20")
        absolute = target if "://" in target.split("?")[0] else str(url.join(URL(target, encoded=True)))
        return self._policy.judge(absolute)

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait until few enough fetches from ``host`` are under way. Raises Unreachable when that takes too long."""
        turns, users = self._hosts.get(host, (asyncio.Semaphore(PER_HOST), 0))
        self._hosts[host] = (turns, users + 1)
        try:
            try:
                async with asyncio.timeout(self._patience):
                    await turns.acquire()
            except TimeoutError:
                raise problems.busy(host) from None
            try:
                yield
            finally:
                turns.release()
        finally:
            users = self._hosts[host][1] - 1
            if users:
                self._hosts[host] = (turns, users)
            else:
                del self._hosts[host]


async def _read(response: aiohttp.ClientResponse, url: URL) -> Page:
    body = Body(response.headers.get("Content-Encoding", ""), BODY_LIMIT)
    if (response.content_length or 0) > BODY_LIMIT:
        raise problems.too_large()
    async for chunk in response.content.iter_chunked(READ_SIZE):
        body.feed(chunk)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Page(str(url), response.status, headers, body.content())


def _explained(error: Exception, dialler: Dialler) -> Exception:
    """The SourceError for what aiohttp raised."""
    host = dialler.host
    match error:
        case TimeoutError():
            return problems.took_too_long(host)
        case aiohttp.ClientConnectorDNSError():
            return problems.no_such_host(host)
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return problems.bad_certificate(host)
        case aiohttp.ClientOSError() if dialler.refused:
            return problems.refused_address()
        case aiohttp.ClientResponseError(message=message) if "bytes" in str(message):
            return problems.too_many_headers()
    return problems.no_connection(host)
