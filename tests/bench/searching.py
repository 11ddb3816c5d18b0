"""What a search costs in a large channel: 50,000 claims in 5,000 stories, on a real Valkey, by words and by meaning."""

import itertools
import os
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import answers
from bot.answers.search.filters import SearchFilters
from bot.answers.search.index import packed_words
from bot.answers.search.vectors import packing
from bot.encoder import SentenceEncoder
from bot.models import ChannelClaim, ChannelStory, Derived, Span, StoryCard
from bot.ports import Channels
from bot.services import Searching
from bot.storage import open_store

STORIES, CLAIMS = 5_000, 10
# Encoding 50,000 claims takes minutes: these many stories are, and the others have the vectors of one of them.
ENCODED = 40
_NAMES = "Rask Lind Holm Klein Reed Brandt Aas Strand Vale Berg Lund Solvang Kovar Teslic Hale Olander".split()
_WORDS = (
    "ferry port crane strike union council bridge dam river tax price school market border soldier shell plan budget "
    "wage talk minister mayor clinic patient file water fire storm island harbour train tunnel road vote party law "
    "court judge police arrest march night friday monday spring winter bread fuel export ship close open rise fall "
    "pay hide warn promise visit rebuild sign leave return attack deny approve cancel delay report damage rescue"
).split()
# As often as words of a language are (Zipf): half of a claim's words are among these 80, the others one of 4,800.
_VOCABULARY = [*_WORDS, *(f"{word}{letter}{other}" for letter in "abcdef" for other in "ghijklmno" for word in _WORDS)]
_OFTEN = list(itertools.accumulate(1 / rank for rank in range(1, len(_VOCABULARY) + 1)))


@dataclass(frozen=True)
class Costs:
    """In milliseconds of computing of this process, whatever else the machine does (the store computes for itself):
    the first search after a start; later ones, with a story added between every ten; what a new story of ten claims
    pays to find its related claims, for the first time and later. And the bytes that a claim takes in memory after one
    search, and once everything was looked at."""

    first: float
    p95: float
    median: float
    beside_first: float
    beside_p95: float
    bytes_searched: float
    bytes_all: float


async def large_channel() -> Costs:
    """Measure a channel of 50,000 claims."""
    chance = random.Random(7)
    days = timedelta(days=30)
    encoder = SentenceEncoder()
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(None, Path(folder), keep=days, questions=days) as store:
            vectors: list[Derived] = []
            for number in range(STORIES):
                await _add(store.channels, number, chance, encoder, vectors)
            searching = Searching(channels=store.channels, encoder=encoder)
            before = _memory()
            times, beside = [], []
            for number in range(101):
                if number and number % 10 == 0:
                    await _add(store.channels, STORIES + number, chance, encoder, vectors)
                words = " ".join(chance.sample(_WORDS, 3))
                started = time.process_time()
                await searching.who_said("T1", "C1", words)
                times.append(1000 * (time.process_time() - started))
                if number == 0:
                    searched = _memory() - before
            stories = await store.channels.held("T1", "C1")
            for number in range(21):
                new = _story(2 * STORIES + number, chance)
                started = time.process_time()
                answers.find_related(new, stories)
                beside.append(1000 * (time.process_time() - started))
            await searching.said_by("T1", "C1", SearchFilters(by="Rask"))
            everything = _memory() - before
    later, claims = sorted(times[1:]), STORIES * CLAIMS
    return Costs(
        times[0], later[94], later[50], beside[0], sorted(beside[1:])[18], searched / claims, everything / claims
    )


def _memory() -> int:
    """The bytes that this process has in memory; the most it had where the system does not tell that."""
    told = Path("/proc/self/statm")
    if told.exists():
        return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


async def _add(
    channels: Channels, number: int, chance: random.Random, encoder: SentenceEncoder, vectors: list[Derived]
) -> None:
    story = _story(number, chance)
    where = ("T1", "C1", story.thread_ts)
    await channels.add_story(*where, story.card, story.claims, (), packed_words(story.claims))
    if len(vectors) < ENCODED:
        vectors += [made for made in packing(story.claims, encoder) if made]
    await channels.add_vectors(*where, story.card.story_id, vectors[number % ENCODED])


def _story(number: int, chance: random.Random) -> ChannelStory:
    card = StoryCard(
        story_id=f"{number:032x}",
        title=f"Story {number}",
        url=f"https://coast.example/{number}",
        read_at=datetime(2026, 11, 2, tzinfo=UTC) + timedelta(seconds=number),
    )
    texts = [" ".join(chance.choices(_VOCABULARY, cum_weights=_OFTEN, k=14)) for _ in range(CLAIMS)]
    return ChannelStory(card, f"{number}.0", _claims(card, f"{number}.0", texts, chance))


def _claims(card: StoryCard, thread_ts: str, texts: Sequence[str], chance: random.Random) -> tuple[ChannelClaim, ...]:
    return tuple(
        ChannelClaim(
            claim_id=f"c{at}",
            story=card,
            channel="C1",
            thread_ts=thread_ts,
            speaker=f"{chance.choice(_NAMES)} {chance.choice(_NAMES)}",
            stance="states",
            words=words,
            content=[Span(start=0, end=len(words))],
            confidence=0.9,
        )
        for at, words in enumerate(texts)
    )
