"""A story's words as quotations, each with the link that leads to them."""

from collections.abc import Sequence

from bot.models import Report, Span
from bot.presentation.quotes import FULL, jump, words
from bot.presentation.wording import JUMP_LABEL
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element


def jump_link(report: Report, spans: Span | Sequence[Span], label: str = JUMP_LABEL) -> list[Element]:
    """A link to where the words stand, with a space before it; nothing for pasted text."""
    first, last = (spans, spans) if isinstance(spans, Span) else (spans[0], spans[-1])
    whole = first if last.end - first.start > 3 * FULL else Span(start=first.start, end=max(first.end, last.end))
    address = jump(report.article, whole)
    return [rich.text("  "), rich.link(address, label)] if address else []


def quoted(report: Report, spans: Span | Sequence[Span], length: int = FULL) -> Element:
    """The words as a quotation with the link to them."""
    return rich.quote(rich.text(words(report, spans, length)), *jump_link(report, spans))
