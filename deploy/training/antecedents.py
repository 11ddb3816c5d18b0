"""Train the model that says which party an anaphor speaks of: ``bot/nlp/coreference/data/antecedents.json``.

It learns from the chains of coreference_train.jsonl (GUM) and from the named speakers of facts_train.jsonl. What is
held back (``splits.json``, and every fifth document of GUM) is only measured. Where the data say nothing of an anaphor,
the model of the round before decides.
"""

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from spacy.tokens import Doc

from bot.nlp.coreference import antecedents
from bot.nlp.coreference.antecedents import Candidate, Choice
from bot.nlp.coreference.component import named
from bot.nlp.lexicon.names import initials, person_words, plain_words
from bot.nlp.pipeline import load_pipeline, read

WEIGHTS = Path(__file__).parents[2] / "bot/nlp/coreference/data/antecedents.json"
SPLITS = Path(__file__).with_name("splits.json")
AFTER = ("nutgraf_coreference", "nutgraf_attribution", "nutgraf_warnings", "nutgraf_toponyms")
HIDDEN = 16
SEEDS = 3
EPOCHS = 40
# Of so many anaphors the gender of the candidates is hidden: nameless speakers seldom have one.
UNGENDERED = 0.5
# A speaker of a news story counts as much as so many mentions of GUM, which has few stories and many mentions.
SPEAKER = 4.0


@dataclass(slots=True)
class Row:
    """One anaphor: its features, which candidates (0: none of them) are right, its weight, and whence it is."""

    pairs: np.ndarray
    none: np.ndarray
    right: list[int]
    weight: float
    doc: str
    kind: str
    source: bool


def gum(doc: Doc, article: dict[str, Any]) -> Iterator[Row]:
    """The anaphors of a document with annotated chains."""
    parties, layout = named(doc)
    heads: dict[int, int] = {}
    for number, chain in enumerate(article["chains"]):
        for start, end, _ in chain["mentions"]:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None and len(span):
                heads.setdefault(span.root.i, number)
    entity: dict[int, int] = {}
    for party in parties:
        numbers = [heads[m.head] for m in party.mentions if m.head in heads]
        if numbers:
            entity[id(party)] = max(set(numbers), key=numbers.count)
    rows: list[Row] = []

    def decide(choice: Choice) -> tuple[int, float]:
        own = heads.get(choice.anaphor.head)
        right = [n for n, one in enumerate(choice.candidates) if own is not None and entity.get(id(one.party)) == own]
        rows.append(row(choice, [1 + n for n in right] or [0], 1.0, article["doc_id"], False))
        # A new party gets its entity when it is next seen: mark it by its first mention.
        return (right[0] if right else -1), 1.0

    def noting(choice: Choice) -> tuple[int, float]:
        for one in choice.candidates:
            if id(one.party) not in entity and one.party.mentions and not one.named:
                first = one.party.mentions[0].head
                if first in heads:
                    entity[id(one.party)] = heads[first]
        return decide(choice)

    keep = antecedents.resolve(parties, layout, noting)
    del keep
    yield from rows


def row(choice: Choice, right: list[int], weight: float, doc: str, source: bool) -> Row:
    return Row(choice.pairs, choice.none, right, weight, doc, choice.anaphor.kind, source)


def same(one: str, other: str) -> bool:
    """Whether two names are one party's, as an editor would say."""
    a, b = set(plain_words(one)), set(plain_words(other))
    if not a or not b:
        return False
    if a == b or (a <= b or b <= a):
        return True
    if person_words(one)[-1:] == person_words(other)[-1:]:
        return True
    return bool({one.replace(".", "")} & initials(other) or {other.replace(".", "")} & initials(one))


def facts(doc: Doc, article: dict[str, Any], decided: bool) -> Iterator[Row]:
    """The anaphors of a story that are a claim's source, with the speaker as annotated."""
    parties, layout = named(doc)
    speakers: dict[int, str] = {}
    aliases = {actor["name"]: [actor["name"], *actor.get("aliases", [])] for actor in article["actors"]}
    for quote in article["quotes"]:
        if not quote["speaker"]:
            continue
        for start, end in quote["source"] or []:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None and len(span):
                speakers.setdefault(span.root.i, quote["speaker"])
    own: dict[int, str] = {}
    rows: list[Row] = []

    def called(one: Candidate) -> list[str]:
        given = [own[id(one.party)]] if id(one.party) in own else []
        return given + [m.name for m in one.party.mentions if m.form == "name" and m.name]

    def decide(choice: Choice) -> tuple[int, float]:
        anaphor = choice.anaphor
        speaker = speakers.get(anaphor.head)
        for one in choice.candidates:
            if id(one.party) not in own and not one.named and one.party.mentions:
                first = speakers.get(one.party.mentions[0].head)
                if first:
                    own[id(one.party)] = first
        if speaker is None:
            return antecedents.chosen(choice) if decided else (-1, 1.0)
        names = aliases.get(speaker, [speaker])
        right = [n for n, one in enumerate(choice.candidates) if any(same(a, b) for a in called(one) for b in names)]
        words = doc[anaphor.start : anaphor.end].text
        if not right and not anaphor.pronoun and not any(same(words, name) for name in names):
            known = any(same(m.name, n) for p in parties for m in p.mentions if m.name for n in names)
            if known:  # beyond the candidates' reach
                rows.append(row(choice, [0], SPEAKER / 2, article["doc_id"], True))
            return -1, 1.0
        rows.append(row(choice, [1 + n for n in right] or [0], SPEAKER, article["doc_id"], True))
        return (right[0] if right else -1), 1.0

    antecedents.resolve(parties, layout, decide)
    yield from rows


Read = list[tuple[Doc, dict[str, Any]]]


def documents(path: Path) -> Read:
    """The articles of a file with what the pipeline sees before coreference."""
    nlp = load_pipeline()
    for name in AFTER:
        nlp.disable_pipe(name)
    articles = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(read(nlp, article["text"]), article) for article in articles]


def collected(chained: Read, told: Read, decided: bool) -> list[Row]:
    """Every anaphor of both data sets; with ``decided`` the present model decides where the data say nothing."""
    rows = [one for doc, article in chained for one in gum(doc, article)]
    return rows + [one for doc, article in told for one in facts(doc, article, decided)]


class Ranker(torch.nn.Module):
    """One hidden layer over each candidate, one over "none of these"."""

    def __init__(self, pairs: int, none: int, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.pair_in, self.pair_out = torch.nn.Linear(pairs, hidden), torch.nn.Linear(hidden, 1, bias=False)
        self.none_in, self.none_out = torch.nn.Linear(none, hidden // 2), torch.nn.Linear(hidden // 2, 1)

    def forward(self, pairs: torch.Tensor, none: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        scores = self.pair_out(torch.tanh(self.pair_in(pairs))).squeeze(-1).masked_fill(~mask, -1e9)
        return torch.log_softmax(torch.cat([self.none_out(torch.tanh(self.none_in(none))), scores], dim=1), dim=1)


def batches(rows: list[Row], size: int, shuffle: bool) -> Iterator[tuple[torch.Tensor, ...]]:
    order = list(range(len(rows)))
    if shuffle:
        random.shuffle(order)
    width = next(row.pairs.shape[1] for row in rows if row.pairs.size)
    for start in range(0, len(order), size):
        part = [rows[n] for n in order[start : start + size]]
        most = max(1, max(len(row.pairs) for row in part))
        pairs = torch.zeros(len(part), most, width)
        mask = torch.zeros(len(part), most, dtype=torch.bool)
        right = torch.zeros(len(part), most + 1)
        for n, one in enumerate(part):
            if len(one.pairs):
                pairs[n, : len(one.pairs)] = torch.from_numpy(one.pairs)
                mask[n, : len(one.pairs)] = True
            right[n, one.right] = 1
        none = torch.stack([torch.from_numpy(one.none) for one in part]).float()
        yield pairs, none, mask, right, torch.tensor([one.weight for one in part])


def trained(rows: list[Row], seed: int = 0, epochs: int = EPOCHS) -> Ranker:
    """A ranker fitted on ``rows``."""
    torch.manual_seed(seed)
    random.seed(seed)
    width = next(row.pairs.shape[1] for row in rows if row.pairs.size)
    model = Ranker(width, len(rows[0].none))
    best = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.03)
    steps = epochs * (len(rows) // 128 + 1)
    fall = torch.optim.lr_scheduler.OneCycleLR(best, 5e-3, total_steps=steps)
    for _ in range(epochs):
        for pairs, none, mask, right, weight in batches(rows, 128, shuffle=True):
            pairs = pairs * (torch.rand_like(pairs) > 0.1)
            pairs[..., -1] *= torch.rand(len(pairs), 1) > UNGENDERED
            likely = model(pairs, none, mask)
            loss = -(torch.logsumexp(likely + torch.log(right + 1e-12), dim=1) * weight).mean()
            best.zero_grad()
            loss.backward()
            best.step()
            fall.step()
    return model.eval()


def joined(models: list[Ranker]) -> Ranker:
    """The mean of several rankers, as one with all their hidden units."""
    first = models[0]
    whole = Ranker(first.pair_in.in_features, first.none_in.in_features, HIDDEN * len(models))
    with torch.no_grad():
        for side in ("pair", "none"):
            inner, outer = f"{side}_in", f"{side}_out"
            for name in ("weight", "bias"):
                getattr(whole, inner).get_parameter(name).copy_(
                    torch.cat([getattr(one, inner).get_parameter(name) for one in models])
                )
            getattr(whole, outer).weight.copy_(
                torch.cat([getattr(one, outer).weight for one in models], dim=1) / len(models)
            )
        whole.none_out.bias.copy_(torch.stack([one.none_out.bias for one in models]).mean(dim=0))
    return whole.eval()


def judged(model: Ranker, rows: list[Row]) -> list[tuple[Row, int, float]]:
    """For each row the choice and its probability."""
    found = []
    with torch.no_grad():
        at = 0
        for pairs, none, mask, _, _ in batches(rows, 256, shuffle=False):
            likely = model(pairs, none, mask).exp()
            for values in likely:
                best = int(values.argmax())
                found.append((rows[at], best, float(values[best])))
                at += 1
    return found


def report(title: str, found: list[tuple[Row, int, float]]) -> None:
    """Accuracy by kind, of what is resolved, and by the model's own probability."""
    print(title, f"{np.mean([best in row.right for row, best, _ in found]):.3f} of {len(found)}")
    for kind in sorted({row.kind for row, _, _ in found}):
        own = [(best in row.right, best, row) for row, best, _ in found if row.kind == kind]
        linked = [ok for ok, best, _ in own if best]
        of_those = [ok for ok, best, row in own if 0 not in row.right]
        print(
            f"  {kind:9} {np.mean([ok for ok, _, _ in own]):.3f} of {len(own):4}; linked {len(linked):4} right "
            f"{np.mean(linked or [0]):.3f}; there are {len(of_those):4}, found {np.mean(of_those or [0]):.3f}"
        )
    bands = {low / 10: [best in row.right for row, best, p in found if low <= 10 * p < low + 1] for low in range(3, 10)}
    print("  bands", "  ".join(f"{low}: {np.mean(hit):.2f} ({len(hit)})" for low, hit in bands.items() if hit))


def use(table: dict[str, Any]) -> None:
    """Let the pipeline decide by these weights."""
    given = {name: np.array(values) for name, values in table.items()}
    antecedents.weights = lambda: given  # type: ignore[assignment]


def table_of(model: Ranker) -> dict[str, Any]:
    """The weights as the pipeline reads them."""

    def rounded(tensor: torch.Tensor) -> Any:
        return np.round(tensor.detach().numpy().astype(float), 4).tolist()

    return {
        "pair_in": rounded(model.pair_in.weight.T), "pair_bias": rounded(model.pair_in.bias),
        "pair_out": rounded(model.pair_out.weight[0]),
        "none_in": rounded(model.none_in.weight.T), "none_bias": rounded(model.none_in.bias),
        "none_out": rounded(model.none_out.weight[0]), "none_level": rounded(model.none_out.bias)[0],
    }  # fmt: skip


def main() -> None:
    """Collect, train on what is not held back, measure on what is, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with coreference_train.jsonl and facts_train.jsonl")
    folder = parser.parse_args().data
    torch.set_num_threads(1)
    chained, told = documents(folder / "coreference_train.jsonl"), documents(folder / "facts_train.jsonl")
    held = set(json.loads(SPLITS.read_text("utf-8"))["held_back"])
    held |= {article["doc_id"] for _, article in chained[2::5]}
    for decided in (False, True):
        rows = collected(chained, told, decided)
        learn = [row for row in rows if row.doc not in held]
        model = joined([trained(learn, seed) for seed in range(SEEDS if decided else 1)])
        use(table_of(model))
    WEIGHTS.write_text(json.dumps(table_of(model)) + "\n", encoding="utf-8")
    print(len(rows), "anaphors,", len(learn), "to learn from")
    found = judged(model, [row for row in rows if row.doc in held])
    report("GUM, held back", [one for one in found if not one[0].source])
    report("speakers, held back", [one for one in found if one[0].source])
    report("speakers, learned from", judged(model, [row for row in learn if row.source]))


if __name__ == "__main__":
    main()
