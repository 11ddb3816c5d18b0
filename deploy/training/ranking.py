"""Fit the two models that rank what rules and reader found: ``make train`` runs it after the reader.

They are fitted on the articles of attribution_train.jsonl and facts_train.jsonl that are held back, which the reader
did not learn from (on its own training articles it is surer than it should be). Printed are the shares of a two-fold
check in which no article is scored by what was fitted on it.
The models are logistic regressions with an L2 penalty of 1, by Newton's method.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from gold import held_back, lines
from numpy.typing import NDArray

from bot.nlp.attribution.component import findings
from bot.nlp.attribution.ranking import Candidate, candidates, measures
from bot.nlp.pipeline import load_pipeline, read
from bot.nlp.reader import predictions
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import is_mark

WEIGHTS = Path(__file__).parents[2] / "bot/nlp/attribution/data/ranking.json"
# The likelihood of a content from which a claim is kept: F1 of speech on the articles held back is flat from .42 to .50
# (.87) and falls below; recall is the higher, the lower it is.
KEPT = 0.42
AFTER = ("nutgraf_attribution", "nutgraf_warnings", "nutgraf_toponyms")

Matrix = NDArray[np.float64]


def words_of(spans: list[list[int]] | None, layout: DocLayout) -> set[int]:
    """The words in spans of characters."""
    found = set()
    for start, end in spans or []:
        span = layout.doc.char_span(start, end, alignment_mode="expand")
        found |= {token.i for token in span or [] if not is_mark(token)}
    return found


def judged(candidate: Candidate, gold: list[tuple[set[int], set[int]]], layout: DocLayout) -> tuple[bool, bool]:
    """Whether the content is one of the annotated (IoU >= .5), and whether its source is right too."""
    rule, proposal = candidate.rule, candidate.proposal
    contents = rule.contents if rule else [proposal.content] if proposal else []
    source = (rule.source if rule else None) or (proposal.source if proposal else None)
    words = {p for start, end in contents for p in range(start, end) if not is_mark(layout.doc[p])}
    parts = [{p for p in range(start, end) if p in words} for start, end in contents]
    for content, sources in gold:
        if any(len(part & content) >= 0.5 * len(part | content) for part in [words, *parts]):
            return True, not sources or (source is not None and any(p in sources for p in range(*source)))
    return False, False


def fitted(rows: Matrix, right: Matrix, strength: float = 1.0) -> Matrix:
    """The weights of a logistic regression with an L2 penalty of this ``strength``, the first column (1) aside."""
    spread = rows.std(axis=0)
    spread[spread == 0] = 1
    scaled = rows / spread
    penalty = strength * np.eye(rows.shape[1])
    penalty[0, 0] = 0
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-scaled @ weights))
        gradient = scaled.T @ (right - likely) - penalty @ weights
        weights += np.linalg.solve((scaled.T * (likely * (1 - likely))) @ scaled + penalty, gradient)
    return np.asarray(weights / spread)


def main() -> None:
    """Fit, check in two folds, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with attribution_train.jsonl and facts_train.jsonl")
    nlp = load_pipeline()
    for name in AFTER:
        nlp.disable_pipe(name)
    rows: list[list[float]] = []
    right: list[tuple[bool, bool]] = []
    fold: list[int] = []
    folder = parser.parse_args().data
    unseen = [
        article
        for name in ("attribution_train", "facts_train")
        for article in lines(folder / f"{name}.jsonl")
        if article["doc_id"] in held_back()
    ]
    for number, article in enumerate(unseen):
        layout = DocLayout(read(nlp, article["text"]))
        gold = [
            (words_of([span], layout), words_of(quote["source"], layout))
            for quote in article["quotes"]
            for span in quote["content"]
        ]
        seen = predictions(layout.doc)
        for candidate in candidates(findings(layout), seen, layout):
            rows.append(measures(candidate, seen, layout))
            right.append(judged(candidate, gold, layout))
            fold.append(number % 2)
    x, y, folds = np.array(rows), np.array(right, dtype=float), np.array(fold)
    checked = np.zeros(y.shape)
    for held in (0, 1):
        for kind in (0, 1):
            weights = fitted(x[folds != held], y[folds != held, kind])
            checked[folds == held, kind] = 1 / (1 + np.exp(-x[folds == held] @ weights))
    kept = checked[:, 0] >= KEPT
    print(f"{len(rows)} candidates, {kept.mean():.2f} kept; of these contents right {y[kept, 0].mean():.3f}")
    for sure in (0.6, 0.7, 0.75, 0.8, 0.9):
        shown = kept & (checked[:, 1] >= sure)
        print(f"confidence >= {sure}: {shown.sum() / kept.sum():.2f} of the kept, right {y[shown, 1].mean():.3f}")
    weights = {"content": fitted(x, y[:, 0]), "whole": fitted(x, y[:, 1]), "kept": [KEPT]}
    WEIGHTS.write_text(
        json.dumps({name: [round(float(value), 4) for value in values] for name, values in weights.items()}) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
