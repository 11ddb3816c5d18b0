"""Windows with their labels as batches of tensors."""

import random
from dataclasses import dataclass
from typing import Final

import torch
from gold import IGNORED, Example
from torch import Tensor

from bot.nlp.reader.features import SIZES
from bot.nlp.reader.predictions import WARNING_PARTS

PIECES: Final = 3000  # in a batch


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
