"""A question read together with a sentence: whether the sentence answers it, and which of its words do."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bot.answers.encoders import Candidate, Judgement
from bot.encoder.network import open_network
from bot.encoder.pieces import judgement, load_tokenizer, pieces

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer


class CrossEncoder:
    """``answers.encoders.CrossEncoder``. The weights are loaded at the first call; safe in several threads."""

    def judge(self, question: str, candidates: Sequence[Candidate]) -> list[Judgement]:
        """A judgement for each candidate, of some 8 milliseconds on one core. Raises OSError when the weights are
        missing or are not those that this version was released with."""
        return [self._judge(question, candidate) for candidate in candidates]

    def _judge(self, question: str, candidate: Candidate) -> Judgement:
        # One pair at a time: padded to one length they took longer than one after the other on one core.
        pair = pieces(self._tokenizer, question, candidate)
        if not pair.offsets:
            return Judgement(-10.0, (0, 0), 0.0)
        scores, ends = self._session.run(
            ["scores", "ends"],
            {
                "ids": np.array([pair.ids], np.int64),
                "kinds": np.array([pair.kinds], np.int64),
                "attn": np.ones((1, len(pair.ids)), np.float32),
            },
        )
        return judgement(float(scores[0]), ends[0], pair)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return load_tokenizer()

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        return open_network("cross_encoder.onnx")
