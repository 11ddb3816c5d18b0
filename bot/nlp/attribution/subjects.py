"""Who a cue word speaks for: its subject, found over the parse."""

from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.lexicon import documents

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj"})
_CLIMB: Final = 6


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on ``verb`` itself, before or after it."""
    before = None
    for child in verb.lefts:
        if _is_subject(child):
            before = child
    return before or next((child for child in verb.rights if _is_subject(child)), None)


def _is_subject(child: Token) -> bool:
    return child.dep_ in SUBJECTS and child.tag_ != "EX" and child.pos_ not in ("PUNCT", "SPACE", "VERB", "AUX")


def agent(verb: Token) -> Token | None:
    """ "by X" of a passive."""
    for child in verb.rights:
        if child.dep_ == "agent":
            for inner in child.rights:
                if inner.dep_ == "pobj":
                    return inner
    return None


def is_passive(verb: Token) -> bool:
    """Whether ``verb`` stands in the passive ("was told")."""
    return verb.tag_ == "VBN" and any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def subject(verb: Token) -> Token | None:
    """Who does what ``verb`` says: its subject, or the one it shares with the verb or noun that it hangs on."""
    at: Token = verb
    for _ in range(_CLIMB):
        if is_passive(at) and at.i == verb.i:
            return agent(at)
        found = own_subject(at)
        if found is not None:
            return found
        head = at.head
        if head.i == at.i:
            return None
        if at.dep_ == "acl" and head.lemma_.lower() in documents() and head.dep_ in ("dobj", "pobj"):
            # "issued a statement saying": whose statement
            above = head.head.head if head.dep_ == "pobj" else head.head
            if above.pos_ == "VERB":
                at = above
                continue
        if at.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
            return head if at.tag_ in ("VBG", "VB", "VBD", "VBZ", "VBP") else None
        if at.dep_ == "pcomp" and head.pos_ in ("ADP", "SCONJ"):
            at = head.head if head.dep_ in ("prep", "advcl", "mark") else head
            if at.pos_ in ("NOUN", "PROPN"):
                return at if at.dep_ in SUBJECTS else None
            continue
        if at.dep_ in ("xcomp", "advcl", "conj", "dep", "pcomp", "prep", "aux", "ccomp"):
            if at.dep_ == "conj" and head.dep_ == "ccomp" and at.tag_ == "VBD" and _tense(head) != "past":
                # "she said it is so and insisted that …": the second cue shares the first one's subject
                at = head.head
                continue
            if at.dep_ == "ccomp" and at.tag_ not in ("VBG", "VB"):
                return None
            at = head
            continue
        return None
    return None


def _tense(verb: Token) -> str:
    if verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in verb.lefts if child.dep_ in ("aux", "auxpass")):
        return "past"
    return "other"


def was_asked(verb: Token) -> bool:
    """ "Asked whether it would sail, the captain …": who asked is not said, and the captain did not."""
    participle = verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("advcl", "csubj", "dep")
    return participle and verb.lemma_ == "ask" and not any(c.dep_ in ("nsubj", "aux", "mark") for c in verb.lefts)


def is_told(verb: Token) -> bool:
    """ "Villagers told to leave": a headline's passive, whose subject is no speaker; nobody tells without a hearer."""
    return (
        verb.tag_ in ("VBD", "VBN")
        and verb.lemma_ in ("tell", "order", "advise", "remind", "instruct")
        and not any(child.dep_ in ("dobj", "dative", "obj", "iobj", "ccomp") for child in verb.rights)
        and any(
            child.dep_ in ("xcomp", "advcl") and any(c.lower_ == "to" and c.dep_ == "aux" for c in child.lefts)
            for child in verb.rights
        )
    )
