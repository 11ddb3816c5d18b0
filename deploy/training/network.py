"""The tagger's network, for training and export: an encoder with tag heads and link scores.

The encoder is the lower part of all-MiniLM-L6-v2 (Wang et al. 2020, MiniLM; Apache-2.0). Tags of three kinds share it;
links are scored by products of two projections of the same states (Dozat and Manning 2017, less the bias terms).
"""

import math
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812  (the name that torch's own documents use)
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, HEADS, INNER, VOCABULARY, POSITIONS = 384, 12, 1536, 30522, 512
LINK_WIDTH = 96
DROPOUT = 0.1


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


class Tagger(nn.Module):
    """Pieces (batch, pieces) and features (batch, pieces, 4) to tags (…, 9), source links and cue links (…, pieces)."""

    def __init__(self, layers: int, sizes: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.tok = nn.Embedding(VOCABULARY, WIDTH)
        self.posn = nn.Embedding(POSITIONS, WIDTH)
        self.typ = nn.Parameter(torch.zeros(WIDTH))
        self.n = nn.LayerNorm(WIDTH, 1e-12)
        self.fe = nn.ModuleList([nn.Embedding(size, WIDTH) for size in sizes])
        for embedding in self.fe:
            nn.init.zeros_(embedding.weight)  # so that training starts from the encoder as it was
        self.layers = nn.ModuleList([Layer() for _ in range(layers)])
        self.head = nn.Linear(WIDTH, 9)
        self.lc, self.ls = nn.Linear(WIDTH, LINK_WIDTH), nn.Linear(WIDTH, LINK_WIDTH)
        self.lcu, self.lq = nn.Linear(WIDTH, LINK_WIDTH), nn.Linear(WIDTH, LINK_WIDTH)

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

    def forward(self, ids: Tensor, feats: Tensor, attn: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """``attn`` is 1 for pieces and 0 for padding."""
        states = self.tok(ids) + self.posn.weight[: ids.shape[1]] + self.typ
        for number, embedding in enumerate(self.fe):
            states = states + embedding(feats[..., number])
        states = F.dropout(self.n(states), DROPOUT, self.training)
        mask = (1.0 - attn)[:, None, None, :] * -1e4
        for layer in self.layers:
            states = layer(states, mask)
        scale = math.sqrt(LINK_WIDTH)
        sources = self.lc(states) @ self.ls(states).transpose(1, 2) / scale
        cues = self.lq(states) @ self.lcu(states).transpose(1, 2) / scale
        return self.head(states), sources, cues
