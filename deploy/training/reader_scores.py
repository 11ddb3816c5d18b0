"""What the reader scores on articles that it did not learn from, as it is trained or in int8."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import onnxruntime
import torch
from batching import batches, tensors
from gold import NONE, REQUIRED, Example
from network import pooled
from torch import Tensor

from bot.nlp.reader.network import OUTPUTS
from bot.nlp.reader.predictions import MENTION_KINDS, WARNING_PARTS

Network = Callable[[Tensor, Tensor, Tensor], tuple[Tensor, ...]]  # pieces, features, padding to the scores of OUTPUTS


def quantised(path: Path) -> Network:
    """The exported network."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def run(ids: Tensor, feats: Tensor, attn: Tensor) -> tuple[Tensor, ...]:
        given = {"ids": ids.numpy(), "feats": feats.numpy(), "attn": attn.numpy()}
        return tuple(map(torch.from_numpy, session.run(OUTPUTS, given)))

    return run


class Counts:
    """Right, false and missed, by name."""

    def __init__(self) -> None:
        self._right: Counter[str] = Counter()
        self._false: Counter[str] = Counter()
        self._missed: Counter[str] = Counter()

    def add(self, name: str, found: Tensor, wanted: Tensor) -> None:
        """Count what was found against what was wanted: tensors of bool of one shape."""
        self._right[name] += int((found & wanted).sum())
        self._false[name] += int((found & ~wanted).sum())
        self._missed[name] += int((~found & wanted).sum())

    def f1(self) -> Iterator[tuple[str, float]]:
        """F1 of each name."""
        for name, right in self._right.items():
            yield name, 2 * right / max(2 * right + self._false[name] + self._missed[name], 1)


def scores_of(model: Network, data: Sequence[Example]) -> Iterator[tuple[str, float]]:
    """F1 of the words of each part of attributions, and of warnings within the sentences that hold a required one; of
    the kind of each mention, given its bounds; of sentences with a required warning at the best threshold, with that
    and its precision; and the share of right kinds among these."""
    counts = Counts()
    sentences: list[tuple[float, bool]] = []
    kinds: list[bool] = []
    with torch.no_grad():
        for group in batches(data, shuffle=False):
            batch = tensors(group)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = model(batch.ids, batch.features, batch.seen)
            tags, _, _, parts, mentions, warnings = (output.float() for output in outputs)
            for head, name in enumerate(("content", "source", "cue")):
                marked = batch.tags[..., head] >= 0
                found = tags[..., 3 * head : 3 * head + 3].argmax(-1) > 0
                counts.add(name, found[marked], batch.tags[..., head][marked] > 0)
            for row, example in enumerate(group):
                _count_mentions(counts, example, mentions[row])
            if not len(batch.numbers):
                continue
            required = batch.classes[batch.numbers] == REQUIRED
            rows, places = batch.words[0][required], batch.words[1][required]
            for head, name in enumerate(WARNING_PARTS):
                wanted = batch.parts[rows, places, head]
                found = parts[rows, places, 3 * head : 3 * head + 3].argmax(-1) > 0
                counts.add(f"warning {name}", found[wanted >= 0], wanted[wanted >= 0] > 0)
            values = pooled(warnings[batch.words], batch.numbers, len(batch.classes))
            share = torch.softmax(values[:, :3], -1)
            scores = (share[:, 2] / (share[:, 2] + share[:, 0])).tolist()
            chosen = values[:, 3:].argmax(-1).tolist()
            for score, classes, right, kind in zip(
                scores, batch.classes.tolist(), batch.kinds.tolist(), chosen, strict=True
            ):
                if classes in (NONE, REQUIRED):
                    sentences.append((score, classes == REQUIRED))
                if classes == REQUIRED:
                    kinds.append(bool(right >> kind & 1))
    yield from counts.f1()
    if kinds:
        best, threshold, precision = best_f1(sentences)
        yield from (("required", best), ("at", threshold), ("precision", precision))
        yield "kind right", sum(kinds) / len(kinds)


def _count_mentions(counts: Counts, example: Example, scores: Tensor) -> None:
    """Each stretch of words with one label, judged by the mean of its words' probabilities."""
    share = torch.softmax(scores[torch.tensor(example.window.places)], -1)
    position = 0
    for bits, words in groupby(example.mentions):
        start, position = position, position + len(list(words))
        if not bits or bits & 1:  # not marked, or perhaps outside
            continue
        chosen = int(share[start:position].mean(0).argmax())
        for number, kind in enumerate(MENTION_KINDS[1:], 1):
            if bits == 1 << number or not bits >> number & 1:
                counts.add(f"{kind}", torch.tensor(chosen == number), torch.tensor(bits == 1 << number))


def best_f1(scored: Sequence[tuple[float, bool]]) -> tuple[float, float, float]:
    """The best F1 over all thresholds, its threshold, and its precision."""
    total = sum(right for _, right in scored)
    best, hits = (0.0, 1.0, 0.0), 0
    for number, (score, right) in enumerate(sorted(scored, reverse=True), 1):
        hits += right
        best = max(best, (2 * hits / (number + total), score, hits / number))
    return best


def told(model: Network, measured: Sequence[Example]) -> str:
    """The scores in a line."""
    return ", ".join(f"{name} {score:.3f}" for name, score in scores_of(model, measured))
