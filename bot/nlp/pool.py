"""Extraction in processes of its own, so that the event loop stays free.

Every place in the pool is one process with one pipeline. A process that dies takes only its own job with it: the
process is replaced and the job tried once more. JSON strings travel over the pipe, no objects.

Long texts have a lane of their own: one more process, which is started for the first of them, runs when the others
have nothing to do, and ends when there was none for a while. Whoever posts an ordinary story does not wait for them.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import structlog

from bot.errors import ExtractionFailed, TookTooLong
from bot.models import Article, Report
from bot.nlp.versioning import pipeline_version
from bot.ports import Waiting

log = structlog.get_logger(__name__)

if TYPE_CHECKING:
    from spacy.language import Language  # the pool's own process does without spaCy

LONG: Final = 40_000  # characters, some 7,000 words: three seconds of an idle core
_STUCK: Final = "This text took far longer to read than its length explains, so I stopped. Paste a part of it."
LANE_KEPT_S: Final = 60.0  # after which the process of the long lane, which takes some 250 MB, ends


def patience_for(characters: int) -> float:
    """Seconds after which the reading of a text of this length hangs: a story takes well under a second, and 100,000
    words (600,000 characters) a minute on an idle core; ten times that, on a machine that has other things to do."""
    return 60.0 + characters / 1_000


class PooledExtractor:
    """``ports.Extractor`` over ``processes`` processes; an async context manager.

    Entering starts the processes and waits until each has loaded its pipeline. ``gazetteer`` is passed on to
    ``load_pipeline``; build it before, or every process does. ``patience`` gives the seconds after which a text of so
    many characters is given up; whoever waits for the long lane does so within ``waiting``.
    """

    def __init__(
        self,
        processes: int,
        gazetteer: Path | None = None,
        *,
        patience: Callable[[int], float] = patience_for,
        waiting: Waiting = nullcontext,
        long: int = LONG,
    ) -> None:
        if processes < 1:
            raise ValueError("a pool needs at least one process")
        self._processes = processes
        self._gazetteer = gazetteer
        self._patience = patience
        self._waiting = waiting
        self._long = long
        self._long_turn = asyncio.Lock()
        self._long_place: ProcessPoolExecutor | None = None
        self._long_ends: asyncio.TimerHandle | None = None
        self._free: asyncio.Queue[ProcessPoolExecutor | None] = asyncio.Queue()  # None: the pool has ended
        self._ended = False
        self._all: set[ProcessPoolExecutor] = set()
        self._version = pipeline_version()

    @property
    def version(self) -> str:
        """The version of everything that shapes a report."""
        return self._version

    async def __aenter__(self) -> Self:
        """Start the processes. Raises ExtractionFailed when one cannot load its pipeline."""
        started = [self._start() for _ in range(self._processes)]
        try:
            await asyncio.gather(*(asyncio.wrap_future(one.submit(_ready)) for one in started))
        except (BrokenProcessPool, asyncio.CancelledError) as error:
            await self.__aexit__(None, None, None)
            if isinstance(error, asyncio.CancelledError):
                raise
            raise ExtractionFailed("a process could not load the pipeline") from error
        for one in started:
            self._free.put_nowait(one)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop every process; what is under way or waits raises ExtractionFailed."""
        self._ended = True
        if self._long_ends:
            self._long_ends.cancel()
        for one in list(self._all):
            self._discard(one)
        self._free.put_nowait(None)

    async def extract(self, article: Article) -> Report:
        """Read ``article``.

        Raises ExtractionFailed when the pipeline breaks, or its process dies twice, and when the pool ends; TookTooLong
        when it hangs and was killed for it.
        """
        if len(article.text) <= self._long:
            return await self._tried(article, self._place)
        async with self._waiting(), self._long_turn:
            return await self._tried(article, self._long_lane)

    async def _tried(self, article: Article, place_of: Callable[[], Awaitable[ProcessPoolExecutor]]) -> Report:
        job, patience = article.model_dump_json(), self._patience(len(article.text))
        for attempt in (1, 2):
            place = await place_of()
            try:
                return Report.model_validate_json(await self._run(place, job, patience))
            except BrokenProcessPool as error:
                if self._ended:
                    raise _ended() from error
                log.warning("extraction process died", attempt=attempt)
                if attempt == 2:
                    raise ExtractionFailed("the extraction process died twice on one text") from error
        raise AssertionError("unreachable: the second attempt returns or raises")

    async def _place(self) -> ProcessPoolExecutor:
        place = None if self._ended else await self._free.get()
        if place is None:
            self._free.put_nowait(None)  # for the next who waits
            raise _ended()
        return place

    async def _long_lane(self) -> ProcessPoolExecutor:
        if self._ended:
            raise _ended()
        if self._long_ends:
            self._long_ends.cancel()
        if self._long_place is None:
            self._long_place = self._start(behind=True)
        return self._long_place

    def _give_back(self, place: ProcessPoolExecutor) -> None:
        if place is self._long_place:
            self._long_ends = asyncio.get_running_loop().call_later(LANE_KEPT_S, self._close_lane)
        else:
            self._free.put_nowait(place)

    def _close_lane(self) -> None:
        place, self._long_place = self._long_place, None
        if place is not None:
            self._discard(place)

    async def _run(self, place: ProcessPoolExecutor, job: str, patience: float) -> str:
        try:
            future = place.submit(_extract, job)
        except BrokenProcessPool:
            self._replace(place)
            raise
        running = asyncio.wrap_future(future)
        running.add_done_callback(_seen)
        try:
            async with asyncio.timeout(patience):
                result = await asyncio.shield(running)
        except TimeoutError as error:
            self._replace(place)
            log.error("extraction_killed", seconds=round(patience), characters=len(job))
            raise TookTooLong(_STUCK) from error
        except BrokenProcessPool:
            self._replace(place)
            raise
        except asyncio.CancelledError:
            # The job cannot be called back; its process is free again when it is done. The long lane does not wait.
            if place is self._long_place:
                self._close_lane()
            else:
                running.add_done_callback(lambda done: self._settle(place, done))
            raise
        except Exception as error:  # the edge of another process: whatever it raised arrives here
            self._give_back(place)
            log.exception("extraction failed")
            raise ExtractionFailed("the pipeline broke on a text") from error
        self._give_back(place)
        return result

    def _settle(self, place: ProcessPoolExecutor, done: asyncio.Future[str]) -> None:
        if place not in self._all:
            return
        if isinstance(done.exception(), BrokenProcessPool):
            self._replace(place)
        else:
            self._free.put_nowait(place)

    def _start(self, *, behind: bool = False) -> ProcessPoolExecutor:
        # spawn: a fork would copy the locks of a parent that runs threads and an event loop.
        place = ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_load,
            initargs=(None if self._gazetteer is None else str(self._gazetteer), behind),
        )
        self._all.add(place)
        return place

    def _discard(self, place: ProcessPoolExecutor) -> None:
        self._all.discard(place)
        processes = list((getattr(place, "_processes", None) or {}).values())
        place.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()

    def _replace(self, place: ProcessPoolExecutor) -> None:
        if place is self._long_place:
            self._close_lane()
            return
        self._discard(place)
        if not self._ended:
            self._free.put_nowait(self._start())


def _ended() -> ExtractionFailed:
    return ExtractionFailed("the pool has ended")


def _seen(done: asyncio.Future[str]) -> None:
    """Look at how a job ended: who waited for it may be gone, and asyncio logs an error that nobody looked at."""
    if not done.cancelled():
        done.exception()


_pipeline: "list[Language]" = []


def _load(gazetteer: str | None, behind: bool) -> None:
    """Runs once in each process: load the pipeline, leave Ctrl-C to the parent, and end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(
        15 if behind else 5
    )  # on a full machine the acknowledgements come first: Slack waits three seconds for them
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    from bot.nlp.pipeline import load_pipeline

    _pipeline.append(load_pipeline(Path(gazetteer) if gazetteer else None))


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _ready() -> bool:
    return bool(_pipeline)


def _extract(job: str) -> str:
    from bot.nlp.pipeline import extract

    return extract(_pipeline[0], Article.model_validate_json(job)).model_dump_json()
