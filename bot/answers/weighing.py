"""Which candidate answers a question best, and how likely it does.

Two small models for each family of questions. The first weighs the candidates against each other: a conditional logit
over their measures (McFadden 1974). The second, a logistic regression, looks at the best one: how close it is, how far
ahead of the others, and among how many; what it gives is the share of such answers that were right. The weights lie
in ``data/weighing.json`` and are fitted by ``deploy/training/weighing.py``.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

Family = Literal["who_said", "what_said", "passage"]
Measures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The candidates' shares, which sum to 1; which one is the best; and how likely it answers (0 to 1)."""

    shares: list[float]
    best: int
    likely: float


def weigh(family: Family, candidates: Sequence[Measures]) -> Weighed | None:
    """Weigh the candidates of a question of this family; None without any.

    A speaker's claims are not counted together: of 602 questions, 260 were answered rightly and 95 wrongly with their
    shares summed, 268 and 79 without.
    """
    if not candidates:
        return None
    weights = _weights()[family]
    among = weights["among"].items()
    sums = np.array([sum(weight * measures[name] for name, weight in among) for measures in candidates])
    powers = np.exp(sums - sums.max())
    shares: list[float] = (powers / powers.sum()).tolist()
    best = int(sums.argmax())
    seen = signs(candidates[best], float(sums[best]), shares[best], len(candidates))
    logit = weights["right"]["any"] + sum(weights["right"][name] * value for name, value in seen.items())
    return Weighed(shares, best, 1 / (1 + math.exp(-logit)))


def signs(best: Measures, weight: float, share: float, candidates: int) -> dict[str, float]:
    """What tells whether the best of so many candidates answers."""
    return {
        "near": best["near"],
        "cover": best["cover"],
        "weight": weight,
        "share": math.log(share),
        "candidates": math.log(candidates),
        **{name: best[name] for name in ("unsaid", "counted") if name in best},
    }


@cache
def _weights() -> Mapping[Family, Mapping[Literal["among", "right"], Measures]]:
    text = (files("bot.answers") / "data" / "weighing.json").read_text("utf-8")
    weights: dict[Family, dict[Literal["among", "right"], dict[str, float]]] = json.loads(text)
    return weights
