"""From the bytes of a page to the story on it. Heavy to import: only the reading process and the command line do."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from bot.errors import NotReadable
from bot.fetch import jsonld, unreadable
from bot.fetch.choice import main_blocks
from bot.fetch.decoding import decode, tidy, without_controls
from bot.fetch.metadata import Metadata, metadata
from bot.fetch.notes import notes_of, without_notes
from bot.fetch.people import names_in
from bot.fetch.roles import Part, assign, markup
from bot.fetch.signs import look
from bot.fetch.verdicts import not_readable
from bot.models import Article, Note, Paragraph

_SILENT = re.compile(r"<(script|style|svg)\b(?![^>]{0,300}ld\+json)[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(r"\W+(?:\w+ )?\d")  # where a date begins behind a name
_SIGNATURE = 300  # characters of a by-line
LONGEST = 1_500_000  # characters of markup that are parsed, scripts and styles apart
MOST = 12_000  # elements that are kept; large news pages have half as many
DEEPEST = 250  # levels of markup; browsers stop at 512, news pages at 40


@dataclass
class Story:
    """A story as its page gives it: parts without the headline, and what the page says of itself."""

    parts: list[Part]
    about: Metadata
    partial: bool
    notes: list[Note] = field(default_factory=list)


def story_of(data: bytes, *, url: str | None, content_type: str | None = None) -> Story:
    """The story on the page whose bytes are ``data``; ``content_type`` is the HTTP header.

    Raises NotReadable where the page holds none.
    """
    story, problem = judged(data, url=url, content_type=content_type)
    if problem is not None:
        raise problem
    return story


def judged(data: bytes, *, url: str | None, content_type: str | None = None) -> tuple[Story, NotReadable | None]:
    """What was found on a page, and why that is no story; None where it is one. Raises NotReadable for no page."""
    tree = _tree(decode(data, content_type))
    said = jsonld.described(tree)
    about = metadata(tree, said, url)
    marked = markup(tree)
    host = urlsplit(url).hostname or "" if url else ""
    live = "liveblogposting" in said.types
    blocks = main_blocks(tree, said.body, live=live)
    parts = assign(blocks, marked, about.title, about.authors, about.publisher)
    about.authors = about.authors or _signed(parts, about.publisher)
    body = [part.text for part in parts if part.role == "body"]
    seen = look(tree, said, host, about.title, body)
    if said.body and unreadable.short_of(seen) and said.free is not False and not seen.gated:
        # The page hides its text from the markup and gives it to search engines whole.
        parts = [Part(text, "body") for line in said.body.splitlines() if (text := tidy(line))]
        seen = look(tree, said, host, about.title, [part.text for part in parts])
    story = Story(without_notes(parts), about, unreadable.is_partial(seen), notes_of(parts, tree, said, live=live))
    return story, unreadable.problem(seen)


def _signed(parts: list[Part], publisher: str | None) -> list[str]:
    """The authors in the first line among the parts that says by whom the story is."""
    signed = (part.text for part in parts[:6] if part.role == "byline" and part.text.lower().startswith("by "))
    return next(
        (names for text in signed if (names := names_in(_DAY.split(text[:_SIGNATURE])[0], [publisher or ""]))), []
    )


def _tree(text: str) -> HtmlElement:
    """``text`` parsed: entities off, no network, too deep markup cut. Raises NotReadable for an empty page."""
    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        markup = _SILENT.sub("<script></script>", without_controls(text))[:LONGEST]
        tree = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        raise not_readable("empty") from None
    _cut(tree)
    return tree


def _cut(tree: HtmlElement) -> None:
    """Cut what is nested deeper than ``DEEPEST``, which walks that recurse would not survive, and what is too much."""
    room, level = MOST, [tree]
    for _ in range(DEEPEST):
        _drop(level[room:])
        level = level[:room]
        room -= len(level)
        level = [child for element in level for child in element]
        if not level:
            return
    _drop(level)


def _drop(elements: list[HtmlElement]) -> None:
    for element in elements:
        element.getparent().remove(element)


def article_of(story: Story, *, url: str | None, retrieved: datetime | None) -> Article:
    """The story as an article: the headline first, paragraphs with a blank line between them, roles and offsets.

    Boilerplate is left out of the text; the language is still to be judged.
    """
    about = story.about
    parts = [part for part in story.parts if part.role != "boilerplate"]
    if about.title:
        parts.insert(0, Part(about.title, "headline"))
    paragraphs, at = [], 0
    for part in parts:
        paragraphs.append(Paragraph(start=at, end=at + len(part.text), role=part.role))
        at += len(part.text) + 2
    return Article(
        text="\n\n".join(part.text for part in parts),
        paragraphs=paragraphs,
        url=url,
        canonical_url=about.canonical_url,
        title=about.title,
        authors=about.authors,
        publisher=about.publisher,
        published=about.published,
        modified=about.modified,
        retrieved=retrieved,
        partial=story.partial,
        notes=story.notes,
    )
