"""A view of a ``Doc``: its paragraphs and quotations laid over the tokens."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Doc

from bot.nlp.document.spans import PARAGRAPHS
from bot.nlp.syntax.phrases import Range, is_mark
from bot.nlp.syntax.quotations import Quotation, quotations

# The roles of the paragraphs that facts are taken from.
SPEAKING = frozenset({"body", "headline"})


@dataclass(slots=True)
class QuotedRange:
    """A quotation in tokens, with its marks, in its paragraph."""

    number: int
    start: int
    end: int
    paragraph: int
    quotation: Quotation

    @property
    def inner(self) -> Range:
        """Its words, without the marks."""
        return self.start + 1, self.end - 1 if self.quotation.closed and self.quotation.closing else self.end


@dataclass(slots=True)
class Region:
    """A paragraph in tokens."""

    start: int
    end: int
    role: str


@dataclass
class DocLayout:
    """A ``Doc`` with its paragraphs and quotations laid over the tokens."""

    doc: Doc
    regions: list[Region] = field(init=False)
    quotes: list[QuotedRange] = field(init=False)
    quoted: list[int] = field(init=False)

    def __post_init__(self) -> None:
        doc = self.doc
        spans = doc.spans.get(PARAGRAPHS)
        if spans is None:
            self.regions = [Region(0, len(doc), "body")] if len(doc) else []
        else:
            self.regions = [Region(span.start, span.end, span.label_) for span in spans if span.end > span.start]
        self._starts = [token.idx for token in doc]
        self.quoted = [-1] * len(doc)
        self.quotes = []
        bounds = [(doc[r.start].idx, doc[r.end - 1].idx + len(doc[r.end - 1])) for r in self.regions]
        numbers = [region.start for region in self.regions]
        for quotation in quotations(doc.text, bounds):
            start = bisect_right(self._starts, quotation.start) - 1
            end = bisect_right(self._starts, quotation.end - 1)
            if self.quotes and start < self.quotes[-1].end:
                start = self.quotes[-1].end
            if end - start < 2:
                continue
            paragraph = bisect_right(numbers, start) - 1
            one = QuotedRange(len(self.quotes), start, end, paragraph, quotation)
            self.quotes.append(one)
            for position in range(start, end):
                self.quoted[position] = one.number

    def balanced(self, span: Range) -> Range:
        """``span`` with both marks of each quotation or with none of it, as far as no word comes in or goes."""
        start, end = span
        if end <= start:
            return span
        for number in sorted({self.quoted[start], self.quoted[end - 1]} - {-1}):
            for opening, closing in self.marks_of(number):
                if start <= opening < end <= closing:
                    if self.blank(end, closing):
                        end = closing + 1
                    elif self.blank(start, opening):
                        start = opening + 1
                elif opening < start <= closing < end:
                    if self.blank(opening + 1, start):
                        start = opening
                    elif self.blank(closing + 1, end):
                        end = closing
        return (start, end) if end > start else span

    def marks_of(self, number: int) -> list[Range]:
        """Opening and closing mark of a quotation that is closed, and of those inside it, outermost first."""
        quote = self.quotes[number]
        found = [quote.quotation, *quotations(self.doc.text, [quote.quotation.inner])]
        marks = [
            (bisect_right(self._starts, one.start) - 1, bisect_right(self._starts, one.end - 1) - 1)
            for one in found
            if one.closed and one.closing
        ]
        return [pair for pair in marks if is_mark(self.doc[pair[0]]) and is_mark(self.doc[pair[1]])]

    @cached_property
    def region_of(self) -> list[int]:
        """The number of the paragraph of each token, or -1 between paragraphs."""
        numbers = [-1] * len(self.doc)
        for number, region in enumerate(self.regions):
            for position in range(region.start, region.end):
                numbers[position] = number
        return numbers

    def role(self, position: int) -> str:
        """The role of the paragraph of a token; "boilerplate" between paragraphs."""
        number = self.region_of[position]
        return self.regions[number].role if number >= 0 else "boilerplate"

    def blank(self, start: int, end: int) -> bool:
        """Whether only punctuation and blanks stand in ``start:end``."""
        return all(is_mark(token) for token in self.doc[start:end]) if start < end else True
