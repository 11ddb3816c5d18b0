"""The bed, part two: limits that hold while a site sends, certificates, and what must work all the same."""

import asyncio
import gzip
import os
import ssl
import subprocess
import sys
import time
import zlib
from typing import Any

import brotli
import pytest

from bot.errors import NotReadable, SourceError, Unreachable
from bot.fetch.download import BODY_LIMIT, PER_HOST, REDIRECTS

MB = 1_000_000
ZEROS = b"\0" * (64 * MB)
SECONDS = 0.6  # the limit for one fetch where a test waits for it


def raw_deflate(data: bytes) -> bytes:
    """deflate without its wrapper, as some servers send it."""
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


BOMBS = {
    "gzip": ("gzip", gzip.compress(ZEROS)),
    "x-gzip": ("x-gzip", gzip.compress(ZEROS)),
    "gzip in capitals": ("GZIP", gzip.compress(ZEROS)),
    "br": ("br", brotli.compress(ZEROS)),
    "deflate": ("deflate", zlib.compress(ZEROS)),
    "deflate without wrapper": ("deflate", raw_deflate(ZEROS)),
    "gzip in gzip": ("gzip, gzip", gzip.compress(gzip.compress(ZEROS))),
    "br in gzip": ("br, gzip", gzip.compress(brotli.compress(ZEROS))),
    "gzip in br": ("gzip, br", brotli.compress(gzip.compress(ZEROS))),
    "many members": ("gzip", gzip.compress(b"\0" * MB) * 8),
    "no encoding, no end": ("", ZEROS),
    "identity": ("identity", ZEROS[: 6 * MB]),
}

# A frame of zstd (RFC 8878) without a checksum: magic, a window of 128 KB, then blocks of one byte repeated 128 KB.
RUN = (1 << 1 | 131_072 << 3).to_bytes(3, "little") + b"\0"
ZSTD = b"\x28\xb5\x2f\xfd" + b"\x00\x38" + RUN * 512
ZSTD_WINDOW = b"\x28\xb5\x2f\xfd" + b"\x00\xff" + (1 << 1 | 1 | 8 << 3).to_bytes(3, "little") + b"\0"

DAMAGED = {
    "zstd, which was not asked for": ("zstd", b"\x28\xb5\x2f\xfd" + b"\0" * 100),
    "zstd bomb of 64 MB": ("zstd", ZSTD),
    "zstd in capitals": ("ZSTD", ZSTD),
    "zstd with a window of terabytes": ("zstd", ZSTD_WINDOW),
    "zstd bomb in gzip": ("zstd, gzip", gzip.compress(ZSTD)),
    "zstd bomb in br": ("zstd, br", brotli.compress(ZSTD)),
    "gzip bomb in zstd": ("gzip, zstd", gzip.compress(ZEROS)),
    "an encoding that nobody knows": ("snappy", b"x" * 100),
    "three layers": ("gzip, gzip, gzip", gzip.compress(gzip.compress(gzip.compress(b"x")))),
    "twenty layers": (", ".join(["gzip"] * 20), b"x"),
    "gzip that is none": ("gzip", b"<html>plain</html>"),
    "br that is none": ("br", b"<html>plain</html>"),
    "deflate that is none": ("deflate", b"<html>plain</html>"),
    "gzip that breaks off wrongly": ("gzip", gzip.compress(b"x" * 1000)[:20] + b"\xff" * 40),
}


def site_at(internet: Any) -> str:
    """A public name for the site under test."""
    internet.names["story.example"] = [[internet.PUBLIC]]
    return "http://story.example/"


@pytest.mark.parametrize(("encoding", "body"), BOMBS.values(), ids=BOMBS)
async def test_bomb(internet: Any, encoding: str, body: bytes) -> None:
    """A body that unpacks to more than 5 MB is dropped where the limit is."""
    await internet.site(internet.answer(body, headers=f"Content-Encoding: {encoding}\r\n" if encoding else ""))
    with pytest.raises(NotReadable) as refused:
        await internet.downloader().get(site_at(internet))
    assert refused.value.kind == "too_large"


@pytest.mark.parametrize(("encoding", "body"), DAMAGED.values(), ids=DAMAGED)
async def test_damaged(internet: Any, encoding: str, body: bytes) -> None:
    """A body that cannot be unpacked is said to be so."""
    await internet.site(internet.answer(body, headers=f"Content-Encoding: {encoding}\r\n"))
    with pytest.raises(NotReadable) as refused:
        await internet.downloader().get(site_at(internet))
    assert refused.value.kind == "damaged"


async def test_chunked_without_end(internet: Any) -> None:
    """A chunked body that never ends is dropped where the limit is."""

    async def handle(_request: Any, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            await writer.drain()

    await internet.site(handle)
    with pytest.raises(NotReadable) as refused:
        await internet.downloader().get(site_at(internet))
    assert refused.value.kind == "too_large"


async def test_announced_size(internet: Any) -> None:
    """A length of more than 5 MB is believed, and nothing is read."""
    await internet.site(internet.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n"))
    with pytest.raises(NotReadable) as refused:
        await internet.downloader().get(site_at(internet))
    assert refused.value.kind == "too_large"


async def drip_headers(_request: Any, writer: asyncio.StreamWriter) -> None:
    """One header, one byte at a time, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def drip_body(_request: Any, writer: asyncio.StreamWriter) -> None:
    """A body, one byte at a time, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def drip_chunks(_request: Any, writer: asyncio.StreamWriter) -> None:
    """Chunks of one byte, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1\r\nx\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


async def drip_status(_request: Any, writer: asyncio.StreamWriter) -> None:
    """Interim answers, for ever."""
    while True:
        writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


async def stall(_request: Any, _writer: asyncio.StreamWriter) -> None:
    """Nothing, for ever."""
    await asyncio.sleep(60)


async def stall_in_body(_request: Any, writer: asyncio.StreamWriter) -> None:
    """Half of what was announced, and then nothing."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 50)
    await writer.drain()
    await asyncio.sleep(60)


async def slow_redirects(_request: Any, writer: asyncio.StreamWriter) -> None:
    """Each redirect in time, all of them too slow."""
    await asyncio.sleep(0.25)
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: /on\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


SLOW = [drip_headers, drip_body, drip_chunks, drip_status, stall, stall_in_body, slow_redirects]


@pytest.mark.parametrize("handler", SLOW, ids=[handler.__name__ for handler in SLOW])
async def test_total_time(internet: Any, handler: Any) -> None:
    """The time limit is for the whole fetch, not for each read, and not for each redirect."""
    await internet.site(handler)
    began = time.monotonic()
    with pytest.raises(Unreachable) as late:
        await internet.downloader(seconds=SECONDS).get(site_at(internet))
    assert (late.value.kind, late.value.passing) == ("timeout", True)
    assert time.monotonic() - began < SECONDS + 0.5


async def test_name_server_that_stalls(internet: Any) -> None:
    """A look-up that takes for ever ends with the fetch."""

    async def never(*_arguments: Any, **_options: Any) -> Any:
        await asyncio.sleep(60)

    internet.resolve = never
    with pytest.raises(Unreachable) as late:
        await internet.downloader(seconds=SECONDS).get(site_at(internet))
    assert late.value.kind == "timeout"


async def test_handshake_that_stalls(internet: Any) -> None:
    """A TLS handshake that never ends ends with the fetch."""
    site_at(internet)
    await internet.site(stall, port=443)
    with pytest.raises(Unreachable) as late:
        await internet.downloader(seconds=SECONDS).get("https://story.example/")
    assert late.value.kind == "timeout"


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
        await internet.downloader().get(site_at(internet))


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
        await internet.downloader().get(site_at(internet))


class TestRedirects:
    """At most five, and everyone judged."""

    async def test_ring(self, internet: Any) -> None:
        """A ring ends after five."""
        await internet.site(internet.moved("/"))
        with pytest.raises(NotReadable) as lost:
            await internet.downloader().get(site_at(internet))
        assert (lost.value.kind, len(internet.requests)) == ("redirects", REDIRECTS + 1)

    async def test_growing(self, internet: Any) -> None:
        """Redirects that grow end at a length that is no address."""

        async def handle(request: Any, writer: asyncio.StreamWriter) -> None:
            await internet.moved(request.target + "x" * 3000)(request, writer)

        await internet.site(handle)
        with pytest.raises(SourceError):
            await internet.downloader().get(site_at(internet))
        assert len(internet.requests) <= 3

    async def test_five_work(self, internet: Any) -> None:
        """Five redirects lead to the page, and its final address is known."""

        async def handle(request: Any, writer: asyncio.StreamWriter) -> None:
            step = int(request.target.strip("/") or 0)
            await (internet.moved(f"/{step + 1}") if step < 5 else internet.page())(request, writer)

        await internet.site(handle)
        assert (await internet.downloader().get(site_at(internet))).url == "http://story.example/5"

    async def test_redirect_without_location(self, internet: Any) -> None:
        """A redirect that leads nowhere is the page itself, with its status."""
        await internet.site(internet.answer(status="302 Found"))
        assert (await internet.downloader().get(site_at(internet))).status == 302

    async def test_spaces_and_letters_in_location(self, internet: Any) -> None:
        """A target with spaces and letters beyond ASCII, as sites write it, is followed."""

        async def handle(request: Any, writer: asyncio.StreamWriter) -> None:
            first = internet.moved("/a b/é".encode().decode("latin-1"))
            await (first if request.target == "/" else internet.page())(request, writer)

        await internet.site(handle)
        await internet.downloader().get(site_at(internet))
        assert internet.requests[-1].target == "/a%20b/%C3%A9"


class TestCertificates:
    """TLS is always verified."""

    async def get(self, internet: Any, authority: Any, serving: Any, trust: Any = None) -> Any:
        """Fetch https://story.example/ from a site with this context."""
        site_at(internet)
        await internet.site(internet.page(), port=443, tls=serving)
        return await internet.downloader(tls=trust or authority.trust).get("https://story.example/")

    async def test_good(self, internet: Any, authority: Any) -> None:
        """A certificate for the host, signed by somebody trusted, is taken."""
        assert (await self.get(internet, authority, authority.serving("story.example"))).status == 200

    async def test_other_host(self, internet: Any, authority: Any) -> None:
        """A certificate for another host is refused, and another try would not help."""
        with pytest.raises(Unreachable) as refused:
            await self.get(internet, authority, authority.serving("other.example"))
        assert (refused.value.kind, refused.value.passing) == ("certificate", False)

    async def test_ran_out(self, internet: Any, authority: Any) -> None:
        """A certificate that ran out is refused."""
        with pytest.raises(Unreachable) as refused:
            await self.get(internet, authority, authority.serving("story.example", days=-1))
        assert refused.value.kind == "certificate"

    async def test_unknown_authority(self, internet: Any, authority: Any) -> None:
        """A certificate signed by nobody known is refused by the settings that are used outside tests."""
        with pytest.raises(Unreachable) as refused:
            await self.get(internet, authority, authority.serving("story.example"), ssl.create_default_context())
        assert refused.value.kind == "certificate"

    async def test_no_tls_behind_443(self, internet: Any) -> None:
        """A site that speaks plain HTTP where TLS should be is not read."""
        site_at(internet)
        await internet.site(internet.page(), port=443)
        with pytest.raises(Unreachable):
            await internet.downloader(seconds=SECONDS).get("https://story.example/")

    async def test_redirect_to_a_bad_certificate(self, internet: Any, authority: Any) -> None:
        """The second site has to prove itself too."""
        link = site_at(internet)
        internet.names["other.example"] = [[internet.PUBLIC_TOO]]
        await internet.site(internet.moved("https://other.example/"))
        await internet.site(internet.page(), ip=internet.PUBLIC_TOO, port=443, tls=authority.serving("story.example"))
        with pytest.raises(Unreachable) as refused:
            await internet.downloader(tls=authority.trust).get(link)
        assert "other.example" in refused.value.sentence


class TestMustWork:
    """What an honest site does is taken."""

    @pytest.mark.parametrize(
        ("encoding", "packed"),
        [
            ("gzip", gzip.compress(b"<p>words</p>")),
            ("br", brotli.compress(b"<p>words</p>")),
            ("deflate", zlib.compress(b"<p>words</p>")),
            ("deflate", raw_deflate(b"<p>words</p>")),
            ("identity", b"<p>words</p>"),
            ("gzip", gzip.compress(b"<p>wor") + gzip.compress(b"ds</p>")),
            ("gzip", gzip.compress(b"<p>words</p>") + b"\0" * 50),
            ("br, gzip", gzip.compress(brotli.compress(b"<p>words</p>"))),
        ],
    )
    async def test_encodings(self, internet: Any, encoding: str, packed: bytes) -> None:
        """Packed bodies are unpacked."""
        await internet.site(internet.answer(packed, headers=f"Content-Encoding: {encoding}\r\n"))
        assert (await internet.downloader().get(site_at(internet))).content == b"<p>words</p>"

    @pytest.mark.parametrize("packer", [gzip.compress, brotli.compress, zlib.compress, raw_deflate])
    async def test_large_body_byte_by_byte(self, internet: Any, packer: Any) -> None:
        """A body of almost 5 MB that does not pack well arrives whole."""
        body = os.urandom(500_000).hex().encode() * 4
        name = {gzip.compress: "gzip", brotli.compress: "br"}.get(packer, "deflate")
        packed = packer(body) if packer is not brotli.compress else brotli.compress(body, quality=1)
        await internet.site(internet.answer(packed, headers=f"Content-Encoding: {name}\r\n"))
        assert len(body) < BODY_LIMIT
        assert body == (await internet.downloader().get(site_at(internet))).content

    async def test_chunked(self, internet: Any) -> None:
        """A chunked body is put together."""
        data = (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n"
        )
        await internet.site(internet.raw(data))
        assert (await internet.downloader().get(site_at(internet))).content == b"abcde"

    async def test_old_server(self, internet: Any) -> None:
        """A body that ends where the connection ends is a body."""
        await internet.site(internet.raw(b"HTTP/1.0 200 OK\r\n\r\n<p>old</p>"))
        assert (await internet.downloader().get(site_at(internet))).content == b"<p>old</p>"

    async def test_long_headers_of_news_sites(self, internet: Any) -> None:
        """One header of 12 KB and fifty small ones are what some news sites send."""
        headers = "Content-Security-Policy: " + "x" * 12_000 + "\r\n" + "".join(f"X-{n}: y\r\n" for n in range(50))
        await internet.site(internet.answer(b"ok", headers=headers))
        assert (await internet.downloader().get(site_at(internet))).content == b"ok"

    async def test_ipv6(self, internet: Any) -> None:
        """A public IPv6 address is connected to."""
        internet.names["story.example"] = [[internet.PUBLIC_6]]
        await internet.site(internet.page(), ip=internet.PUBLIC_6)
        await internet.downloader().get("http://story.example/")
        assert internet.dialled == [(internet.PUBLIC_6, 80)]

    async def test_public_literal(self, internet: Any) -> None:
        """A public address may stand in the link itself."""
        await internet.site(internet.page())
        assert (await internet.downloader().get(f"http://{internet.PUBLIC}/")).status == 200

    async def test_international_name(self, internet: Any) -> None:
        """A name beyond ASCII is looked up in its ASCII form."""
        internet.names["xn--bcher-kva.example"] = [[internet.PUBLIC]]
        await internet.site(internet.page())
        assert (await internet.downloader().get("http://bücher.example/")).status == 200

    @pytest.mark.parametrize(
        "target",
        ["/%7Euser/a%2Fb?q=%2B+%20&a=1;2&empty=&x", "/a//b/../c", "/?utm_source=x&id=7", "/p%C3%A4%zz", "/a;b=c"],
    )
    async def test_link_is_not_rewritten(self, internet: Any, target: str) -> None:
        """The site is asked for the very link, tracking parameters and all, less the fragment."""
        site_at(internet)
        await internet.site(internet.page())
        await internet.downloader().get(f"http://story.example{target}#top")
        assert target == internet.requests[0].target

    async def test_what_is_sent(self, internet: Any) -> None:
        """The request names nutgraf, and holds no cookie, no referrer, no credentials."""
        await internet.site(internet.answer(headers="Set-Cookie: id=7; Path=/\r\n"))
        downloader = internet.downloader(user_agent="nutgraf/1 (+desk@example.org)")
        await downloader.get(site_at(internet))
        await downloader.get(site_at(internet))
        sent = internet.requests[1].headers
        assert sent["user-agent"] == "nutgraf/1 (+desk@example.org)"
        assert set() == sent.keys() & {"cookie", "referer", "authorization", "x-forwarded-for"}

    async def test_cookie_between_redirects(self, internet: Any) -> None:
        """A cookie set by a redirect is not sent to where it leads."""
        site_at(internet)

        async def handle(request: Any, writer: asyncio.StreamWriter) -> None:
            first = internet.answer(status="302 Found", headers="Set-Cookie: id=7\r\nLocation: /b\r\n")
            await (first if request.target == "/a" else internet.page())(request, writer)

        await internet.site(handle)
        await internet.downloader().get("http://story.example/a")
        assert "cookie" not in internet.requests[1].headers

    async def test_no_proxy_of_the_environment(self, internet: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """A proxy in the environment is not used, and no password file is read."""
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        await internet.site(internet.page())
        assert (await internet.downloader().get(site_at(internet))).status == 200
        assert internet.dialled == [(internet.PUBLIC, 80)]

    async def test_nothing_beside_the_page(self, internet: Any) -> None:
        """Scripts, pictures and frames of a page are not fetched."""
        html = b'<html><script src="/a.js"></script><img src="/b.png"><iframe src="/c"></iframe></html>'
        await internet.site(internet.answer(html, headers="Content-Type: text/html\r\n"))
        await internet.downloader().get(site_at(internet))
        assert [request.target for request in internet.requests] == ["/"]

    async def test_few_at_once_to_one_host(self, internet: Any) -> None:
        """One host sees few requests side by side, and another host does not wait for it."""
        site_at(internet)
        internet.names["other.example"] = [[internet.PUBLIC_TOO]]
        under_way = most = 0

        async def handle(request: Any, writer: asyncio.StreamWriter) -> None:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.05)
            under_way -= 1
            await internet.page()(request, writer)

        await internet.site(handle)
        await internet.site(internet.page(), ip=internet.PUBLIC_TOO)
        downloader = internet.downloader()
        slow = [asyncio.create_task(downloader.get(f"http://story.example/{n}")) for n in range(8)]
        await asyncio.sleep(0.01)
        await downloader.get("http://other.example/")
        assert not any(task.done() for task in slow[PER_HOST:])
        await asyncio.gather(*slow)
        assert most == PER_HOST


async def test_patience_with_a_slow_host(internet: Any) -> None:
    """Whoever waits too long for a turn at a slow host is told so, and may come again."""
    link = site_at(internet)
    await internet.site(stall)
    downloader = internet.downloader(seconds=1.0, patience=0.2)
    ended = await asyncio.gather(*(downloader.get(link) for _ in range(PER_HOST + 2)), return_exceptions=True)
    assert sorted((error.kind, error.passing) for error in ended) == [
        *[("busy", True)] * 2,
        *[("timeout", True)] * PER_HOST,
    ]


async def test_no_such_name(internet: Any) -> None:
    """A name that does not resolve is said to be none."""
    with pytest.raises(Unreachable) as lost:
        await internet.downloader().get("http://nosuch.example/")
    assert (lost.value.kind, lost.value.passing) == ("no_host", True)


async def test_no_answer(internet: Any) -> None:
    """A site that refuses the connection is unreachable for now."""
    with pytest.raises(Unreachable) as lost:
        await internet.downloader().get(site_at(internet))
    assert (lost.value.kind, lost.value.passing) == ("unreachable", True)


MEASURE = """
import asyncio, brotli, gzip, resource, sys, zlib
from bot.errors import NotReadable
from bot.fetch.inflate import Body

def packed(engine, finish):  # 256 MB of zeros, packed a little at a time
    piece = bytes(1_000_000)
    return b"".join([*(engine(piece) for _ in range(256)), finish()])

gz, br = zlib.compressobj(6, wbits=31), brotli.Compressor(quality=2)
bombs = {"gzip": packed(gz.compress, gz.flush), "br": packed(br.process, br.finish)}
bombs["gzip, gzip"] = gzip.compress(bombs["gzip"])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for encoding, data in bombs.items():
    try:
        Body(encoding, 5_000_000).feed(data)
    except NotReadable:
        pass
    else:
        sys.exit("it was let in")
per_megabyte = 1_000_000 if sys.platform == "darwin" else 1_000
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / per_megabyte)
"""


def test_memory_of_bombs() -> None:
    """Bombs of 256 MB add less than 20 MB to the process that is sent them."""
    done = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 20
