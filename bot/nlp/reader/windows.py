"""A text in windows of whole paragraphs, as the encoder reads them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from spacy.tokens import Doc

from bot.nlp.document.spans import PARAGRAPHS
from bot.nlp.reader.features import Feature, Range, features, paragraphs

CLASSIFY: Final = 101  # [CLS], which also stands for "no source" and "no cue"
SEPARATE: Final = 102  # [SEP], between paragraphs and at the end
UNKNOWN: Final = 100  # [UNK]
# Word pieces in a window, unless one paragraph is longer; the encoder was trained on windows of about this size.
SIZE: Final = 190
LONGEST: Final = 380
# A word of more pieces is a number, an address or noise: its first ones tell enough.
_PIECES: Final = 8
_NOTHING: Final[Feature] = (0, 0, 0, 0, 0, 0)


class Pieces(Protocol):
    """What cuts words into pieces: ``tokenizers.Tokenizer``."""

    def __call__(self, words: list[str]) -> list[list[int]]:
        """For each word the numbers of its pieces."""
        ...


@dataclass(slots=True)
class Window:
    """Pieces with their features, and the words in it: the place of each one's first piece, and its token."""

    ids: list[int] = field(default_factory=lambda: [CLASSIFY])
    features: list[Feature] = field(default_factory=lambda: [_NOTHING])
    places: list[int] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)

    def separate(self) -> None:
        """End a paragraph."""
        self.ids.append(SEPARATE)
        self.features.append(_NOTHING)

    def add(self, token: int, pieces: list[int], feature: Feature) -> None:
        """Add a word."""
        self.places.append(len(self.ids))
        self.tokens.append(token)
        self.ids.extend(pieces)
        self.features.extend([feature] * len(pieces))


def read_paragraphs(doc: Doc) -> list[Range]:
    """The paragraphs that facts are taken from, headline and body, as token ranges; all where no roles are known."""
    silent = [
        span
        for span in doc.spans.get(PARAGRAPHS, [])
        if span.label_ not in ("headline", "body") and span.end > span.start
    ]
    barred = {position for span in silent for position in (span.start, span.end - 1)}
    return [(start, end) for start, end in paragraphs(doc) if start not in barred and end - 1 not in barred]


def windows(doc: Doc, cut: Pieces, ranges: list[Range], size: int = SIZE) -> Iterator[Window]:
    """The windows of the paragraphs ``ranges``, in order; every word in them stands in exactly one.

    ``size``: how many pieces a window has at most, unless one paragraph is longer.
    """
    told = features(doc, ranges)
    wanted = [position for start, end in ranges for position in range(start, end) if not doc[position].is_space]
    cuts = cut([doc[position].text for position in wanted])
    pieces = {position: numbers[:_PIECES] or [UNKNOWN] for position, numbers in zip(wanted, cuts, strict=True)}
    window = Window()
    for start, end in ranges:
        words = [position for position in range(start, end) if not doc[position].is_space]
        length = sum(len(pieces[position]) for position in words)
        if window.tokens and len(window.ids) + length + 1 > size:
            window.separate()
            yield window
            window = Window()
        if window.tokens:
            window.separate()
        for position in words:
            if len(window.ids) + len(pieces[position]) >= LONGEST:
                window.separate()
                yield window
                window = Window()
            window.add(position, pieces[position], told[position])
    if window.tokens:
        window.separate()
        yield window
