"""The bed: one time limit for a whole fetch, whatever drips and stalls, and few fetches at once from one host."""

import asyncio
import time
from typing import Any

import pytest

from bot.errors import Unreachable
from bot.fetch.download import PER_HOST

SECONDS = 0.6  # the limit for one fetch where a test waits for it


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
        await internet.downloader(seconds=SECONDS).get(internet.home())
    assert (late.value.kind, late.value.passing) == ("timeout", True)
    assert time.monotonic() - began < SECONDS + 0.5


async def test_name_server_that_stalls(internet: Any) -> None:
    """A look-up that takes for ever ends with the fetch."""

    async def never(*_arguments: Any, **_options: Any) -> Any:
        await asyncio.sleep(60)

    internet.resolve = never
    with pytest.raises(Unreachable) as late:
        await internet.downloader(seconds=SECONDS).get(internet.home())
    assert late.value.kind == "timeout"


async def test_handshake_that_stalls(internet: Any) -> None:
    """A TLS handshake that never ends ends with the fetch."""
    internet.home()
    await internet.site(stall, port=443)
    with pytest.raises(Unreachable) as late:
        await internet.downloader(seconds=SECONDS).get("https://story.example/")
    assert late.value.kind == "timeout"


async def test_few_at_once_to_one_host(internet: Any) -> None:
    """One host sees few requests side by side, and another host does not wait for it."""
    internet.home()
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
    link = internet.home()
    await internet.site(stall)
    downloader = internet.downloader(seconds=1.0, patience=0.2)
    ended = await asyncio.gather(*(downloader.get(link) for _ in range(PER_HOST + 2)), return_exceptions=True)
    assert sorted((error.kind, error.passing) for error in ended) == [
        *[("busy", True)] * 2,
        *[("timeout", True)] * PER_HOST,
    ]
