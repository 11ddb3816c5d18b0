"""The parts around a content: its cue, its source, and who is told."""

from typing import Final

from spacy.tokens import Doc, Token

from bot.nlp.attribution.stances import negation
from bot.nlp.document.labels import FINITE, OBJECTS, PARTIES, TIMES
from bot.nlp.lexicon.cues import Cue
from bot.nlp.lexicon.parties import party_nouns
from bot.nlp.syntax.phrases import Range, is_infinitive, noun_phrase
from bot.nlp.syntax.subjects import subject
from bot.nlp.syntax.voice import hearer, is_passive, is_told, own_subject

RELATIVE: Final = frozenset({"who", "which", "that", "whom"})
PERSONAL: Final = frozenset({"i", "we", "he", "she", "they", "who", "you"})
# A dateline has no more tokens than this, and ends in a dash.
_DATELINE: Final = 16
_DATELINE_DASHES: Final = frozenset({"—", "–", "--", "-"})
_DASHES: Final = frozenset({"—", "–", "―", "--"})
# nobody says "not" further than this from what it denies
_NEGATION_REACH: Final = 8


def cue_range(token: Token) -> Range:
    """The cue with what negates or completes it ("did not deny", "pointed out"): the words a reader must see."""
    start, end = token.i, token.i + 1
    for child in token.rights:
        if child.dep_ == "prt" and child.i == token.i + 1:
            end = child.i + 1
    negating = negation(token)
    if negating is not None and token.i - _NEGATION_REACH < negating < token.i:
        start = negating
    return start, end


def source_of(token: Token) -> Token | None:
    """The head of the source of a cue."""
    if token.pos_ in ("NOUN", "PROPN"):
        return _owner(token)
    if token.pos_ == "ADJ":
        return own_subject(token.head) if token.dep_ == "acomp" else None
    return subject(token) or _name_before(token)


def _name_before(verb: Token) -> Token | None:
    """ "…, the branch secretary, Ana Ruiz, said": the name before the comma, where the parser hung it elsewhere."""
    doc = verb.doc
    comma = verb.i - 1
    while comma > 2 and doc[comma].pos_ == "ADV":
        comma -= 1
    if verb.tag_ not in FINITE or comma < 2 or doc[comma].text != ",":
        return None
    name = doc[comma - 1]
    if name.ent_type_ not in ("PERSON", "ORG") or name.pos_ != "PROPN":
        return None
    return name.head if name.dep_ == "appos" and name.head.pos_ == "NOUN" else name


def source_range(head: Token | None) -> tuple[Range | None, Range | None]:
    """The noun phrase of a source, and of the noun that a relative pronoun stands for."""
    if head is None:
        return None, None
    if head.lower_ in RELATIVE and head.tag_ in ("WP", "WDT"):
        verb = head.head
        for _ in range(4):
            if verb.dep_ == "relcl":
                start, end = noun_phrase(verb.head)
                end = min(end, head.i)
                return (head.i, head.i + 1), ((start, end) if end > start else None)
            if verb.head.i == verb.i:
                break
            verb = verb.head
    span = _behind_dateline(head, noun_phrase(head, whole=True))
    return (span, None) if span[1] > span[0] else (None, None)


def behind_dateline(doc: Doc, span: Range) -> Range:
    """``span`` without a dateline at its start: "PORTO VELHO, May 3 (HWN) -- The harbour …"."""
    start, end = span
    for at in range(start + 1, min(start + _DATELINE, end - 1)):
        parting = doc[at].text in _DATELINE_DASHES and doc[at - 1].whitespace_ and doc[at].whitespace_
        if parting and (doc[at - 1].text == ")" or doc[start].text.isupper()):
            return at + 1, end
    return span


def _behind_dateline(head: Token, span: Range) -> Range:
    """Without what stands before a dash in front of its head: "PORTO VELHO — Officials"."""
    dash = next((i for i in range(head.i - 1, span[0], -1) if head.doc[i].text in _DASHES), None)
    return span if dash is None else (dash + 1, span[1])


def addressee(token: Token, cue: Cue) -> Range | None:
    """Who is told: the object of "told", "warned", "assured"; or "to X" of "confirmed to X"."""
    if "t" in cue.frames:
        for child in token.rights:
            if child.dep_ in OBJECTS and child.ent_type_ not in TIMES and not is_told(token):
                return noun_phrase(child, whole=True)
        if is_passive(token):
            own = hearer(token)
            return _before(token, noun_phrase(own, whole=True)) if own is not None else None
        inner = _subject_of_errand(token)
        if inner is not None:
            return noun_phrase(inner, whole=True)
    for child in token.rights:
        if child.lower_ == "to" and child.dep_ in ("prep", "dative"):
            for inner in child.rights:
                if inner.dep_ == "pobj" and (inner.ent_type_ or inner.pos_ in ("PROPN", "PRON", "NOUN")):
                    return noun_phrase(inner, whole=True)
    return None


def _subject_of_errand(token: Token) -> Token | None:
    """ "told the crew to leave": the parser makes the crew the subject of "to leave"."""
    for child in token.rights:
        if child.dep_ in ("ccomp", "xcomp") and is_infinitive(child):
            inner = next((inner for inner in child.lefts if inner.dep_ == "nsubj"), None)
            if inner is not None:
                return inner
    return None


def _before(token: Token, span: Range) -> Range:
    """``span`` as far as it stands before ``token``, where it begins before it."""
    return (span[0], min(span[1], token.i)) if span[0] < token.i else span


def _owner(noun: Token) -> Token | None:
    """Whose warning, claim, belief it is: "his claim", "a claim by X", "made the claim"."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("by", "of", "from", "among"):
            for inner in child.rights:
                if inner.dep_ == "pobj" and inner.ent_type_ in PARTIES:
                    return inner
    if noun.dep_ in ("dobj", "attr"):
        return subject(noun.head)
    if noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head.pos_ == "VERB":
        return subject(noun.head.head)
    return None


def is_party(token: Token) -> bool:
    """Whether a word names or stands for somebody who can speak, threaten or be threatened."""
    if token.ent_type_ in PARTIES or token.lower_ in PERSONAL:
        return True
    return token.pos_ in ("NOUN", "PROPN") and not party_nouns().isdisjoint((token.lemma_.lower(), token.lower_))
