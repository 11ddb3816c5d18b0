"""What a source makes of its content: the cue's own stance, turned by what denies it."""

from typing import Final

from spacy.tokens import Token

from bot.models import Stance
from bot.nlp.attribution.lexicon import Cue

# "refused to confirm", "stopped short of saying", "failed to mention"
_HOLDING_BACK: Final = frozenset({"refuse", "decline", "stop", "fail", "avoid", "hesitate", "neglect"})
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
    if verb.dep_ == "xcomp" and head.lemma_ in _HOLDING_BACK:
        return head.i
    if verb.dep_ == "pcomp" and head.head.lemma_ in _HOLDING_BACK:
        return head.head.i
    return None


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
