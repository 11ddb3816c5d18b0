"""How often a search finds who said it: on searches and claims written for this, in a channel of these claims.

One half of the searches (``chosen``, on seven of the stories) is what mixture and line were chosen on; the other half
(``kept``) is about other stories. The floors are on both together; each half is printed.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.answers import search
from bot.answers.search.vectors import packing
from bot.encoder import SentenceEncoder
from bot.models import ChannelClaim, ChannelStory, Span, StoryCard

FOLDER: Final = Path(__file__).parent
SHOWN: Final = 5


@dataclass(frozen=True)
class Search:
    """What is typed, and the ids of the claims that answer it; none where nothing in these stories does."""

    part: str
    kind: str
    right: tuple[str, ...]
    words: str


def searches() -> Iterator[Search]:
    """The labelled searches."""
    for line in _lines("queries.txt"):
        part, kind, ids, words = (field.strip() for field in line.split(" | ", 3))
        right = tuple(one for one in ids.partition("~")[0].split() if one != "-")
        yield Search(part, kind, right, words)


def stories(encoder: SentenceEncoder | None) -> list[ChannelStory]:
    """The claims as stories of a channel, with vectors where there is an encoder."""
    told: dict[str, tuple[str, list[list[str]]]] = {}
    for line in _lines("claims.txt"):
        if line.startswith("="):
            name, title = line[1:].split(maxsplit=1)
            rows: list[list[str]] = []
            told[name] = (title, rows)
        else:
            rows.append([field.strip() for field in line.split(" | ", 2)])
    return [_story(name, title, rows, encoder) for name, (title, rows) in told.items()]


def _story(name: str, title: str, rows: Sequence[Sequence[str]], encoder: SentenceEncoder | None) -> ChannelStory:
    card = StoryCard(story_id=name, title=title, read_at=datetime(2026, 11, 2, tzinfo=UTC))
    claims = tuple(
        ChannelClaim(
            claim_id=claim_id,
            story=card,
            channel="C1",
            thread_ts=name,
            speaker=None if speaker == "-" else speaker,
            stance="states",
            words=words,
            content=[Span(start=0, end=len(words))],
            confidence=0.9,
        )
        for claim_id, speaker, words in rows
    )
    story = ChannelStory(card, name, claims)
    return dataclasses.replace(story, vectors=list(packing(claims, encoder))[-1]) if encoder else story


def _lines(name: str) -> Iterator[str]:
    return (line for line in (FOLDER / name).read_text("utf-8").splitlines() if line and not line.startswith("#"))


def figures(asked: Sequence[Search], held: Sequence[ChannelStory], encoder: SentenceEncoder | None) -> dict[str, float]:
    """Of the searches that have an answer: how often the first hit is one, how often it is where there is a hit at
    all, and the share of answers among the first five. Of the others: how often nothing is shown."""
    first = shown = empty = without = 0
    found = 0.0
    for one in asked:
        hits = [hit.claim.claim_id for hit in search(one.words, held, limit=SHOWN, encoder=encoder)]
        if not one.right:
            without += 1
            empty += not hits
            continue
        shown += bool(hits)
        first += hits[0] in one.right if hits else 0
        found += len(set(hits) & set(one.right)) / len(one.right)
    answerable = len(asked) - without
    return {
        "first": first / answerable,
        "first_of_shown": first / max(1, shown),
        "in_five": found / answerable,
        "empty": empty / without,
    }


def measured(say: Callable[[str], None]) -> dict[str, float]:
    """The figures under their names for the floors; those of each half, and those by words alone, are said."""
    encoder, asked = SentenceEncoder(), list(searches())
    held = stories(encoder)
    for part in ("chosen", "kept"):
        half = [one for one in asked if one.part == part]
        for name, using in (("words alone", None), ("words and meaning", encoder)):
            row = " ".join(f"{key} {value:.3f}" for key, value in figures(half, held, using).items())
            say(f"search, {part}, {len(half)} searches, {name}: {row}")
    found = figures(asked, held, encoder) | {"searches": float(len(asked))}
    return {f"search.{name}": value for name, value in found.items()}
