"""Read a story: from the cache where it was read before, else once, however many people ask at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.errors import INTERNAL, ExtractionFailed, SourceError
from bot.models import Article, Look, Report, StoryCard, StoryResult, Visit
from bot.ports import Articles, Extractor, Reports, SingleFlight
from bot.services.changes import change_of
from bot.services.clock import Clock, utc_now
from bot.services.identity import story_id

_PATIENCE = timedelta(seconds=90)  # a slow site (its own limit is below this) and a long story behind another one
_AT_A_TIME = 4  # of one message's links: kind to a site that all of them lead to
_log = structlog.get_logger()


@dataclass(frozen=True)
class Source:
    """Something to be read: how it is called to the person who posted it (a link), and how it is had."""

    name: str | None
    read: Callable[[], Awaitable[StoryResult]]


@dataclass(frozen=True)
class ReadResult:
    """The readings, in order, and a problem among theirs that may have passed by the next try."""

    readings: list[StoryResult]
    passing: SourceError | None = None


class StoryReader:
    """Links, texts and files to ``StoryResult``s.

    A URL leads to a story id while that is fresh; the story id and the pipeline's version lead to a report. So the
    same story is read once, an edited one is a new report, and a release of the pipeline is a clean miss. When a URL
    is no longer fresh, its site is asked whether the page changed; what is different now is said with the reading.
    """

    def __init__(
        self,
        *,
        articles: Articles,
        extractor: Extractor,
        reports: Reports,
        single_flight: SingleFlight,
        now: Clock = utc_now,
        patience: timedelta = _PATIENCE,
    ) -> None:
        self._articles = articles
        self._extractor = extractor
        self._reports = reports
        self._single_flight = single_flight
        self._now = now
        self._patience = patience

    async def cached(self, team: str, url: str) -> StoryResult | None:
        """What is known of ``url`` without fetching or extracting anything, or None. Raises ``StoreUnavailable``."""
        key = self._articles.key(url)
        story = await self._reports.story_of(team, key)
        report = await self.report(team, story) if story else None
        if not story or not report:
            return None
        visit = await self._reports.visit(team, key)
        if visit is None or visit.story_id != story:
            return _reading(url, _at(report, url), story, read_before=True, now=self._now())
        found = _reading(url, _at(report, visit.url), story, read_before=True, now=self._now())
        return found.model_copy(update={"change": visit.change})

    async def report(self, team: str, story: str) -> Report | None:
        """The stored report of a story, or None when its time is over or the pipeline has changed since."""
        return await self._reports.get(team, self._extractor.version, story)

    async def link(self, team: str, url: str) -> StoryResult:
        """Read the story at ``url``. Raises ``SourceError`` where it cannot be had, and ``StoreUnavailable``."""
        known = await self.cached(team, url)
        if known:
            return known
        key = self._articles.key(url)
        async with self._single_flight.one(team, f"url:{key}", patience=self._patience) as first:
            known = None if first else await self.cached(team, url)
            if known:
                return known
            return await self._looked(team, url, key)

    async def _looked(self, team: str, url: str, key: str) -> StoryResult:
        """Look at the page, with what the last look left: the site need not send again what did not change."""
        visit, before = await self._last(team, key)
        look = await self._articles.look(
            url, etag=visit.etag if visit else None, last_modified=visit.last_modified if visit else None
        )
        if look.article is None:
            assert visit is not None and before is not None  # a first look asks for no comparison
            reading = _reading(url, _at(before, visit.url), visit.story_id, read_before=True, now=self._now())
        else:
            reading = await self._story(team, url, look.article)
            if visit is not None and before is not None:
                change = change_of(before.article, look.article, since=visit.at)
                reading = reading.model_copy(update={"change": change})
        await self._remember(team, url, key, reading, look)
        return reading

    async def _last(self, team: str, key: str) -> tuple[Visit, Report] | tuple[None, None]:
        """The last look at an address with the story that was met; nothing where that story is no longer stored."""
        visit = await self._reports.visit(team, key)
        report = await self.report(team, visit.story_id) if visit else None
        return (visit, report) if visit and report else (None, None)

    async def _remember(self, team: str, url: str, key: str, reading: StoryResult, look: Look) -> None:
        if reading.card is None or reading.report is None:
            return
        story, article = reading.card.story_id, reading.report.article
        seen = Visit(
            story_id=story,
            at=self._now(),
            url=article.url,
            etag=look.etag,
            last_modified=look.last_modified,
            change=reading.change,
        )
        await self._reports.note_visit(team, key, seen)
        # Only where it leads, not as a visit: what stands there may be other words for the same story.
        other = self._articles.key(article.canonical_url or url)
        if other != key:
            await self._reports.remember_url(team, other, story)

    async def text(self, team: str, text: str) -> StoryResult:
        """Read a pasted text. Raises as ``link`` does."""
        return await self._story(team, None, await self._articles.from_text(text))

    async def file(self, team: str, data: bytes, *, name: str, content_type: str | None = None) -> StoryResult:
        """Read an uploaded file. Raises as ``link`` does."""
        return await self._story(team, None, await self._articles.from_file(data, name=name, content_type=content_type))

    def of_links(self, team: str, urls: Sequence[str]) -> list[Source]:
        """What is to be read for these links: one for each story that their addresses tell apart, in their order."""
        unique = {self._articles.key(url): url for url in reversed(urls)}
        return [Source(url, partial(self.link, team, url)) for url in reversed(unique.values())]

    async def known(self, team: str, urls: Sequence[str]) -> list[StoryResult] | None:
        """The readings of links that were all read before; None when one of them was not."""
        found = []
        for source in self.of_links(team, urls):
            reading = await self.cached(team, source.name or "")
            if reading is None:
                return None
            found.append(reading)
        return once_each(found)

    async def together(self, sources: Sequence[Source]) -> ReadResult:
        """Read all of them, side by side, a few at a time; two that lead to one story are one reading.

        What cannot be read becomes a ``StoryResult`` with its problem, and does not hold up the others.
        Raises ``StoreUnavailable``.
        """
        gate = asyncio.Semaphore(_AT_A_TIME)
        ended = await asyncio.gather(*(self._settled(source, gate) for source in sources), return_exceptions=True)
        settled = []
        for one in ended:  # all have ended by now: nothing goes on behind an error's back
            if isinstance(one, BaseException):
                raise one
            settled.append(one)
        passing = [problem for _, problem in settled if problem and problem.passing]
        return ReadResult(once_each([reading for reading, _ in settled]), passing[0] if passing else None)

    async def _settled(self, source: Source, gate: asyncio.Semaphore) -> tuple[StoryResult, SourceError | None]:
        try:
            async with gate:
                return await source.read(), None
        except SourceError as problem:
            _log.info("story not read", kind=problem.kind, passing=problem.passing)
            return StoryResult(link=source.name, problem=problem.sentence, paste=problem.paste), problem
        except ExtractionFailed:
            _log.error("story not read", kind="extraction failed")  # its trace was logged where it broke
            return StoryResult(link=source.name, problem=INTERNAL), None

    async def _story(self, team: str, link: str | None, article: Article) -> StoryResult:
        story = story_id(article.text)
        async with self._single_flight.one(team, f"story:{self._extractor.version}:{story}", patience=self._patience):
            known = await self.report(team, story)
            if known:
                report = known.model_copy(update={"article": _described(known.article, article)})
                if article.url and not known.article.url:  # it was pasted first: from now on it has an address
                    await self._reports.put(team, story, report)
                elif article.url and self._elsewhere(known.article, article.url):
                    await self._reports.put(team, story, _at(known, known.article.canonical_url))
                return _reading(link, report, story, read_before=True, now=self._now())
            article = article.model_copy(update={"retrieved": article.retrieved or self._now()})
            report = await self._extractor.extract(article)
            await self._reports.put(team, story, report)
        return _reading(link, report, story, read_before=False, now=self._now())

    def _elsewhere(self, stored: Article, url: str) -> bool:
        """Whether the same words were first had from another address, which not everybody need see: it may be one
        that was made for one reader."""
        if stored.url in {None, stored.canonical_url}:
            return False
        return self._articles.key(stored.url or "") != self._articles.key(url)


def once_each(readings: Sequence[StoryResult]) -> list[StoryResult]:
    """``readings`` without the second and later ones of a story."""
    kept: list[StoryResult] = []
    seen: set[str] = set()
    for reading in readings:
        if reading.card and reading.card.story_id in seen:
            continue
        if reading.card:
            seen.add(reading.card.story_id)
        kept.append(reading)
    return kept


def _described(stored: Article, fresh: Article) -> Article:
    """The stored article, whose text the offsets count in, under the address and title it has now."""
    about = ("url", "canonical_url", "title", "authors", "publisher", "published", "modified")
    return stored.model_copy(update={name: getattr(fresh, name) for name in about})


def _at(report: Report, url: str | None) -> Report:
    """``report`` with its story at this address."""
    return report.model_copy(update={"article": report.article.model_copy(update={"url": url})})


def _reading(link: str | None, report: Report, story: str, *, read_before: bool, now: datetime) -> StoryResult:
    article = report.article
    card = StoryCard(
        story_id=story,
        title=article.title or opening(article.text),
        url=article.canonical_url or article.url or link,
        publisher=article.publisher,
        published=article.published,
        read_at=article.retrieved or now,
        partial=article.partial,
    )
    return StoryResult(link=link, report=report, card=card, read_before=read_before)


def opening(text: str, limit: int = 80) -> str:
    """The first line of a text without a title, cut at a word, at most ``limit`` characters."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
