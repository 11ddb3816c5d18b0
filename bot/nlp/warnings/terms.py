"""Ultimatums and threats told by their shape: "pay or …", "if it is not paid by Friday …", "one more …, and we …"."""

from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.rules import Attribution
from bot.nlp.attribution.sources import is_party, source_of, source_range
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import LONGEST, Range, noun_phrase, trimmed
from bot.nlp.syntax.voice import own_subject
from bot.nlp.warnings.contents import OBJECTS
from bot.nlp.warnings.parts import WarningCandidate, condition_of
from bot.nlp.warnings.said import RULES, said, sentence_of
from bot.nlp.warnings.words import MODALS, is_word, mode_of

_OURS: Final = frozenset({"i", "we"})
_FIRST: Final = frozenset({"i", "we", "my", "our", "me", "us", "mine", "ours"})
_SUFFERED: Final = frozenset("face risk lose suffer die pay expect prepare".split())
# what nobody threatens others with: own losses, and harms that come by themselves
_OWN_LOSS: Final = frozenset("lose miss suffer die fail run go starve be have need risk regret".split())
# "if we do not get …": a condition about oneself that only others can meet
_GETTING: Final = frozenset("get hear receive see have".split())
_WHEN: Final = frozenset({"DATE", "TIME"})
_DEADLINE: Final = frozenset({"by", "before", "until", "till", "within"})
_UNTIL: Final = frozenset({"until", "till"})
# an imperative is this near to the beginning of its sentence ("Please pay …", "So pay …")
_OPENING: Final = 3


def demanded(content: Range, claim: Attribution, layout: DocLayout) -> WarningCandidate | None:
    """The first sentence of a claim's content that sets terms; each shape says itself who does what."""
    for token in layout.doc[slice(*content)]:
        if token.pos_ not in ("VERB", "AUX"):
            continue
        one = _or_else(token, content, claim, layout) or _once_more(token, content, claim, layout)
        one = one or _by_a_day(token, content, claim, layout)
        if one is not None:
            return one
    return None


def _or_else(verb: Token, content: Range, claim: Attribution, layout: DocLayout) -> WarningCandidate | None:
    """ "Give us the keys by noon or we shall sue": an imperative, and what comes otherwise."""
    if verb.tag_ != "VB" or layout.quoted[verb.i] < 0 or own_subject(verb) is not None:
        return None
    if any(child.dep_ in ("aux", "auxpass") and child.lower_ not in ("do",) for child in verb.lefts):
        return None
    sentence = sentence_of(verb, content, layout)
    if verb.i - sentence[0] > _OPENING:
        return None
    other = next((child for child in verb.rights if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")), None)
    joint = next((child for child in verb.rights if child.dep_ == "cc" and child.lower_ == "or"), None)
    if other is None or joint is None or not verb.i < joint.i < other.i < sentence[1]:
        return None
    subject = own_subject(other)
    if subject is not None:
        ours = subject.lower_ in _OURS or any(c.dep_ == "poss" and c.lower_ in _FIRST for c in subject.lefts)
        if (
            not ours
            or other.lemma_.lower() in _OWN_LOSS
            or not any(c.lower_ in (*MODALS, "shall") and c.dep_ == "aux" for c in other.lefts)
        ):
            return None
    elif other.lemma_.lower() in _OWN_LOSS or not _dated(verb, joint.i):
        return None
    condition = trimmed(layout.doc, (max(sentence[0], verb.left_edge.i), joint.i))
    consequence = trimmed(layout.doc, (joint.i + 1, sentence[1]))
    return said(RULES["or else"], sentence, claim, layout, other, condition, consequence, None)


def _dated(verb: Token, end: int) -> bool:
    return any(token.ent_type_ in _WHEN for token in verb.doc[verb.i + 1 : end])


def _once_more(verb: Token, content: Range, claim: Attribution, layout: DocLayout) -> WarningCandidate | None:
    """ "One more shell, and our guns will answer": what must not happen again, and what we do then."""
    doc = layout.doc
    subject = own_subject(verb)
    if subject is None or not any(c.lower_ in (*MODALS, "shall") and c.dep_ == "aux" for c in verb.lefts):
        return None
    if subject.lower_ not in _OURS and not any(c.dep_ == "poss" and c.lower_ in _FIRST for c in subject.lefts):
        return None
    if not is_word(verb, "harm", "soft", "hold"):
        return None  # "one more win and we will be champions"
    sentence = sentence_of(verb, content, layout)
    opening = [token.lower_ for token in doc[sentence[0] : sentence[0] + 2]]
    joint = subject.left_edge.i - 1
    if doc[joint].lower_ != "and" or not sentence[0] < joint < sentence[1]:
        return None
    if opening != ["one", "more"] and opening[:1] != ["another"]:
        return None
    condition = trimmed(doc, (sentence[0], joint))
    consequence = trimmed(doc, (joint + 1, sentence[1]))
    return said(RULES["once more"], sentence, claim, layout, verb, condition, consequence, None)


def _by_a_day(verb: Token, content: Range, claim: Attribution, layout: DocLayout) -> WarningCandidate | None:
    """ "If the men are not back by Friday, no ship will be loaded": a demand with a day, and what comes otherwise.

    What comes must lie with the speaker: his own side does it, or nothing is done, or the demand names him ("my desk").
    """
    if verb.dep_ in ("advcl", "acl", "relcl"):
        return None
    subject = own_subject(verb)
    sentence = sentence_of(verb, content, layout)
    head = condition_of(verb, sentence)
    if subject is None or head is None or head.dep_ != "advcl" or head.head.i != verb.i:
        return None
    marker = next((child.lower_ for child in head.lefts if child.dep_ == "mark"), "")
    negated = any(child.dep_ == "neg" for child in head.children)
    if marker != "unless" and not (marker == "if" and negated):
        return None
    demanded_of = own_subject(head)
    if demanded_of is not None and demanded_of.lower_ in _OURS and head.lemma_.lower() not in _GETTING:
        return None  # what one has to do oneself is no demand
    doc = layout.doc
    condition = trimmed(doc, (max(head.left_edge.i, sentence[0]), min(head.right_edge.i + 1, sentence[1])))
    clause = doc[slice(*condition)]
    due = any(
        token.lower_ in _DEADLINE and any(t.ent_type_ in _WHEN for t in doc[token.i + 1 : token.i + 4])
        for token in clause
    )
    ahead = any(c.lower_ in (*MODALS, "shall") and c.dep_ == "aux" for c in verb.lefts)
    if not due or condition[0] <= verb.i < condition[1]:
        return None
    ours = ahead and (
        subject.lower_ in _OURS
        or any(c.dep_ == "poss" and (c.lower_ in _FIRST or _same(c, claim, layout)) for c in subject.lefts)
        or _same(subject, claim, layout)
    )
    refused = ahead and layout.quoted[verb.i] >= 0 and any(c.lower_ in ("no", "not") for c in subject.lefts)
    named = layout.quoted[verb.i] >= 0 and any(token.lower_ in _FIRST for token in clause)
    if not ours and not refused and not named:
        return None
    before, after = trimmed(doc, (sentence[0], condition[0])), trimmed(doc, (condition[1], sentence[1]))
    consequence = after if after[0] <= verb.i < after[1] else before
    return said(RULES["by a day"], sentence, claim, layout, verb, condition, consequence, None)


def _same(token: Token, claim: Attribution, layout: DocLayout) -> bool:
    """Whether a word speaks of the one who makes the claim, or of a party named in his description."""
    at = layout.doc._.actor_at
    if not at or not at[token.i] or claim.source is None:
        return False
    return at[token.i] in at[claim.source[0] : claim.source[1]]


def given_until(token: Token, layout: DocLayout) -> WarningCandidate | None:
    """ "gave the firm until Friday to pay, or face a strike": ``token`` is the verb of giving.

    Behind the one who is told the words are read in their order: parsers hang this sentence in many ways.
    """
    told = next((c for c in token.rights if c.dep_ in ("dative", *OBJECTS) and c.ent_type_ not in _WHEN), None)
    if told is None or not (is_party(told) or any(c.dep_ == "appos" for c in told.rights)):
        return None
    doc = layout.doc
    end = min(token.sent.end, told.i + LONGEST)
    demand = next((i for i in range(told.i + 1, end - 1) if doc[i].lower_ == "to" and doc[i + 1].tag_ == "VB"), end)
    until = next((i for i in range(told.i + 1, demand) if doc[i].lower_ in _UNTIL), demand)
    joint = next(
        (i for i in range(demand, end - 1) if doc[i].lower_ == "or" and doc[i + 1].lemma_.lower() in _SUFFERED), end
    )
    span, _ = source_range(source_of(token))
    if joint == end or span is None or not any(t.ent_type_ in _WHEN for t in doc[until:demand]):
        return None
    return WarningCandidate(
        "ultimatum",
        trimmed(doc, (until, end)),
        "given until",
        RULES["given until"].confidence,
        cue=(token.i, token.i + 1),
        actor=span,
        recipient=trimmed(doc, (noun_phrase(told)[0], until)),
        condition=trimmed(doc, (demand, joint)),
        consequence=trimmed(doc, (joint + 1, end)),
        mode=next((mode for t in doc[joint + 1 : end] if (mode := mode_of(t)) is not None), None),
    )
