"""Read a story for an audience: once, however many ask at the same time, and from where it was fetched for them."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog

from bot.errors import INTERNAL, ExtractionFailed, NutgrafError, SourceError
from bot.models import Article, Origin, StoredReading, StoryCard, StoryResult, Visit
from bot.ports import Articles, Extractor, Readings, SingleFlight
from bot.services.changes import change_of
from bot.services.clock import Clock, utc_now
from bot.services.identity import story_id

# Who waits for another's reading of the same story waits for as long as the longest text may take; whoever dies at it
# is noticed within seconds.
_PATIENCE = timedelta(minutes=15)
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
    """Links, texts and files to ``StoryResult``s, for one audience: a channel, or a person to whom a story is shown.

    Nothing is answered for an address that was not fetched for this audience. While its last look is fresh the story
    is not fetched again; after that its site is asked whether the page changed, and what is different now is said.
    The same words are read once for an audience, an edited story is a new report, and a release of the pipeline is a
    clean miss. ``audience`` is the id of a channel or of a person.
    """

    def __init__(
        self,
        *,
        articles: Articles,
        extractor: Extractor,
        readings: Readings,
        single_flight: SingleFlight,
        fresh: timedelta = timedelta(hours=1),
        now: Clock = utc_now,
        patience: timedelta = _PATIENCE,
    ) -> None:
        self._articles = articles
        self._extractor = extractor
        self._readings = readings
        self._single_flight = single_flight
        self._fresh = fresh
        self._now = now
        self._patience = patience

    async def cached(self, team: str, audience: str, url: str) -> StoryResult | None:
        """What the audience knows of ``url`` from a look that is fresh, or None. Raises ``StoreUnavailable``."""
        visit = await self._readings.visit(team, audience, self._articles.key(url))
        if visit is None or self._now() - visit.at > self._fresh:
            return None
        stored = await self.stored(team, audience, visit.story_id)
        if stored is None:
            return None
        found = _result(url, visit.story_id, stored, visit.origin, read_before=True)
        return found.model_copy(update={"change": visit.change, "visit": visit})

    async def stored(self, team: str, audience: str, story: str) -> StoredReading | None:
        """What was found in a story, or None when its time is over or the pipeline has changed since."""
        stored = await self._readings.get(team, audience, story)
        return stored if stored and stored.report.pipeline == self._extractor.version else None

    async def discard(self, team: str, audience: str, results: Sequence[StoryResult]) -> None:
        """Drop what was read and is kept nowhere, because its post was deleted meanwhile."""
        for result in results:
            if result.card:
                await self._readings.discard(team, audience, result.card.story_id)

    async def link(self, team: str, audience: str, url: str) -> StoryResult:
        """Read the story at ``url``. Raises ``SourceError`` where it cannot be had, and ``StoreUnavailable``."""
        known = await self.cached(team, audience, url)
        if known:
            return known
        key = self._articles.key(url)
        async with self._single_flight.one(team, f"url:{audience}:{key}", patience=self._patience) as first:
            known = None if first else await self.cached(team, audience, url)
            if known:
                return known
            return await self._looked(team, audience, url, key)

    async def alone(self, team: str, channel: str, user: str, url: str) -> StoryResult:
        """Read the story at ``url`` for one person, as the channel knows it where it does. Nobody else learns of it,
        in the channel neither. Raises as ``link`` does."""
        return await self.cached(team, channel, url) or await self.link(team, user, url)

    async def shown(self, team: str, user: str, story: str) -> StoryResult | None:
        """A story that ``alone`` fetched for this person, or None where it did not, or too long ago."""
        visit = await self._readings.visit_to(team, user, story)
        stored = await self.stored(team, user, story) if visit else None
        if visit is None or stored is None:
            return None
        return _result(visit.origin.url, story, stored, visit.origin, read_before=True)

    async def _looked(self, team: str, audience: str, url: str, key: str) -> StoryResult:
        """Look at the page, with what the last look left: the site need not send again what did not change."""
        visit, before = await self._last(team, audience, key)
        look = await self._articles.look(
            url, etag=visit.etag if visit else None, last_modified=visit.last_modified if visit else None
        )
        if look.article is None:
            assert visit is not None and before is not None  # a first look asks for no comparison
            result = _result(url, visit.story_id, before, visit.origin, read_before=True)
        else:
            result = await self._story(team, audience, url, look.article)
            if visit is not None and before is not None:
                change = change_of(before.had_from(visit.origin).article, look.article, since=visit.at)
                result = result.model_copy(update={"change": change})
        assert result.card is not None and result.report is not None
        seen = Visit(
            address=key,
            story_id=result.card.story_id,
            at=self._now(),
            origin=Origin.of(result.report.article),
            etag=look.etag,
            last_modified=look.last_modified,
            change=result.change,
        )
        await self._readings.note_visit(team, audience, seen)
        return result.model_copy(update={"visit": seen})

    async def _last(self, team: str, audience: str, key: str) -> tuple[Visit, StoredReading] | tuple[None, None]:
        """The last look at an address with the story that was met; nothing where that story is no longer stored."""
        visit = await self._readings.visit(team, audience, key)
        stored = await self.stored(team, audience, visit.story_id) if visit else None
        return (visit, stored) if visit and stored else (None, None)

    async def text(self, team: str, audience: str, text: str) -> StoryResult:
        """Read a pasted text. Raises as ``link`` does."""
        return await self._story(team, audience, None, await self._articles.from_text(text))

    async def file(
        self, team: str, audience: str, data: bytes, *, name: str, content_type: str | None = None
    ) -> StoryResult:
        """Read an uploaded file. Raises as ``link`` does."""
        article = await self._articles.from_file(data, name=name, content_type=content_type)
        return await self._story(team, audience, None, article)

    def of_links(self, team: str, audience: str, urls: Sequence[str]) -> list[Source]:
        """What is to be read for these links: one for each address, in their order."""
        unique = {self._articles.key(url): url for url in reversed(urls)}
        return [Source(url, partial(self.link, team, audience, url)) for url in reversed(unique.values())]

    async def known(self, team: str, audience: str, urls: Sequence[str]) -> list[StoryResult] | None:
        """The readings of links whose last look is fresh; None when one of them is not."""
        found = []
        for source in self.of_links(team, audience, urls):
            reading = await self.cached(team, audience, source.name or "")
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
        except NutgrafError:
            raise
        except Exception as error:  # the edge of one story: the others of its post are not lost over it
            trace = "".join(traceback.format_tb(error.__traceback__))
            _log.error("story not read", kind=type(error).__name__, trace=trace)
            return StoryResult(link=source.name, problem=INTERNAL), None

    async def _story(self, team: str, audience: str, link: str | None, article: Article) -> StoryResult:
        story, version = story_id(article.text), self._extractor.version
        key = f"story:{audience}:{version}:{story}"
        async with self._single_flight.one(team, key, patience=self._patience):
            stored = known = await self.stored(team, audience, story)
            if stored is None:
                # the words alone are read, so that nothing found in them can tell where they were had
                bare = Article(text=article.text, paragraphs=article.paragraphs, language=article.language)
                stored = StoredReading.of(await self._extractor.extract(bare), article.retrieved or self._now())
                await self._readings.hold(team, audience, story, stored)
        return _result(link, story, stored, Origin.of(article), read_before=known is not None)


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


def _result(link: str | None, story: str, stored: StoredReading, origin: Origin, *, read_before: bool) -> StoryResult:
    report, card = stored.had_from(origin), card_of(story, stored, origin, link)
    return StoryResult(link=link, report=report, card=card, read_before=read_before)


def card_of(story: str, stored: StoredReading, origin: Origin, link: str | None) -> StoryCard:
    """The card of a story that was had from ``origin``, by way of ``link``."""
    return StoryCard(
        story_id=story,
        title=origin.title or opening(stored.report.article.text),
        url=origin.url or link,
        publisher=origin.publisher,
        published=origin.published,
        read_at=stored.read_at,
        partial=origin.partial,
        group=origin.canonical_url,
    )


def opening(text: str, limit: int = 80) -> str:
    """The first line of a text without a title, cut at a word, at most ``limit`` characters."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
