"""The paragraphs of a page as one extractor finds them, before anybody asks what each is for."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import readability
import trafilatura
from lxml.etree import LxmlError, _Element
from lxml.html import HtmlElement, fromstring, tostring

from bot.fetch.decoding import tidy

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns that its summaries, which nobody asks for, lack a library
    from newspaper.cleaners import DocumentCleaner
    from newspaper.configuration import Configuration
    from newspaper.extractors.articlebody_extractor import ArticleBodyExtractor

BlockKind = Literal["paragraph", "heading", "item", "quote", "row"]

# trafilatura's own names and HTML's, for what begins a paragraph of its own
_KINDS: dict[str, BlockKind] = {
    "p": "paragraph", "div": "paragraph", "section": "paragraph", "article": "paragraph", "pre": "paragraph",
    "figcaption": "paragraph", "head": "heading", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading",
    "h5": "heading", "h6": "heading", "item": "item", "li": "item", "dt": "item", "dd": "item", "quote": "quote",
    "blockquote": "quote", "row": "row", "tr": "row",
}  # fmt: skip
_CONTAINERS = {
    "list",
    "ul",
    "ol",
    "dl",
    "table",
    "tbody",
    "thead",
    "figure",
    "body",
    "main",
    "header",
    "aside",
    "details",
}
_BREAKS = {"lb", "br", "hr"}
_LINKS = {"ref", "a"}
_CELLS = {"cell", "td", "th"}
_SILENT = {"script", "style", "noscript", "template", "svg", "iframe", "form", "button", "graphic"}
_STARTS = _KINDS.keys() | _CONTAINERS | _BREAKS
_CLOSED = (".", "!", "?", ":", "”", '"', "…", "’", "'")


@dataclass
class Block:
    """A paragraph of a page: its words on one line, what the markup calls it, how much of it is links (0 to 1)."""

    text: str
    kind: BlockKind
    linked: float = 0.0


def by_trafilatura(tree: HtmlElement) -> list[Block]:
    """The main text by trafilatura. ``deduplicate`` stays off: its cache is shared by all documents of the process."""
    document = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, include_links=True, with_metadata=False, deduplicate=False
    )
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    return blocks_of(document.body)


def by_readability(tree: HtmlElement) -> list[Block]:
    """The main text by readability-lxml."""
    summary = readability.Document(tostring(tree, encoding="unicode")).summary(html_partial=True)
    return blocks_of(fromstring(summary)) if summary.strip() else []


def by_newspaper(tree: HtmlElement) -> list[Block]:
    """The main text by newspaper4k; its parts alone, so that nothing is downloaded and no suffix list is asked for."""
    settings = Configuration()
    settings.fetch_images = False
    settings.language = "en"  # it raises on some languages, and only English pages are compared
    finder = ArticleBodyExtractor(settings)
    finder.parse(tree)
    node = finder.top_node_complemented
    return [] if node is None else blocks_of(DocumentCleaner(settings).clean(node))


EXTRACTORS: tuple[Callable[[HtmlElement], list[Block]], ...] = (by_trafilatura, by_readability, by_newspaper)
# What these libraries raise on pages that nobody foresaw; one of them failing leaves the others.
FAILURES = (LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, ZeroDivisionError, RecursionError)


def blocks_of(root: _Element) -> list[Block]:
    """The blocks under ``root``, in order, without empty ones."""
    gathered = _Gathered()
    _walk(root, "paragraph", gathered)
    gathered.flush("paragraph")
    return gathered.blocks


@dataclass
class _Gathered:
    """Text on its way to becoming blocks."""

    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    links: int = 0
    broken: bool = False
    last: str = ""

    def flush(self, kind: BlockKind) -> None:
        text = tidy("".join(self.words))
        if text:
            self.blocks.append(Block(text, kind, min(1.0, self.links / len(text))))
        self.words.clear()
        self.links = 0

    def add(self, text: str | None, *, linked: bool) -> None:
        if text:
            self.words.append(text)
            if text.strip():
                self.broken = False
                self.last = text[-20:].rstrip()
            if linked:
                self.links += len(" ".join(text.split()))

    def line_break(self, kind: BlockKind) -> None:
        """Two breaks in a row end a paragraph; one does only behind a full sentence."""
        if self.broken or self.last.endswith(_CLOSED):
            self.flush(kind)
        else:
            self.words.append(" ")
        self.broken = True


def _walk(element: _Element, kind: BlockKind, gathered: _Gathered, *, linked: bool = False) -> None:
    gathered.add(element.text, linked=linked)
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _BREAKS:
            gathered.line_break(kind)
        elif tag in _CONTAINERS or tag in _KINDS:
            gathered.flush(kind)
            inner = _KINDS.get(tag, kind)
            inner = kind if kind in ("item", "quote", "row") and inner == "paragraph" else inner
            _walk(child, inner, gathered, linked=linked)
            gathered.flush(inner)
        elif tag in _CELLS and any(inner.tag in _STARTS for inner in child.iter()):
            gathered.flush(kind)  # a cell that holds paragraphs lays out the page and is no cell
            _walk(child, "paragraph", gathered, linked=linked)
            gathered.flush("paragraph")
        elif tag in _CELLS:
            gathered.add(" ", linked=False)
            _walk(child, kind, gathered, linked=linked)
        elif tag and tag not in _SILENT:
            _walk(child, kind, gathered, linked=linked or tag in _LINKS)
        gathered.add(child.tail, linked=linked)
