"""A hundred fetches of slow sites side by side, on the loop that acknowledges."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import SourceError
from bot.fetch import Policy, Reader

FETCHES = 100
HOSTS = 25  # over which half of the fetches are spread; the other half goes to one host, where most wait for a turn
PIECES, PAUSE = 40, 0.05  # a page comes in so many pieces, with so many seconds between two
TICK = 0.005  # seconds


class Loopback(AbstractResolver):
    """Every name leads to this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The loopback address."""
        flags = socket.AI_NUMERICHOST
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=flags)]

    async def close(self) -> None:
        """Nothing to close."""


@asynccontextmanager
async def slow_site(paragraphs: Sequence[str]) -> AsyncIterator[int]:
    """The port of a site that sends a story a little at a time."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    page = f"<!doctype html><html><body><article><h1>The harbour</h1>{body}</article></body></html>".encode()
    step = len(page) // PIECES + 1

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n".encode())
        for start in range(0, len(page), step):
            writer.write(page[start : start + step])
            await asyncio.sleep(PAUSE)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1")
    async with server:
        yield server.sockets[0].getsockname()[1]


async def read_slowly(paragraphs: Sequence[str]) -> int:
    """How many of the fetches gave a story; the others were told that the host is slow."""
    names = ["slow.example"] * (FETCHES // 2)
    names += [f"slow{number % HOSTS}.example" for number in range(FETCHES - len(names))]
    async with slow_site(paragraphs) as port:
        policy = Policy(private_origins=[f"{name}:{port}" for name in names])
        async with Reader(policy=policy, resolver=Loopback()) as reader:
            links = [f"http://{name}:{port}/{number}" for number, name in enumerate(names)]
            stories = await asyncio.gather(*(_read(reader, link) for link in links))
    return sum(stories)


async def _read(reader: Reader, link: str) -> bool:
    try:
        return bool((await reader.from_url(link)).text)
    except SourceError:
        return False


async def lags(done: asyncio.Event) -> list[float]:
    """By how many seconds the loop was late at each tick until ``done``, the least first."""
    late = []
    while not done.is_set():
        before = time.perf_counter()
        await asyncio.sleep(TICK)
        late.append(time.perf_counter() - before - TICK)
    return sorted(late)
