"""The bed: what an honest site does is taken, and what is sent to it."""

import asyncio
from typing import Any

import pytest


async def test_chunked(internet: Any) -> None:
    """A chunked body is put together."""
    data = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n"
    await internet.site(internet.raw(data))
    assert (await internet.downloader().get(internet.home())).content == b"abcde"


async def test_old_server(internet: Any) -> None:
    """A body that ends where the connection ends is a body."""
    await internet.site(internet.raw(b"HTTP/1.0 200 OK\r\n\r\n<p>old</p>"))
    assert (await internet.downloader().get(internet.home())).content == b"<p>old</p>"


async def test_long_headers_of_news_sites(internet: Any) -> None:
    """One header of 12 KB and fifty small ones are what some news sites send."""
    headers = "Content-Security-Policy: " + "x" * 12_000 + "\r\n" + "".join(f"X-{n}: y\r\n" for n in range(50))
    await internet.site(internet.answer(b"ok", headers=headers))
    assert (await internet.downloader().get(internet.home())).content == b"ok"


async def test_ipv6(internet: Any) -> None:
    """A public IPv6 address is connected to."""
    internet.names["story.example"] = [[internet.PUBLIC_6]]
    await internet.site(internet.page(), ip=internet.PUBLIC_6)
    await internet.downloader().get("http://story.example/")
    assert internet.dialled == [(internet.PUBLIC_6, 80)]


async def test_public_literal(internet: Any) -> None:
    """A public address may stand in the link itself."""
    await internet.site(internet.page())
    assert (await internet.downloader().get(f"http://{internet.PUBLIC}/")).status == 200


async def test_international_name(internet: Any) -> None:
    """A name beyond ASCII is looked up in its ASCII form."""
    internet.names["xn--bcher-kva.example"] = [[internet.PUBLIC]]
    await internet.site(internet.page())
    assert (await internet.downloader().get("http://bücher.example/")).status == 200


@pytest.mark.parametrize(
    "target",
    ["/%7Euser/a%2Fb?q=%2B+%20&a=1;2&empty=&x", "/a//b/../c", "/?utm_source=x&id=7", "/p%C3%A4%zz", "/a;b=c"],
)
async def test_link_is_not_rewritten(internet: Any, target: str) -> None:
    """The site is asked for the very link, tracking parameters and all, less the fragment."""
    internet.home()
    await internet.site(internet.page())
    await internet.downloader().get(f"http://story.example{target}#top")
    assert target == internet.requests[0].target


async def test_what_is_sent(internet: Any) -> None:
    """The request names nutgraf, and holds no cookie, no referrer, no credentials."""
    await internet.site(internet.answer(headers="Set-Cookie: id=7; Path=/\r\n"))
    downloader = internet.downloader(user_agent="nutgraf/1 (+desk@example.org)")
    await downloader.get(internet.home())
    await downloader.get(internet.home())
    sent = internet.requests[1].headers
    assert sent["user-agent"] == "nutgraf/1 (+desk@example.org)"
    assert set() == sent.keys() & {"cookie", "referer", "authorization", "x-forwarded-for"}


async def test_cookie_between_redirects(internet: Any) -> None:
    """A cookie set by a redirect is not sent to where it leads."""
    internet.home()

    async def handle(request: Any, writer: asyncio.StreamWriter) -> None:
        first = internet.answer(status="302 Found", headers="Set-Cookie: id=7\r\nLocation: /b\r\n")
        await (first if request.target == "/a" else internet.page())(request, writer)

    await internet.site(handle)
    await internet.downloader().get("http://story.example/a")
    assert "cookie" not in internet.requests[1].headers


async def test_no_proxy_of_the_environment(internet: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment is not used, and no password file is read."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    await internet.site(internet.page())
    assert (await internet.downloader().get(internet.home())).status == 200
    assert internet.dialled == [(internet.PUBLIC, 80)]


async def test_nothing_beside_the_page(internet: Any) -> None:
    """Scripts, pictures and frames of a page are not fetched."""
    html = b'<html><script src="/a.js"></script><img src="/b.png"><iframe src="/c"></iframe></html>'
    await internet.site(internet.answer(html, headers="Content-Type: text/html\r\n"))
    await internet.downloader().get(internet.home())
    assert [request.target for request in internet.requests] == ["/"]
