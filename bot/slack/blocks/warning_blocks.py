"""A warning as blocks: who → whom, on what terms, and the words."""

from typing import Final

from bot.models import IssuedWarning, Report, WarningKind
from bot.presentation.quotes import FULL
from bot.presentation.warnings import warning_terms, warning_title
from bot.slack.blocks import rich
from bot.slack.blocks.message import Block, Element
from bot.slack.blocks.quotes import quoted

_LEVELS: Final[dict[WarningKind, str]] = {
    "threat": "error",
    "ultimatum": "error",
    "caution": "warning",
    "commitment": "info",
}


def warning_blocks(warning: IssuedWarning, report: Report, *, clause: int, quotation: int) -> list[Block]:
    """One warning in a message, under an alert; at most so many characters of a clause and of the quotation."""
    level = "default" if warning.negated else _LEVELS[warning.kind]
    return [rich.alert(warning_title(warning, report), level), rich.rich(*_parts(warning, report, clause, quotation))]


def warning_in_full(warning: IssuedWarning, report: Report) -> Block:
    """One warning in a modal, where Slack's documents do not promise that an alert may stand."""
    title = rich.line(rich.text(warning_title(warning, report), bold=True))
    return rich.rich(title, *_parts(warning, report, FULL, FULL))


def _parts(warning: IssuedWarning, report: Report, clause: int, quotation: int) -> list[Element]:
    said = [
        element
        for number, (label, words_of_it) in enumerate(warning_terms(warning, report, clause))
        for element in (rich.text(f"{', ' if number else ''}{label} ", bold=True), rich.text(f"“{words_of_it}”"))
    ]
    return [*([rich.line(*said)] if said else []), quoted(report, warning.content, quotation)]
