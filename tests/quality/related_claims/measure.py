"""How often the relation of two claims is told right, on pairs written for this: the same claim, a denial, another
number, and traps. The rules were written with a look at ``pairs.jsonl`` and at half of ``more_pairs.jsonl``."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.answers.related_claims import compare
from bot.models import ChannelClaim, Span, StoryCard

Pair = dict[str, Any]
PAIRS = Path(__file__).parent


def claim(told: dict[str, str], story_id: str) -> ChannelClaim:
    """A claim of a story of that id."""
    card = StoryCard(story_id=story_id, title="Story", read_at=datetime(2026, 11, 2, tzinfo=UTC))
    span = Span(start=0, end=len(told["words"]))
    return ChannelClaim(
        claim_id="c1", story=card, channel="C1", thread_ts="1.0", content=[span], confidence=0.9, **told
    )  # fmt: skip


def wrong(pairs: Sequence[Pair]) -> tuple[dict[str, float], list[str]]:
    """Precision, recall and the number of pairs; and what was taken for something else, as lines."""
    right = shown = there = 0
    lines = []
    for pair in pairs:
        found = compare(claim(pair["new"], "new"), claim(pair["earlier"], "earlier"))
        kind = found.kind if found else "none"
        shown += kind != "none"
        there += pair["kind"] != "none"
        right += kind == pair["kind"] != "none"
        if kind != pair["kind"]:
            lines.append(f"{kind} for {pair['kind']}: {pair['new']['words']} | {pair['earlier']['words']}")
    figures = {"precision": right / max(1, shown), "recall": right / there, "pairs": float(len(pairs))}
    return figures, lines


def read(name: str) -> list[Pair]:
    """The pairs of a file."""
    return [json.loads(line) for line in (PAIRS / name).read_text(encoding="utf-8").splitlines()]


def measured(say: Callable[[str], None]) -> dict[str, float]:
    """The figures under their names for the floors: of what was looked at, whose errors are said, and of the rest."""
    more = read("more_pairs.jsonl")
    figures, lines = wrong([*read("pairs.jsonl"), *(pair for pair in more if pair["looked_at"])])
    unseen, _ = wrong([pair for pair in more if not pair["looked_at"]])
    for line in lines:
        say(f"related claims: {line}")
    return {f"related_claims.{name}": value for name, value in figures.items()} | {
        f"related_claims.unseen.{name}": value for name, value in unseen.items()
    }
