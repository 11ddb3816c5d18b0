"""What each paragraph of a page is for: body, byline, caption, or nothing of the story at all.

Two witnesses are heard: the page's own markup (a figcaption, a class called "newsletter") and the words themselves
(patterns in ``data/leftovers.txt``). Dropping every repeated line, short tails or agency credits lost more than it
won when it was measured, so only what a rule names is taken out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import cast

from lxml.html import HtmlElement

from bot.fetch.blocks import Block
from bot.models import ParagraphRole

_CAPTION = re.compile(r"(?:^|[\s_-])(?:fig)?(?:caption|credit|photo-?credit|wp-caption-text|cutline)", re.IGNORECASE)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|author|contributor|writer|dateline-author)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:newsletter|related|promo|advert\w*|ads?|sponsor\w*|cookie\w*|consent|subscribe|signup|sign-up|"
    r"share|sharing|social|recirc\w*|trending|most-read|most-popular|taboola|outbrain|comments?|breadcrumbs?|"
    r"pull-?quote|read-more|readmore|also-read|more-on|toolbar|tags?|topics|paywall|donat\w*|recommend\w*|"
    r"interstitial|teaser-list|up-next)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONG = 400  # characters; a paragraph longer than this is believed to be body whatever its words
_LINKED = 0.9  # share of a paragraph that is links, from which on it is a row of links


@dataclass
class Markup:
    """The texts of a page that its markup names, flattened to letters and digits."""

    captions: set[str] = field(default_factory=set)
    bylines: set[str] = field(default_factory=set)
    furniture: set[str] = field(default_factory=set)


@dataclass
class Part:
    """A paragraph with its role."""

    text: str
    role: ParagraphRole


def markup(tree: HtmlElement) -> Markup:
    """What the markup of ``tree`` calls its paragraphs; read before trafilatura changes the tree."""
    found = Markup()
    whole = max(len(flat(tree.text_content())), 1)
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "head", "article", "main", "script"):
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag == "figcaption" or _CAPTION.search(names):
            _note(found.captions, element, whole)
        elif _BYLINE.search(names) or element.get("itemprop") == "author" or element.tag == "address":
            _note(found.bylines, element, whole)
        elif element.tag in ("aside", "nav", "footer", "form", "button") or _FURNITURE.search(names):
            _note(found.furniture, element, whole)
    return found


def _note(texts: set[str], element: HtmlElement, whole: int) -> None:
    """Note the text of ``element`` and of each paragraph in it, unless it is a good part of the page."""
    text = flat(element.text_content())
    if not text or (len(text) > 0.3 * whole and len(text) > 600):
        return
    texts.add(text)
    for inner in element.iter("p", "li", "h2", "h3", "h4", "h5", "a", "span", "div"):
        if piece := flat(inner.text_content()):
            texts.add(piece)


def assign(blocks: Sequence[Block], marked: Markup, title: str | None, authors: Sequence[str]) -> list[Part]:
    """The role of each block; the title again and pull quotes, which stand in the body too, are boilerplate."""
    parts: list[Part] = []
    body = {flat(block.text) for block in blocks if block.kind == "paragraph"}
    headline = flat(title or "")
    names = {flat(name) for name in authors}
    seen: set[str] = set()
    for block in blocks:
        key = flat(block.text)
        role = _role(block, key, marked, headline, names)
        if role == "body" and _stands_twice(block, key, seen, body):
            role = "boilerplate"
        seen.add(key)
        parts.append(Part(block.text, role))
    return _without_hanging_headings(parts, blocks)


def _role(block: Block, key: str, marked: Markup, headline: str, names: set[str]) -> ParagraphRole:
    if not key or key == headline:
        return "boilerplate"
    if key in marked.captions:
        return "caption"
    if key in names or key in {f"by{name}" for name in names} or (key in marked.bylines and len(block.text) < 200):
        return "byline"
    if key in marked.furniture:
        return "boilerplate"
    if len(block.text) <= _LONG:
        for role, pattern in _patterns():
            if pattern.fullmatch(block.text):
                return role
    if block.linked >= _LINKED and block.kind != "heading" and not block.text.rstrip("”\"'").endswith((".", "!", "?")):
        return "boilerplate"
    return "body"


def _stands_twice(block: Block, key: str, seen: set[str], body: set[str]) -> bool:
    """A quote or heading whose words are part of a paragraph (a pull quote), or a long paragraph that stood before."""
    if block.kind in ("quote", "heading") and len(key) > 25:
        return any(key in other and key != other for other in body) or key in seen
    return len(key) > 60 and key in seen


def _without_hanging_headings(parts: list[Part], blocks: Sequence[Block]) -> list[Part]:
    """Headings at the end, with nothing of the story under them, belong to what was cut off."""
    for at in range(len(parts) - 1, -1, -1):
        if parts[at].role != "body":
            continue
        if blocks[at].kind != "heading":
            break
        parts[at].role = "boilerplate"
    return parts


@cache
def _patterns() -> tuple[tuple[ParagraphRole, re.Pattern[str]], ...]:
    role: ParagraphRole = "boilerplate"
    patterns: list[tuple[ParagraphRole, re.Pattern[str]]] = []
    for line in files("bot.fetch").joinpath("data/leftovers.txt").read_text("utf-8").splitlines():
        if line.startswith("role:"):
            role = cast(ParagraphRole, line.removeprefix("role:").strip())
        elif line.strip() and not line.startswith("#"):
            patterns.append((role, re.compile(line, re.IGNORECASE)))
    return tuple(patterns)


def flat(text: str) -> str:
    """Letters and digits alone, lower case: what two renderings of the same words have in common."""
    return re.sub(r"[\W_]+", "", text).lower()
