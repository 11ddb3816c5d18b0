"""The paragraphs of a page as trafilatura finds them, before anybody asks what each is for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import trafilatura
from lxml.etree import _Element
from lxml.html import HtmlElement

from bot.fetch.decoding import tidy

BlockKind = Literal["paragraph", "heading", "item", "quote", "cell"]

_KINDS: dict[str, BlockKind] = {"p": "paragraph", "head": "heading", "item": "item", "cell": "cell", "quote": "quote"}


@dataclass
class Block:
    """A paragraph of a page: its words on one line, what the markup calls it, how much of it is links (0 to 1)."""

    text: str
    kind: BlockKind
    linked: float = 0.0


def main_blocks(tree: HtmlElement) -> list[Block]:
    """The main text of a page in its order; none where trafilatura finds nothing.

    ``tree`` is changed. ``deduplicate`` stays off: its cache is shared by all documents of the process.
    """
    document = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, include_links=True, with_metadata=False, deduplicate=False
    )
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    return [block for block in _walk(document.body, "paragraph") if block.text]


def _walk(element: _Element, kind: BlockKind) -> Iterator[Block]:
    """The blocks under ``element``: text is gathered until an element or a line break begins a new one."""
    words: list[str] = []
    links = 0

    def flush() -> Iterator[Block]:
        nonlocal links
        text = tidy("".join(words))
        yield Block(text, kind, min(1.0, links / len(text)) if text else 0.0)
        words.clear()
        links = 0

    words.append(element.text or "")
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "lb":
            yield from flush()
        elif tag in _KINDS or (len(child) and any(grand.tag in _KINDS or grand.tag == "lb" for grand in child)):
            yield from flush()
            yield from _walk(child, _KINDS.get(tag, kind) if kind not in ("item", "quote") else kind)
        elif tag in ("list", "table", "row"):
            yield from flush()
            yield from _walk(child, kind)
        else:
            inner = "".join(child.itertext())
            words.append(inner)
            if tag == "ref":
                links += len(tidy(inner))
        words.append(child.tail or "")
    yield from flush()
