"""The learned reader: one pass of a small encoder over a story, and what its heads say of every word.

An encoder of four layers reads windows of whole paragraphs: word pieces with what the stock pipes saw of each word.
Heads tag the parts of attributions (content, source, cue) and of warnings (content, condition, consequence, actor,
recipient), link contents to their source and cue, say what kind of mention a word is part of, and how likely a
stretch of words holds a warning. ``data/MODEL.md`` is the model card; ``deploy/training`` makes the weights.

The component ``nutgraf_reader`` runs it once; later components ask ``predictions(doc)``. This package knows no claims
and no actors.
"""

from bot.nlp.reader.component import create, predictions
from bot.nlp.reader.decoding import Proposal
from bot.nlp.reader.network import predict
from bot.nlp.reader.predictions import (
    MENTION_KINDS,
    WARNING_KINDS,
    WARNING_PARTS,
    Predictions,
    TaggedSpan,
    WarningSentence,
)

__all__ = [
    "MENTION_KINDS",
    "WARNING_KINDS",
    "WARNING_PARTS",
    "Predictions",
    "Proposal",
    "TaggedSpan",
    "WarningSentence",
    "create",
    "predict",
    "predictions",
]
