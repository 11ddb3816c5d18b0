"""Warnings that the reader sees: a head decides on each sentence, tags give content, condition and consequence."""

import re
from typing import Final

from bot.models import WarningKind
from bot.nlp.attribution.rules import Attribution
from bot.nlp.reader import Predictions
from bot.nlp.reader.predictions import WarningPart
from bot.nlp.syntax.layout import SPEAKING, DocLayout
from bot.nlp.syntax.phrases import Range, content_range, trimmed
from bot.nlp.warnings.candidate import WarningCandidate
from bot.nlp.warnings.conditions import is_demand, split

# A sentence from here on holds a warning: required ÷ (required + none), optional ones being neither right nor wrong.
# Swept .5–.99 for cautions and .95–.999 for the others on 89 articles held back (40 of them NYT, an outlet nothing
# learned from): F1 .757, precision .85, and .744 on the 61 of the set.
CAUTION: Final = 0.9
THREAT: Final = 0.995
# He has learned on articles. Of a text of one or two sentences he takes a tenth for threats (PLV: precision .26).
_FEWEST_SENTENCES: Final = 3
# A tagged stretch from here on stands: the mean likelihood of its tokens.
STRETCH: Final = 0.6
_LEAST: Final = 2
# Closed: what says that there is no danger warns of none, and a layoff is no threat. Held back, it spares 2 false
# alarms in 30 and costs nothing.
_NO_DANGER: Final = re.compile(
    r"\b(?:(?:no|not an?|not any) (?:\w+ )?(?:threat|danger|risk|warning)|la(?:y|ys|ying|id) off|layoffs?|job cuts)\b",
    re.IGNORECASE,
)
# These rules find threats, whatever the reader makes of them.
_THREATENING: Final = frozenset({"threaten", "vow of harm"})
_THREATS: Final[tuple[WarningKind, ...]] = ("threat", "ultimatum", "commitment")


def by_reader(
    seen: Predictions, by_rule: list[WarningCandidate], claims: list[Attribution], layout: DocLayout
) -> list[WarningCandidate]:
    """A warning for each sentence that the reader takes for one, and in which no rule has found any."""
    told = {layout.doc[position].sent.start for one in by_rule for position in (one.content[0], *(one.cue or ())[:1])}
    return [
        WarningCandidate(_content(seen, (sentence.start, sentence.end), claims, layout), "reader", sentence.score)
        for sentence in seen.warning_sentences
        if sentence.score >= CAUTION
        and layout.role(sentence.start) in SPEAKING
        and layout.doc[sentence.start].sent.start not in told
        and not _NO_DANGER.search(layout.doc[sentence.start : sentence.end].text)
    ]


def _content(seen: Predictions, sentence: Range, claims: list[Attribution], layout: DocLayout) -> Range:
    """The surest tagged content of a sentence; where none is tagged, what is said in it, or all of it."""
    tagged_ones = [
        (one.probability, content)
        for one in seen.warning_spans("content", *sentence)
        if _length(content := content_range(layout.doc, (one.start, one.end), layout.quoted)) >= _LEAST
    ]
    if tagged_ones:
        return max(tagged_ones)[1]
    inside = [
        (max(sentence[0], start), min(sentence[1], end))
        for claim in claims
        for start, end in claim.contents
        if start < sentence[1] and sentence[0] < end
    ]
    return trimmed(layout.doc, max(inside, key=_length, default=sentence))


def is_sure(one: WarningCandidate, seen: Predictions) -> bool:
    """Whether the reader is as sure as a warning of its kind needs; a threat needs more, and sentences around it."""
    if one.cautions:
        return one.confidence >= CAUTION
    return one.confidence >= THREAT and len(seen.warning_sentences) >= _FEWEST_SENTENCES


def describe(one: WarningCandidate, seen: Predictions, layout: DocLayout) -> None:
    """Give a warning its kind, condition and consequence, where its rule has not."""
    if one.kind is None:
        one.kind = _kind(one, seen)
    if one.condition is None and one.consequence is None:
        head = layout.doc[slice(*one.content)].root
        by_grammar = split(head, one.content, cautions=one.cautions)
        one.condition = by_grammar[0] or tagged("condition", one.content, seen, layout)
        what = tagged("consequence", one.content, seen, layout) if by_grammar[0] is None else None
        one.consequence = what or by_grammar[1]
    if one.kind == "threat" and one.condition is not None and is_demand(layout.doc, one.condition):
        one.kind = "ultimatum"


def _kind(one: WarningCandidate, seen: Predictions) -> WarningKind:
    kinds = seen.warning(*one.content).kinds
    if one.rule in _THREATENING:
        return "ultimatum" if kinds.get("ultimatum", 0.0) > kinds.get("threat", 0.0) else "threat"
    if kinds.get("caution", 0.0) >= sum(kinds.get(kind, 0.0) for kind in _THREATS):
        return "caution"
    return max(_THREATS, key=lambda kind: kinds.get(kind, 0.0))


def tagged(part: WarningPart, inside: Range, seen: Predictions, layout: DocLayout) -> Range | None:
    """The surest stretch of a part in these tokens, None where none is sure."""
    sure = [one for one in seen.warning_spans(part, *inside) if one.probability >= STRETCH]
    if not sure:
        return None
    best = max(sure, key=lambda one: one.probability)
    return trimmed(layout.doc, (best.start, best.end))


def _length(span: Range) -> int:
    return span[1] - span[0]
