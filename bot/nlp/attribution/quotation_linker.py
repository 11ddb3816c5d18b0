"""Quotations and whose they are: the cue and source beside them, or those of the quotation that they take up."""

from typing import Final

from bot.models import Stance
from bot.nlp.attribution.quotation_cues import (
    ENDS,
    PARTING,
    REACH,
    begins_freely,
    clause_start,
    is_title,
    last_mark,
    link_before,
    link_behind,
)
from bot.nlp.attribution.rules import MEASURED, Attribution
from bot.nlp.attribution.sources import addressee, cue_range
from bot.nlp.attribution.stances import stance_of
from bot.nlp.syntax.layout import DocLayout, QuotedRange
from bot.nlp.syntax.phrases import Range

# a quotation of fewer words is a scare quote or a title unless a cue stands beside it
_LEAST_FREE: Final = 4


class Linker:
    """Goes through the quotations of a text in order, with a memory of who spoke last."""

    def __init__(self, layout: DocLayout) -> None:
        self.layout = layout
        self.found: list[Attribution] = []
        self._by_quote: dict[int, Attribution] = {}

    def run(self, taken: list[bool]) -> list[Attribution]:
        """Attribute every quotation that stands for itself; ``taken`` marks those that lie in a clause's content."""
        for quote in self.layout.quotes:
            if not taken[quote.number] and self.layout.regions[quote.paragraph].role in ("body", "headline"):
                self._one(quote)
        return self.found

    def _one(self, quote: QuotedRange) -> None:
        layout = self.layout
        words = sum(not t.is_punct and not t.is_space for t in layout.doc[slice(*quote.inner)])
        if not words or is_title(layout, quote, words):
            return
        free = begins_freely(layout, quote)
        behind = link_behind(layout, quote, free)
        link = behind or link_before(layout, quote)
        if link is None:
            self._follow(quote, words)
            return
        stance: Stance = "states"
        confidence = MEASURED[link.rule]
        found = Attribution([(quote.start, quote.end)], link.rule, stance, confidence, source=link.source)
        found.antecedent = link.antecedent
        if behind is not None and not free:
            found.contents = [(clause_start(layout, quote), quote.end)]
        if link.token is not None and link.cue is not None:
            found.stance, sure = stance_of(link.token, link.cue)
            # a denied cue ("did not say") is unsure whatever stands beside it
            found.confidence = confidence if sure >= link.cue.confidence else sure
            found.cue = cue_range(link.token)
            told = addressee(link.token, link.cue)
            # '“…,” warned its director': the parser takes who speaks for who is told
            apart = told is None or link.source is None or told[1] <= link.source[0] or link.source[1] <= told[0]
            found.addressee = told if apart else None
        self._keep(quote, found)

    def _keep(self, quote: QuotedRange, found: Attribution) -> None:
        self.found.append(found)
        self._by_quote[quote.number] = found

    def _follow(self, quote: QuotedRange, words: int) -> None:
        """A quotation without cue: the second part of a broken one, the next paragraph of one, or afloat."""
        layout = self.layout
        region = layout.regions[quote.paragraph]
        previous = layout.quotes[quote.number - 1] if quote.number else None
        earlier = self._by_quote.get(previous.number) if previous is not None else None
        if previous is not None and earlier is not None:
            beside = previous.paragraph == quote.paragraph and self._only_attribution(earlier, quote)
            if quote.quotation.continues or beside:
                earlier.contents.append((quote.start, quote.end))
                self._by_quote[quote.number] = earlier
                return
        free = self._free(quote, region.start)
        if not free or words < _LEAST_FREE:
            return
        whole = layout.blank(region.start, quote.start) and layout.blank(quote.end, region.end)
        source = self._last_source(quote, whole)
        if source is None:
            return
        rule = "quotation afloat"
        found = Attribution(
            [(quote.start, quote.end)], rule, "states", MEASURED[rule], source=source[0], antecedent=source[1]
        )
        self._keep(quote, found)

    def _only_attribution(self, earlier: Attribution, quote: QuotedRange) -> bool:
        """Whether nothing but the earlier attribution stands between two quotations."""
        layout, doc = self.layout, self.layout.doc
        start, end = layout.quotes[quote.number - 1].end, quote.start
        if end - start > REACH + 10:
            return False
        cue = earlier.cue
        if cue is None or not start <= cue[0] < end:
            return layout.blank(start, end)
        stops = sum(token.text in ENDS for token in doc[start:end])
        return stops <= 1 and (
            doc[end - 1].text in ENDS or doc[end - 1].text in PARTING or doc[end - 1].is_space or stops == 0
        )

    def _free(self, quote: QuotedRange, start: int) -> bool:
        """Whether a quotation is a sentence of its own: it begins where one begins and ends with a stop."""
        doc = self.layout.doc
        position = quote.start - 1
        while position >= start and doc[position].is_space:
            position -= 1
        begins = position < start or doc[position].text in ENDS or self.layout.quoted[position] >= 0
        return begins and (last_mark(self.layout, quote) in (".", "?", "!", "…", ",") or not quote.quotation.closed)

    def _last_source(self, quote: QuotedRange, whole: bool) -> tuple[Range, Range | None] | None:
        """Who spoke last, in this paragraph or the one above."""
        if not self.found:
            return None
        layout = self.layout
        last = self.found[-1]
        paragraph = layout.region_of[last.contents[-1][0]]
        if last.source is None:
            return None
        if paragraph == quote.paragraph:
            return last.source, last.antecedent
        if quote.paragraph - paragraph <= 1 and whole:
            return last.source, last.antecedent
        return None
