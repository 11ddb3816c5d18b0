"""A story's own words, as they are shown."""

from collections.abc import Sequence
from typing import Final

from bot.models import Report, Span
from bot.presentation.text import clipped

FULL: Final = 2_000  # the longest quotation that is shown whole, in characters


def words(report: Report, spans: Span | Sequence[Span], length: int = FULL) -> str:
    """The words of the spans, verbatim, at most ``length`` characters of them."""
    return clipped(report.words(spans).strip(), length)
