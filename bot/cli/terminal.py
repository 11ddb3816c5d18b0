"""A report as a person reads it in a terminal: 80 columns are enough, and colour says nothing that words do not."""

import sys
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.text import Text

from bot.models import Answer, Claim, Report, Span
from bot.presentation import sentences
from bot.presentation.actors import describe_actor, order_actors
from bot.presentation.claims import group_by_speaker, statement
from bot.presentation.formats import Locale, date_time, listed
from bot.presentation.notes import noted
from bot.presentation.places import describe_place
from bot.presentation.text import one_line, shown
from bot.presentation.warnings import WarningCard, deadline_line, name_place, warning_cards
from bot.presentation.wording import CHECK

_INDENT: Final = 2
_WHOLE: Final = 1_000_000  # characters: in a terminal nothing is cut


def console() -> Console:
    """Standard output. Nothing in a story is taken for markup, an emoji code or something to highlight."""
    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)


class TerminalView:
    """Prints reports and answers to ``out``; with ``offsets``, where the words stand in the article's text."""

    def __init__(self, out: Console, locale: Locale, *, offsets: bool = False) -> None:
        self._out = out
        self._locale = locale
        self._offsets = offsets

    def show_report(self, report: Report) -> None:
        """The story's head, then warnings, claims, actors and places."""
        self._head(report)
        cards = warning_cards(report, _WHOLE)
        self._title("Warnings", len(cards))
        for card in cards:
            self._warning(card, report)
        self._title("Claims", len(report.claims))
        for who, own in group_by_speaker(report.claims, report):
            role = f", {_clean(who.role)}" if who.role else ""
            self._print(Text(_clean(who.name), style="bold").append(role, style="not bold"), 1)
            for claim in own:
                self._claim(claim, report)
        self._title("Actors", len(report.actors))
        for actor, claims in order_actors(report):
            told = describe_actor(actor, claims, report, self._locale)
            line = Text(_clean(told.name), style="bold")
            self._print(line.append("; ".join(["", *map(_clean, told.facts)]), style="not bold"), 1)
        self._title("Places", len(report.locations))
        for location in report.locations:
            place = location.place
            where = f"  {place.latitude:.2f}, {place.longitude:.2f}" if place else ""
            self._print(Text(describe_place(location)).append(where, style="dim"), 1)

    def show_answer(self, answer: Answer, report: Report) -> None:
        """The evidence and who said it, or that it was not found."""
        if answer.abstained or not answer.spans:
            note = f" {_clean(answer.note)}" if answer.note else ""
            self._out.print(Text(sentences.NOT_FOUND, style="bold").append(note, style="not bold"))
            if answer.nearest is not None:
                self._out.print(sentences.CLOSEST_PASSAGE)
                self._quotation(report, answer.nearest, 1)
            return
        if answer.note:
            self._out.print(_clean(answer.note))
        if answer.speaker:
            self._out.print(Text(f"{_clean(answer.speaker)}:", style="bold"))
        for span in answer.spans:
            self._quotation(report, span, 1)

    def _head(self, report: Report) -> None:
        article = report.article
        self._out.print(Text(_clean(article.title or "Untitled story"), style="bold"))
        facts = [
            _clean(article.publisher) if article.publisher else "",
            date_time(article.published, self._locale) if article.published else "",
            f"by {listed([_clean(author) for author in article.authors])}" if article.authors else "",
        ]
        if any(facts):
            self._out.print(Text(" · ".join(fact for fact in facts if fact)))
        if article.url:
            self._out.print(Text(_clean(article.url), style="dim"), soft_wrap=True)
        if article.partial:
            self._out.print(sentences.ONLY_BEGINNING)
        for note in noted(article):
            self._print(Text(_clean(note)), 0)

    def _title(self, name: str, number: int) -> None:
        self._out.print()
        self._out.print(Text(f"{name}: {number if number else 'none'}", style="bold underline"))

    def _warning(self, card: WarningCard, report: Report) -> None:
        self._print(Text(card.title, style="bold"), 1)
        if card.quotation is not None:
            self._quotation(report, card.quotation, 2)
        else:
            terms = ", ".join(f"{label} “{_clean(words)}”" for label, words in card.terms)
            self._print(Text(terms).append(self._position([card.words]), style="dim"), 2)
        due = deadline_line(card, self._locale, report)
        if due is not None:
            self._print(Text(due), 2)
        if card.also:
            self._print(Text("Also: " + listed([name_place(span, report) for span in card.also])), 2)

    def _claim(self, claim: Claim, report: Report) -> None:
        told = statement(claim, report, _WHOLE)
        unsure = f" ({CHECK})" if told.unsure else ""
        line = Text(f"{told.verb}{unsure}{' ' if told.joined else ': '}", style="italic")
        line.append(_clean(told.words), style="not italic")
        self._print(line.append(self._position(claim.content), style="dim not italic"), 2)

    def _quotation(self, report: Report, span: Span, depth: int) -> None:
        words = _clean(span.of(report.article.text)).strip('“”"')  # they get marks of ours
        self._print(Text(f"“{words}”").append(self._position([span]), style="dim"), depth)

    def _position(self, spans: Iterable[Span]) -> str:
        if not self._offsets:
            return ""
        return "  [" + ", ".join(f"{span.start}–{span.end}" for span in spans) + "]"

    def _print(self, line: Text, depth: int) -> None:
        """Print a line, wrapped and indented, without blanks at the ends of lines."""
        margin = " " * (_INDENT * depth)
        for part in line.wrap(self._out, max(self._out.width - len(margin), 20)):
            part.rstrip()
            self._out.print(Text(margin).append(part), soft_wrap=True)


def _clean(words: str) -> str:
    return one_line(shown(words))
