"""The words of warnings, read from ``lexicon/data/warning_words.tsv``, and small sets that belong to the rules."""

from functools import cache
from importlib.resources import files
from typing import Final

from spacy.tokens import Span, Token

from bot.nlp.syntax.phrases import LONGEST

MODALS: Final = frozenset({"will", "would", "shall", "wo", "'ll", "’ll", "'d", "’d"})
WEAK_MODALS: Final = frozenset({"may", "might", "could", "can"})
CONDITIONS: Final = frozenset(
    {"if", "unless", "should", "until", "till", "when", "whenever", "once", "before", "without"}
)
# Those whom a caution is for: nobody's opponent.
_PUBLIC: Final = frozenset(
    [
        "people",
        "public",
        "resident",
        "citizen",
        "motorist",
        "driver",
        "traveler",
        "traveller",
        "visitor",
        "tourist",
        "consumer",
        "parent",
        "customer",
        "patient",
        "student",
        "worker",
        "commuter",
        "swimmer",
        "hiker",
        "boater",
        "user",
        "household",
        "homeowner",
        "child",
        "woman",
        "man",
        "everyone",
        "anyone",
        "viewer",
        "reader",
        "passenger",
        "fan",
        "shopper",
        "farmer",
        "owner",
        "family",
        "voter",
        "investor",
        "business",
        "community",
    ]
)


@cache
def _words() -> dict[tuple[str, str, str], str]:
    found = {}
    for line in (files("bot.nlp.lexicon") / "data" / "warning_words.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, pos, group, mode = line.split("\t")
            found[lemma, pos, group] = mode
    return found


def is_word(token: Token, *groups: str) -> bool:
    """Whether a token is a word of one of these classes of the file."""
    pos = "v" if token.pos_ in ("VERB", "AUX") else "n" if token.pos_ in ("NOUN", "PROPN") else ""
    lemma = token.lemma_.lower()
    table = _words()
    return any((lemma, pos, group) in table for group in groups)


def mode_of(token: Token) -> str | None:
    """PLOVER's mode of a harm or its noun, or None."""
    pos = "v" if token.pos_ in ("VERB", "AUX") else "n"
    lemma = token.lemma_.lower()
    for group in ("harm", "soft", "cost"):
        mode = _words().get((lemma, pos, group))
        if mode is not None and mode != "-":
            return mode
    return None


def is_public(token: Token) -> bool:
    """Whether a noun names the public, whom one cautions rather than threatens."""
    return token.lemma_.lower() in _PUBLIC and not token.ent_type_


def phrase_of(head: Token) -> Span:
    """What hangs on ``head``, as a stretch of the text; cut where it would be longer than any sentence."""
    start, end = max(head.left_edge.i, head.i - LONGEST), min(head.right_edge.i + 1, head.i + LONGEST)
    return head.doc[start:end]
