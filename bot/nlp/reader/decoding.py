"""From the network's scores to tags, spans and proposed attributions."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.nlp.reader.features import Range
from bot.nlp.reader.windows import Window

Scores = NDArray[np.float32]

_OUTSIDE, _BEGIN, _INSIDE = 0, 1, 2
# A content of one word is nearly always a mistake of the reader.
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A content with the source and cue that look like its own, in tokens.

    ``sure`` is the reader's mean probability that the content's words are one; ``linked`` that of its source (or of
    having none). Neither is calibrated.
    """

    content: Range
    source: Range | None
    cue: Range | None
    sure: float
    linked: float


def decode(window: Window, tags: Scores, sources: Scores, cues: Scores) -> list[Proposal]:
    """The proposals of one window.

    ``tags`` is (pieces, 9): outside, begin, inside for content, source and cue; ``sources`` and ``cues`` are
    (pieces, pieces): how much the piece of the column is the source (cue) of the content that the piece of the row is
    part of, with column 0 for none.
    """
    places = np.array(window.places)
    content, source, cue = (log_softmax(tags[places, 3 * head : 3 * head + 3]) for head in range(3))
    source_spans, cue_spans = spans(best_path(source)), spans(best_path(cue))
    proposals = []
    for start, end in spans(best_path(content)):
        if end - start < _SHORTEST:
            continue
        rows = places[start:end]
        own_source, linked = _linked(sources[rows], source_spans, places)
        own_cue, _ = _linked(cues[rows], cue_spans, places)
        proposals.append(
            Proposal(
                content=_tokens(window, (start, end)),
                source=None if own_source is None else _tokens(window, own_source),
                cue=None if own_cue is None else _tokens(window, own_cue),
                sure=float(np.exp(content[start:end, 1:].max(axis=1)).mean()),
                linked=linked,
            )
        )
    return proposals


def _tokens(window: Window, words: Range) -> Range:
    return window.tokens[words[0]], window.tokens[words[1] - 1] + 1


def _linked(scores: Scores, candidates: list[Range], places: NDArray[np.int64]) -> tuple[Range | None, float]:
    """The candidate that the words of a content choose together, and its probability."""
    columns = [0, *(int(places[start]) for start, _ in candidates)]
    chosen = log_softmax(scores[:, columns]).mean(axis=0)
    best = int(chosen.argmax())
    probability = float(np.exp(chosen[best] - np.logaddexp.reduce(chosen)))
    return (candidates[best - 1] if best else None), probability


def log_softmax(scores: Scores) -> Scores:
    """The logarithms of the probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: Scores = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def softmax(scores: Scores) -> Scores:
    """Probabilities along the last axis."""
    result: Scores = np.exp(log_softmax(scores))
    return result


def pooled(scores: Scores) -> Scores:
    """The mean of the words' values weighed by their attention, which is the first column; 0 without words."""
    if not len(scores):
        return np.zeros(scores.shape[1] - 1, dtype=np.float32)
    weights = np.exp(scores[:, 0].clip(-10, 10))
    result: Scores = weights @ scores[:, 1:] / weights.sum()
    return result


def best_path(scores: Scores) -> list[int]:
    """The likeliest tags of which no inside follows an outside (Viterbi); ``scores``: (words, 3) log-probabilities."""
    rows = scores.tolist()
    if not rows:
        return []
    out, begin, inside = rows[0][0], rows[0][1], float("-inf")
    back: list[tuple[int, int]] = []
    for row in rows[1:]:
        before = max((out, _OUTSIDE), (begin, _BEGIN), (inside, _INSIDE))
        held = (begin, _BEGIN) if begin >= inside else (inside, _INSIDE)
        back.append((before[1], held[1]))
        out, begin, inside = before[0] + row[0], before[0] + row[1], held[0] + row[2]
    tag = max((out, _OUTSIDE), (begin, _BEGIN), (inside, _INSIDE))[1]
    path = [tag]
    for before_any, before_inside in reversed(back):
        tag = before_inside if tag == _INSIDE else before_any
        path.append(tag)
    return path[::-1]


def spans(tags: list[int]) -> list[Range]:
    """The stretches that begin with a begin and go on with insides."""
    found: list[Range] = []
    start: int | None = None
    for position, tag in enumerate([*tags, _OUTSIDE]):
        if start is not None and tag != _INSIDE:
            found.append((start, position))
            start = None
        if tag == _BEGIN:
            start = position
    return found
