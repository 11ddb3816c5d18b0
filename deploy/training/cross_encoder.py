"""Train and export the cross-encoder of ``bot/encoder``: which sentence of a story answers a question, and which of its
words do. ``make train`` runs it.

The network is all-MiniLM-L6-v2 with its embeddings and lower two layers as they were. It learns from SQuAD 2.0's
development half (Rajpurkar, Jia and Liang 2018; CC BY-SA 4.0) once, then from our own questions: of the sentences that
are closest in meaning and words, the one that answers against those that do not, and against "none of them".
The questions on one document in four are left out: ``answer_ranking.py`` is fitted to them, since what weighs a
judgement must not have seen it learned.
"""

import argparse
import hashlib
import json
import math
import random
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812  (the name that torch's own documents use)
from network import WIDTH, Layer
from onnxruntime.quantization import QuantType, quantize_dynamic
from questions import Question, asked, gold, questions, reports, touches
from safetensors.torch import load_file
from sentence_encoder import ENCODER
from torch import Tensor, nn

from bot.answers.encoders import Candidate
from bot.answers.retrieval.closest import closest_sentences, near_sentences
from bot.answers.retrieval.story import Story
from bot.answers.retrieval.topic import topic
from bot.encoder import SentenceEncoder
from bot.encoder.pieces import Pieces, load_tokenizer, pieces

LAYERS, FROZEN, VOCABULARY, POSITIONS = 6, 2, 30522, 512
WEIGHTS = Path(__file__).parents[2] / "bot/encoder/data/cross_encoder.onnx"
QUESTIONS_A_STEP = 8
# Of the closest twelve sentences: so many of the first five and of the rest stand against the one that answers.
CLOSEST, NEAR, FAR = 12, 3, 1
WORDS_WEIGHT = 0.2
SQUAD_RATE, RATE, SQUAD_EPOCHS, EPOCHS = 1.5e-4, 1e-4, 1, 2
SEED = 5


class Judge(nn.Module):
    """Pieces (batch, pieces) with their kinds to a score (batch) and to scores of the first and the last piece of the
    words that answer (batch, pieces, 2)."""

    def __init__(self) -> None:
        super().__init__()
        self.tok = nn.Embedding(VOCABULARY, WIDTH)
        self.posn = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Embedding(2, WIDTH)
        self.n = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.score = nn.Linear(2 * WIDTH, 1)
        self.ends = nn.Linear(WIDTH, 2)

    def start_from(self, weights: Path) -> None:
        """Take the encoder's weights from a safetensors file of a BERT with these sizes; freeze its lower part."""
        given = load_file(weights)
        self.tok.weight.data = given["embeddings.word_embeddings.weight"]
        self.posn.weight.data = given["embeddings.position_embeddings.weight"]
        self.kind.weight.data = given["embeddings.token_type_embeddings.weight"]
        for part in ("weight", "bias"):
            getattr(self.n, part).data = given[f"embeddings.LayerNorm.{part}"]
            for number, layer in enumerate(self.layers):
                prefix = f"encoder.layer.{number}."
                attention = [given[f"{prefix}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                getattr(layer.qkv, part).data = torch.cat(attention)
                getattr(layer.o, part).data = given[f"{prefix}attention.output.dense.{part}"]
                getattr(layer.n1, part).data = given[f"{prefix}attention.output.LayerNorm.{part}"]
                getattr(layer.f1, part).data = given[f"{prefix}intermediate.dense.{part}"]
                getattr(layer.f2, part).data = given[f"{prefix}output.dense.{part}"]
                getattr(layer.n2, part).data = given[f"{prefix}output.LayerNorm.{part}"]
        for module in (self.tok, self.posn, self.n, *self.layers[:FROZEN]):
            for parameter in module.parameters():
                parameter.requires_grad_(False)

    def forward(self, ids: Tensor, kinds: Tensor, attn: Tensor) -> tuple[Tensor, Tensor]:
        """``attn`` is 1 for pieces and 0 for padding, ``kinds`` 1 for the pieces of the sentence."""
        states = self.n(self.tok(ids) + self.posn.weight[: ids.shape[1]] + self.kind(kinds))
        mask = (1.0 - attn)[:, None, None, :] * -1e4
        for layer in self.layers:
            states = layer(states, mask)
        inside = kinds.to(states.dtype)
        mean = (states * inside[..., None]).sum(1) / inside.sum(1, keepdim=True)
        ends = self.ends(states) - (1.0 - inside[..., None]) * 1e4
        return self.score(torch.cat([states[:, 0], mean], -1)).squeeze(-1), ends


@dataclass(frozen=True)
class Pair:
    """A sentence under a question; ``answers`` are the first and last pieces of the words that answer."""

    pieces: Pieces
    right: bool
    answers: list[tuple[int, int]]


@dataclass(frozen=True)
class Group:
    """A question's pairs, the closest first."""

    document: str
    pairs: list[Pair]

    def drawn(self, rng: random.Random) -> list[Pair]:
        """One that answers, and some that do not."""
        right = [pair for pair in self.pairs if pair.right]
        near = [pair for pair in self.pairs[:5] if not pair.right]
        far = [pair for pair in self.pairs[5:] if not pair.right]
        for part in (right, near, far):
            rng.shuffle(part)
        return [*right[:1], *near[:NEAR], *far[:FAR]]


def pair_of(tokenizer: object, question: str, candidate: Candidate, at: int, right: Sequence[tuple[int, int]]) -> Pair:
    """A pair whose sentence begins at ``at``; ``right`` are stretches of the text that answer."""
    made = pieces(tokenizer, question, candidate)
    answers = []
    for start, end in right:
        inside = [n for n, (a, b) in enumerate(made.offsets) if a + at < end and start < b + at]
        if inside:
            answers.append((made.start + inside[0], made.start + inside[-1]))
    return Pair(made, bool(answers), answers)


def squad(path: Path) -> list[Group]:
    """SQuAD's questions, each with the sentences of its paragraph."""
    tokenizer = load_tokenizer()
    groups = []
    for article in json.loads(path.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            spans = [(m.start(), m.end()) for m in re.finditer(r"\S.*?(?:[.!?](?=\s+[A-Z\"(])|$)", text, re.DOTALL)]
            rows = [text[start:end] for start, end in spans]
            around = list(zip(["", *rows], rows, [*rows[1:], ""], strict=False))
            for asked_ in paragraph["qas"]:
                right = {(a["answer_start"], a["answer_start"] + len(a["text"])) for a in asked_["answers"]}
                pairs = [
                    pair_of(tokenizer, asked_["question"], Candidate(row, "", before, after), start, sorted(right))
                    for (start, _), (before, row, after) in zip(spans, around, strict=True)
                ]
                groups.append(Group(article["title"], pairs))
    return groups


def in_domain(asked_: Sequence[Question], stories: dict[str, Story]) -> list[Group]:
    """Our own questions, each with the sentences that are closest and those that answer."""
    tokenizer, encoder = load_tokenizer(), SentenceEncoder()
    groups = []
    for question in asked_:
        story, right = stories[question["doc_id"]], gold(question)
        about = topic(question["question"], story)
        near = near_sentences(question["question"], story, encoder, about)
        order = closest_sentences(near, story, about, len(story.sentences))
        kept = [n for rank, n in enumerate(order) if rank < CLOSEST or touches(story.sentences[n].span, right)]
        stretches = [(span.start, span.end) for span in right]
        pairs = [
            pair_of(tokenizer, asked(question), story.candidate(n), story.sentences[n].span.start, stretches)
            for n in kept
        ]
        groups.append(Group(question["doc_id"], pairs))
    return groups


def batch(pairs: Sequence[Pair]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, kinds and attention, padded."""
    longest = max(len(pair.pieces.ids) for pair in pairs)
    ids = torch.zeros(len(pairs), longest, dtype=torch.long)
    kinds, attn = torch.zeros_like(ids), torch.zeros(len(pairs), longest)
    for row, pair in enumerate(pairs):
        size = len(pair.pieces.ids)
        ids[row, :size] = torch.tensor(pair.pieces.ids)
        kinds[row, :size] = torch.tensor(pair.pieces.kinds)
        attn[row, :size] = 1
    return ids, kinds, attn


def loss_of(net: Judge, drawn: Sequence[Sequence[Pair]]) -> Tensor:
    """How unlikely the right sentences are among a question's, with "none" at 0, and the right words in them."""
    flat = [pair for pairs in drawn for pair in pairs]
    order = sorted(range(len(flat)), key=lambda at: len(flat[at].pieces.ids))
    scores: list[Tensor] = [torch.zeros(())] * len(flat)
    words: list[Tensor] = []
    for half in (order[: len(order) // 2], order[len(order) // 2 :]):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            score, ends = net(*batch([flat[at] for at in half]))
        for row, at in enumerate(half):
            scores[at] = score[row].float()
            if flat[at].right:
                first, last = F.log_softmax(ends[row].float(), 0).unbind(-1)
                words.append(-torch.logsumexp(torch.stack([first[a] + last[b] for a, b in flat[at].answers]), 0))
    losses, start = [], 0
    for pairs in drawn:
        own = torch.stack([torch.zeros(()), *scores[start : start + len(pairs)]])
        right = torch.tensor([not any(pair.right for pair in pairs), *(pair.right for pair in pairs)])
        losses.append(torch.logsumexp(own, 0) - torch.logsumexp(own[right], 0))
        start += len(pairs)
    return torch.stack(losses).mean() + (WORDS_WEIGHT * torch.stack(words).mean() if words else 0.0)


def train(net: Judge, groups: Sequence[Group], rate: float, epochs: int) -> None:
    """Learn from the groups, in place."""
    rng = random.Random(SEED)
    learning = [parameter for parameter in net.parameters() if parameter.requires_grad]
    steps = epochs * math.ceil(len(groups) / QUESTIONS_A_STEP)
    optimiser = torch.optim.AdamW(learning, rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps + 1, pct_start=0.1)
    net.eval()  # without dropout: with it, so few examples teach nothing
    started, step, sum_ = time.time(), 0, 0.0
    for _ in range(epochs):
        shuffled = list(groups)
        rng.shuffle(shuffled)
        for at in range(0, len(shuffled), QUESTIONS_A_STEP):
            loss = loss_of(net, [group.drawn(rng) for group in shuffled[at : at + QUESTIONS_A_STEP]])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step(), schedule.step()
            step, sum_ = step + 1, sum_ + float(loss.detach())
            if step % 50 == 0:
                print(f"{step}/{steps} steps, loss {sum_ / 50:.3f}, {time.time() - started:.0f} s", flush=True)
                sum_ = 0.0


@torch.no_grad()
def first_rate(net: Judge, groups: Sequence[Group]) -> str:
    """How often a right sentence comes first, and how well "none" is told."""
    first = answerable = told = 0
    for group in groups:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores, _ = net(*batch(group.pairs))
        best = int(scores.argmax())
        right = any(pair.right for pair in group.pairs)
        answerable += right
        first += group.pairs[best].right
        told += (float(scores[best]) > 0) == right
    return f"first {first / max(1, answerable):.3f} of {answerable}, answerable or not {told / len(groups):.3f}"


def weighs(document: str) -> bool:
    """Whether the answers' ranking is fitted to the questions on this document, and the network not: one in four."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 4 == 0


def export(net: Judge) -> None:
    """Write the int8 network, and its checksum beside the other's."""
    rows, length = torch.export.Dim("rows", min=1, max=64), torch.export.Dim("length", min=2, max=511)
    example = (torch.ones(2, 64, dtype=torch.long), torch.ones(2, 64, dtype=torch.long), torch.ones(2, 64))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            net.eval(),
            example,
            str(plain),
            input_names=["ids", "kinds", "attn"],
            output_names=["scores", "ends"],
            dynamic_shapes=tuple({0: rows, 1: length} for _ in range(3)),
            dynamo=True,
            external_data=False,
        )
        quantize_dynamic(
            plain,
            WEIGHTS,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )
    path = WEIGHTS.with_name("checksums.json")
    checksums = json.loads(path.read_text("utf-8")) | {WEIGHTS.name: hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()}
    path.write_text(json.dumps(checksums, indent=1) + "\n", encoding="utf-8")
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Learn from SQuAD, then from our questions; say how well the others are judged, and write the network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the articles")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    net = Judge()
    net.start_from(ENCODER)
    train(net, squad(arguments.data / "squad2_dev.json"), SQUAD_RATE, SQUAD_EPOCHS)
    wanted = questions(arguments.data)
    groups = in_domain(wanted, {name: Story(report) for name, report in reports(arguments.data, wanted).items()})
    known = [group for group in groups if not weighs(group.document)]
    unknown = [group for group in groups if weighs(group.document)]
    train(net, known, RATE, EPOCHS)
    print(f"learned from {len(known)} questions, asked {len(unknown)} others: {first_rate(net, unknown)}")
    export(net)


if __name__ == "__main__":
    main()
