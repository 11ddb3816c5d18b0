"""A story's own words, as they are shown."""

from collections.abc import Sequence
from typing import Final

from bot.models import Article, Report, Span
from bot.presentation.fragment import text_fragment
from bot.presentation.text import clipped

FULL: Final = 2_000  # the longest quotation that is shown whole, in characters


def words(report: Report, spans: Span | Sequence[Span], length: int = FULL) -> str:
    """The words of the spans, verbatim, at most ``length`` characters of them."""
    return clipped(report.words(spans).strip(), length)


def story_url(article: Article) -> str | None:
    """Where the story stands; None for pasted text. The page that was read, since its words are known to be those."""
    return article.url or article.canonical_url


def jump(article: Article, span: Span) -> str | None:
    """The link to these very words, or None for pasted text."""
    url = story_url(article)
    return text_fragment(url, article.text, span) if url else None
