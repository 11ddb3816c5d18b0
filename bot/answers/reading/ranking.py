"""Which sentence answers a question best, and how likely it does.

Two small models. The first weighs the sentences against each other and against "the story does not say": a conditional
logit over their features (McFadden 1974). The second, a multinomial logistic regression, looks at the best one, how far
it is ahead, and at what stands against it, and tells how likely it answers, does not, or nothing in the story does.
The weights lie in ``data/ranking.json`` and are fitted by ``deploy/training/answer_ranking.py``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from bot.answers.reading.features import Features

# A share of the logit's weight below this tells no more than this.
_LEAST_SHARE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Ranked:
    """The utility of each sentence, against 0 for none of them; the numbers of the sentences' rows, the best first; and
    how likely the best answers, something else in the story does, or nothing does (sum 1)."""

    utilities: Sequence[float]
    order: Sequence[int]
    right: float
    wrong: float
    unanswerable: float


def rank(sentences: Sequence[Features], none: Features) -> Ranked:
    """Rank at least one sentence."""
    weights = _weights()
    utilities = [_sum(weights["sentence"], row) - _sum(weights["none"], none) for row in sentences]
    order = sorted(range(len(utilities)), key=lambda at: -utilities[at])
    seen = signs(sentences, none, utilities, order)
    sums = np.array([_sum(weights["right"], seen), _sum(weights["wrong"], seen), 0.0])
    powers = np.exp(sums - sums.max())
    right, wrong, unanswerable = (powers / powers.sum()).tolist()
    return Ranked(utilities, order, right, wrong, unanswerable)


def signs(
    sentences: Sequence[Features], none: Features, utilities: Sequence[float], order: Sequence[int]
) -> dict[str, float]:
    """What tells whether the best sentence answers, and whether any does."""
    best = sentences[order[0]]
    powers = np.exp(np.array([0.0, *utilities]) - max(0.0, *utilities))
    shares = np.maximum(powers / powers.sum(), _LEAST_SHARE)
    second = utilities[order[1]] if len(order) > 1 else utilities[order[0]] - 5.0
    return {
        "utility": max(-6.0, min(6.0, utilities[order[0]])),
        "ahead": min(5.0, utilities[order[0]] - second),
        "share": float(np.log(shares[1 + order[0]])),
        "none_share": float(np.log(shares[0])),
        "best_judged": best["judged"],
        "most_judged": max(row["judged"] for row in sentences),
        "best_near": best["near"],
        "most_near": max(row["near"] for row in sentences),
        "best_cover": best["cover"],
        **{name: best[name] for name in ("confidence", "asked") if name in best},
        **none,
    }


def _sum(weights: Mapping[str, float], row: Features) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in row.items())


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    weights: dict[str, dict[str, float]] = json.loads(
        (files("bot.answers") / "data" / "ranking.json").read_text("utf-8")
    )
    return weights
