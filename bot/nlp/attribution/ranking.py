"""Rules and reader ranked against each other: what either found, kept when it is likely enough to be right.

Each candidate is a finding of a rule, a proposal of the reader, or both where they mean the same words. Two logistic
models over a few measures of it (``data/ranking.json``, made by ``deploy/training/ranking.py``) say how likely its
content is one, and how likely content and source are both right; the first decides what is kept, the second which of
two findings of the same words stands. Where both found it the rule's bounds and source stand: on PolNeAR's development
part that gave exact F1 .72 against .69 with the reader's bounds.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from statistics import fmean
from typing import Final

from bot.models import Stance
from bot.nlp.attribution.rules import MEASURED, Attribution
from bot.nlp.attribution.sources import addressee, source_range
from bot.nlp.attribution.stances import says_nothing, stance_of
from bot.nlp.lexicon.cues import POS, cues
from bot.nlp.lexicon.load import word_list
from bot.nlp.reader import Predictions, Proposal
from bot.nlp.syntax.layout import SPEAKING, DocLayout
from bot.nlp.syntax.phrases import Range, is_mark, with_negation
from bot.nlp.syntax.voice import agent, is_passive, is_told

# Two findings mean the same when they share at least half of the words that either has, as the scorer counts.
_SAME: Final = 0.5
# A proposal of the reader that it holds itself for less likely than this is never right often enough to matter.
_PROPOSED: Final = 0.45
# Where rule and reader name different sources and the reader is at least so sure of its own, and gives the rule's at
# most so much, its own was right in 34 of 41 contents, the rule's in 6; elsewhere the rule's more often.
_SURE: Final = 0.8
_HARDLY: Final = 0.1
# "pictures that it claimed showed …": the reader seldom sees these, and of the rule's contents 33 of 44 were right.
_GAP: Final = "gap"


@dataclass(slots=True)
class Candidate:
    """What a rule found, what the reader proposed, or both of the same words.

    ``overlap`` is the share of words that both have; ``covered`` the share of one's words that the other side took
    for some content.
    """

    rule: Attribution | None
    proposal: Proposal | None
    overlap: float = 0.0
    covered: float = 0.0


def rank(found: Sequence[Attribution], predictions: Predictions, layout: DocLayout) -> list[Attribution]:
    """The findings that stand, in the order of the text, none over the words of another that is likelier."""
    weights = _weights()
    kept: list[tuple[float, Attribution]] = []
    for candidate in candidates(found, predictions, layout):
        measured = measures(candidate, predictions, layout)
        likely, content = probability(measured, weights["whole"]), probability(measured, weights["content"])
        if candidate.rule is not None and candidate.rule.rule == _GAP:
            kept.append((max(likely, MEASURED[_GAP]), replace(candidate.rule, content=content)))
        elif content >= weights["kept"][0]:
            kept.append((likely, replace(_finding(candidate, layout), content=content)))
    kept.sort(key=lambda pair: -pair[0])
    taken: dict[int, Attribution] = {}
    standing: list[Attribution] = []
    for likely, one in kept:
        words = _words(one.contents, layout)
        common = [word for word in words if word in taken]
        if len(common) > len(words) / 2 or any(not _chained(one, taken[word]) for word in common):
            continue
        taken |= dict.fromkeys(words, one)
        whole = [with_negation(layout.doc, content) for content in one.contents]
        standing.append(replace(one, contents=whole, confidence=likely))
    return sorted(standing, key=lambda one: one.start)


def _chained(one: Attribution, other: Attribution) -> bool:
    """Whether one of two is told within the words of the other ("the paper said that Rask had claimed …"): else they
    cut the same words in two ways, and only one of them stands."""
    return _tells(one, other) or _tells(other, one)


def _tells(outer: Attribution, inner: Attribution) -> bool:
    said = inner.cue or inner.source
    return said is not None and any(start <= said[0] and said[1] <= end for start, end in outer.contents)


def candidates(found: Sequence[Attribution], predictions: Predictions, layout: DocLayout) -> list[Candidate]:
    """Findings and proposals, paired where they mean the same words. Linear in the text."""
    rule_words = [_words(one.contents, layout) for one in found]
    of_word: dict[int, list[int]] = {}
    for number, words in enumerate(rule_words):
        for word in words:
            of_word.setdefault(word, []).append(number)
    proposed: set[int] = set()
    paired: set[int] = set()
    made: list[Candidate] = []
    for raw in predictions.proposals:
        if raw.sure < _PROPOSED or layout.role(raw.content[0]) not in SPEAKING:
            continue
        if raw.cue is not None and says_nothing(layout.doc, raw.cue):
            continue
        proposal = _heeded(raw, layout)
        words = _words([proposal.content], layout)
        if not words:
            continue
        proposed |= words
        shared = Counter(number for word in words for number in of_word.get(word, ()))
        best, overlap = None, 0.0
        for number, count in shared.items():
            share = count / len(words | rule_words[number])
            if share > overlap:
                best, overlap = number, share
        if best is not None and (overlap >= _SAME or _swallowed(found[best], proposal)):
            paired.add(best)
            made.append(Candidate(_sourced(found[best], proposal, predictions, layout), proposal, overlap))
        else:
            made.append(Candidate(None, proposal, covered=sum(word in of_word for word in words) / len(words)))
    for number, one in enumerate(found):
        words = rule_words[number]
        if number not in paired and words:
            made.append(Candidate(one, None, covered=len(words & proposed) / len(words)))
    return made


def _heeded(proposal: Proposal, layout: DocLayout) -> Proposal:
    """The proposal without a leading "that", and without a source who "was told": that is who heard it."""
    doc = layout.doc
    start, end = proposal.content
    if doc[start].lower_ == "that" and doc[start].dep_ == "mark" and end - start > 1:
        proposal = replace(proposal, content=(start + 1, end))
    if proposal.source is None:
        return proposal
    verbs = [token for token in doc[slice(*proposal.cue)] if token.pos_ == "VERB"] if proposal.cue else []
    if not verbs or not (
        is_told(verbs[-1]) or (verbs[-1].lemma_ in word_list("telling_passives") and is_passive(verbs[-1]))
    ):
        return proposal
    by = agent(verbs[-1])
    told = by is None or not proposal.source[0] <= by.i < proposal.source[1]
    return replace(proposal, source=None) if told else proposal


def _sourced(rule: Attribution, proposal: Proposal, predictions: Predictions, layout: DocLayout) -> Attribution:
    """The rule's finding with the reader's source, where it has none or one that the reader is sure is not the own."""
    own, other = rule.source, proposal.source
    if other is None or _touch(own, other) or _touch(other, rule.addressee):
        return rule  # who is told is not who says it
    if rule.rule == _GAP:
        return rule  # "posted pictures that it claimed showed …": who posts is not the subject of the claiming
    if own is None:
        return replace(rule, source=other, cue=rule.cue or proposal.cue)
    blamed = rule.cue is not None and rule.cue[0] > 0 and layout.doc[rule.cue[0] - 1].lower_ == "for"
    if blamed or proposal.linked < _SURE or predictions.share(rule.contents, own) > _HARDLY:
        return rule  # "criticised the minister for saying": the reader takes who criticises
    turned = replace(rule, source=other, antecedent=None)
    if proposal.cue is None or _touch(proposal.cue, rule.cue):
        return turned
    return replace(turned, cue=proposal.cue, stance=_stance(proposal.cue, layout), addressee=None)


def _swallowed(rule: Attribution, proposal: Proposal) -> bool:
    """Whether the reader took the rule's source and cue into the content: "[that it claimed showed …]"."""
    start, end = proposal.content
    own = [span for span in (rule.source, rule.cue) if span is not None]
    return len(own) == 2 and all(start <= span[0] and span[1] <= end for span in own) and own[0][0] - start <= 1


def measures(candidate: Candidate, predictions: Predictions, layout: DocLayout) -> list[float]:
    """What the models weigh; the first is 1."""
    rule, proposal = candidate.rule, candidate.proposal
    contents = rule.contents if rule is not None else [proposal.content] if proposal is not None else []
    source, cue = (rule.source, rule.cue) if rule is not None else (None, None)
    proposed_source, proposed_cue = (proposal.source, proposal.cue) if proposal is not None else (None, None)
    words = _words(contents, layout)
    agreed = _touch(source, proposed_source)
    sure = logit(proposal.sure) if proposal is not None else 0.0
    both = rule is not None and proposal is not None
    return [
        1.0,
        float(both),
        float(proposal is None),
        sure,
        sure if both else 0.0,
        logit(proposal.linked) if proposal is not None else 0.0,
        logit(rule.confidence) if rule is not None else 0.0,
        candidate.overlap,
        candidate.covered,
        float(agreed),
        float(both and source is not None and proposed_source is not None and not agreed),
        float((source or proposed_source) is not None),
        float(proposed_cue is not None),
        math.log1p(len(words)),
        float(any(layout.quoted[start] >= 0 or layout.quoted[end - 1] >= 0 for start, end in contents)),
        logit(fmean([_content(predictions, position, 0.5) for position in words] or [0.5])),
        logit(predictions.share(contents, source or proposed_source)),
        logit(_content(predictions, contents[0][1], 0.0)),
        math.log1p(_distance(contents[0], cue or proposed_cue)),
    ]


def _content(predictions: Predictions, position: int, unread: float) -> float:
    """How likely a token is a word of a content; ``unread`` where the reader did not read it."""
    read = position < len(predictions.read) and predictions.read[position]
    return float(predictions.content[position]) if read else unread


def _distance(content: Range, cue: Range | None) -> int:
    """The tokens between a content and its cue; 0 where they touch or there is no cue."""
    return 0 if cue is None else max(content[0] - cue[1], cue[0] - content[1], 0)


def probability(measured: Sequence[float], weights: Sequence[float]) -> float:
    """The logistic model's answer."""
    score = sum(value * weight for value, weight in zip(measured, weights, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _finding(candidate: Candidate, layout: DocLayout) -> Attribution:
    rule, proposal = candidate.rule, candidate.proposal
    if rule is not None:
        return rule
    assert proposal is not None  # a candidate has one of the two
    antecedent = None
    if proposal.source is not None and proposal.source[1] - proposal.source[0] == 1:
        _, antecedent = source_range(layout.doc[proposal.source[0]])  # of "who" and "which"
    return Attribution(
        contents=[_whole_quotation(proposal.content, layout)],
        rule="reader",
        stance=_stance(proposal.cue, layout),
        confidence=proposal.sure,
        cue=proposal.cue,
        source=proposal.source,
        addressee=_hearer(proposal.cue, layout),
        antecedent=antecedent,
    )


def _hearer(cue_range: Range | None, layout: DocLayout) -> Range | None:
    """Who is told, where the cue is a bare participle ("Ministers told to go"); the reader names no addressees."""
    for token in layout.doc[slice(*cue_range)] if cue_range else ():
        cue = cues().get((token.lemma_.lower(), "v"))
        if cue is not None and is_told(token):
            return addressee(token, cue)
    return None


def _stance(cue_range: Range | None, layout: DocLayout) -> Stance:
    """What the first word that the lexicon knows makes of the content."""
    for token in layout.doc[slice(*cue_range)] if cue_range else ():
        cue = cues().get((token.lemma_.lower(), POS.get(token.pos_, "")))
        if cue is not None:
            return stance_of(token, cue)[0]
    return "states"


def _whole_quotation(content: Range, layout: DocLayout) -> Range:
    """The content with the quotation marks at its edges, which the reader may leave outside."""
    start, end = content
    if start > 0 and layout.quoted[start - 1] >= 0 and layout.quoted[start - 1] == layout.quoted[start]:
        quote = layout.quotes[layout.quoted[start]]
        start = quote.start if quote.inner[0] == start else start
    if end < len(layout.doc) and layout.quoted[end] >= 0 and layout.quoted[end] == layout.quoted[end - 1]:
        quote = layout.quotes[layout.quoted[end]]
        end = quote.end if quote.inner[1] == end else end
    return start, end


def _words(contents: Iterable[Range], layout: DocLayout) -> set[int]:
    return {position for start, end in contents for position in range(start, end) if not is_mark(layout.doc[position])}


def _touch(one: Range | None, other: Range | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def logit(value: float) -> float:
    """The log odds of a likelihood, kept within what was ever measured."""
    bounded = min(max(value, 0.02), 0.995)
    return math.log(bounded / (1 - bounded))


@cache
def _weights() -> dict[str, list[float]]:
    data: dict[str, list[float]] = json.loads(
        (files("bot.nlp.attribution") / "data" / "ranking.json").read_text("utf-8")
    )
    return data
