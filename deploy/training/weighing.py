"""Fit what weighs the candidates of an answer (``bot/answers/weighing.py``): ``make train`` runs it last.

Lets the pipeline read the articles that the questions are about, and fits both models by Newton's method with an L2
penalty. Printed is a check in five folds of articles, in which no question is answered by what was fitted on it.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from questions import Question, gold, meets, questions, speaks, stories, touches

from bot.answers.meaning import Meaning
from bot.answers.passages import told
from bot.answers.reading import Reading, read
from bot.answers.said import what_candidates, who_candidates
from bot.answers.story import Story
from bot.answers.weighing import Family, Measures, signs
from bot.meaning import Encoder

WEIGHTS = Path(__file__).parents[2] / "bot/answers/data/weighing.json"
RANK_PENALTY, RIGHT_PENALTY = 0.5, 1.0
FOLDS = 5

Matrix = NDArray[np.float64]
Right = NDArray[np.bool_]
Weights = dict[str, float]


@dataclass(frozen=True)
class Row:
    """A question about a document: what its candidates measure, and which of them are right (none where the story
    does not say)."""

    document: str
    candidates: list[Measures]
    right: list[bool]


def rows_of(question: Question, story: Story, meaning: Meaning) -> Iterator[tuple[Family, Row]]:
    """The candidates that the bot would look at, judged."""
    reading = read(question["question"])
    answers = gold(question)
    document = question["doc_id"]
    if reading.kind == "who_said" or (reading.kind == "who_is" and reading.asks_someone):
        found = who_candidates(reading, story, meaning)
        right = [
            question["type"] == "who_said"
            and speaks(story, one.claim.speaker, question)
            and any(meets(span, answers) for span in one.claim.content)
            for one, _ in found
        ]
        yield "who_said", Row(document, [measures for _, measures in found], right)
    if reading.kind == "what_said" and reading.topic.strip():
        about = what_candidates(reading, story, meaning)
        right = [any(meets(span, answers) for span in one.claim.content) for one, _ in about]
        yield "what_said", Row(document, [measures for _, measures in about], right)
    if sentence_wanted(reading):
        sentences = told(reading, story, meaning)
        right = [touches(story.sentences[one.number].span, answers) for one, _ in sentences]
        yield "passage", Row(document, [measures for _, measures in sentences], right)


def sentence_wanted(reading: Reading) -> bool:
    """Whether a question of this kind is answered by sentences."""
    return reading.kind not in ("who_said", "what_said", "who_is") or reading.asks_someone


def rank(rows: Sequence[tuple[Matrix, Right]]) -> Matrix:
    """The weights that make the right candidates likely among all, over the questions that have one."""
    size = rows[0][0].shape[1]
    weights = np.zeros(size)
    for _ in range(40):
        slope, bend = -RANK_PENALTY * weights, -RANK_PENALTY * np.eye(size)
        for measures, right in rows:
            if right.any():
                share = shares(measures @ weights)
                kept = share * right / max((share * right).sum(), 1e-12)
                mean, best = share @ measures, kept @ measures
                slope += best - mean
                bend -= (measures * share[:, None]).T @ measures - np.outer(mean, mean)
        weights = weights - 0.7 * np.linalg.solve(bend, slope)
    return weights


def logistic(signs_: Matrix, right: Right) -> Matrix:
    """Weights of the signs, and behind them the constant, for telling right from wrong."""
    middle, spread = signs_.mean(0), signs_.std(0) + 1e-6
    wide = np.c_[(signs_ - middle) / spread, np.ones(len(signs_))]
    penalty = np.append(np.full(signs_.shape[1], RIGHT_PENALTY), 1e-3)
    weights = np.zeros(wide.shape[1])
    for _ in range(50):
        sure = 1 / (1 + np.exp(-wide @ weights))
        bend = (wide * (sure * (1 - sure))[:, None]).T @ wide + np.diag(penalty)
        weights = weights + np.linalg.solve(bend, wide.T @ (right - sure) - penalty * weights)
    scaled = weights[:-1] / spread
    return np.append(scaled, weights[-1] - scaled @ middle)


def shares(sums: Matrix) -> Matrix:
    """A share for each candidate."""
    powers = np.exp(sums - sums.max())
    return np.asarray(powers / powers.sum())


def fitted(rows: Sequence[Row]) -> tuple[Weights, Weights]:
    """The weights among candidates, and those that tell whether the best of them is right."""
    names = [name for name in rows[0].candidates[0] if name != "unsaid"]  # the same for all candidates of a question
    numbers = [matrix(row, names) for row in rows]
    among = rank(numbers)
    best = [best_of(row, dict(zip(names, among, strict=True))) for row in rows]
    right = logistic(np.array([list(seen.values()) for seen, _ in best]), np.array([hit for _, hit in best]))
    return (
        {name: round(float(weight), 3) for name, weight in zip(names, among, strict=True)},
        {name: round(float(weight), 3) for name, weight in zip([*best[0][0], "any"], right, strict=True)},
    )


def best_of(row: Row, among: Weights) -> tuple[dict[str, float], bool]:
    """What is seen of the best candidate, and whether it is right."""
    sums = np.array([sum(weight * measures[name] for name, weight in among.items()) for measures in row.candidates])
    best = int(sums.argmax())
    seen = signs(row.candidates[best], float(sums[best]), float(shares(sums)[best]), len(sums))
    return seen, row.right[best]


def matrix(row: Row, names: Sequence[str]) -> tuple[Matrix, Right]:
    """A question's candidates as numbers."""
    return np.array([[measures[name] for name in names] for measures in row.candidates]), np.array(row.right)


def check(rows: Sequence[Row]) -> str:
    """In folds of articles: how many questions have the right candidate first, are answered rightly, and wrongly."""
    documents = sorted({row.document for row in rows})
    fold = {document: number % FOLDS for number, document in enumerate(documents)}
    counts = {"first": 0, "answered rightly": 0, "wrongly": 0, "rightly silent": 0}
    for number in range(FOLDS):
        among, right = fitted([row for row in rows if fold[row.document] != number])
        for row in (row for row in rows if fold[row.document] == number):
            seen, hit = best_of(row, among)
            shown = right["any"] + sum(right[name] * value for name, value in seen.items()) >= 0
            counts["first"] += hit
            counts["answered rightly"] += shown and hit
            counts["wrongly"] += shown and not hit
            counts["rightly silent"] += not shown and not any(row.right)
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    return f"{len(rows)} questions, {sum(any(row.right) for row in rows)} with a right candidate: {told}"


def main() -> None:
    """Read, check, fit, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the articles")
    folder = parser.parse_args().data
    asked = questions(folder)
    known = stories(folder, asked)
    encoder = Encoder()
    families: defaultdict[Family, list[Row]] = defaultdict(list)
    for question in asked:
        for family, row in rows_of(question, known[question["doc_id"]], encoder):
            if row.candidates:
                families[family].append(row)
    write(families)


def write(families: Mapping[Family, Sequence[Row]]) -> None:
    """Check, fit and write."""
    result: dict[Family, dict[str, Weights]] = {}
    for family, rows in sorted(families.items()):
        print(f"{family}: {check(rows)}")
        among, right = fitted(rows)
        result[family] = {"among": among, "right": right}
    WEIGHTS.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
