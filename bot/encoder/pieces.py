"""Word pieces of a question and a sentence that may answer it, as the cross-encoder reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from bot.answers.encoders import Candidate, Judgement

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DATA: Final = files("bot.encoder") / "data"
# Word pieces of each part. A question of the train set has 12 at the median and 31 at most, a sentence of news 28 and,
# in 97 of 100, no more than 64.
QUESTION: Final = 40
SPEAKER: Final = 14
SENTENCE: Final = 64
BEFORE: Final = 16
AFTER: Final = 8
_CLS, _SEP, _BAR = 101, 102, 1064


@dataclass(frozen=True, slots=True)
class Pieces:
    """A pair as numbers: ``ids`` and ``kinds`` (1 within the sentence) for each piece, the sentence's pieces being
    those from ``start`` on, one for each of ``offsets`` (characters of the sentence)."""

    ids: list[int]
    kinds: list[int]
    start: int
    offsets: list[tuple[int, int]]


def load_tokenizer() -> "Tokenizer":
    """The tokenizer that both networks share, without padding and truncation."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str((DATA / "tokenizer.json").read_text("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def pieces(tokenizer: "Tokenizer", question: str, candidate: Candidate) -> Pieces:
    """[CLS] question [SEP] end of the sentence before | speaker: sentence | beginning of the sentence behind [SEP]."""
    asked = _ids(tokenizer, question)[:QUESTION]
    speaker = _ids(tokenizer, f"{candidate.speaker}:")[-SPEAKER:] if candidate.speaker else []
    before, after = _ids(tokenizer, candidate.before)[-BEFORE:], _ids(tokenizer, candidate.after)[:AFTER]
    encoded = tokenizer.encode(candidate.sentence, add_special_tokens=False)
    sentence = encoded.ids[:SENTENCE]
    front = [_CLS, *asked, _SEP, *before, _BAR, *speaker]
    behind = [_BAR, *after, _SEP]
    return Pieces(
        ids=[*front, *sentence, *behind],
        kinds=[0] * len(front) + [1] * len(sentence) + [0] * len(behind),
        start=len(front),
        offsets=encoded.offsets[:SENTENCE],
    )


def _ids(tokenizer: "Tokenizer", text: str) -> Sequence[int]:
    ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
    return ids


# Words that answer are few: of the answers of the train set, 95 in 100 have no more pieces.
LONGEST_ANSWER: Final = 40


def judgement(score: float, ends: NDArray[np.float32], pair: Pieces) -> Judgement:
    """The judgement on a pair from the network's score and its scores (pieces, 2) of each piece as first and last."""
    size = len(pair.offsets)
    own = ends[pair.start : pair.start + size].astype(np.float64)
    likely = np.exp(own - own.max(0))
    likely /= likely.sum(0)
    both = np.tril(np.triu(np.outer(likely[:, 0], likely[:, 1])), LONGEST_ANSWER - 1)
    first, last = divmod(int(both.argmax()), size)
    return Judgement(score, (pair.offsets[first][0], pair.offsets[last][1]), float(both[first, last]))
