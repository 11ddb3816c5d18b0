"""How long a search takes in a large channel: 50,000 claims in 5,000 stories, on a real Valkey."""

import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.models import ChannelClaim, Span, StoryCard
from bot.ports import Channels
from bot.services import Searching
from bot.storage import open_store

STORIES, CLAIMS = 5_000, 10
_NAMES = "Rask Lind Holm Klein Reed Brandt Aas Strand Vale Berg Lund Solvang Kovar Teslic Hale Olander".split()
_WORDS = (
    "ferry port crane strike union council bridge dam river tax price school market border soldier shell plan budget "
    "wage talk minister mayor clinic patient file water fire storm island harbour train tunnel road vote party law "
    "court judge police arrest march night friday monday spring winter bread fuel export ship close open rise fall "
    "pay hide warn promise visit rebuild sign leave return attack deny approve cancel delay report damage rescue"
).split()


async def large_channel() -> tuple[float, float, float]:
    """The first search after a start, the 95th percentile of the later ones with a story added between every ten,
    and the first again in a channel that is known; in milliseconds."""
    chance = random.Random(7)
    days = timedelta(days=30)
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(None, Path(folder), keep=days, fresh=days, questions=days) as store:
            for number in range(STORIES):
                await _add(store.channels, number, chance)
            searching = Searching(channels=store.channels)
            times = []
            for number in range(101):
                if number and number % 10 == 0:
                    await _add(store.channels, STORIES + number, chance)
                words = " ".join(chance.sample(_WORDS, 3))
                started = time.perf_counter()
                await searching.who_said("T1", "C1", words)
                times.append(1000 * (time.perf_counter() - started))
    later = sorted(times[1:])
    return times[0], later[94], later[50]


async def _add(channels: Channels, number: int, chance: random.Random) -> None:
    card = StoryCard(
        story_id=f"{number:032x}",
        title=f"Story {number}",
        url=f"https://coast.example/{number}",
        read_at=datetime(2026, 11, 2, tzinfo=UTC) + timedelta(seconds=number),
    )
    claims = []
    for at in range(CLAIMS):
        words = " ".join(chance.choices(_WORDS, k=14))
        claims.append(
            ChannelClaim(
                claim_id=f"c{at}",
                story=card,
                channel="C1",
                thread_ts=f"{number}.0",
                speaker=f"{chance.choice(_NAMES)} {chance.choice(_NAMES)}",
                stance="states",
                words=words,
                content=[Span(start=0, end=len(words))],
                confidence=0.9,
            )
        )
    await channels.add_story("T1", "C1", f"{number}.0", card, claims)
