"""Threats and ultimatums told by their shape, in what somebody says: "pay or we sue", "unless …", "any attempt …".

Closed forms of the language, each with its own test. They are rare: on the 229 articles of the training set, none of
which they were written on, "consequences" was right 2 times of 2, "will harm" 2 of 2 and on an optional one once,
"unless" 1 of 1 and on an optional one once; the others did not occur.
"""

from typing import Final

from spacy.tokens import Token

from bot.models import WarningKind
from bot.nlp.attribution.rules import Attribution
from bot.nlp.attribution.sources import is_party, source_of, source_range
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import LONGEST, Range, content_range, is_that_clause, noun_phrase, trimmed
from bot.nlp.syntax.voice import own_subject
from bot.nlp.warnings.candidate import WarningCandidate
from bot.nlp.warnings.conditions import is_demand, is_deterred, split
from bot.nlp.warnings.deadlines import deadline_in
from bot.nlp.warnings.parties import OBJECTS, bound_by
from bot.nlp.warnings.words import is_harm

RULES: Final = {
    "or else": 0.7,
    "unless": 0.75,
    "given until": 0.75,
    "any attempt": 0.85,
    "consequences": 0.7,
    "will harm": 0.7,
    "will hold if": 0.75,
}
# what a deed brings on whoever does it
PRICES: Final = frozenset("consequence repercussion retaliation reprisal".split())
_FORCE: Final = frozenset("military force means immediately weapons army navy troops".split())
_HOLDING: Final = frozenset("defend resist protect repel".split())
WILL: Final = frozenset({"will", "would", "shall", "wo", "'ll", "’ll", "'d", "’d"})
_OURS: Final = frozenset({"i", "we"})
_REFERRING: Final = frozenset({"it", "they", "he", "she"})
_FIRST: Final = frozenset({"i", "we", "my", "our", "me", "us", "mine", "ours"})
_SUFFERED: Final = frozenset("face risk lose suffer die pay expect prepare be".split())
# what nobody threatens others with: own losses, and harms that come by themselves
_OWN_LOSS: Final = frozenset("lose miss suffer die fail run go starve have need risk regret".split())
_OPENING: Final = 3  # an imperative is this near to the beginning of its sentence ("Please pay …", "So pay …")


def in_claim(claim: Attribution, number: int, layout: DocLayout) -> list[WarningCandidate]:
    """The sentences of a claim's contents that set terms."""
    found = []
    for content in claim.contents:
        for verb in layout.doc[slice(*content)]:
            if verb.pos_ in ("VERB", "AUX"):
                one = _or_else(verb, content, layout) or _unless(verb, content, claim, layout)
                one = one or _will_harm(verb, content, claim, layout)
                if one is not None:
                    inner = _reported_inside(verb, content)  # "was told in no uncertain terms that …"
                    one.cue = trimmed(layout.doc, (verb.head.i, verb.left_edge.i)) if inner else claim.cue
                    one.claim, one.kind = number, one.kind or "ultimatum"
                    found.append(one)
                    break
    return found


def _will_harm(verb: Token, content: Range, claim: Attribution, layout: DocLayout) -> WarningCandidate | None:
    """ "any further boarding will have consequences", "we will sink them", "it will defend them if attacked"."""
    subject = own_subject(verb)
    denied = any(child.dep_ == "neg" or child.lower_ == "never" for child in verb.lefts)
    if subject is None or denied or not _ahead(verb) or verb.dep_ in ("advcl", "acl", "relcl"):
        return None
    sentence = _sentence(verb, content, layout)
    words = layout.doc[verb.i + 1 : min(verb.right_edge.i + 1, sentence[1])]
    passive = any(child.dep_ == "auxpass" for child in verb.lefts)
    condition, consequence = split(verb, sentence, cautions=False)
    kind: WarningKind = "threat"
    if is_deterred(subject) or any(word.lemma_.lower() in PRICES for word in words):
        rule = "any attempt" if is_deterred(subject) else "consequences"
    elif is_harm(verb) and (any(w.lower_ in _FORCE for w in words) if passive else is_own(subject, claim, layout)):
        rule = "will harm"
    elif verb.lemma_ in _HOLDING and condition is not None and is_own(subject, claim, layout):
        rule, kind = "will hold if", "commitment"
    else:
        return None
    return WarningCandidate(sentence, rule, RULES[rule], kind=kind, condition=condition, consequence=consequence)


def _or_else(verb: Token, content: Range, layout: DocLayout) -> WarningCandidate | None:
    """ "Give us the keys by noon or we shall sue": an imperative in a quotation, and what comes otherwise."""
    if verb.tag_ != "VB" or layout.quoted[verb.i] < 0 or own_subject(verb) is not None:
        return None
    sentence = _sentence(verb, content, layout)
    helped = any(child.dep_ in ("aux", "auxpass") and child.lower_ != "do" for child in verb.lefts)
    if helped or verb.i - sentence[0] > _OPENING:
        return None
    other = next((child for child in verb.rights if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")), None)
    joint = next((child for child in verb.rights if child.dep_ == "cc" and child.lower_ == "or"), None)
    if other is None or joint is None or not verb.i < joint.i < other.i < sentence[1]:
        return None
    subject = own_subject(other)
    if subject is not None:
        ours = subject.lower_ in _OURS or any(c.dep_ == "poss" and c.lower_ in _FIRST for c in subject.lefts)
        if not ours or not _ahead(other) or other.lemma_.lower() in _OWN_LOSS:
            return None
    elif other.lemma_.lower() in _OWN_LOSS or deadline_in(layout.doc, (verb.i, joint.i)) is None:
        return None
    return WarningCandidate(
        sentence,
        "or else",
        RULES["or else"],
        condition=trimmed(layout.doc, (max(sentence[0], verb.left_edge.i), joint.i)),
        consequence=trimmed(layout.doc, (joint.i + 1, sentence[1])),
    )


def _unless(verb: Token, content: Range, claim: Attribution, layout: DocLayout) -> WarningCandidate | None:
    """ "We will not sail unless we are paid", "If it is not paid by Monday, no ship will sail": the speaker's side will
    do harm, or refuses, or sets a day. Whoever else does it, the demand must name the speaker ("before me by noon")."""
    subject = own_subject(verb)
    if subject is None or verb.dep_ in ("advcl", "acl", "relcl") or not _ahead(verb):
        return None
    ours = is_own(subject, claim, layout)
    refuses = any(child.dep_ == "neg" for child in verb.lefts)
    sentence = _sentence(verb, content, layout)
    condition, consequence = split(verb, sentence, cautions=False)
    if condition is None or not is_demand(layout.doc, condition):
        return None
    due = deadline_in(layout.doc, condition) is not None
    quoted = layout.quoted[verb.i] >= 0
    named = quoted and any(token.lower_ in _FIRST for token in layout.doc[slice(*condition)])
    refused = quoted and any(child.lower_ == "no" for child in subject.lefts)
    told = refuses or is_harm(verb) or bound_by(layout.doc, condition) is not None
    firm = told and layout.doc[condition[0]].lower_ == "unless"
    if not (ours and (firm or due)) and not (due and (named or refused)):
        return None
    return WarningCandidate(sentence, "unless", RULES["unless"], condition=condition, consequence=consequence)


def given_until(token: Token, layout: DocLayout) -> WarningCandidate | None:
    """ "gave the firm until Friday to pay, or face a strike": ``token`` is the verb of giving.

    Behind the one who is told the words are read in their order: parsers hang this sentence in many ways.
    """
    told = next((c for c in token.rights if c.dep_ in ("dative", *OBJECTS) and c.ent_type_ != "DATE"), None)
    if token.lemma_ != "give" or told is None or not (is_party(told) or any(c.dep_ == "appos" for c in told.rights)):
        return None
    doc = layout.doc
    end = min(token.sent.end, told.i + LONGEST)
    demand = next((i for i in range(told.i + 1, end - 1) if doc[i].lower_ == "to" and doc[i + 1].tag_ == "VB"), end)
    due = deadline_in(doc, (told.i + 1, demand))
    joint = next(
        (i for i in range(demand, end - 1) if doc[i].lower_ == "or" and doc[i + 1].lemma_.lower() in _SUFFERED), end
    )
    span, _ = source_range(source_of(token))
    if joint == end or span is None or due is None:
        return None
    return WarningCandidate(
        trimmed(doc, (due[0], end)),
        "given until",
        RULES["given until"],
        kind="ultimatum",
        cue=(token.i, token.i + 1),
        actor=span,
        recipient=trimmed(doc, (noun_phrase(told)[0], due[0])),
        condition=trimmed(doc, (demand, joint)),
        consequence=trimmed(doc, (joint + 1, end)),
    )


def _ahead(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in WILL for child in verb.lefts)


def is_own(subject: Token, claim: Attribution, layout: DocLayout) -> bool:
    """Whether a subject is the speaker or his side: "we", an "it" outside quotations, a party that his phrase names."""
    if subject.lower_ in _OURS or any(c.dep_ == "poss" and c.lower_ in _FIRST for c in subject.lefts):
        return True
    if claim.source is None:
        return False
    if layout.quoted[subject.i] < 0:
        first = layout.doc[claim.source[0]]
        theirs = first.lower_ in ("its", "their") and subject.i < first.i and subject.sent.start == first.sent.start
        if subject.lower_ in _REFERRING or theirs:  # "the drivers will …, their union said"
            return True
    at = layout.doc._.actor_at
    return bool(at) and bool(at[subject.i]) and at[subject.i] in at[claim.source[0] : claim.source[1]]


def _reported_inside(verb: Token, content: Range) -> bool:
    """Whether a verb stands in a "that" clause which the content itself reports: "was told that …"."""
    return verb.dep_ == "ccomp" and content[0] <= verb.head.i < content[1] and is_that_clause(verb)


def _sentence(verb: Token, content: Range, layout: DocLayout) -> Range:
    """The sentence of ``verb`` within the content, or its "that" clause; without marks and stops at its edges."""
    start = max(content[0], verb.sent.start, verb.i - LONGEST)
    end = min(content[1], verb.sent.end, verb.i + LONGEST)
    if _reported_inside(verb, (start, end)):
        start, end = max(start, verb.left_edge.i), min(end, verb.right_edge.i + 1)
    if layout.doc[start].lower_ == "that":
        start += 1
    return trimmed(layout.doc, content_range(layout.doc, (start, end), layout.quoted))
