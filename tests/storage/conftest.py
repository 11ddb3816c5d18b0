"""A real Valkey for each test, in the test's own folder, and makers of what is stored there."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.models import Article, ChannelClaim, Report, Span, StoryCard, Thread
from bot.storage import Store, open_store

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def opened() -> Callable[..., AbstractAsyncContextManager[Store]]:
    """Opens the store on the embedded Valkey of a folder, or on a URL."""

    def opened(
        folder: Path,
        url: str | None = None,
        *,
        keep: timedelta = timedelta(days=30),
        questions: timedelta = timedelta(hours=72),
    ) -> AbstractAsyncContextManager[Store]:
        return open_store(url, folder, keep=keep, questions=questions)

    return opened


@pytest.fixture
async def store(opened: Callable[..., AbstractAsyncContextManager[Store]], tmp_path: Path) -> AsyncIterator[Store]:
    """An open store."""
    async with opened(tmp_path) as store:
        yield store


@pytest.fixture
def card() -> Callable[..., StoryCard]:
    """Makes a story's card."""

    def card(story_id: str = "s1", title: str = "Port of Velm shut by strike") -> StoryCard:
        return StoryCard(story_id=story_id, title=title, url="https://velm.example/strike", read_at=NOW)

    return card


@pytest.fixture
def claim(card: Callable[..., StoryCard]) -> Callable[..., ChannelClaim]:
    """Makes a claim of a channel."""

    def claim(
        claim_id: str = "c1",
        words: str = "the cranes stand still",
        *,
        story: StoryCard | None = None,
        channel: str = "C1",
        thread_ts: str = "1.0",
    ) -> ChannelClaim:
        return ChannelClaim(
            claim_id=claim_id,
            story=story or card(),
            channel=channel,
            thread_ts=thread_ts,
            speaker="Ina Rask",
            speaker_aliases=["Rask"],
            stance="states",
            words=words,
            content=[Span(start=3, end=9), Span(start=12, end=20)],
            confidence=0.9,
        )

    return claim


@pytest.fixture
def report() -> Callable[..., Report]:
    """Makes the report of a text."""

    def report(text: str = "Ina Rask said the cranes stand still.", pipeline: str = "p1") -> Report:
        return Report(article=Article(text=text), pipeline=pipeline)

    return report


@pytest.fixture
def thread() -> Callable[..., Thread]:
    """Makes a thread of ours."""

    def thread(team: str = "T1", channel: str = "C1", thread_ts: str = "1.0", post_ts: str = "1.0") -> Thread:
        return Thread(team=team, channel=channel, thread_ts=thread_ts, post_ts=post_ts, opened_at=NOW)

    return thread
