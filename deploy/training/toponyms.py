"""Learns ``toponym_model.json`` from the gold sets: two minutes on one core.

    python deploy/training/toponyms.py --data ../shared/data

Gold lines are ``{"text", "places": [{"start", "end", "lat", "lon"}]}``. Folds are stretches of a file, so that the
documents of one outlet, which stand together in LGL, are on one side.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from spacy.tokens import Doc

from bot.nlp.gazetteer import Gazetteer, ensure
from bot.nlp.gazetteer.schema import AREA, COUNTRY, LAND, RECORD, REGION1, REGION2, WATER
from bot.nlp.pipeline import load_pipeline, read
from bot.nlp.toponyms.candidates import Candidate, candidates
from bot.nlp.toponyms.choice import Field, Floats, accent_of, lay_out, softmax, supported
from bot.nlp.toponyms.features import Story, features
from bot.nlp.toponyms.mentions import Name, gather, gather_peoples, kilometres
from bot.nlp.toponyms.recognition import MODEL, is_people

FILES: Final = ("places_lgl.jsonl", "places_geovirus.jsonl")
_ROUNDS: Final = 2
_RAREST: Final = 3  # documents' candidates that a feature must stand in
_WEIGHT_DECAY: Final = 1e-4  # 3e-4 is worse by half a point on both sets
_CHOICE_DECAY: Final = 1e-3
# how far a gold point may lie from a place's own, in kilometres: wide areas have no one point
_REACH: Final = {COUNTRY: 1500.0, REGION1: 400.0, REGION2: 90.0, WATER: 800.0, LAND: 500.0, AREA: 700.0}
_TOWN_REACH: Final = 50.0


@dataclass(frozen=True, slots=True)
class Example:
    """A gold document with what both models see of it."""

    doc: Doc
    named: list[Candidate]
    seen: list[list[str]]
    places: list[bool]
    names: list[Name]
    field: Field | None
    right: Floats


def examples(path: Path, nlp: Any, gazetteer: Gazetteer) -> list[Example]:
    """The documents of a gold file, read by the pipeline as far as it goes before toponyms."""
    found = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            found.append(example(read(nlp, gold["text"]), gold["places"], gazetteer))
    return found


def example(doc: Doc, places: list[dict[str, Any]], gazetteer: Gazetteer) -> Example:
    """What both models see of a document whose gold places are given."""
    texts = [token.text for token in doc]
    every = candidates(doc, texts, gazetteer)
    named = [candidate for candidate in every if not is_people(candidate)]
    gold = {(place["start"], place["end"]): place for place in places}
    story = Story(doc, texts, named)
    right = [candidate for candidate in named if _offsets(doc, candidate) in gold]
    names = [*gather(texts, right, gazetteer), *gather_peoples([c for c in every if is_people(c)])]
    field = lay_out(names, accent_of(texts))
    return Example(
        doc, named, [features(story, candidate) for candidate in named],
        [_offsets(doc, candidate) in gold for candidate in named], names, field,
        _right(doc, names, field, gold) if field else np.zeros(0),
    )  # fmt: skip


def _offsets(doc: Doc, candidate: Candidate) -> tuple[int, int]:
    return doc[candidate.start].idx, doc[candidate.end - 1].idx + len(doc[candidate.end - 1])


def _right(doc: Doc, names: list[Name], field: Field, gold: dict[tuple[int, int], dict[str, Any]]) -> Floats:
    """1 for each place of the field that gold means, or for "none of these"; nothing for names without gold."""
    right = np.zeros(len(field.records))
    ends = np.append(field.starts[1:], len(field.records))
    for i, start, end in zip(field.names, field.starts, ends, strict=True):
        if names[i].people:
            continue
        records = field.records[start:end]
        reach = np.array([_REACH.get(int(kind), _TOWN_REACH) for kind in records["feature"]])
        for mention in names[i].mentions:
            place = gold[_offsets(doc, mention)]
            if place["lat"] is None:
                continue
            point = np.zeros(1, dtype=RECORD)
            point["latitude"], point["longitude"] = place["lat"], place["lon"]
            far = kilometres(records, point[0])
            far[-1] = np.inf
            near = far <= reach
            if near.any():
                right[start:end] += near & (far <= max(25.0, 1.5 * float(far[near].min())))
            else:
                right[end - 1] += 1
        if not right[start:end].any():
            right[end - 1] = 1
    return np.minimum(right, 1)


def fit_recognition(documents: Sequence[Example]) -> dict[str, float]:
    """Weights of a logistic regression over the features of candidates, by full-batch Adam."""
    counts = Counter(feature for document in documents for seen in document.seen for feature in seen)
    index = {name: i for i, name in enumerate(sorted(name for name, count in counts.items() if count >= _RAREST))}
    rows: list[int] = []
    columns: list[int] = []
    target: list[float] = []
    for document in documents:
        for seen, place in zip(document.seen, document.places, strict=True):
            known = [index[feature] for feature in seen if feature in index]
            columns += known
            rows += [len(target)] * len(known)
            target.append(float(place))
    row, column, y = np.array(rows), np.array(columns), np.array(target)

    def gradient(weights: Floats) -> Floats:
        p = 1 / (1 + np.exp(-np.bincount(row, weights[column], minlength=len(y))))
        slope: Floats = np.bincount(column, (p - y)[row], minlength=len(index)) / len(y)
        return slope

    weights = _adam(gradient, len(index), rate=0.1, decay=_WEIGHT_DECAY)
    return {name: round(float(weights[i]), 3) for name, i in index.items() if abs(weights[i]) >= 0.02}


def fit_choice(documents: Sequence[Example]) -> list[list[float]]:
    """Weights of the first choice and of each round with support, by full-batch Adam on the likelihood of gold."""
    fields = [(document, document.field) for document in documents if document.field is not None]
    size = [len(field.records) for _, field in fields]
    begin = np.concatenate(([0], np.cumsum(size)[:-1]))
    starts = np.concatenate([field.starts + at for (_, field), at in zip(fields, begin, strict=True)])
    right = np.concatenate([document.right for document, _ in fields])
    groups = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(right))))
    told = (np.add.reduceat(right, starts) > 0)[groups]
    whole = Field(np.zeros(0, dtype=RECORD), starts, groups, [], np.zeros((0, 0)))

    def fit(matrices: list[Floats]) -> Floats:
        x = np.concatenate(matrices)

        def gradient(weights: Floats) -> Floats:
            p = softmax(x @ weights, whole)
            q = p * right
            q = q / np.maximum(np.add.reduceat(q, starts), 1e-12)[groups]
            slope: Floats = x.T @ ((p - q) * told) / told.sum()
            return slope

        return _adam(gradient, x.shape[1], rate=0.05, decay=_CHOICE_DECAY)

    weights = [fit([field.base for _, field in fields])]
    p = [softmax(field.base @ weights[0], field) for _, field in fields]
    for _ in range(_ROUNDS):
        both = [
            np.concatenate((field.base, supported(field, before, _mentions(document, field))), axis=1)
            for (document, field), before in zip(fields, p, strict=True)
        ]
        weights.append(fit(both))
        p = [softmax(x @ weights[-1], field) for x, (_, field) in zip(both, fields, strict=True)]
    return [[round(float(value), 3) for value in each] for each in weights]


def _mentions(document: Example, field: Field) -> Floats:
    return np.array([float(len(document.names[i].mentions)) for i in field.names])


def _adam(gradient: Any, size: int, *, rate: float, decay: float, steps: int = 400) -> Floats:
    weights: Floats = np.zeros(size)
    mean, square = np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        slope = gradient(weights) + decay * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def fit(documents: Sequence[Example]) -> dict[str, Any]:
    """Both models, as ``toponym_model.json`` holds them."""
    return {"recognition": fit_recognition(documents), "choice": fit_choice(documents)}


def main() -> None:
    """Train on all documents and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the gold files")
    parser.add_argument("--out", type=Path, default=Path(str(MODEL)))
    arguments = parser.parse_args()
    nlp = load_pipeline()
    if "nutgraf_toponyms" in nlp.pipe_names:
        nlp.disable_pipe("nutgraf_toponyms")
    gazetteer = Gazetteer(ensure())
    documents = [each for file in FILES for each in examples(arguments.data / file, nlp, gazetteer)]
    arguments.out.write_text(json.dumps(fit(documents), sort_keys=True, separators=(",", ":")), encoding="utf-8")
    sys.stdout.write(f"{len(documents)} documents, {arguments.out}\n")


if __name__ == "__main__":
    main()
