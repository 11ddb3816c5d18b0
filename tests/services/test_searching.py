"""Searches keep to their channel and team, from both sides, and have pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.answers import SearchFilters
from bot.services import Place, Searching, StoryReader, StoryThreads
from bot.storage import Store

HOMES = [("T1", "C1"), ("T1", "C2"), ("T2", "C1"), ("T1", "D1")]
WHO = ["Ina Rask", "Jon Vale", "Ola Brandt", "Liv Aas"]


@pytest.fixture
async def told(threads: StoryThreads, reading: StoryReader, place: Callable[..., Place]) -> None:
    """In each channel somebody else said something about the same ferry."""
    for (team, channel), who in zip(HOMES, WHO, strict=True):
        story = await reading.text(team, channel, f"{who} said the ferry stops at midnight.")
        await threads.keep(place(channel=channel, team=team), [story], user="U1", reply_ts="1.5")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(("home", "who"), list(zip(HOMES, WHO, strict=True)))
async def test_nothing_crosses(searching: Searching, home: tuple[str, str], who: str) -> None:
    """Of four conversations, two of them in one team and two of one id, each finds its own and nothing else."""
    assert [hit.claim.speaker for hit in (await searching.who_said(*home, "ferry stops")).hits] == [who]
    for name in WHO:
        found = await searching.said_by(*home, SearchFilters(by=name))
        assert [claim.speaker for claim in found.items] == ([who] if name == who else [])
        assert found.unknown == (() if name == who else (name,))


@pytest.mark.parametrize(("home", "who"), list(zip(HOMES, WHO, strict=True)))
async def test_meaning_does_not_cross(
    threads: StoryThreads,
    reading: StoryReader,
    searching: Searching,
    place: Callable[..., Place],
    home: tuple[str, str],
    who: str,
) -> None:
    """The same story in four conversations, two of them in one team and two of one id, is found in each by other words
    and with its own place; forgotten in one, it is still found in the others and no longer there."""
    for (team, channel), name in zip(HOMES, WHO, strict=True):
        story = await reading.text(team, channel, f"{name} said the ferry stops at midnight.")
        where = place(channel=channel, team=team)
        await threads.keep(where, [story], user="U1", reply_ts="1.5")
        await threads.understand(where, [story])
    words = "boats do not run after twelve at night"
    found = (await searching.who_said(*home, words)).hits
    assert [(hit.claim.speaker, hit.claim.channel) for hit in found] == [(who, home[1])]
    await threads.forget(place(channel=home[1], team=home[0]), gone=True)
    counts = [len((await searching.who_said(*other, words)).hits) for other in HOMES]
    assert counts == [0 if other == home else 1 for other in HOMES]


async def test_a_story_is_found_by_words_until_it_is_understood(
    threads: StoryThreads, reading: StoryReader, searching: Searching, place: Callable[..., Place]
) -> None:
    """By its meaning from then on; read again, it is understood again."""
    story = await reading.text("T1", "C1", "Ina Rask said the ferry stops at midnight.")

    async def found(words: str) -> int:
        return len((await searching.who_said("T1", "C1", words)).hits)

    for _ in range(2):
        await threads.keep(place(), [story], user="U1", reply_ts="1.5")
        assert (await found("ferry stops"), await found("boats do not run after twelve at night")) == (1, 0)
        await threads.understand(place(), [story])
        assert (await found("ferry stops"), await found("boats do not run after twelve at night")) == (1, 1)


async def test_what_is_understood_too_late_is_not_stored(
    threads: StoryThreads, reading: StoryReader, searching: Searching, store: Store, place: Callable[..., Place]
) -> None:
    """A story whose post was deleted meanwhile leaves nothing behind."""
    story = await reading.text("T1", "C1", "Ina Rask said the ferry stops at midnight.")
    await threads.keep(place(), [story], user="U1", reply_ts="1.5")
    await threads.forget(place(), gone=True)
    await threads.understand(place(), [story])
    assert (await searching.who_said("T1", "C1", "ferry stops")).hits == []
    assert await store.redis.keys("*:story:*") == []


async def test_other_stories_of_a_thread_stay_understood(
    threads: StoryThreads, reading: StoryReader, searching: Searching, place: Callable[..., Place]
) -> None:
    """When one post of a thread is deleted, what the others brought is found by meaning as before."""
    ferry = await reading.text("T1", "C1", "Ina Rask said the ferry stops at midnight.")
    tax = await reading.text("T1", "C1", "Ola Brandt said the tax on fuel will fall.")
    for post, story in (("1.0", ferry), ("2.0", tax)):
        await threads.keep(place(post), [story], user="U1", reply_ts="1.5")
        await threads.understand(place(post), [story])
    await threads.forget(place("2.0"), gone=True)
    assert len((await searching.who_said("T1", "C1", "boats do not run after twelve at night")).hits) == 1
    assert (await searching.who_said("T1", "C1", "tax on fuel")).hits == []


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("home", HOMES)
async def test_related_claims_do_not_cross(
    searching: Searching, reading: StoryReader, place: Callable[..., Place], home: tuple[str, str]
) -> None:
    """A new story meets the claim of its own channel alone."""
    new = await reading.text(*home, "Per Strand said at midnight the ferry stops.")
    found = await searching.related(place("2.0", "2.0", home[1], home[0]), [new])
    assert [pair.earlier.speaker for pair in found] == [WHO[HOMES.index(home)]]


async def test_results_come_in_pages(
    threads: StoryThreads, reading: StoryReader, searching: Searching, place: Callable[..., Place]
) -> None:
    """A page holds what was asked for, and the total is that of all."""
    text = " ".join(f"Ina Rask said berth number {n} stays closed." for n in range(1, 21))
    await threads.keep(place(), [await reading.text("T1", "C1", text)], user="U1", reply_ts="1.5")
    filters = SearchFilters(by="Rask")
    pages = [await searching.said_by("T1", "C1", filters, limit=8, skip=skip) for skip in (0, 8, 16)]
    assert [len(page.items) for page in pages] == [8, 8, 4]
    assert {page.total for page in pages} == {20}
    assert len({claim.claim_id for page in pages for claim in page.items}) == 20
    hits = await searching.who_said("T1", "C1", "berth stays closed", limit=8, skip=16)
    assert (len(hits.hits), hits.total) == (4, 20)


async def test_what_is_older_than_asked_for_is_left_out(
    threads: StoryThreads, reading: StoryReader, searching: Searching, place: Callable[..., Place]
) -> None:
    """And the answer knows since when it looked."""
    read = await reading.text("T1", "C1", "Ina Rask said the ferry stops.")
    await threads.keep(place(), [read], user="U1", reply_ts="1.5")
    assert read.card is not None
    after = read.card.read_at + timedelta(hours=1)
    found = await searching.said_by("T1", "C1", SearchFilters(by="Rask", since=after))
    assert (found.items, found.stories, found.since) == ([], 0, after)
