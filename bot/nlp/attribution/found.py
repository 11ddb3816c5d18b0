"""What the rules read, and what they find, before it is written on the Doc."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from spacy.tokens import Doc

from bot.models import Stance
from bot.nlp.attribution.phrases import Range, is_mark
from bot.nlp.attribution.quotations import Quotation, quotations
from bot.nlp.spans import PARAGRAPHS

SPEAKING = frozenset({"body", "headline"})


# Of the findings of each rule, the share with content (IoU >= .5) and source as annotated, on 450 articles of PolNeAR's
# training part; "clause" and "noun" take their cue's own share (attribution_cues.tsv). Rounded down where few
# were seen.
MEASURED: Final[dict[str, float]] = {
    "quotation, cue behind": 0.96,
    "quotation, cue before": 0.87,
    "headline with colon": 0.85,
    "according to": 0.82,
    "inserted": 0.77,
    "quotation behind a colon": 0.7,
    "name and colon": 0.7,
    "transcript": 0.7,
    "quotation afloat": 0.68,
    "called": 0.65,
    "object": 0.65,
    "gap": 0.55,
    "thing": 0.61,
    "about": 0.6,
    "accused": 0.7,
    "infinitive": 0.56,
    "as X said": 0.47,
}


@dataclass(slots=True)
class Found:
    """An attribution in tokens. ``rule`` names what found it; ``confidence`` is how often that rule is right."""

    contents: list[Range]
    rule: str
    stance: Stance
    confidence: float
    cue: Range | None = None
    source: Range | None = None
    addressee: Range | None = None
    # where the speaker stands when it is not the source itself: the noun before "who"
    antecedent: Range | None = None

    @property
    def start(self) -> int:
        return self.contents[0][0]


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
class Reading:
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
