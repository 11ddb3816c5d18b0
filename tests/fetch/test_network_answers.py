"""The bed: answers that are too long, no HTTP, none at all, or lead elsewhere."""

import asyncio
from typing import Any

import pytest

from bot.errors import NotReadable, SourceError, Unreachable
from bot.fetch.download import REDIRECTS


async def test_chunked_without_end(internet: Any) -> None:
    """A chunked body that never ends is dropped where the limit is."""

    async def handle(_request: Any, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            await writer.drain()

    await internet.site(handle)
    with pytest.raises(NotReadable) as refused:
        await internet.downloader().get(internet.home())
    assert refused.value.kind == "too_large"


async def test_announced_size(internet: Any) -> None:
    """A length of more than 5 MB is believed, and nothing is read."""
    await internet.site(internet.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n"))
    with pytest.raises(NotReadable) as refused:
        await internet.downloader().get(internet.home())
    assert refused.value.kind == "too_large"


HEADERS = {
    "one line of 70 KB": b"X-Long: " + b"x" * 70_000 + b"\r\n",
    "a hundred lines of 1 KB": b"".join(b"X-%d: %s\r\n" % (n, b"x" * 1000) for n in range(100)),
    "a thousand lines": b"".join(b"X-%d: x\r\n" % n for n in range(1000)),
    "a name of 70 KB": b"X" * 70_000 + b": x\r\n",
    "folded lines": b"X: x\r\n" + b" folded\r\n" * 20_000,
    "10 MB": b"".join(b"X-%d: %s\r\n" % (n, b"x" * 10_000) for n in range(1000)),
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
async def test_headers_too_large(internet: Any, headers: bytes) -> None:
    """More than 64 KB of headers is not taken."""
    await internet.site(internet.raw(b"HTTP/1.1 200 OK\r\n" + headers + b"Content-Length: 0\r\n\r\n"))
    with pytest.raises(SourceError):
        await internet.downloader().get(internet.home())


NONSENSE = {
    "not HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "nothing": b"",
    "half a status line": b"HTTP/1.1 2",
    "a status that is none": b"HTTP/1.1 abc OK\r\n\r\n",
    "a length that is none": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
    "a negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "a chunk size that is none": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "less than announced": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
    "binary": bytes(range(256)) * 10,
}


@pytest.mark.parametrize("data", NONSENSE.values(), ids=NONSENSE)
async def test_nonsense(internet: Any, data: bytes) -> None:
    """What is not HTTP is an unreachable site, not a crash."""
    await internet.site(internet.raw(data))
    with pytest.raises(Unreachable):
        await internet.downloader().get(internet.home())


class TestRedirects:
    """At most five, and everyone judged."""

    async def test_ring(self, internet: Any) -> None:
        """A ring ends after five."""
        await internet.site(internet.moved("/"))
        with pytest.raises(NotReadable) as lost:
            await internet.downloader().get(internet.home())
        assert (lost.value.kind, len(internet.requests)) == ("redirects", REDIRECTS + 1)

    async def test_growing(self, internet: Any) -> None:
        """Redirects that grow end at a length that is no address."""

        async def handle(request: Any, writer: asyncio.StreamWriter) -> None:
            await internet.moved(request.target + "x" * 3000)(request, writer)

        await internet.site(handle)
        with pytest.raises(SourceError):
            await internet.downloader().get(internet.home())
        assert len(internet.requests) <= 3

    async def test_five_work(self, internet: Any) -> None:
        """Five redirects lead to the page, and its final address is known."""

        async def handle(request: Any, writer: asyncio.StreamWriter) -> None:
            step = int(request.target.strip("/") or 0)
            await (internet.moved(f"/{step + 1}") if step < 5 else internet.page())(request, writer)

        await internet.site(handle)
        assert (await internet.downloader().get(internet.home())).url == "http://story.example/5"

    async def test_redirect_without_location(self, internet: Any) -> None:
        """A redirect that leads nowhere is the page itself, with its status."""
        await internet.site(internet.answer(status="302 Found"))
        assert (await internet.downloader().get(internet.home())).status == 302

    async def test_spaces_and_letters_in_location(self, internet: Any) -> None:
        """A target with spaces and letters beyond ASCII, as sites write it, is followed."""

        async def handle(request: Any, writer: asyncio.StreamWriter) -> None:
            first = internet.moved("/a b/é".encode().decode("latin-1"))
            await (first if request.target == "/" else internet.page())(request, writer)

        await internet.site(handle)
        await internet.downloader().get(internet.home())
        assert internet.requests[-1].target == "/a%20b/%C3%A9"


async def test_no_such_name(internet: Any) -> None:
    """A name that does not resolve is said to be none."""
    with pytest.raises(Unreachable) as lost:
        await internet.downloader().get("http://nosuch.example/")
    assert (lost.value.kind, lost.value.passing) == ("no_host", True)


async def test_no_answer(internet: Any) -> None:
    """A site that refuses the connection is unreachable for now."""
    with pytest.raises(Unreachable) as lost:
        await internet.downloader().get(internet.home())
    assert (lost.value.kind, lost.value.passing) == ("unreachable", True)
