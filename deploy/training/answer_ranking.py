"""Fit what ranks the sentences that may answer (``bot/answers/reading/ranking.py``): ``make train`` runs it last.

Fitted to the questions that the cross-encoder did not learn from (one document in four), as it is exported, in int8.
Printed is a check in five folds of documents, in which no question is answered by what was fitted on it, and what the
rule "as likely right as not there" gives; ``--held-back`` asks the questions on the articles that nothing learned from.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from cross_encoder import weighs
from numpy.typing import NDArray
from questions import Question, questions, reports, right

from bot.answers.question import parse
from bot.answers.reading.features import Features
from bot.answers.reading.measuring import measure
from bot.answers.reading.ranking import signs
from bot.answers.retrieval.story import Story
from bot.encoder import CrossEncoder, SentenceEncoder

WEIGHTS = Path(__file__).parents[2] / "bot/answers/data/ranking.json"
RANK_PENALTY, OUTCOME_PENALTY = 0.001, 0.01
FOLDS = 5

Weights = dict[str, float]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """A question: what its sentences and "none" measure, and which sentences answer (none where the story does not)."""

    document: str
    kind: str
    answerable: bool
    sentences: list[Features]
    none: Features
    right: list[bool]


def row_of(question: Question, story: Story, encoder: SentenceEncoder, reader: CrossEncoder) -> Row:
    """A question's sentences, judged by what would be shown."""
    asked = parse(question["question"], question.get("previous"))
    measured, none, _ = measure(asked, story, encoder, reader)
    hits = [right(question, one.reply.spans, one.reply.speaker, story.report) for one in measured]
    features = [one.features for one in measured]
    return Row(question["doc_id"], question["type"], question["answerable"], features, none, hits)


def table(rows: Sequence[Features], names: Sequence[str]) -> Matrix:
    """Features as numbers, 0 where one has no value."""
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def names_of(rows: Sequence[Features], least: int) -> list[str]:
    """The features that at least so many rows have: what a handful of questions has cannot be weighed."""
    counts = Counter(name for row in rows for name, value in row.items() if value)
    return sorted(name for name, count in counts.items() if count >= least)


def descend(size: int, loss: Callable[[torch.Tensor], torch.Tensor]) -> Matrix:
    """The weights that make a convex loss least."""
    weights = torch.zeros(size, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def step() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss(weights)
        value.backward()
        return value

    optimiser.step(step)
    return weights.detach().numpy()


def fit(rows: Sequence[Row]) -> dict[str, Weights]:
    """The weights of sentences, of none, and of the two outcomes against "unanswerable"."""
    sentence_names = names_of([one for row in rows for one in row.sentences], 25)
    none_names = names_of([row.none for row in rows], 15)
    spread = table([one for row in rows for one in row.sentences], sentence_names).std(0) + 1e-6
    used = [row for row in rows if not row.answerable or any(row.right)]
    longest = max(len(row.sentences) for row in used)
    tables = torch.zeros(len(used), longest, len(sentence_names), dtype=torch.float64)
    there, hits = (
        torch.zeros(len(used), longest + 1, dtype=torch.bool),
        torch.zeros(len(used), longest + 1, dtype=torch.bool),
    )
    for at, row in enumerate(used):
        size = len(row.sentences)
        if size:
            tables[at, :size] = torch.tensor(table(row.sentences, sentence_names) / spread)
        there[at, : size + 1] = True
        hits[at, : size + 1] = torch.tensor([not row.answerable, *row.right])
    nones = torch.tensor(table([row.none for row in used], none_names))

    def rank_loss(weights: torch.Tensor) -> torch.Tensor:
        own, none = weights[: len(sentence_names)], weights[len(sentence_names) :]
        utilities = torch.cat([(nones @ none)[:, None], tables @ own], 1)
        all_, right = (torch.logsumexp(utilities.masked_fill(~mask, -1e9), 1) for mask in (there, hits))
        return (all_ - right).mean() + RANK_PENALTY * (weights**2).sum()

    found = descend(len(sentence_names) + len(none_names), rank_loss)
    weights = {
        "sentence": dict(zip(sentence_names, (found[: len(sentence_names)] / spread).tolist(), strict=True)),
        "none": dict(zip(none_names, found[len(sentence_names) :].tolist(), strict=True)),
    }
    kept = [row for row in rows if row.sentences]
    seen = [seen_of(row, weights) for row in kept]
    outcomes = torch.tensor(
        [0 if hit else 1 if row.answerable else 2 for row, (_, hit) in zip(kept, seen, strict=True)]
    )
    names = names_of([signs_ for signs_, _ in seen], 15)
    matrix = table([signs_ for signs_, _ in seen], names)
    spread = matrix.std(0) + 1e-6
    spread[names.index("none")] = 1.0
    measures = torch.tensor(matrix / spread)

    def outcome_loss(weights: torch.Tensor) -> torch.Tensor:
        sums = torch.cat([measures @ weights.reshape(2, -1).T, torch.zeros(len(measures), 1)], 1)
        return torch.nn.functional.cross_entropy(sums, outcomes) + OUTCOME_PENALTY * (weights**2).sum()

    both = descend(2 * len(names), outcome_loss).reshape(2, -1) / spread
    weights["right"] = dict(zip(names, both[0].tolist(), strict=True))
    weights["wrong"] = dict(zip(names, both[1].tolist(), strict=True))
    return {part: {name: round(value, 4) for name, value in own.items()} for part, own in weights.items()}


def seen_of(row: Row, weights: Mapping[str, Weights]) -> tuple[dict[str, float], bool]:
    """What is seen of the best sentence, and whether it answers."""
    none = total(weights["none"], row.none)
    utilities = [total(weights["sentence"], one) - none for one in row.sentences]
    order = sorted(range(len(utilities)), key=lambda at: -utilities[at])
    return signs(row.sentences, row.none, utilities, order), row.right[order[0]]


def total(weights: Weights, row: Features) -> float:
    """The weighted sum of the features."""
    return sum(weights.get(name, 0.0) * value for name, value in row.items())


@dataclass(frozen=True)
class Decided:
    """A question with how likely its best sentence answers and nothing does, and whether it does."""

    row: Row
    right: float
    silent: float
    hit: bool


def decide(rows: Sequence[Row], weights: Mapping[str, Weights]) -> list[Decided]:
    """What the weights say of each question."""
    found = []
    for row in rows:
        if not row.sentences:
            found.append(Decided(row, 0.0, 1.0, False))
            continue
        seen, hit = seen_of(row, weights)
        powers = np.exp(np.array([total(weights["right"], seen), total(weights["wrong"], seen), 0.0]))
        powers /= powers.sum()
        found.append(Decided(row, float(powers[0]), float(powers[2]), hit))
    return found


def check(rows: Sequence[Row]) -> list[Decided]:
    """Each question decided by weights that were fitted to other documents."""
    documents = sorted({row.document for row in rows})
    fold = {document: number % FOLDS for number, document in enumerate(documents)}
    found = []
    for number in range(FOLDS):
        weights = fit([row for row in rows if fold[row.document] != number])
        found += decide([row for row in rows if fold[row.document] == number], weights)
    return found


def told(decided: Sequence[Decided], against: float, sure: float) -> str:
    """The figures under these two thresholds."""
    shown = [one for one in decided if one.right >= against * one.silent]
    silent = [one for one in decided if one.right < against * one.silent]
    good = sum(one.hit for one in shown) + sum(not one.row.answerable for one in silent)
    answerable = [one for one in decided if one.row.answerable]
    unanswerable = len(decided) - len(answerable)
    reach = sum(any(one.row.right) for one in answerable)
    first = sum(one.hit for one in answerable)
    right_silent = sum(not one.row.answerable for one in silent)
    return (
        f"{len(decided)} questions: right {good / len(decided):.3f}, of the answerable "
        f"{sum(one.hit for one in shown) / max(1, len(answerable)):.3f} (first {first / max(1, len(answerable)):.3f}, "
        f"within reach {reach / max(1, len(answerable)):.3f}), abstention {right_silent / max(1, len(silent)):.3f} of "
        f"{len(silent)} right, {right_silent / max(1, unanswerable):.3f} of {unanswerable} found; sure and wrong "
        f"{sum(not one.hit and one.right >= sure for one in shown) / len(decided):.3f}, sure "
        f"{sum(one.right >= sure for one in shown) / len(decided):.3f}"
    )


def main() -> None:
    """Read, check, fit, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the articles")
    parser.add_argument("--held-back", action="store_true", help="ask what is held back, with the weights as they are")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    asked = questions(arguments.data, held_back=arguments.held_back)
    if not arguments.held_back:
        asked = [question for question in asked if weighs(question["doc_id"])]
    stories = {name: Story(report) for name, report in reports(arguments.data, asked).items()}
    encoder, reader = SentenceEncoder(), CrossEncoder()
    rows = [row_of(question, stories[question["doc_id"]], encoder, reader) for question in asked]
    if arguments.held_back:
        decided = decide(rows, json.loads(WEIGHTS.read_text("utf-8")))
    else:
        decided = check(rows)
        WEIGHTS.write_text(json.dumps(fit(rows), indent=1) + "\n", "utf-8")
    for against in (0.6, 0.8, 1.0, 1.25):
        print(f"against {against}: {told(decided, against, 0.6)}")
    for sure in (0.4, 0.5, 0.6, 0.7):
        print(f"sure {sure}: {told(decided, 1.0, sure)}")
    for kind in sorted({one.row.kind for one in decided}):
        print(f"{kind}: {told([one for one in decided if one.row.kind == kind], 1.0, 0.6)}")


if __name__ == "__main__":
    main()
