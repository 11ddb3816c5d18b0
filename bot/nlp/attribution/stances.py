"""What a source makes of its content: the cue's own stance, turned by what denies it."""

from collections.abc import Iterable
from typing import Final

from spacy.tokens import Doc, Token

from bot.models import Stance
from bot.nlp.lexicon.cues import Cue
from bot.nlp.lexicon.load import word_list
from bot.nlp.syntax.subjects import was_asked

_HELD_BACK: Final = frozenset({"refuse", "decline"})
_ASSERTING: Final = frozenset({"states", "claims", "confirms"})
# Questions: the content of "asked whether" and "asked: …?" is not stated, that of "asked him to" is a demand.
_REQUESTS: Final = frozenset({"ask", "tell", "call"})


def negation(verb: Token) -> int | None:
    """Where what denies ``verb`` begins: its own "not", or a verb of holding back above it; None when it stands."""
    for child in verb.lefts:
        if child.dep_ == "neg":
            first = child.i
            for other in verb.lefts:
                if other.dep_ in ("aux", "auxpass") and other.i < first:
                    first = other.i
            return first
    head = verb.head
    if verb.dep_ == "xcomp" and head.lemma_ in word_list("holding_back"):
        return head.i
    if verb.dep_ == "pcomp" and head.head.lemma_ in word_list("holding_back"):
        return head.head.i
    return None


def withheld(verb: Token) -> bool:
    """Whether ``verb`` says nothing of its content: "declined to say when", "would not say whether", "asked not to be
    named". What is held back is no claim."""
    lemma = verb.lemma_.lower()
    if lemma in _HELD_BACK:
        return any(child.dep_ == "xcomp" and child.lemma_.lower() in word_list("telling") for child in verb.rights)
    if lemma in _REQUESTS:
        return any(
            child.lemma_.lower() in word_list("naming") and any(other.dep_ == "neg" for other in child.lefts)
            for child in verb.rights
            if child.dep_ in ("xcomp", "ccomp", "advcl")
        )
    if lemma not in word_list("telling") or negation(verb) is None:
        return False
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _HELD_BACK:
        return True
    clause = next((child for child in verb.rights if child.dep_ in ("ccomp", "xcomp")), None)
    return clause is not None and any(
        word.tag_ in ("WRB", "WP", "WDT", "WP$") or word.lower_ in ("whether", "if")
        for word in verb.doc[clause.left_edge.i : min(clause.left_edge.i + 2, clause.i + 1)]
    )


def stance_of(token: Token, cue: Cue) -> tuple[Stance, float]:
    """The stance, and how sure: an assertion that is denied is "denies", a denial that is denied only "states"."""
    stance = cue.stance
    if cue.lemma in _REQUESTS and any(
        child.dep_ in ("xcomp", "ccomp", "advcl") and child.i > token.i and any(x.lower_ == "to" for x in child.lefts)
        for child in token.rights
    ):
        stance = "demands"
    if cue.lemma == "call" and any(
        c.lower_ in ("for", "on", "upon") and c.dep_ in ("prep", "prt") for c in token.rights
    ):
        stance = "demands"
    if negation(token) is not None:
        if stance in _ASSERTING:
            return "denies", min(cue.confidence, 0.5)
        if stance == "denies":
            return "states", min(cue.confidence, 0.5)
        return "states", min(cue.confidence, 0.4)
    return stance, cue.confidence


def denied(cue: Iterable[Token]) -> bool:
    """Whether a cue holds what denies it: "did not confirm", "refused to say"."""
    return any(token.dep_ == "neg" or token.lemma_ in word_list("holding_back") for token in cue)


def says_nothing(doc: Doc, cue: tuple[int, int]) -> bool:
    """Whether a cue given as tokens holds back its content, or belongs to who was asked; for findings without a parse.

    "declined to [say when]", "would not say [whether]", "Asked [whether …], the captain …".
    """
    return any(withheld(token) or was_asked(token) for token in doc[slice(*cue)])
