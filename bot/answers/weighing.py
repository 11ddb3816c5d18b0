"""How likely each candidate answers, or that none does: a conditional logit with a null alternative.

What a candidate weighs is a sum of its measures times weights; that none answers weighs 0 (McFadden 1974). The weights
lie in ``data/weighing.json`` and are fitted by ``deploy/training/questions.py``.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

Family = Literal["who_said", "what_said", "passage"]
Measures = Mapping[str, float]


def likelihoods(family: Family, candidates: Sequence[Measures]) -> list[float]:
    """For each candidate how likely it answers, 0 to 1; what is missing to 1 in all is that none does."""
    if not candidates:
        return []
    weights = _weights()[family]
    sums = np.array([sum(weights[name] * measures[name] for name in weights) for measures in candidates] + [0.0])
    shares = np.exp(sums - sums.max())
    return [float(share) for share in shares[:-1] / shares.sum()]


@cache
def _weights() -> Mapping[Family, Measures]:
    text = (files("bot.answers") / "data" / "weighing.json").read_text("utf-8")
    weights: dict[Family, dict[str, float]] = json.loads(text)
    return weights
