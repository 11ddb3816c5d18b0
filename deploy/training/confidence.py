"""Fit how sure a claim is: ``bot/nlp/attribution/data/confidence.json``, and print a table of reliability.

A claim of facts_train.jsonl is right when its words are one annotated (IoU of at least one half, or nearly all of them
inside one) and its speaker is named as annotated. So that the speakers are as sure as they are on stories that nothing
was fitted to, each third of the articles is read with a model of antecedents that did not learn from it. What is held
back is only measured.
"""

import argparse
import json
from hashlib import sha1
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from antecedents import SPLITS, Read, collected, documents, same, table_of, trained, use
from ranking import Matrix, fitted, words_of
from spacy.tokens import Doc

from bot.nlp.attribution import component
from bot.nlp.attribution.component import findings, write
from bot.nlp.attribution.ranking import rank
from bot.nlp.coreference import antecedents
from bot.nlp.coreference.component import build_actors
from bot.nlp.document.actors import actor
from bot.nlp.document.spans import CLAIMS
from bot.nlp.reader import predictions
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import is_mark

WEIGHTS = Path(__file__).parents[2] / "bot/nlp/attribution/data/confidence.json"
FOLDS = 3
BANDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def fold_of(doc_id: str) -> int:
    """Which third an article is in."""
    return int(sha1(doc_id.encode()).hexdigest(), 16) % FOLDS


def judged(doc: Doc, article: dict[str, Any]) -> list[bool]:
    """Whether each claim on ``doc`` may be printed."""
    layout = DocLayout(doc)
    gold = [(words_of(quote["content"], layout), quote["speaker"]) for quote in article["quotes"]]
    aliases = {one["name"]: [one["name"], *one.get("aliases", [])] for one in article["actors"]}
    right = []
    for claim in doc._.claims:
        own = {
            token.i
            for span in doc.spans[CLAIMS]
            if span.id_ == claim["id"] and span.label_ == "content"
            for token in span
            if not is_mark(token)
        }
        best = max(gold, key=lambda one: len(own & one[0]) / max(1, len(own | one[0])), default=(set(), None))
        shared = len(own & best[0])
        found = shared >= 0.5 * len(own | best[0]) or (shared >= 4 and shared >= 0.8 * len(own))
        speaker = actor(doc, claim["speaker"])
        named = [speaker["name"], *speaker["aliases"]] if speaker else []
        wanted = aliases.get(best[1], [best[1]]) if best[1] else []
        right.append(found and (any(same(a, b) for a in named for b in wanted) if wanted else not named))
    return right


def claims(told: Read) -> tuple[Matrix, Matrix, list[str]]:
    """What is weighed of each claim of some articles, whether it is right, and whose it is."""
    rows: list[list[float]] = []
    right: list[bool] = []
    ids: list[str] = []
    for doc, article in told:
        build_actors(doc)
        layout = DocLayout(doc)
        rows.extend(write(layout, rank(findings(layout), predictions(doc), layout)))
        right.extend(judged(doc, article))
        ids.extend([article["doc_id"]] * (len(rows) - len(ids)))
    return np.array(rows), np.array(right, dtype=float), ids


def table(title: str, likely: Matrix, right: Matrix) -> None:
    """How often the claims of each band of confidence are right, and what the line at .7 gives."""
    sure = likely >= 0.7
    print(
        f"{title}: {len(right)} claims, sure {sure.mean():.2f}, of these right {right[sure].mean():.3f}; "
        f"of the others {right[~sure].mean():.3f}"
    )
    for low, high in pairwise(BANDS):
        band = (likely >= low) & (likely < high)
        if band.any():
            said = f"said {likely[band].mean():.2f}, right {right[band].mean():.2f} of {band.sum()}"
            print(f"  {low:.1f} to {min(high, 1):.1f}: {said}")


def main() -> None:
    """Fit, check, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with coreference_train.jsonl and facts_train.jsonl")
    folder = parser.parse_args().data
    torch.set_num_threads(1)
    chained, told = documents(folder / "coreference_train.jsonl"), documents(folder / "facts_train.jsonl")
    component.confidence = lambda measured, told: 0.5  # there may be none yet
    splits = json.loads(SPLITS.read_text("utf-8"))
    held = set(splits["held_back"])
    whole = antecedents.weights()
    rows = [row for row in collected(chained, told, decided=True) if row.doc not in held]
    parts = []
    for fold in range(FOLDS):
        learn = [row for row in rows if row.doc.startswith("GUM") or fold_of(row.doc) != fold]
        use(table_of(trained(learn)))
        parts.append(claims([(d, a) for d, a in told if a["doc_id"] not in held and fold_of(a["doc_id"]) == fold]))
    use(whole)
    x, y = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    ids = [name for p in parts for name in p[2]]
    checked = np.zeros(len(y))
    for fold in range(5):
        apart = np.array([int(sha1(name.encode()).hexdigest(), 16) % 5 == fold for name in ids])
        checked[apart] = 1 / (1 + np.exp(-x[apart] @ fitted(x[~apart], y[~apart], PENALTY)))
    table("learned from, five folds", checked, y)
    weights = fitted(x, y, PENALTY)
    other = claims([(d, a) for d, a in told if a["doc_id"] in held])
    likely = 1 / (1 + np.exp(-other[0] @ weights))
    table("held back", likely, other[1])
    for outlet in sorted({splits["outlet"][name] for name in other[2]}):
        own = np.array([splits["outlet"][name] == outlet for name in other[2]])
        table(f"held back, {outlet}", likely[own], other[1][own])
    WEIGHTS.write_text(json.dumps([round(float(value), 4) for value in weights]) + "\n", encoding="utf-8")


PENALTY = 3.0

if __name__ == "__main__":
    main()
