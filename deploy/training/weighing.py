"""Fit what weighs the candidates of an answer (``bot/answers/weighing.py``): ``make train`` runs it last.

Lets the pipeline read the articles that the questions for weighing are about, and fits the weights by Newton's method
with an L2 penalty. Printed is a check in five folds of articles, in which no question is answered by what was fitted
on it.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from questions import Question, gold, meets, questions, speaks, stories, touches

from bot.answers.meaning import Meaning
from bot.answers.passages import told
from bot.answers.reading import Reading, read
from bot.answers.said import what_candidates, who_candidates
from bot.answers.story import Story
from bot.answers.weighing import Family, Measures
from bot.meaning import Encoder

WEIGHTS = Path(__file__).parents[2] / "bot/answers/data/weighing.json"
PENALTY = 2.0
FOLDS = 5

Matrix = NDArray[np.float64]
# What the candidates of a question measure, and which of them are right; none is where the story does not say.
Row = tuple[str, list[Measures], list[bool]]


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
        if any(right) or not question["answerable"] or question["type"] != "who_said":
            yield "who_said", (document, [measures for _, measures in found], right)
    if reading.kind == "what_said" and reading.topic.strip():
        about = what_candidates(reading, story, meaning)
        right = [any(meets(span, answers) for span in one.claim.content) for one, _ in about]
        if any(right) or not question["answerable"]:
            yield "what_said", (document, [measures for _, measures in about], right)
    if sentence_wanted(reading):
        sentences = told(reading, story, meaning)
        right = [touches(story.sentences[one.number].span, answers) for one, _ in sentences]
        if any(right) or not question["answerable"]:
            yield "passage", (document, [measures for _, measures in sentences], right)


def sentence_wanted(reading: Reading) -> bool:
    """Whether a question of this kind is answered by sentences."""
    return reading.kind not in ("who_said", "what_said", "who_is") or reading.asks_someone


def fit(rows: Sequence[tuple[Matrix, NDArray[np.bool_]]]) -> Matrix:
    """The weights that make the right candidates likely, or none of them where none is right."""
    size = rows[0][0].shape[1]
    weights = np.zeros(size)
    for _ in range(40):
        slope, bend = -PENALTY * weights, -PENALTY * np.eye(size)
        for measures, right in rows:
            wide = np.vstack([measures, np.zeros(size)])
            good = np.append(right, not right.any())
            share = likely(wide, weights)
            kept = share * good / max((share * good).sum(), 1e-12)
            mean, best = share @ wide, kept @ wide
            slope += best - mean
            bend -= (wide * share[:, None]).T @ wide - np.outer(mean, mean)
        weights = weights - 0.7 * np.linalg.solve(bend, slope)
    return weights


def likely(wide: Matrix, weights: Matrix) -> Matrix:
    """Shares of all candidates and of none, which stands last."""
    sums = wide @ weights
    shares = np.exp(sums - sums.max())
    return np.asarray(shares / shares.sum())


def check(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Of the questions, in folds: how many have the right candidate first, and are answered rightly and wrongly."""
    documents = sorted({document for document, _, _ in rows})
    fold = {document: number % FOLDS for number, document in enumerate(documents)}
    first = right = wrong = silent = 0
    for number in range(FOLDS):
        weights = fit([matrix(row, names) for row in rows if fold[row[0]] != number and row[1]])
        for row in rows:
            if fold[row[0]] != number or not row[1]:
                continue
            measures, good = matrix(row, names)
            share = likely(np.vstack([measures, np.zeros(len(names))]), weights)
            hit = bool(good[int(share[:-1].argmax())])
            first += hit
            if share[:-1].sum() >= 0.5:
                right, wrong = right + hit, wrong + (not hit)
            else:
                silent += not good.any()
    answerable = sum(any(good) for _, _, good in rows)
    return (
        f"{len(rows)} questions, {answerable} answerable: first {first}, answered rightly {right}, wrongly {wrong}, "
        f"rightly silent {silent} of {len(rows) - answerable}"
    )


def matrix(row: Row, names: Sequence[str]) -> tuple[Matrix, NDArray[np.bool_]]:
    """A question's candidates as numbers."""
    return np.array([[measures[name] for name in names] for measures in row[1]]), np.array(row[2])


def main() -> None:
    """Read, fit, check, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the articles")
    folder = parser.parse_args().data
    asked = questions("weigh")
    known = stories(folder, asked)
    encoder = Encoder()
    families: defaultdict[Family, list[Row]] = defaultdict(list)
    for question in asked:
        for family, row in rows_of(question, known[question["doc_id"]], encoder):
            families[family].append(row)
    WEIGHTS.write_text(json.dumps(fitted(families), indent=1) + "\n", "utf-8")


def fitted(families: dict[Family, list[Row]]) -> dict[Family, dict[str, float]]:
    """The weights of each family; what the folds say is printed."""
    result: dict[Family, dict[str, float]] = {}
    for family, rows in sorted(families.items()):
        names = list(next(measures for _, measures, _ in rows if measures)[0])
        print(f"{family}: {check(rows, names)}")
        weights = fit([matrix(row, names) for row in rows if row[1]])
        result[family] = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return result


if __name__ == "__main__":
    main()
