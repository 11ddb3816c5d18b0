"""A card of warnings as blocks: who → whom, the words or the terms, by when, and where the story says it again."""

from typing import Final

from bot.models import Report, WarningKind
from bot.presentation.formats import Locale
from bot.presentation.quotes import FULL, jump
from bot.presentation.warnings import WarningCard, deadline_line, name_place
from bot.slack.blocks import rich
from bot.slack.blocks.message import Block, Element
from bot.slack.blocks.quotes import jump_link, quoted

_LEVELS: Final[dict[WarningKind, str]] = {
    "threat": "error",
    "ultimatum": "error",
    "caution": "warning",
    "commitment": "info",
}
_MOST_PLACES: Final = 4  # of the other places that tell the same


def warning_blocks(card: WarningCard, report: Report, locale: Locale, *, quotation: int) -> list[Block]:
    """One card in a message, under an alert; at most so many characters of the quotation."""
    level = "default" if card.negated else _LEVELS[card.kind]
    return [rich.alert(card.title, level), rich.rich(*_parts(card, report, locale, quotation))]


def warning_in_full(card: WarningCard, report: Report, locale: Locale) -> Block:
    """One card in a modal, where Slack's documents do not promise that an alert may stand."""
    return rich.rich(rich.line(rich.text(card.title, bold=True)), *_parts(card, report, locale, FULL))


def _parts(card: WarningCard, report: Report, locale: Locale, quotation: int) -> list[Element]:
    parts: list[Element] = []
    if card.quotation is not None:
        parts.append(quoted(report, card.quotation, quotation))
    else:
        terms = [
            element
            for number, (label, words) in enumerate(card.terms)
            for element in (rich.text(f"{', ' if number else ''}{label} ", bold=True), rich.text(f"“{words}”"))
        ]
        parts.append(rich.line(*terms, *jump_link(report, card.words)))
    due = deadline_line(card, locale, report)
    if due is not None:
        parts.append(rich.line(rich.text(due)))
    if card.also:
        parts.append(rich.line(rich.text("Also: "), *_places(card, report)))
    return parts


def _places(card: WarningCard, report: Report) -> list[Element]:
    found: list[Element] = []
    for span in card.also[:_MOST_PLACES]:
        label, address = name_place(span, report), jump(report.article, span)
        found += [rich.text(", ")] if found else []
        found.append(rich.link(address, label) if address else rich.text(label))
    more = len(card.also) - _MOST_PLACES
    return [*found, rich.text(f" and {more} more")] if more > 0 else found
