"""What the reader says of a text, by token."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from bot.nlp.reader.decoding import (
    Proposal,
    Scores,
    best_path,
    decode,
    pooled,
    softmax,
    spans,
)
from bot.nlp.reader.features import Range
from bot.nlp.reader.windows import Window

MentionKind = Literal["outside", "person", "organisation", "state", "group", "place", "none"]
WarningKind = Literal["threat", "ultimatum", "commitment", "caution"]
WarningPart = Literal["content", "condition", "consequence", "actor", "recipient"]
# In the order of the network's outputs.
MENTION_KINDS: Final[tuple[MentionKind, ...]] = get_args(MentionKind)
WARNING_KINDS: Final[tuple[WarningKind, ...]] = get_args(WarningKind)
WARNING_PARTS: Final[tuple[WarningPart, ...]] = get_args(WarningPart)

Halves = NDArray[np.float16]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A stretch of tokens that was tagged as one part, with the mean probability of its tags (0 to 1)."""

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class WarningSentence:
    """How likely the tokens ``start`` to ``end`` hold no warning, one that a careful reader may leave out, or one that
    he marks (the three sum to 1), and of which kind it would be (sums to 1)."""

    start: int
    end: int
    none: float
    optional: float
    required: float
    kinds: Mapping[WarningKind, float]

    @property
    def score(self) -> float:
        """Required against none, 0 to 1: optional warnings are neutral."""
        return self.required / (self.required + self.none)


class Predictions:
    """What every head says of a text of ``n`` tokens. Rows of tokens that were not read are 0.

    ``read``: bool (n,), false for blanks and for paragraphs that no facts are taken from.
    ``mentions``: float16 (n, 7), probabilities in the order of MENTION_KINDS.
    ``warning_tags``: float16 (n, 5, 3), probabilities of outside, begin and inside for each of WARNING_PARTS.
    ``content``: float16 (n,), how likely a token is a word of an attributed content.
    ``sentences``: int32 (sentences, 2), the token ranges of the sentences that were read.
    ``proposals``: attributions, in the order of the text.
    """

    def __init__(self, length: int) -> None:
        """Nothing is read yet."""
        self.read: NDArray[np.bool_] = np.zeros(length, dtype=np.bool_)
        self.mentions: Halves = np.zeros((length, len(MENTION_KINDS)), dtype=np.float16)
        self.warning_tags: Halves = np.zeros((length, len(WARNING_PARTS), 3), dtype=np.float16)
        self.content: Halves = np.zeros(length, dtype=np.float16)
        self.sentences: Numbers = np.zeros((0, 2), dtype=np.int32)
        self.proposals: list[Proposal] = []
        self._warnings: Scores = np.zeros((length, 1 + 3 + len(WARNING_KINDS)), dtype=np.float32)
        self._at: Numbers = np.full((length, 2), -1, dtype=np.int32)  # window and row of a token
        self._links: list[Halves] = []  # of each window: (words, 1 + words), column 0 for no source

    def add(self, window: Window, outputs: Mapping[str, Scores]) -> None:
        """Take in what the network says of the pieces of one window.

        ``outputs``: tags (pieces, 9), sources and cues (pieces, pieces) as ``decode`` takes them; warning_parts
        (pieces, 15), mentions (pieces, 7), warnings (pieces, 8).
        """
        places, tokens = np.array(window.places), np.array(window.tokens)
        self.proposals.extend(decode(window, outputs["tags"], outputs["sources"], outputs["cues"]))
        self.read[tokens] = True
        self.mentions[tokens] = softmax(outputs["mentions"][places])
        self.warning_tags[tokens] = softmax(outputs["warning_parts"][places].reshape(len(places), -1, 3))
        self.content[tokens] = 1 - softmax(outputs["tags"][places, :3])[:, 0]
        self._warnings[tokens] = outputs["warnings"][places]
        self._at[tokens, 0] = len(self._links)
        self._at[tokens, 1] = np.arange(len(tokens))
        self._links.append(softmax(outputs["sources"][places][:, [0, *window.places]]).astype(np.float16))

    def share(self, contents: Iterable[Range], source: Range | None) -> float:
        """How likely ``source`` (None: nobody) is the source of ``contents``; 0.5 where nothing of them was read."""
        read = [position for start, end in contents for position in range(start, end) if self.read[position]]
        if not read:
            return 0.5
        number = self._at[read[0], 0]
        rows = self._links[number][[self._at[p, 1] for p in read if self._at[p, 0] == number]].astype(np.float32)
        if source is None:
            return float(rows[:, 0].mean())
        columns = [self._at[p, 1] + 1 for p in range(*source) if self._at[p, 0] == number]
        return float(rows[:, columns].sum(axis=1).mean()) if columns else 0.3

    def mention(self, start: int, end: int) -> dict[MentionKind, float]:
        """The mean probability of each kind over the tokens that were read; all 0 where none was."""
        rows = self.mentions[start:end][self.read[start:end]].astype(np.float32)
        means = rows.mean(axis=0) if len(rows) else np.zeros(len(MENTION_KINDS), dtype=np.float32)
        return dict(zip(MENTION_KINDS, means.tolist(), strict=True))

    def warning(self, start: int, end: int) -> WarningSentence:
        """How likely a stretch of tokens holds a warning: a sentence, as it was learned, or a clause or a content."""
        values = pooled(self._warnings[start:end][self.read[start:end]])
        none, optional, required = softmax(values[:3]).tolist()
        kinds = dict(zip(WARNING_KINDS, softmax(values[3:]).tolist(), strict=True))
        return WarningSentence(start, end, none, optional, required, kinds)

    @cached_property
    def warning_sentences(self) -> list[WarningSentence]:
        """``warning`` of every sentence that was read."""
        return [self.warning(start, end) for start, end in self.sentences.tolist()]

    def warning_spans(self, part: WarningPart, start: int, end: int) -> list[TaggedSpan]:
        """The spans of a part among the tokens ``start`` to ``end``, in order, by the likeliest tags.

        Two that touch are one: "not | to swim".
        """
        tokens = [position for position in range(start, end) if self.read[position]]
        tags = self.warning_tags[tokens, WARNING_PARTS.index(part)].astype(np.float32)
        found: list[Range] = []
        for first, last in spans(best_path(np.log(np.maximum(tags, 1e-6)))):
            joined = found.pop() if found and found[-1][1] == first else (first, last)
            found.append((joined[0], last))
        return [
            TaggedSpan(tokens[first], tokens[last - 1] + 1, float(tags[first:last, 1:].max(axis=1).mean()))
            for first, last in found
        ]

    def as_record(self) -> dict[str, Any]:
        """Everything as arrays and plain lists."""
        record = {name: value for name, value in vars(self).items() if name not in ("proposals", "warning_sentences")}
        record["proposals"] = [[one.content, one.source, one.cue, one.sure, one.linked] for one in self.proposals]
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Predictions":
        """What ``as_record`` gave, also after it went through ``to_bytes``; arrays are shared, not copied."""
        made = cls(0)
        for name, value in record.items():
            setattr(made, name, value)
        made.proposals = [
            Proposal(_range(content), source and _range(source), cue and _range(cue), sure, linked)
            for content, source, cue, sure, linked in record["proposals"]
        ]
        return made


def _range(pair: Sequence[int]) -> Range:
    return pair[0], pair[1]
