"""Hospitals and schools named for a saint in the possessive: "St. Hilda's", "St Mary's Primary School"."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Doc, Token

from bot.nlp.entities.candidates import BODY, TITLED, EntityCandidate
from bot.nlp.lexicon.cues import speech_verbs

_SAINT: Final = frozenset({"st.", "st", "saint"})
# Words that close the name of what may be named for a saint.
_CLOSING: Final = frozenset("hospital school college university infirmary hospice clinic centre center academy".split())
# "in St. John's" is the town.
_WHERE: Final = frozenset({"in", "near", "outside", "around", "from", "to"})


def find(doc: Doc) -> Iterator[EntityCandidate]:
    """The institutions of ``doc`` that are named for a saint: with a word for one behind, or alone where one speaks.

    "St. Hilda's said" can only be a body; once the story has one, its other possessives without a thing owned are too.
    """
    owners = [span for token in doc if (span := _possessive(token)) is not None]
    whole: dict[str, list[tuple[int, int]]] = {}
    organisations: set[str] = set()
    for start, end in owners:
        name = doc[start:end].text
        close = _closed(doc, end)
        if close:
            yield EntityCandidate(start, close, "ORG", BODY)
            organisations.add(name)
        elif not _owns(doc, end) and not (start and doc[start - 1].lower_ in _WHERE):
            whole.setdefault(name, []).append((start, end))
            if end < len(doc) and doc[end].lemma_.lower() in speech_verbs() and doc[end].pos_ == "VERB":
                organisations.add(name)
    for name in organisations:
        for start, end in whole.get(name, ()):
            yield EntityCandidate(start, end, "ORG", TITLED)


def _possessive(token: Token) -> tuple[int, int] | None:
    doc = token.doc
    if token.lower_ not in _SAINT or not token.text[0].isupper() or token.i + 2 >= len(doc):
        return None
    name, mark = doc[token.i + 1], doc[token.i + 2]
    return (token.i, token.i + 3) if name.text[0].isupper() and mark.lower_ in ("'s", "’s") else None


def _closed(doc: Doc, position: int) -> int:
    """Where the capitals that begin at ``position`` end in a word for an institution; 0 where they do not."""
    end = position
    while end < len(doc) and end - position < 4 and doc[end].text[0].isupper() and doc[end].is_alpha:
        end += 1
        if doc[end - 1].lower_ in _CLOSING:
            return end
    return 0


def _owns(doc: Doc, position: int) -> bool:
    """Whether a noun phrase follows, which the saint owns ("St. Hilda's lamb", "St. Hilda's old roof")."""
    return position < len(doc) and doc[position].pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON")
