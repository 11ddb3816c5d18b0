"""A story's words as quotations, each with the link that leads to them."""

from collections.abc import Sequence

from bot.models import Article, Report, Span
from bot.presentation.quotes import FULL, words
from bot.presentation.wording import JUMP_LABEL
from bot.slack.blocks import rich
from bot.slack.blocks.fragment import text_fragment
from bot.slack.blocks.message import Element


def story_url(article: Article) -> str | None:
    """Where the story stands; None for pasted text. The page that was read, since its words are known to be those."""
    return article.url or article.canonical_url


def jump(article: Article, span: Span) -> str | None:
    """The link to these very words, or None for pasted text."""
    url = story_url(article)
    return text_fragment(url, article.text, span) if url else None


def jump_link(report: Report, spans: Span | Sequence[Span], label: str = JUMP_LABEL) -> list[Element]:
    """A link to where the words stand, with a space before it; nothing for pasted text."""
    first, last = (spans, spans) if isinstance(spans, Span) else (spans[0], spans[-1])
    whole = first if last.end - first.start > 3 * FULL else Span(start=first.start, end=max(first.end, last.end))
    address = jump(report.article, whole)
    return [rich.text("  "), rich.link(address, label)] if address else []


def quoted(report: Report, spans: Span | Sequence[Span], length: int = FULL) -> Element:
    """The words as a quotation with the link to them."""
    return rich.quote(rich.text(words(report, spans, length)), *jump_link(report, spans))
