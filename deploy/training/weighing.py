"""Fit what weighs the candidates of an answer (``bot/answers/weighing.py``): ``make train`` runs it last.

Reads the questions that are given (``questions/*.jsonl`` beside this script: offsets into articles of the data folder, no text of
theirs) and the articles, lets the pipeline read each, and fits the weights by Newton's method with an L2 penalty.
Printed is a check in five folds of articles, in which no question is answered by what was fitted on it.
"""

import argparse
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answers.meaning import Meaning
from bot.answers.passages import told
from bot.answers.reading import Reading, read
from bot.answers.said import what_candidates, who_candidates
from bot.answers.story import Story
from bot.answers.weighing import Family, Measures
from bot.meaning import Encoder
from bot.models import Article, Report, Span
from bot.nlp import extract, load_pipeline

WEIGHTS = Path(__file__).parents[2] / "bot/answers/data/weighing.json"
QUESTIONS = Path(__file__).parent / "questions"
PENALTY = 2.0
FOLDS = 5
# A span answers where it holds the right one, or shares this much with it (intersection over union, characters).
SHARED = 0.3

Matrix = NDArray[np.float64]
Question = dict[str, Any]
# What the candidates of a question measure, and which of them are right; none is where the story does not say.
Row = tuple[str, list[Measures], list[bool]]


def rows_of(question: Question, story: Story, meaning: Meaning) -> Iterator[tuple[Family, Row]]:
    """The candidates that the bot would look at, judged."""
    reading = read(question["question"])
    gold = [Span(start=answer["start"], end=answer["end"]) for answer in question["answers"]]
    document = question["doc_id"]
    if reading.kind == "who_said" or (reading.kind == "who_is" and reading.asks_someone):
        found = who_candidates(reading, story, meaning)
        right = [
            question["type"] == "who_said"
            and speaks(story, one.claim.speaker, question)
            and any(meets(span, gold) for span in one.claim.content)
            for one, _ in found
        ]
        if any(right) or not question["answerable"]:
            yield "who_said", (document, [measures for _, measures in found], right)
    if reading.kind == "what_said" and reading.topic.strip():
        about = what_candidates(reading, story, meaning)
        right = [any(meets(span, gold) for span in one.claim.content) for one, _ in about]
        if any(right) or not question["answerable"]:
            yield "what_said", (document, [measures for _, measures in about], right)
    if sentence_wanted(reading):
        sentences = told(reading, story, meaning)
        right = [any(overlap(story.sentences[one.number].span, span) for span in gold) for one, _ in sentences]
        if any(right) or not question["answerable"]:
            yield "passage", (document, [measures for _, measures in sentences], right)


def sentence_wanted(reading: Reading) -> bool:
    """Whether a question of this kind is answered by sentences."""
    return reading.kind not in ("who_said", "what_said", "who_is") or reading.asks_someone


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def meets(span: Span, gold: Sequence[Span]) -> bool:
    """Whether a span answers."""
    for right in gold:
        both = min(span.end, right.end) - max(span.start, right.start)
        union = max(span.end, right.end) - min(span.start, right.start)
        if both > 0 and (both == right.end - right.start or both >= SHARED * union):
            return True
    return False


def speaks(story: Story, actor_id: str | None, question: Question) -> bool:
    """Whether an actor is the one who is asked for, by the last part of the name."""
    actor = story.actor(actor_id)
    if actor is None:
        return False
    wanted = {last(name) for name in [question.get("speaker"), *(question.get("speaker_also") or [])] if name}
    return bool(wanted & {last(name) for name in (actor.name, *actor.aliases)})


def last(name: str) -> str:
    """The last part of a name, lower case and without accents."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    parts = [part for part in re.findall(r"[a-z0-9]+", re.sub(r"['’]s\b", "", folded)) if part not in ("jr", "sr")]
    return parts[-1] if parts else ""


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
    """Of the questions, in folds: how many have the right candidate first, how many are answered rightly and wrongly."""
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


def stories(folder: Path, wanted: set[str]) -> dict[str, Report]:
    """The reports of the articles of these ids."""
    pipeline = load_pipeline()
    found: dict[str, Report] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            document = json.loads(line)
            if document.get("doc_id") in wanted - found.keys() and "text" in document:
                found[document["doc_id"]] = extract(pipeline, Article(text=document["text"]))
    return found


def main() -> None:
    """Read, fit, check, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the articles")
    folder = parser.parse_args().data
    texts = [path.read_text("utf-8") for path in sorted(QUESTIONS.glob("weighing*.jsonl"))]
    questions: list[Question] = [json.loads(line) for text in texts for line in text.splitlines()]
    reports = stories(folder, {question["doc_id"] for question in questions})
    known = {document: Story(report) for document, report in reports.items()}
    encoder = Encoder()
    families: defaultdict[Family, list[Row]] = defaultdict(list)
    for question in questions:
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
