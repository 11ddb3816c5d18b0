"""A report as a person reads it in a terminal: 80 columns are enough, and colour says nothing that words do not."""

import sys
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.text import Text

from bot.models import Answer, Claim, IssuedWarning, Report, Span
from bot.presentation import sentences
from bot.presentation.actors import describe_actor, order_actors
from bot.presentation.claims import group_by_speaker, statement
from bot.presentation.formats import Locale, date_time, listed
from bot.presentation.notes import noted
from bot.presentation.places import describe_place
from bot.presentation.text import one_line, shown
from bot.presentation.warnings import order_warnings, warning_terms, warning_title
from bot.presentation.wording import CHECK

_INDENT: Final = 2
_WHOLE: Final = 1_000_000  # characters: in a terminal nothing is cut


def console() -> Console:
    """Standard output. Nothing in a story is taken for markup, an emoji code or something to highlight."""
    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)


def show_report(out: Console, report: Report, locale: Locale) -> None:
    """The story's head, then warnings, claims, actors and places, each with where its words stand."""
    _head(out, report, locale)
    _title(out, "Warnings", len(report.warnings))
    for warning in order_warnings(report):
        _warning(out, warning, report)
    _title(out, "Claims", len(report.claims))
    for who, own in group_by_speaker(report.claims, report):
        role = f", {_clean(who.role)}" if who.role else ""
        _print(out, Text(_clean(who.name), style="bold").append(role, style="not bold"), 1)
        for claim in own:
            _print(out, _claim(claim, report), 2)
    _title(out, "Actors", len(report.actors))
    for actor, claims in order_actors(report):
        told = describe_actor(actor, claims, report, locale)
        line = Text(_clean(told.name), style="bold")
        _print(out, line.append("; ".join(["", *map(_clean, told.facts)]), style="not bold"), 1)
    _title(out, "Places", len(report.locations))
    for location in report.locations:
        place = location.place
        where = f"  {place.latitude:.2f}, {place.longitude:.2f}" if place else ""
        _print(out, Text(describe_place(location)).append(where, style="dim"), 1)


def show_answer(out: Console, answer: Answer, report: Report) -> None:
    """The evidence and who said it, or that the article does not say."""
    if answer.abstained or not answer.spans:
        out.print(
            Text(sentences.NOT_FOUND, style="bold").append(
                f" {_clean(answer.note)}" if answer.note else "", style="not bold"
            )
        )
        if answer.nearest is not None:
            out.print(sentences.CLOSEST_PASSAGE)
            _quotation(out, report, answer.nearest, 1)
        return
    if answer.note:
        out.print(_clean(answer.note))
    if answer.speaker:
        out.print(Text(f"{_clean(answer.speaker)}:", style="bold"))
    for span in answer.spans:
        _quotation(out, report, span, 1)


def _head(out: Console, report: Report, locale: Locale) -> None:
    article = report.article
    out.print(Text(_clean(article.title or "A story without a title"), style="bold"))
    facts = [
        _clean(article.publisher) if article.publisher else "",
        date_time(article.published, locale) if article.published else "",
        f"by {listed([_clean(author) for author in article.authors])}" if article.authors else "",
    ]
    if any(facts):
        out.print(Text(" · ".join(fact for fact in facts if fact)))
    if article.url:
        out.print(Text(_clean(article.url), style="dim"), soft_wrap=True)
    if article.partial:
        out.print(sentences.ONLY_BEGINNING)
    for note in noted(article):
        _print(out, Text(_clean(note)), 0)


def _title(out: Console, name: str, number: int) -> None:
    out.print()
    out.print(Text(f"{name}: {number if number else 'none'}", style="bold underline"))


def _warning(out: Console, warning: IssuedWarning, report: Report) -> None:
    _print(out, Text(warning_title(warning, report), style="bold"), 1)
    for label, words in warning_terms(warning, report):
        _print(out, Text(f"{label.capitalize()} “{_clean(words)}”"), 2)
    _quotation(out, report, warning.content, 2)


def _claim(claim: Claim, report: Report) -> Text:
    told = statement(claim, report, _WHOLE)
    unsure = f" ({CHECK})" if told.unsure else ""
    line = Text(f"{told.verb}{unsure}{' ' if told.joined else ': '}", style="italic")
    return line.append(_clean(told.words), style="not italic").append(_position(claim.content), style="dim not italic")


def _quotation(out: Console, report: Report, span: Span, depth: int) -> None:
    _print(out, Text(f"“{_quoted(report, span)}”").append(_position([span]), style="dim"), depth)


def _quoted(report: Report, span: Span) -> str:
    """The words without the quotation marks around them, since they get ours."""
    return _clean(span.of(report.article.text)).strip('“”"')


def _position(spans: Iterable[Span]) -> str:
    return "  [" + ", ".join(f"{span.start}–{span.end}" for span in spans) + "]"


def _clean(words: str) -> str:
    return one_line(shown(words))


def _print(out: Console, line: Text, depth: int) -> None:
    """Print a line, wrapped and indented, without blanks at the ends of lines."""
    margin = " " * (_INDENT * depth)
    for part in line.wrap(out, max(out.width - len(margin), 20)):
        part.rstrip()
        out.print(Text(margin).append(part), soft_wrap=True)
