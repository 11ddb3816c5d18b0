"""The reading process seen from the event loop: started when needed, killed when it hangs, replaced when it died."""

import asyncio
import contextlib
import json
import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import structlog

from bot import errors
from bot.errors import ExtractionFailed, NotReadable, SourceError
from bot.fetch.frames import ANSWER, LENGTHS, READY
from bot.models import Article

SECONDS = 20.0  # for one page; a long one takes 0.3 s, so this is for a busy machine and a hung parser
START_SECONDS = 60.0  # for the process to import what it needs: 1.5 s on an idle machine
PROCESSES = 2  # that share the pages
IDLE_SECONDS = 60.0  # after which the second one, some 90 MB, ends
PAGES = 500  # after which the process is replaced, so that what its libraries hold on to is given back
_log = structlog.get_logger()


class ParserProcess:
    """One process that turns pages into articles, one at a time. An async context manager.

    ``seconds`` is the limit for one page, ``command`` what is started instead of the worker (in tests).
    """

    def __init__(self, *, seconds: float = SECONDS, command: list[str] | None = None) -> None:
        self._seconds = seconds
        self._command = command or [sys.executable, "-m", "bot.fetch.worker"]
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._served = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def article(self, header: dict[str, Any], data: bytes) -> Article:
        """The article that the reading process finds in ``data``. Raises SourceError."""
        async with self._turn:
            answer = await self._ask(json.dumps(header).encode(), data)
        if "article" in answer:
            return Article.model_validate(answer["article"])
        if "error" in answer:
            raise _raised(answer["error"])
        _log.error("page_not_parsed", reason=answer["broken"])
        raise unparsed()

    async def _ask(self, header: bytes, data: bytes) -> dict[str, Any]:
        if self._served >= PAGES:
            await self.stop()
        answered = False
        try:
            async with asyncio.timeout(START_SECONDS):
                process = self._process or await self._start()
            assert process.stdin is not None and process.stdout is not None
            async with asyncio.timeout(self._seconds):
                process.stdin.write(struct.pack(LENGTHS, len(header), len(data)) + header + data)
                await process.stdin.drain()
                (length,) = struct.unpack(ANSWER, await process.stdout.readexactly(struct.calcsize(ANSWER)))
                answer: dict[str, Any] = json.loads(await process.stdout.readexactly(length))
            answered = True
            self._served += 1
            return answer
        except TimeoutError:
            return {"broken": "took too long"}
        except (OSError, asyncio.IncompleteReadError):
            return {"broken": "the reading process died"}
        finally:
            if not answered:  # hung, dead, or cancelled half-way through a frame
                await asyncio.shield(self.stop())

    async def _start(self) -> asyncio.subprocess.Process:
        """Start the process with nothing of this one's environment but what Python needs: no tokens, no addresses."""
        root = str(Path(__file__).parents[2])
        environment = {
            name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ
        }
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**environment, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"},
            start_new_session=True,
        )
        self._served = 0
        assert self._process.stdout is not None
        await self._process.stdout.readexactly(len(READY))
        return self._process

    async def stop(self) -> None:
        """End the process; the next page starts it again."""
        process, self._process = self._process, None
        self._served = 0
        if process is None:
            return
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()


class ParserPool:
    """``ParserProcess``es that share the pages. An async context manager.

    The first takes what it can; each further one is started when all before it are busy, so that a page that takes its
    parser to the limit holds up nobody, and ends when it had nothing to do for ``idle_seconds``.
    """

    def __init__(self, processes: Sequence[ParserProcess], *, idle_seconds: float = IDLE_SECONDS) -> None:
        self._processes = tuple(processes)
        self._idle_seconds = idle_seconds
        self._free = list(self._processes)
        self._turn = asyncio.Semaphore(len(self._processes))
        self._ends: dict[ParserProcess, asyncio.TimerHandle] = {}
        self._ending: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for timer in self._ends.values():
            timer.cancel()
        await asyncio.gather(*self._ending, *(process.stop() for process in self._processes))

    async def article(self, header: dict[str, Any], data: bytes) -> Article:
        """The article that a parser finds in ``data``. Raises SourceError."""
        async with self._turn:
            process = min(self._free, key=self._processes.index)
            self._free.remove(process)
            if process in self._ends:
                self._ends.pop(process).cancel()
            try:
                return await process.article(header, data)
            finally:
                self._free.append(process)
                if process is not self._processes[0]:
                    loop = asyncio.get_running_loop()
                    self._ends[process] = loop.call_later(self._idle_seconds, self._end, process)

    def _end(self, process: ParserProcess) -> None:
        ending = asyncio.create_task(process.stop())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


def unparsed() -> NotReadable:
    """The page broke its parser."""
    return NotReadable("The page is built in a way that could not be read. Paste the text instead.", kind="damaged")


def _raised(described: dict[str, Any]) -> SourceError | ExtractionFailed:
    """The error that the reading process described."""
    kind = getattr(errors, described["type"])
    error: SourceError = kind(described["sentence"], kind=described["kind"], passing=described["passing"])
    return error
