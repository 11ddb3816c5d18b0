"""Warnings with a noun: an ultimatum, a deadline, a warning, threat or alert that is issued or belongs to somebody."""

from typing import Final

from spacy.tokens import Token

from bot.models import WarningKind
from bot.nlp.attribution.sources import is_party, source_of, source_range
from bot.nlp.attribution.stances import negation
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import Range, content_range, noun_phrase, trimmed
from bot.nlp.syntax.voice import own_subject
from bot.nlp.warnings.build import halves, mode
from bot.nlp.warnings.contents import infinitive, long_enough
from bot.nlp.warnings.parts import WarningCandidate, deterred, verb_phrase
from bot.nlp.warnings.words import is_public, is_word

NOUNS: Final = frozenset({"warning", "threat", "ultimatum", "alert", "advisory", "deadline", "vow"})
_ISSUING: Final = frozenset(
    "issue give deliver send put serve set make repeat renew release present hand get receive publish announce".split()
)
# what an ultimatum follows upon is no part of it
_OCCASIONS: Final = frozenset({"after", "because", "as", "since", "while", "following"})
_ABOUT: Final = frozenset({"of", "about", "on", "against", "over", "for"})


def by_noun(token: Token, layout: DocLayout) -> WarningCandidate | None:
    """A warning, threat, alert or ultimatum that is issued or owned, with what it says."""
    lemma = token.lemma_.lower()
    if lemma not in NOUNS or (token.dep_ in ("compound", "amod", "nsubj") and lemma != "warning"):
        return None
    actor = _issuer(token)
    to = next(
        (
            c
            for child in (*token.rights, *(token.head.rights if token.dep_ == "dobj" else ()))
            if child.dep_ in ("prep", "dative") and child.lower_ == "to"
            for c in child.rights
            if c.dep_ == "pobj"
        ),
        None,
    )
    issued = token.head if token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_ in _ISSUING else None
    if to is None and issued is not None:
        to = next((c for c in issued.rights if c.dep_ in ("dative", "dobj") and c.i < token.i), None)
    if lemma in ("ultimatum", "deadline"):
        return _ultimatum(token, layout, actor, to, issued)
    found = _noun_content(token, layout)
    if found is None or not long_enough(layout, found[0]):
        return None
    content, head, about = found
    if actor is None and issued is None:
        return None
    kind: WarningKind = "caution"
    subject = own_subject(head) if head.pos_ in ("VERB", "AUX") else None
    if lemma in ("threat", "vow"):
        if about:
            return None
        kind = "threat"
    elif (
        lemma == "warning"
        and not about
        and (
            (subject is not None and deterred(subject))
            or (
                to is not None and is_party(to) and not is_public(to) and is_word(head, "harm", "soft", "yield", "cost")
            )
            or (subject is not None and subject.lower_ in ("it", "he", "they", "we") and is_word(head, "harm", "yield"))
            or (actor is not None and to is not None and is_party(to) and not is_public(to))
        )
    ):
        kind = "threat"
    condition, consequence = halves(head, content)
    return WarningCandidate(
        kind,
        content,
        f"noun {lemma}",
        0.7,
        cue=(token.i, token.i + 1),
        actor=actor,
        recipient=noun_phrase(to, whole=True) if to is not None else None,
        condition=condition,
        consequence=consequence,
        negated=_denied(token),
        mode=mode(layout, content),
        threatens=kind == "threat",
    )


def _issuer(noun: Token) -> Range | None:
    for child in noun.lefts:
        if child.dep_ == "poss":
            return noun_phrase(child)
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("from", "by"):
            inner = next((c for c in child.rights if c.dep_ == "pobj"), None)
            if inner is not None:
                return noun_phrase(inner, whole=True)
    if noun.dep_ == "nsubjpass" and noun.head.lemma_ in _ISSUING:
        for child in noun.head.rights:
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "from"):
                inner = next((c for c in child.rights if c.dep_ == "pobj"), None)
                return noun_phrase(inner, whole=True) if inner is not None else None
    if noun.dep_ == "dobj" and noun.head.lemma_ in _ISSUING:
        head = source_of(noun.head)
        if head is not None and (is_party(head) or head.pos_ in ("PROPN", "PRON")):
            return source_range(head)[0]
    return None


def _that(clause: Token) -> bool:
    """ "threats by Norland that it would …": the clause, which the parser hangs on Norland."""
    return any(child.lower_ == "that" and child.dep_ == "mark" for child in clause.lefts)


def _noun_content(noun: Token, layout: DocLayout) -> tuple[Range, Token, bool] | None:
    makers = [inner for c in noun.rights if c.dep_ == "prep" and c.lower_ in ("by", "from") for inner in c.rights]
    for child in (*noun.rights, *(clause for maker in makers for clause in maker.rights if _that(clause))):
        if child.dep_ in ("acl", "relcl", "ccomp") and any(
            c.lower_ in ("that", "to") and c.dep_ in ("mark", "aux") for c in child.lefts
        ):
            span = child.left_edge.i, child.right_edge.i + 1
            return content_range(layout.doc, span, layout.quoted), child, False
    hung = noun.head.rights if noun.dep_ == "nsubjpass" and noun.head.lemma_ in _ISSUING else ()
    for child in (*noun.rights, *(c for c in hung if c.lower_ in ("about", "of", "over"))):
        if child.dep_ == "prep" and child.lower_ in _ABOUT:
            inner = next((c for c in child.rights if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                span = inner.left_edge.i, inner.right_edge.i + 1
                return content_range(layout.doc, span, layout.quoted), inner, True
    return None


def _ultimatum(
    token: Token, layout: DocLayout, actor: Range | None, to: Token | None, issued: Token | None
) -> WarningCandidate | None:
    """ "issued an ultimatum to X", "gave X a deadline to …": the content is the whole phrase and what follows it."""
    if actor is None or issued is None:
        return None
    if to is None:
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "for":
                to = next((c for c in child.rights if c.dep_ == "pobj" and is_party(c)), None)
    if token.lemma_ == "deadline" and to is None:
        return None
    end = issued.right_edge.i + 1
    for child in issued.rights:
        if child.dep_ in ("advcl", "prep") and layout.doc[child.left_edge.i].lower_ in _OCCASIONS:
            end = min(end, child.left_edge.i)
    content = content_range(layout.doc, (token.left_edge.i, end), layout.quoted)
    demand = next(
        (c for c in (*issued.rights, *token.rights) if c.dep_ in ("xcomp", "advcl", "acl", "relcl") and infinitive(c)),
        None,
    )
    harm = next(
        (
            c
            for c in layout.doc[slice(*content)]
            if c.lower_ in ("if", "unless", "should") and c.dep_ in ("mark", "aux")
        ),
        None,
    )
    condition = consequence = None
    if harm is not None:
        condition = trimmed(layout.doc, (harm.head.left_edge.i, min(harm.head.right_edge.i + 1, end)))
    elif demand is not None:
        condition = verb_phrase(demand, content)
    return WarningCandidate(
        "ultimatum",
        content,
        f"noun {token.lemma_}",
        0.8,
        cue=(token.i, token.i + 1),
        actor=actor,
        recipient=noun_phrase(to, whole=True) if to is not None else None,
        condition=condition,
        consequence=consequence,
        negated=_denied(token),
        mode=mode(layout, content),
    )


def _denied(noun: Token) -> bool:
    """Whether the text says that it was not issued: a "not" on one of the verbs that hold the noun."""
    at = noun
    for _ in range(3):
        if at.head.i == at.i:
            return False
        at = at.head
        if at.pos_ in ("VERB", "AUX"):
            return negation(at) is not None
    return False
