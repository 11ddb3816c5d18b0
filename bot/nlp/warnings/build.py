"""A warning put together from its cue and its content: who, whom, if what, then what."""

from typing import Final

from spacy.tokens import Token

from bot.models import WarningKind
from bot.nlp.attribution.sources import is_party, source_of, source_range
from bot.nlp.attribution.stances import negation
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import Range, noun_phrase
from bot.nlp.syntax.voice import agent, hearer, is_passive, own_subject
from bot.nlp.warnings.contents import OBJECTS, infinitive
from bot.nlp.warnings.parts import WarningCandidate, conditions, deterred
from bot.nlp.warnings.words import MODALS, WEAK_MODALS, is_public, is_word, mode_of

# how many words of a harm are looked at for whom it would hit
_SEARCHED: Final = 12
_PARTS: Final = frozenset("edge outskirts centre center side shore bank north south east west middle coast".split())
_OBJECT_PRONOUNS: Final = frozenset({"him", "her", "them", "us", "you", "me"})
_MESSAGES: Final = frozenset("letter message alert warning ultimatum email e-mail note statement memo call".split())


def made(
    token: Token, layout: DocLayout, kind: WarningKind, content: Range, head: Token, rule: str, confidence: float
) -> WarningCandidate:
    condition, consequence = halves(head, content)
    _, phrase = actor(token)
    return WarningCandidate(
        kind,
        content,
        rule,
        confidence,
        cue=(token.i, token.i + 1),
        actor=phrase,
        recipient=addressee(token) or told_by_message(token),
        condition=condition,
        consequence=consequence,
        negated=negation(token) is not None,
        mode=mode(layout, content),
        threatens=kind in ("threat", "ultimatum"),
    )


def halves(head: Token, content: Range) -> tuple[Range | None, Range | None]:
    if head.pos_ in ("VERB", "AUX"):
        subject = own_subject(head)
        if subject is not None and deterred(subject):
            return conditions(head, content, subject_is_condition=True)
        condition, consequence = conditions(head, content)
        if subject is not None and content[0] <= subject.i < content[1] and condition is None:
            if head.lemma_ == "be" and any(c.dep_ in ("acomp", "attr") and _likely(c) for c in head.rights):
                return None, noun_phrase(subject)
            ahead = any(c.lower_ in MODALS or c.lower_ in WEAK_MODALS for c in head.lefts if c.dep_ == "aux")
            if ahead and is_word(subject, "danger") and any(c.lower_ in ("a", "an", "another") for c in subject.lefts):
                return noun_phrase(subject), consequence
        if infinitive(head) and is_word(head, "care"):
            return condition, None  # advice names what to do, not what happens
        return condition, consequence
    condition, _ = conditions(head, content)
    if not is_word(head, "danger", "cost") and head.tag_ != "VBG":
        return condition, None
    span = noun_phrase(head, whole=True)
    return condition, (max(span[0], content[0]), min(span[1], content[1])) if span[1] > span[0] else None


def _likely(word: Token) -> bool:
    """ "is very likely", "is a serious risk": the danger is the subject."""
    return word.lemma_ in ("likely", "possible", "imminent", "inevitable") or is_word(word, "danger")


def mode(layout: DocLayout, content: Range) -> str | None:
    for token in layout.doc[slice(*content)]:
        mode = mode_of(token)
        if mode is not None:
            return mode
    return None


def actor(token: Token) -> tuple[Token | None, Range | None]:
    head = agent(token) if is_passive(token) or short_passive(token) else source_of(token)
    span, _ = source_range(head)
    return head, span


def addressee(token: Token) -> Range | None:
    if is_passive(token) or short_passive(token):
        own = hearer(token)
        if own is None or not (is_party(own) or is_public(own)):
            return None
        start, end = noun_phrase(own, whole=True)
        return (start, min(end, token.i)) if start < token.i else (start, end)
    for child in token.rights:
        if child.dep_ in OBJECTS and (is_party(child) or is_public(child) or child.pos_ == "PRON"):
            return noun_phrase(child, whole=True)
        if child.dep_ in ("ccomp", "xcomp") and infinitive(child):
            inner = own_subject(child)
            if inner is not None and inner.i < child.i:
                return noun_phrase(inner, whole=True)
    return None


def short_passive(token: Token) -> bool:
    """ "Drivers warned to stay away": a headline's passive, which the parser takes for the active."""
    own = own_subject(token)
    return (
        own is not None
        and own.i < token.i
        and is_public(own)
        and token.tag_ in ("VBD", "VBN")
        and not any(c.dep_ in OBJECTS for c in token.rights)
        and any(c.dep_ in ("xcomp", "advcl", "prep", "agent") for c in token.rights)
    )


def told_by_message(token: Token) -> Range | None:
    """ "sent a letter to X threatening to …": who got the message that threatens."""
    head = token.head
    message = head if head.lemma_.lower() in _MESSAGES else None
    if token.dep_ in ("advcl", "xcomp", "conj") and head.pos_ == "VERB":
        message = next((c for c in head.rights if c.dep_ == "dobj" and c.lemma_.lower() in _MESSAGES), None)
    if message is None or token.tag_ != "VBG":
        return None
    for holder in (message, message.head):
        for child in holder.rights:
            if child.dep_ in ("prep", "dative") and child.lower_ == "to":
                inner = next((c for c in child.rights if c.dep_ == "pobj"), None)
                if inner is not None and (is_party(inner) or is_public(inner)):
                    return noun_phrase(inner, whole=True)
    return None


def _merely_there(preposition: Token) -> bool:
    """Whether a phrase says only where ("play in Bristol", "on the edge of Paris"): a strike in a land hits it."""
    lower, above = preposition.lower_, preposition.head
    if lower in ("in", "at", "near"):
        return not is_word(above, "harm", "deed", "cost")
    return lower == "of" and above.lemma_.lower() in _PARTS


def sufferer(head: Token, content: Range, condition: Range | None = None) -> Range | None:
    """The party that a harm would hit: the object of the verb, or what its phrase is "on", "against", "of".

    A demand names the party first that has to meet it ("unless Norland pays"), whomever the harm would hit.
    """
    if condition is not None and _to_be_met(head, condition):
        bound = _bound_by(head, condition)
        if bound is not None and head.doc[bound[0]].pos_ != "PRON":
            return bound
    queue = [head]
    for _ in range(_SEARCHED):
        if not queue:
            break
        at = queue.pop(0)
        for child in at.rights:
            if not content[0] <= child.i < content[1]:
                continue
            hit = child.dep_ in ("dobj", "dative", "pobj")
            if hit and (is_party(child) or child.lower_ in _OBJECT_PRONOUNS) and child.ent_type_ != "DATE":
                return noun_phrase(child, whole=True)
            if child.dep_ == "ccomp" and at.lemma_ in ("make", "have", "let", "see"):
                forced = own_subject(child)
                if forced is not None and is_party(forced):
                    return noun_phrase(forced, whole=True)
            if child.dep_ == "prep" and _merely_there(child):
                continue
            if child.dep_ in ("dobj", "prep", "pobj", "agent", "xcomp", "pcomp", "prt"):
                queue.append(child)
    return _bound_by(head, condition) if condition is not None else None


def _to_be_met(head: Token, condition: Range) -> bool:
    """Whether a condition is a demand ("unless Norland pays", "if Norland does not pay"): who must meet it is told."""
    words = head.doc[slice(*condition)]
    return words[0].lower_ == "unless" or (words[0].lower_ == "if" and any(token.dep_ == "neg" for token in words))


def _bound_by(head: Token, condition: Range) -> Range | None:
    """The party that would have to meet a condition, its subject; never the one who sets it ("unless we …")."""
    if head.doc[condition[0]].lower_ not in ("unless", "if", "should"):
        return None
    for token in head.doc[condition[0] + 1 : condition[1]]:
        if token.dep_ in ("nsubj", "nsubjpass"):
            return noun_phrase(token) if is_party(token) and token.lower_ not in ("i", "we") else None
    return None
