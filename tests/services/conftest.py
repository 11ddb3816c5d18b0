"""Use cases on a real Valkey, with a newsstand instead of the web and a clerk instead of the pipeline."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.encoder import CrossEncoder, SentenceEncoder
from bot.errors import NutgrafError
from bot.models import Actor, Article, Claim, Look, Report, Span
from bot.services import Asking, Desks, Place, Searching, StoryReader, StoryThreads
from bot.services.identity import story_id
from bot.storage import Store, open_store

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_SAID = re.compile(r"(?P<who>[A-Z]\w+ [A-Z]\w+) said (?P<what>[^.]+)\.")


@dataclass
class Newsstand:
    """``ports.Articles`` over a dictionary: an article, or the error that its page leads to.

    ``fetched`` are the pages that were asked for, ``given`` those that were handed out: one that did not change is not.
    """

    pages: dict[str, Article | NutgrafError] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    seconds: float = 0.0

    async def from_url(self, url: str) -> Article:
        self.fetched.append(url)
        await asyncio.sleep(self.seconds)
        page = self.pages[self.key(url)]
        if isinstance(page, NutgrafError):
            raise page
        return page

    async def look(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Look:
        article = await self.from_url(url)
        tag = story_id(f"{article.title} {article.text}")
        if tag == etag:
            return Look(etag=etag)
        self.given.append(url)
        return Look(article=article, etag=tag)

    async def from_file(self, data: bytes, *, name: str, content_type: str | None = None) -> Article:
        return Article(text=data.decode(), title=name)

    async def from_text(self, text: str) -> Article:
        return Article(text=text)

    def key(self, url: str) -> str:
        return url.partition("#")[0]


@dataclass
class Clerk:
    """``ports.Extractor`` that finds "Name Surname said …" and counts how often it was asked."""

    version: str = "p1"
    read: list[str] = field(default_factory=list)
    error: NutgrafError | None = None

    async def extract(self, article: Article) -> Report:
        self.read.append(article.text)
        await asyncio.sleep(0)
        if self.error:
            raise self.error
        found = list(_SAID.finditer(article.text))
        names = list(dict.fromkeys(match["who"] for match in found))
        return Report(
            article=article,
            sentences=[Span(start=m.start(), end=m.end()) for m in re.finditer(r"\S[^.]*\.", article.text)],
            actors=[Actor(id=f"a{n}", name=name, kind="person") for n, name in enumerate(names)],
            claims=[
                Claim(
                    id=f"c{n}",
                    kind="indirect",
                    stance="states",
                    content=[Span(start=match.start("what"), end=match.end("what"))],
                    speaker=f"a{names.index(match['who'])}",
                    confidence=0.9,
                )
                for n, match in enumerate(found)
            ],
            pipeline=self.version,
        )


@dataclass
class Watch:
    """A clock for tests."""

    time: datetime = NOW

    def __call__(self) -> datetime:
        return self.time

    def move(self, by: timedelta = timedelta(hours=2)) -> None:
        """Let time pass: by default so much that no look is fresh any more."""
        self.time += by


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An open store."""
    days = timedelta(days=30)
    async with open_store(None, tmp_path, keep=days, questions=days) as store:
        yield store


@pytest.fixture
def newsstand() -> Newsstand:
    """Two stories, one of them under two addresses."""
    strike = Article(
        text="Ina Rask said the cranes stand still. Jon Vale said the port will open on Monday.",
        title="Port of Velm shut by strike",
        url="https://velm.test/strike",
        canonical_url="https://velm.test/news/strike",
        publisher="Velm Post",
    )
    tax = Article(
        text="Ola Brandt said the tax will fall.", title="Tax", url="https://velm.test/tax", publisher="Velm Post"
    )
    amp = strike.model_copy(update={"url": "https://amp.velm.test/strike"})
    return Newsstand(
        {
            "https://velm.test/strike": strike,
            "https://velm.test/news/strike": strike,
            "https://amp.velm.test/strike": amp,
            "https://velm.test/tax": tax,
        }
    )


@pytest.fixture
def clerk() -> Clerk:
    """An extractor that counts."""
    return Clerk()


@pytest.fixture
def clock() -> Watch:
    """A clock that stands still until it is moved."""
    return Watch()


@pytest.fixture
def reading(store: Store, newsstand: Newsstand, clerk: Clerk, clock: Watch) -> StoryReader:
    """A reader, at a fixed time."""
    return StoryReader(
        articles=newsstand, extractor=clerk, readings=store.readings, single_flight=store.single_flight, now=clock
    )


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The encoder, loaded once."""
    return SentenceEncoder()


@pytest.fixture
def threads(store: Store, reading: StoryReader, encoder: SentenceEncoder) -> StoryThreads:
    """The threads, at a fixed time."""
    return StoryThreads(
        threads=store.threads, channels=store.channels, reader=reading, encoder=encoder, now=lambda: NOW
    )


@pytest.fixture
def asking(
    store: Store, reading: StoryReader, threads: StoryThreads, encoder: SentenceEncoder, reader: CrossEncoder
) -> Asking:
    """Asking."""
    return Asking(
        reader=reading,
        stories=threads,
        threads=store.threads,
        channels=store.channels,
        encoder=encoder,
        judge=reader,
    )


@pytest.fixture
def searching(store: Store, encoder: SentenceEncoder) -> Searching:
    """Searching."""
    return Searching(channels=store.channels, encoder=encoder)


@pytest.fixture
def desks(store: Store) -> Desks:
    """Desks that are off unless somebody chose otherwise."""
    return Desks(channels=store.channels, default_on=False, now=lambda: NOW)


@pytest.fixture
def place() -> Callable[..., Place]:
    """Makes a place of a post."""

    def place(post_ts: str = "1.0", thread_ts: str = "1.0", channel: str = "C1", team: str = "T1") -> Place:
        return Place(team, channel, thread_ts, post_ts)

    return place
