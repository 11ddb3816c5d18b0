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

from lxml import etree
from lxml.html import HtmlElement

from bot.fetch.blocks import Block
from bot.fetch.decoding import flat
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
_PAGES = {"html", "body", "head", "article", "main", "script", "style"}
_BOXES = {"aside", "nav", "footer", "form", "button"}
_PIECES = ("p", "li", "h2", "h3", "h4", "h5")
_SMALL = ("a", "span", "div", "figcaption")
_PROSE = 60  # words in full paragraphs, above which a box is taken for a part of the story
_LONGEST_BOX = 4_000  # characters
_SPEECH = re.compile(r"[\"“][^\"“”]{15,}[\"”]")
_LINKED = 0.8  # share of a paragraph that is links, from which on it is a row of links


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
    """What the markup of ``tree`` calls its paragraphs; read before an extractor changes the tree.

    What stands in a box called "share" and in the story too is no furniture.
    """
    found, plain = Markup(), set()
    box = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            box = None if element is box else box
        elif box is None and isinstance(element.tag, str):
            texts = _named(element, found)
            if texts is not None:
                box = element
                texts.update(flat(piece.text_content()) for piece in (element, *element.iter(*_PIECES, *_SMALL)))
            elif element.tag in _PIECES:
                plain.add(flat(element.text_content()))
    found.furniture -= plain
    return found


def _named(element: HtmlElement, found: Markup) -> set[str] | None:
    """The set that the texts of ``element`` belong to by its name, or None where it has no telling one."""
    if element.tag in _PAGES:
        return None
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    texts = None
    if element.tag == "figcaption" or _CAPTION.search(names):
        texts = found.captions
    elif _BYLINE.search(names) or element.get("itemprop") == "author" or element.tag == "address":
        texts = found.bylines
    elif element.tag in _BOXES or _FURNITURE.search(names):
        texts = found.furniture
    return None if texts is None or _holds_story(element) else texts


def _holds_story(element: HtmlElement) -> bool:
    """Sites put whole articles into elements called "social" or "sponsor-page"."""
    prose = sum(len(words) for inner in element.iter("p") if len(words := inner.text_content().split()) > 15)
    return prose > _PROSE or len(element.text_content()) > _LONGEST_BOX


def assign(
    blocks: Sequence[Block], marked: Markup, title: str | None, authors: Sequence[str], publisher: str | None = None
) -> list[Part]:
    """The role of each block; the title again and pull quotes, which stand in the body too, are boilerplate."""
    parts: list[Part] = []
    body = {flat(block.text) for block in blocks if block.kind == "paragraph"}
    furniture = {"", flat(title or ""), flat(publisher or ""), flat((publisher or "").split(".")[0])}
    names = {flat(name) for name in authors}
    seen: set[str] = set()
    for block in blocks:
        key = flat(block.text)
        role = _role(block, key, marked, furniture, names)
        if role == "body" and _stands_twice(block, key, seen, body):
            role = "boilerplate"
        seen.add(key)
        parts.append(Part(block.text, role))
    return _without_hanging_headings(parts, blocks)


def _role(block: Block, key: str, marked: Markup, furniture: set[str], names: set[str]) -> ParagraphRole:
    if key in furniture:
        return "boilerplate"
    if key in marked.captions:
        return "caption"
    if _is_signature(key, names) or (key in marked.bylines and len(block.text) < 200):
        return "byline"
    if key in marked.furniture:
        return "boilerplate"
    if len(block.text) <= _LONG and not _speaks(block.text):
        for role, pattern in _patterns():
            if pattern.fullmatch(block.text):
                return role
    if _is_link(block):
        return "boilerplate"
    return "body"


def _is_signature(key: str, names: set[str]) -> bool:
    """Whether a paragraph holds authors' names and nothing else."""
    rest = key
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return rest != key and set(rest.split()) <= {"by", "and"}


def _speaks(text: str) -> bool:
    """Whether somebody is quoted in ``text``, with words around the quotation."""
    quotation = _SPEECH.search(text)
    return quotation is not None and len(quotation.group()) + 5 < len(text)


def _is_link(block: Block) -> bool:
    """A paragraph that is a link to another story: all of it, or all behind a label in capitals."""
    if block.kind == "heading" or len(block.text) > 200:
        return False
    if block.linked >= _LINKED:
        return True
    label, colon, _ = block.text.partition(":")
    return bool(colon) and label.isupper() and block.linked > 0.4


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
