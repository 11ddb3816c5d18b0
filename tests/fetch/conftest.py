"""An internet on loopback: names and addresses as a test wishes, and a log of what was meant to be dialled."""

import asyncio
import datetime
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any, ClassVar

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bot.fetch.dialling import AddrInfo
from bot.fetch.download import Downloader
from bot.fetch.policy import Policy

_TLS = ssl.create_default_context()
Handler = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    """What came over the wire: the target as written, and headers with lower-case names."""

    target: str
    headers: dict[str, str]


@dataclass
class Internet(AbstractResolver):
    """Names, sites and a log.

    ``names``: successive answers of the name server, the last one for good. ``dialled``: every address for which
    the client asked for a socket, before anything is connected. ``requests``: what sites were asked.
    """

    PUBLIC: ClassVar = "93.184.216.34"
    PUBLIC_TOO: ClassVar = "151.101.1.67"
    PUBLIC_6: ClassVar = "2606:2800:220:1:248:1893:25c8:1946"

    names: dict[str, list[list[str]]] = field(default_factory=dict)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    _ports: dict[tuple[str, int], int] = field(default_factory=dict)
    _servers: list[asyncio.Server] = field(default_factory=list)
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        """The next answer for ``host``; a name that nobody registered goes to the system's own parser of numbers."""
        self.asked.append(host)
        answers = self.names.get(host)
        if answers is None:
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            except (OSError, UnicodeError):
                raise OSError(None, "no such name") from None
            addresses = [str(info[4][0]) for info in found]
        else:
            addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is held."""

    def home(self) -> str:
        """The address of the site at ``PUBLIC``, under a name."""
        self.names["story.example"] = [[self.PUBLIC]]
        return "http://story.example/"

    def open(self, info: AddrInfo) -> socket.socket:
        """A socket that connects to the loopback server standing in for the address; the log comes first."""
        address, port = str(info[4][0]), int(info[4][1])
        self.dialled.append((address, port))
        return _Detour(int(info[0]), self._ports.get((address, port), 1))

    async def site(
        self, handler: Handler, *, ip: str = "93.184.216.34", port: int = 80, tls: ssl.SSLContext | None = None
    ) -> None:
        """Let ``handler`` answer at ``ip`` and ``port``."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
                request = Request(head[0].split(" ")[1], headers)
                self.requests.append(request)
                await handler(request, writer)
            except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
                pass
            finally:
                writer.close()
                self._tasks.discard(task)

        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls, limit=2**20)
        self._servers.append(server)
        self._ports[ip, port] = server.sockets[0].getsockname()[1]

    @staticmethod
    def answer(body: bytes = b"", *, status: str = "200 OK", headers: str = "") -> Handler:
        """A handler that sends one answer with a length."""

        async def handle(_request: Request, writer: asyncio.StreamWriter) -> None:
            head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}Connection: close\r\n\r\n"
            writer.write(head.encode("latin-1") + body)
            await writer.drain()

        return handle

    @staticmethod
    def page(text: str = "A page.") -> Handler:
        """A handler that sends a small HTML page."""
        return Internet.answer(
            f"<html><body><p>{text}</p></body></html>".encode(), headers="Content-Type: text/html\r\n"
        )

    @staticmethod
    def moved(location: str, status: int = 302) -> Handler:
        """A handler that sends the client elsewhere."""
        return Internet.answer(status=f"{status} Moved", headers=f"Location: {location}\r\n")

    @staticmethod
    def raw(data: bytes) -> Handler:
        """A handler that sends exactly these bytes."""

        async def handle(_request: Request, writer: asyncio.StreamWriter) -> None:
            writer.write(data)
            await writer.drain()

        return handle

    async def stop(self) -> None:
        """Close every server and connection."""
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def downloader(self, policy: Policy | None = None, **options: Any) -> Downloader:
        """The client under test, in this internet."""
        options.setdefault("seconds", 5.0)
        options.setdefault("user_agent", "nutgraf-test")
        options.setdefault("tls", _TLS)
        return Downloader(policy or Policy(), resolver=self, opener=self.open, **options)


class _Detour(socket.socket):
    """Connects to a port on loopback whatever address it is told."""

    def __init__(self, family: int, port: int) -> None:
        super().__init__(family, socket.SOCK_STREAM)
        self._port = port

    def connect(self, _address: Any) -> None:
        """To loopback; an IPv6 socket goes there through the mapped address."""
        super().connect(("::ffff:127.0.0.1" if self.family == socket.AF_INET6 else "127.0.0.1", self._port))


@pytest.fixture
async def internet() -> AsyncIterator[Internet]:
    """An internet for one test."""
    made = Internet()
    yield made
    await made.stop()


@pytest.fixture(scope="session")
def an_internet() -> type[Internet]:
    """What an internet is made with, for tests that share one loop."""
    return Internet


class Authority:
    """A certificate authority of one test run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tests of nutgraf")])
        self._root = self._signed(self._name, self._key, authority=True)
        self.trust = ssl.create_default_context(cadata=self._root.public_bytes(serialization.Encoding.PEM).decode())

    def _signed(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *,
        authority: bool = False,
        host: str = "",
        days: int = 30,
    ) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        usage = x509.KeyUsage(not authority, False, False, False, False, authority, authority, False, False)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=60))
            .not_valid_after(now + datetime.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if host:
            names = x509.SubjectAlternativeName([x509.DNSName(host)])
            server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
            builder = builder.add_extension(names, critical=False).add_extension(server, critical=False)
        return builder.sign(self._key, hashes.SHA256())

    def serving(self, host: str, *, days: int = 30) -> ssl.SSLContext:
        """A server's context with a certificate for ``host`` that is good for ``days`` (negative: it ran out)."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._signed(
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), key, host=host, days=days
        )
        path = self._folder / f"{host}{days}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(path)
        return context


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One authority for all tests."""
    return Authority(tmp_path_factory.mktemp("certificates"))
