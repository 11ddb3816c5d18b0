"""Fit which located names are places of the story: ``bot/nlp/toponyms/data/pins.json``.

A location of facts_train.jsonl is one when an annotated location has its name and is near. Some articles of LGL and
GeoVirus, which count every name of a place, keep the model from leaving out what those have on a map. What is held
back is only measured.
"""

import argparse
import json
from hashlib import sha1
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import numpy as np
from antecedents import SPLITS
from ranking import Matrix, fitted

from bot.nlp.pipeline import load_pipeline, read
from bot.nlp.toponyms import pins
from bot.nlp.toponyms.component import Toponyms, choices_of
from bot.nlp.toponyms.locations import gather, holders, holds

WEIGHTS = Path(__file__).parents[2] / "bot/nlp/toponyms/data/pins.json"
STRENGTH = 3.0
# Of these sets one article in so many; in facts_train.jsonl a story has about as many places.
SAMPLES = {"places_lgl.jsonl": 12, "places_geovirus.jsonl": 4}
NEAR, NEAR_AREA = 161.0, 700.0  # kilometres


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance."""
    a, b, c, d = map(radians, (*one, *other))
    return 12742 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


def rows_of(toponyms: Toponyms, doc: Any, article: dict[str, Any]) -> tuple[list[list[float]], list[bool]]:
    """What is weighed of each location of a story that has a place, and whether it is annotated."""
    texts = [token.text for token in doc]
    choices = choices_of(doc, texts, toponyms.gazetteer)
    placement, holding = pins.Placement(doc), holders(choices)
    rows, right = [], []
    for several in gather(texts, choices):
        if not several[0].place:
            continue
        entry = toponyms.gazetteer.entry(several[0].place)
        rows.append(pins.measures(several, holds(several[0], holding), placement))
        names = {mention.text.lower() for one in several for mention in one.name.mentions}
        right.append(
            any(
                (names & {name.lower() for name in (gold["name"], *gold.get("aliases", []))}
                 or any(name in gold["name"].lower() or gold["name"].lower() in name for name in names))
                and kilometres((entry.latitude, entry.longitude), (gold["latitude"], gold["longitude"]))
                <= (NEAR if gold["kind"] in ("town", "facility") else NEAR_AREA)
                for gold in article["locations"]
            )
        )  # fmt: skip
    return rows, right


def of_toponyms(toponyms: Toponyms, doc: Any, places: list[dict[str, Any]]) -> tuple[list[list[float]], list[bool]]:
    """The same for an article in which every mention of a place is annotated with its coordinates."""
    texts = [token.text for token in doc]
    choices = choices_of(doc, texts, toponyms.gazetteer)
    placement, holding = pins.Placement(doc), holders(choices)
    rows, right = [], []
    for several in gather(texts, choices):
        if not several[0].place:
            continue
        entry = toponyms.gazetteer.entry(several[0].place)
        spans = [(doc[m.start].idx, doc[m.end - 1].idx) for one in several for m in one.name.mentions]
        own = [gold for gold in places if any(start < gold["end"] and gold["start"] <= end for start, end in spans)]
        rows.append(pins.measures(several, holds(several[0], holding), placement))
        right.append(
            any(
                gold["lat"] is not None
                and kilometres((entry.latitude, entry.longitude), (gold["lat"], gold["lon"])) <= NEAR_AREA
                for gold in own
            )
        )
    return rows, right


def table(title: str, likely: Matrix, right: Matrix) -> None:
    """Precision and what is kept of the right ones above some likelihoods."""
    print(f"{title}: {len(right)} locations, {right.mean():.3f} right")
    for line in (0.2, 0.3, 0.4, 0.5, 0.6):
        kept = likely >= line
        print(f"  from {line}: right {right[kept].mean():.3f}, of the right kept {right[kept].sum() / right.sum():.3f}")


def main() -> None:
    """Fit, check in five folds, measure on what is held back, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with facts_train.jsonl")
    nlp = load_pipeline()
    nlp.disable_pipe("nutgraf_toponyms")
    held = set(json.loads(SPLITS.read_text("utf-8"))["held_back"])
    rows, right, ids = [], [], []
    with (parser.parse_args().data / "facts_train.jsonl").open(encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            own = rows_of(nlp.get_pipe("nutgraf_toponyms"), read(nlp, article["text"]), article)
            rows.extend(own[0])
            right.extend(own[1])
            ids.extend([article["doc_id"]] * len(own[0]))
    for name, every in SAMPLES.items():
        with (parser.parse_args().data / name).open(encoding="utf-8") as lines:
            for number, article in enumerate(map(json.loads, lines)):
                if number % every == 1:
                    own = of_toponyms(nlp.get_pipe("nutgraf_toponyms"), read(nlp, article["text"]), article["places"])
                    rows.extend(own[0])
                    right.extend(own[1])
                    ids.extend([f"{name} {number}"] * len(own[0]))
    fit(np.array(rows), np.array(right, dtype=float), ids, held)


def fit(x: Matrix, y: Matrix, ids: list[str], held: set[str]) -> None:
    """The weights of what is not held back, with their figures."""
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
