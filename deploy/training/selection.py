"""Fit which named parties are actors: ``bot/nlp/coreference/data/selection.json``.

A party of facts_train.jsonl is one when an annotated actor or speaker has its name. What is held back is only measured.
"""

import argparse
import json
from hashlib import sha1
from pathlib import Path

import numpy as np
from antecedents import SPLITS, documents, same
from ranking import Matrix, fitted

from bot.nlp.coreference import antecedents
from bot.nlp.coreference.component import named
from bot.nlp.coreference.selection import measures

WEIGHTS = Path(__file__).parents[2] / "bot/nlp/coreference/data/selection.json"
STRENGTH = 3.0


def table(title: str, likely: Matrix, right: Matrix) -> None:
    """Precision and recall of the actors above some likelihoods."""
    print(f"{title}: {len(right)} parties, {right.mean():.3f} are actors")
    for line in (0.3, 0.4, 0.5, 0.6):
        kept = likely >= line
        print(f"  from {line}: precision {right[kept].mean():.3f}, of the actors {right[kept].sum() / right.sum():.3f}")


def main() -> None:
    """Fit, check in five folds, measure on what is held back, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with facts_train.jsonl")
    told = documents(parser.parse_args().data / "facts_train.jsonl")
    held = set(json.loads(SPLITS.read_text("utf-8"))["held_back"])
    rows, right, ids = [], [], []
    for doc, article in told:
        parties, layout = named(doc)
        antecedents.resolve(parties, layout)
        known = {name for one in article["actors"] for name in (one["name"], *one.get("aliases", []))}
        known |= {quote["speaker"] for quote in article["quotes"] if quote["speaker"]}
        for party in parties:
            forms = {m.name or doc[m.start : m.end].text for m in party.mentions if m.form == "name"}
            rows.append(measures(party, layout))
            right.append(any(same(a, b) for a in forms for b in known))
            ids.append(article["doc_id"])
    x, y = np.array(rows), np.array(right, dtype=float)
    apart = np.array([name in held for name in ids])
    fold = np.array([int(sha1(name.encode()).hexdigest(), 16) % 5 for name in ids])
    checked = np.zeros(len(y))
    for number in range(5):
        learn = ~apart & (fold != number)
        checked[fold == number] = 1 / (1 + np.exp(-x[fold == number] @ fitted(x[learn], y[learn], STRENGTH)))
    table("learned from, five folds", checked[~apart], y[~apart])
    weights = fitted(x[~apart], y[~apart], STRENGTH)
    table("held back", 1 / (1 + np.exp(-x[apart] @ weights)), y[apart])
    WEIGHTS.write_text(json.dumps([round(float(value), 4) for value in weights]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
