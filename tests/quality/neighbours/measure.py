"""How often the neighbours of a claim are right, on pairs written for this: the same claim, a denial, another number,
and traps."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.answers.neighbours import compare
from bot.models import ChannelClaim, Span, StoryCard

PAIRS = Path(__file__).parent / "pairs.jsonl"


def claim(told: dict[str, str], story_id: str) -> ChannelClaim:
    """A claim of a story of that id."""
    card = StoryCard(story_id=story_id, title="Story", read_at=datetime(2026, 11, 2, tzinfo=UTC))
    span = Span(start=0, end=len(told["words"]))
    return ChannelClaim(
        claim_id="c1", story=card, channel="C1", thread_ts="1.0", content=[span], confidence=0.9, **told
    )  # fmt: skip


def wrong() -> tuple[dict[str, float], list[str]]:
    """Precision, recall and the number of pairs; and what was taken for something else, as lines."""
    right = shown = there = 0
    lines = []
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
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


def measured(say: Callable[[str], None]) -> dict[str, float]:
    """The figures under their names for the floors; what was wrong is said."""
    figures, lines = wrong()
    for line in lines:
        say(f"neighbours: {line}")
    return {f"neighbours.{name}": value for name, value in figures.items()}
