"""A warning that stands in what somebody says: its sentence, its cue, and who is told."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from bot.models import WarningKind
from bot.nlp.attribution.rules import Attribution
from bot.nlp.attribution.sources import is_party
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import LONGEST, Range, content_range, noun_phrase, trimmed
from bot.nlp.syntax.voice import own_subject
from bot.nlp.warnings.build import sufferer
from bot.nlp.warnings.parts import WarningCandidate
from bot.nlp.warnings.words import MODALS, WEAK_MODALS, is_public, mode_of

# Who listens to a warning is not who is warned.
_AUDIENCES: Final = frozenset(
    "reporter journalist conference forum newspaper interview parliament congress senate assembly rally meeting "
    "crowd".split()
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of warnings without a word of warning. ``confidence`` is how often it was right (see RULES)."""

    name: str
    kind: WarningKind
    confidence: float


# Confidences are judged, not counted: each rule was looked at on 450 articles of PolNeAR's training part and on the
# sentences of PLV, where it found too few (2 to 9) for a share.
RULES: Final[dict[str, Rule]] = {
    rule.name: rule
    for rule in (
        Rule("any attempt", "threat", 0.85),
        Rule("will harm if", "threat", 0.8),
        Rule("will do if", "threat", 0.65),
        Rule("will do harm", "threat", 0.7),
        Rule("will harm", "threat", 0.65),
        Rule("consequences", "threat", 0.7),
        Rule("admonition", "threat", 0.6),
        Rule("unless", "ultimatum", 0.75),
        Rule("will hold if", "commitment", 0.75),
        Rule("keeps pressure", "commitment", 0.65),
        Rule("will not allow", "commitment", 0.6),
        Rule("at risk", "caution", 0.6),
        Rule("risks", "caution", 0.6),
        Rule("or else", "ultimatum", 0.7),
        Rule("by a day", "ultimatum", 0.7),
        Rule("given until", "ultimatum", 0.75),
        Rule("once more", "threat", 0.7),
        Rule("be careful", "caution", 0.6),
    )
}


# Rules whose harm names no sufferer by its grammar ("Pay or read your patients in the paper").
_OPEN: Final = frozenset({"or else", "by a day", "once more"})


def future(verb: Token) -> bool:
    for child in verb.lefts:
        if child.dep_ == "aux" and child.lower_ in MODALS:
            return True
    # "is going to", "are ready to"
    head = verb.head
    return verb.dep_ == "xcomp" and (head.lower_ in ("going", "gon") or head.lemma_ in ("ready", "prepared"))


def weak(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in WEAK_MODALS for child in verb.lefts)


def sentence_of(verb: Token, content: Range, layout: DocLayout) -> Range:
    """The sentence of ``verb`` within the content, or its "that" clause; without marks and stops at the edges."""
    sentence = verb.sent
    start = max(content[0], sentence.start, verb.i - LONGEST)
    end = min(content[1], sentence.end, verb.i + LONGEST)
    # a clause that is itself reported inside the content ("was told that …")
    at = verb
    while at.head.i != at.i and start <= at.head.i < end and content[0] <= at.head.i < content[1]:
        if at.dep_ == "ccomp" and any(c.dep_ == "mark" and c.lower_ == "that" for c in at.lefts):
            start, end = max(start, at.left_edge.i), min(end, at.right_edge.i + 1)
            break
        at = at.head
    span = content_range(layout.doc, (start, end), layout.quoted)
    return _bare(span, layout)


def _bare(span: Range, layout: DocLayout) -> Range:
    """Without quotation marks at the edges."""
    start, end = trimmed(layout.doc, span)
    while start < end and layout.doc[start].lower_ == "that":
        start += 1
    return start, end


def said(
    rule: Rule,
    content: Range,
    claim: Attribution,
    layout: DocLayout,
    verb: Token,
    condition: Range | None,
    consequence: Range | None,
    harm: Token | None,
) -> WarningCandidate:
    cue, recipient = _reporting(verb, content, claim, layout)
    if recipient is None and rule.name not in _OPEN and rule.kind in ("threat", "ultimatum"):
        recipient = sufferer(verb, content, condition)
    return WarningCandidate(
        rule.kind,
        content,
        rule.name,
        rule.confidence,
        cue=cue,
        actor=claim.source,
        recipient=recipient,
        condition=condition,
        consequence=consequence,
        mode=mode_of(verb) or (mode_of(harm) if harm is not None else None),
        threatens=rule.kind in ("threat", "ultimatum"),
    )


def _reporting(verb: Token, content: Range, claim: Attribution, layout: DocLayout) -> tuple[Range | None, Range | None]:
    """The cue of a warning in a claim, and who is told: of the inner "was told that …" where there is one."""
    at = verb
    while at.head.i != at.i and content[0] - LONGEST < at.i < content[1] + LONGEST:
        if (
            at.dep_ == "ccomp"
            and at.head.lemma_ in ("tell", "inform", "notify")
            and claim.contents[0][0] <= at.head.i < claim.contents[-1][1]
        ):
            teller = at.head
            end = teller.i + 1
            for child in teller.rights:
                if child.dep_ == "prep" and child.lower_ == "in" and child.right_edge.lemma_.lower() == "term":
                    end = child.right_edge.i + 1
            told = (
                own_subject(teller)
                if teller.tag_ == "VBN"
                else next((c for c in teller.rights if c.dep_ in ("dobj", "dative")), None)
            )
            if told is None and teller.tag_ == "VBN":
                told = _before_quotation(teller, layout)
            if told is not None and told.lemma_.lower() in _AUDIENCES:
                told = None
            return (teller.i, end), noun_phrase(told) if told is not None else None
        at = at.head
    recipient = claim.addressee
    if recipient is not None:
        head = layout.doc[recipient[0] : recipient[1]].root
        if not (is_party(head) or is_public(head)) or head.lemma_.lower() in _AUDIENCES:
            recipient = None
    return claim.cue, recipient


def _before_quotation(verb: Token, layout: DocLayout) -> Token | None:
    """The noun phrase before a quotation that begins with its verb: 'the command “was told …”'."""
    number = layout.quoted[verb.i]
    if number < 0:
        return None
    start = layout.quotes[number].start
    for position in range(start - 1, max(start - 15, -1), -1):
        token = layout.doc[position]
        if token.pos_ in ("VERB", "AUX"):
            return None
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
            return token
    return None
