"""A learned tagger of attributions: proposes content, source and cue, and which belong together.

An encoder of four layers reads windows of whole paragraphs, word pieces with what the parser saw of each word; three
heads tag content, source and cue (begin, inside, outside), two more say for each word of a content which source and
which cue is its own. ``data/MODEL.md`` is the model card; ``deploy/training`` makes the weights.

The proposals are settled against the rules in ``bot.nlp.attribution``; this package knows no claims and no actors.
"""

from bot.nlp.reader.decoding import Predictions, Proposal
from bot.nlp.reader.network import predict

__all__ = ["Predictions", "Proposal", "predict"]
