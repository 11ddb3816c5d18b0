"""Which warnings of a story are one: headline, lead and quotation of a threat are one event, told three times."""

from collections.abc import Mapping, Sequence
from typing import Final

from spacy.tokens import Doc

from bot.nlp.document.spans import Record
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.warnings.candidate import WarningCandidate

# Two contents are one warning when so many words of the shorter one stand in the longer, at least two.
OVERLAP: Final = 0.5
_LEAST: Final = 2
_CONTENT_WORDS: Final = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
_EMPTY: Final = frozenset("make take do have be get go say tell warn threaten would could will should attempt".split())
# A threat and what its speaker says of it stand this many paragraphs apart at most.
_NEAR: Final = 1


def group(found: Sequence[WarningCandidate], records: Sequence[Record], layout: DocLayout) -> list[int]:
    """The number of the event of each warning, in the order of their first mention.

    ``found`` and ``records`` are the same warnings in the order of the text; records tell the actors.
    """
    doc = layout.doc
    belongs = {record["id"]: record["affiliation"] for record in doc._.actors}
    words = [_words(doc, one) for one in found]
    numbers: list[int] = []
    for at in range(len(found)):
        earlier = (
            numbers[before]
            for before in range(at - 1, -1, -1)
            if _same(found[before], found[at], records[before], records[at], words[before], words[at], belongs, layout)
        )
        numbers.append(next(earlier, max(numbers, default=-1) + 1))
    return numbers


def _same(
    a: WarningCandidate,
    b: WarningCandidate,
    record_a: Record,
    record_b: Record,
    words_a: frozenset[str],
    words_b: frozenset[str],
    belongs: Mapping[str, str | None],
    layout: DocLayout,
) -> bool:
    if a.cautions != b.cautions or a.negated != b.negated:
        return False
    if not _compatible(record_a["actor"], record_b["actor"], belongs):
        return False
    if not _compatible(record_a["recipient"], record_b["recipient"], belongs):
        return False
    common = len(words_a & words_b)
    if common >= _LEAST and common >= OVERLAP * min(len(words_a), len(words_b)):
        return True
    if a.cautions or record_a["actor"] is None or record_b["actor"] is None:
        return False
    return abs(layout.region_of[b.content[0]] - layout.region_of[a.content[0]]) <= _NEAR


def _compatible(a: str | None, b: str | None, belongs: Mapping[str, str | None]) -> bool:
    """Whether two parties may be one: the same, one of them not told, or a speaker and the body he speaks for."""
    if a is None or b is None or a == b:
        return True
    above_a, above_b = belongs.get(a), belongs.get(b)
    return a == above_b or b == above_a or (above_a is not None and above_a == above_b)


def _words(doc: Doc, one: WarningCandidate) -> frozenset[str]:
    lemmas = (token.lemma_.casefold() for token in doc[slice(*one.content)] if token.pos_ in _CONTENT_WORDS)
    return frozenset(lemma for lemma in lemmas if lemma not in _EMPTY)
