"""The reading process: it is alone, bounded, and replaced when it hangs or dies."""

import asyncio
import os
import sys

import pytest
from structlog.testing import capture_logs

from bot.errors import EmptyText, NotReadable, TooLong, UnsupportedLanguage
from bot.fetch.parsing import ParserPool, ParserProcess

HEADER = {"kind": "text", "max_characters": 1000}
# A stand-in for the worker that does as the first bytes of its data say.
ODD = """
import os, struct, sys, time
sys.stdout.buffer.write(b"+"); sys.stdout.buffer.flush()
while head := sys.stdin.buffer.read(8):
    header, data = struct.unpack(">II", head)
    sys.stdin.buffer.read(header)
    word = sys.stdin.buffer.read(data)
    if word == b"hang":
        time.sleep(60)
    if word == b"die":
        os._exit(3)
    answer = b'{"article": {"text": "%d"}}' % os.getpid()
    sys.stdout.buffer.write(struct.pack(">I", len(answer)) + answer)
    sys.stdout.buffer.flush()
"""


def odd(seconds: float = 0.5) -> ParserProcess:
    """The stand-in behind the real door."""
    return ParserProcess(seconds=seconds, command=[sys.executable, "-c", ODD])


async def test_hung_parser_is_killed() -> None:
    """A parser that hangs is killed when its time is over, and the next page gets a new one."""
    async with odd() as parser:
        first = (await parser.article(HEADER, b"go")).text
        with capture_logs() as logs, pytest.raises(NotReadable) as broken:
            await parser.article(HEADER, b"hang")
        second = (await parser.article(HEADER, b"go")).text
    assert first != second
    with pytest.raises(ProcessLookupError):
        os.kill(int(first), 0)
    assert (broken.value.kind, [entry["reason"] for entry in logs]) == ("damaged", ["took too long"])


async def test_dead_parser_is_replaced() -> None:
    """A parser that dies on a page costs that page alone."""
    async with odd() as parser:
        first = (await parser.article(HEADER, b"go")).text
        with pytest.raises(NotReadable):
            await parser.article(HEADER, b"die")
        assert first != (await parser.article(HEADER, b"go")).text


async def test_cancelled_page_leaves_no_half_frame() -> None:
    """Whoever stops waiting takes the process along; the next page is answered with its own text."""
    async with odd(5.0) as parser:
        waiting = asyncio.create_task(parser.article(HEADER, b"hang"))
        await asyncio.sleep(0.3)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert (await parser.article(HEADER, b"go")).text.isdecimal()


async def test_one_process_serves_many() -> None:
    """Pages side by side are read one after the other by one process."""
    async with odd() as parser:
        answers = await asyncio.gather(*(parser.article(HEADER, b"go") for _ in range(20)))
    assert len({answer.text for answer in answers}) == 1


async def test_nothing_is_left_running() -> None:
    """When the reader is closed, its process is gone."""
    async with odd() as parser:
        pid = int((await parser.article(HEADER, b"go")).text)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_the_loop_goes_on() -> None:
    """While a long page is read, the loop is not held up: timers are late by a fraction of the reading's time."""
    late = 0.0
    html = b"<html><body>" + b"<p>The pilots went home and did not come back until noon.</p>" * 2000
    async with ParserProcess() as parser:
        await parser.article({"kind": "text", "max_characters": 1000}, b"warm")
        reading = asyncio.create_task(parser.article({"kind": "page", "max_characters": 10**6}, html))
        loop = asyncio.get_running_loop()
        started = loop.time()
        while not reading.done():
            began = loop.time()
            await asyncio.sleep(0.01)
            late = max(late, loop.time() - began - 0.01)
        await reading
        taken = loop.time() - started
    assert late < max(0.5, taken / 3)


async def test_a_page_that_hangs_holds_up_nobody() -> None:
    """While one parser is at it, another takes the pages; when it has had nothing to do for a while it ends."""
    pool = ParserPool([odd(5.0), odd(5.0)], idle_seconds=0.2)
    async with pool:
        first = int((await pool.article(HEADER, b"go")).text)
        hanging = asyncio.create_task(pool.article(HEADER, b"hang"))
        await asyncio.sleep(0.1)
        second = int((await pool.article(HEADER, b"go")).text)
        assert (second != first, hanging.done()) == (True, False)
        await asyncio.sleep(1.0)
        with pytest.raises(ProcessLookupError):
            os.kill(second, 0)
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging


class TestWorker:
    """The real process."""

    async def test_errors_arrive_whole(self) -> None:
        """A problem keeps its type, kind and sentence on its way out of the process."""
        german = "Die Lotsen im Hafen haben am Dienstag die Arbeit niedergelegt, wie ihre Gewerkschaft mitteilte. " * 5
        async with ParserProcess() as parser:
            with pytest.raises(UnsupportedLanguage, match="German"):
                await parser.article(HEADER, german.encode())
            with pytest.raises(TooLong, match="1,000"):
                await parser.article(HEADER, b"word " * 500)
            with pytest.raises(EmptyText):
                await parser.article(HEADER, b" \n ")

    async def test_it_is_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The process that parses pages knows no secret and can reach no network."""
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
        script = (
            "import os, socket, sys\n"
            "from bot.fetch import worker\n"
            "sys.addaudithook(worker._alone)\n"
            "assert 'SLACK_BOT_TOKEN' not in os.environ\n"
            "try:\n    socket.create_connection(('127.0.0.1', 9))\n"
            'except PermissionError:\n    answer = b\'{"article": {"text": "refused"}}\'\n'
            "sys.stdout.buffer.write(b'+' + len(answer).to_bytes(4, 'big') + answer)\n"
            "sys.stdout.flush(); sys.stdin.read()\n"
        )
        async with ParserProcess(command=[sys.executable, "-c", script]) as parser:
            assert (await parser.article(HEADER, b"")).text == "refused"
