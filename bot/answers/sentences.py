"""Sentences of plain text, by their punctuation."""

import re
from collections.abc import Sequence

from bot.answers.words import abbreviations
from bot.models import Paragraph, Span

# An end: stops, closing quotation marks and brackets, white space, and then no lower case letter.
END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')\]]*+(?=\s++[\"“‘'(\[]*+[^\sa-z])|\n+")
_WORD = 60  # characters in which a word before a full stop is looked for
WORD_BEFORE = re.compile(r"([^\s(\"“'‘]+)\.$")


def sentences(text: str, paragraphs: Sequence[Paragraph] = ()) -> list[Span]:
    """The sentences of ``text``, trimmed, in order; of body and headline alone where paragraphs are known.

    A line break ends a sentence. A stop does not after an initial or an abbreviation ("Maj. Gen. A. Rask").
    """
    kept = [part for part in paragraphs if part.role in ("headline", "body")]
    parts: Sequence[Span] = kept or [Span(start=0, end=len(text))]
    return [sentence for part in parts for sentence in _of(text, part)]


def _of(text: str, part: Span) -> list[Span]:
    found: list[Span] = []
    start = part.start
    for end in END.finditer(text, part.start, part.end):
        if end.group().strip() and _abbreviated(text[start : end.start() + 1]):
            continue
        _add(found, text, start, end.end())
        start = end.end()
    _add(found, text, start, part.end)
    return found


def _abbreviated(so_far: str) -> bool:
    before = WORD_BEFORE.search(so_far[-_WORD:])
    if before is None:
        return False
    word = before.group(1).lower()
    single = len(word) == 1 and word.isalpha() and word != "i"
    return single or word in abbreviations() or (("." in word) and word.replace(".", "").isalpha())


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    words = text[start:end]
    trimmed = words.strip()
    if trimmed:
        at = start + words.index(trimmed)
        found.append(Span(start=at, end=at + len(trimmed)))
