"""The reader's network, for training and export: one encoder and its heads.

The encoder is the lower part of all-MiniLM-L6-v2 (Wang et al. 2020, MiniLM; Apache-2.0). All heads share it. Links are
scored by products of two projections of the same states (Dozat and Manning 2017, less the bias terms); what a stretch
of words says of a warning is a mean of its words' values, weighed by a learned attention (Yang et al. 2016).
"""

import math
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812  (the name that torch's own documents use)
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, HEADS, INNER, VOCABULARY, POSITIONS = 384, 12, 1536, 30522, 512
LINK_WIDTH, WARNING_WIDTH = 96, 128
DROPOUT = 0.1
LOWER = 2  # layers that keep what they learned of attributions
EARLY = 4  # part of speech, dependency, shape, quotation


class Layer(nn.Module):
    """One layer of BERT, after normalisation as in the original."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.o = nn.Linear(WIDTH, WIDTH)
        self.n1 = nn.LayerNorm(WIDTH, 1e-12)
        self.f1 = nn.Linear(WIDTH, INNER)
        self.f2 = nn.Linear(INNER, WIDTH)
        self.n2 = nn.LayerNorm(WIDTH, 1e-12)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """(batch, pieces, width) to the same; ``mask`` is added to the attention scores."""
        batch, length, _ = states.shape
        size = WIDTH // HEADS
        query, key, value = self.qkv(states).view(batch, length, 3, HEADS, size).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) / math.sqrt(size) + mask
        seen = (F.dropout(torch.softmax(scores, -1), DROPOUT, self.training) @ value).transpose(1, 2)
        states = self.n1(states + F.dropout(self.o(seen.reshape(batch, length, WIDTH)), DROPOUT, self.training))
        return self.n2(states + F.dropout(self.f2(F.gelu(self.f1(states))), DROPOUT, self.training))


class Encoder(nn.Module):
    """Pieces (batch, pieces), and features (batch, pieces, kinds) where there are any, to states (…, pieces, width).

    The first ``EARLY`` kinds of features are told before the first layer, the others after layer ``LOWER``.
    """

    def __init__(self, layers: int, sizes: Sequence[int] = ()) -> None:
        super().__init__()
        self.tok = nn.Embedding(VOCABULARY, WIDTH)
        self.posn = nn.Embedding(POSITIONS, WIDTH)
        self.typ = nn.Parameter(torch.zeros(WIDTH))
        self.n = nn.LayerNorm(WIDTH, 1e-12)
        self.fe = nn.ModuleList([nn.Embedding(size, WIDTH) for size in sizes])
        for embedding in self.fe:
            nn.init.zeros_(embedding.weight)  # so that training starts from the encoder as it was
        self.layers = nn.ModuleList([Layer() for _ in range(layers)])

    def start_from(self, weights: Path) -> None:
        """Take the encoder's weights from a safetensors file of a BERT with these sizes."""
        given = load_file(weights)
        self.tok.weight.data = given["embeddings.word_embeddings.weight"]
        self.posn.weight.data = given["embeddings.position_embeddings.weight"]
        self.typ.data = given["embeddings.token_type_embeddings.weight"][0]
        for part in ("weight", "bias"):
            getattr(self.n, part).data = given[f"embeddings.LayerNorm.{part}"]
            for number, layer in enumerate(self.layers):
                prefix = f"encoder.layer.{number}."
                parts = [given[f"{prefix}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                getattr(layer.qkv, part).data = torch.cat(parts)
                getattr(layer.o, part).data = given[f"{prefix}attention.output.dense.{part}"]
                getattr(layer.n1, part).data = given[f"{prefix}attention.output.LayerNorm.{part}"]
                getattr(layer.f1, part).data = given[f"{prefix}intermediate.dense.{part}"]
                getattr(layer.f2, part).data = given[f"{prefix}output.dense.{part}"]
                getattr(layer.n2, part).data = given[f"{prefix}output.LayerNorm.{part}"]

    def forward(self, ids: Tensor, attn: Tensor, feats: Tensor | None = None) -> Tensor:
        """``attn`` is 1 for pieces and 0 for padding."""
        return self.upper(self.lower(ids, attn, feats), attn, feats)

    def lower(self, ids: Tensor, attn: Tensor, feats: Tensor | None = None) -> Tensor:
        """The states after layer ``LOWER``."""
        states = self.tok(ids) + self.posn.weight[: ids.shape[1]] + self.typ
        if feats is not None:
            for number, embedding in enumerate(self.fe[:EARLY]):
                states = states + embedding(feats[..., number])
        states = F.dropout(self.n(states), DROPOUT, self.training)
        for layer in self.layers[:LOWER]:
            states = layer(states, _mask(attn))
        return states

    def upper(self, states: Tensor, attn: Tensor, feats: Tensor | None = None) -> Tensor:
        """The last states, from those after layer ``LOWER``."""
        if feats is not None:
            for number, embedding in enumerate(self.fe[EARLY:], EARLY):
                states = states + embedding(feats[..., number])
        for layer in self.layers[LOWER:]:
            states = layer(states, _mask(attn))
        return states


def _mask(attn: Tensor) -> Tensor:
    """What is added to the attention scores: much less than nothing for padding."""
    return (1.0 - attn)[:, None, None, :] * -1e4


class Reader(nn.Module):
    """The encoder with every head.

    Returns the scores of one piece for: attribution tags (…, 9) and warning tags (…, 15), begin, inside, outside for
    each part; source links and cue links (…, pieces); mention kinds (…, 7); and attention, classes and kinds of
    warnings (…, 8).
    """

    def __init__(self, layers: int, sizes: Sequence[int]) -> None:
        super().__init__()
        self.encoder = Encoder(layers, sizes)
        self.attribution = nn.Linear(WIDTH, 9)
        self.content_source, self.source = nn.Linear(WIDTH, LINK_WIDTH), nn.Linear(WIDTH, LINK_WIDTH)
        self.content_cue, self.cue = nn.Linear(WIDTH, LINK_WIDTH), nn.Linear(WIDTH, LINK_WIDTH)
        self.warning_parts = nn.Linear(WIDTH, 15)
        self.mentions = nn.Linear(WIDTH, 7)
        self.warnings = nn.Sequential(nn.Linear(WIDTH, WARNING_WIDTH), nn.GELU(), nn.Linear(WARNING_WIDTH, 8))

    def forward(self, ids: Tensor, feats: Tensor, attn: Tensor) -> tuple[Tensor, ...]:
        """``attn`` is 1 for pieces and 0 for padding."""
        return self.heads(self.encoder(ids, attn, feats))

    def heads(self, states: Tensor) -> tuple[Tensor, ...]:
        """What every head says of the last states."""
        scale = math.sqrt(LINK_WIDTH)
        sources = self.content_source(states) @ self.source(states).transpose(1, 2) / scale
        cues = self.content_cue(states) @ self.cue(states).transpose(1, 2) / scale
        return (
            self.attribution(states),
            sources,
            cues,
            self.warning_parts(states),
            self.mentions(states),
            self.warnings(states),
        )


def pooled(scores: Tensor, stretches: Tensor, count: int) -> Tensor:
    """The values of ``count`` stretches of words: their words' values weighed by their attention.

    ``scores``: (words, 1 + values), the attention first; ``stretches``: (words,), the number of each word's stretch.
    """
    weights = scores[:, :1].clamp(-10, 10).exp()
    sums = scores.new_zeros(count, scores.shape[1] - 1).index_add(0, stretches, weights * scores[:, 1:])
    return sums / scores.new_zeros(count, 1).index_add(0, stretches, weights).clamp_min(1e-6)
