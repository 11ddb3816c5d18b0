"""What a page says about itself in JSON-LD (schema.org), read with patience for how sites break it."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from bot.fetch.decoding import clipped, without_controls

ARTICLES = {
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "reviewnewsarticle", "askpublicnewsarticle", "advertisercontentarticle", "blogposting",
    "liveblogposting", "socialmediaposting", "discussionforumposting", "report", "satiricalarticle",
    "scholarlyarticle", "techarticle",
}  # fmt: skip
_LARGEST = 1_000_000  # characters of one script
_DEPTH = 12
_OPENED = re.compile(r"^(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)\s*")
_CLOSED = re.compile(r"\s*(?:-->|//\s*\]\]>|\]\]>|;)$")
_TAIL = 100  # characters in which ``_CLOSED`` is looked for
_COMMA_TOO_MANY = re.compile(r",\s*([}\]])")
_BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]{0,500}>")


@dataclass
class Described:
    """The fields of the page's article, as they stand; empty where the page says nothing."""

    types: set[str] = field(default_factory=set)
    headline: str | None = None
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    modified: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    body: str | None = None
    word_count: int | None = None
    free: bool | None = None
    correction: str | None = None
    found: bool = False


def described(tree: HtmlElement) -> Described:
    """The article that the page's JSON-LD describes: the first one whose type is an article's."""
    nodes = list(_nodes(tree))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    result = Described()
    for node in nodes:
        result.types |= _types(node)
    articles = [node for node in nodes if _types(node) & ARTICLES]
    if not articles:
        return result
    node = max(articles, key=lambda each: (bool(each.get("headline")), bool(each.get("articleBody")), len(each)))
    result.found = True
    result.headline = _text(node.get("headline")) or _text(node.get("name"))
    result.authors = list(dict.fromkeys(_people(node.get("author") or node.get("creator"), by_id)))
    result.published = _text(node.get("datePublished")) or _text(node.get("dateCreated"))
    result.modified = _text(node.get("dateModified"))
    result.publisher = next(iter(_names(node.get("publisher"), by_id)), None)
    result.url = _text(node.get("url")) or _id(node.get("mainEntityOfPage"))
    result.language = _text(node.get("inLanguage"))
    result.body = _body(node)
    count = node.get("wordCount")
    result.word_count = int(count) if isinstance(count, int | str) and str(count).strip().isdecimal() else None
    result.free = _free(node.get("isAccessibleForFree"))
    result.correction = _correction(node.get("correction"))
    return result


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        yield from _dictionaries(_loaded(script.text or ""), _DEPTH)


def _loaded(text: str) -> Any:
    """JSON that may stand in a comment or CDATA, hold raw line breaks, or end in a semicolon; None if it is broken."""
    text = text[:_LARGEST].strip()
    text = _OPENED.sub("", text)
    text = text[:-_TAIL] + _CLOSED.sub("", text[-_TAIL:])
    for attempt in (text, _COMMA_TOO_MANY.sub(r"\1", text), html.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _dictionaries(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every dictionary that may be a thing of its own, outermost first."""
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _dictionaries(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "author", "publisher"):
            yield from _dictionaries(value.get(name), depth - 1)


def _types(node: dict[str, Any]) -> set[str]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {each.rsplit("/", 1)[-1].lower() for each in kinds if isinstance(each, str)}


def _text(value: Any) -> str | None:
    """A string's words without markup; the first one of a list; an object's ``@value`` or name."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), None)
    if isinstance(value, dict):
        return _text(value.get("@value") or value.get("name"))
    if not isinstance(value, str):
        return None
    words = html.unescape(_TAGS.sub("", html.unescape(clipped(value))))
    return " ".join(without_controls(words).split()) or None


def _id(value: Any) -> str | None:
    if isinstance(value, dict):
        return _text(value.get("@id")) or _text(value.get("url"))
    return _text(value)


def _names(value: Any, by_id: dict[str, Any]) -> Iterator[str]:
    """The names in a value that may be a string, an object, a reference to one, or a list of these."""
    if isinstance(value, list):
        for item in value:
            yield from _names(item, by_id)
    elif isinstance(value, dict):
        name = _text(value.get("name"))
        if name is None and value.get("@id") in by_id:
            name = _text(by_id[value["@id"]].get("name"))
        if name:
            yield name
    elif isinstance(value, str):
        name = _text(value)
        if name and not name.startswith(("http://", "https://")):
            yield name


def _people(value: Any, by_id: dict[str, Any]) -> Iterator[str]:
    """Names of authors, organisations left out where persons stand beside them."""
    values = value if isinstance(value, list) else [value]
    persons = [each for each in values if not (isinstance(each, dict) and "organization" in _types(each))]
    yield from _names(persons or values, by_id)


def _body(node: dict[str, Any]) -> str | None:
    """``articleBody`` with its line breaks; of a live blog, its posts' one after the other."""
    body = node.get("articleBody")
    if not isinstance(body, str):
        return None
    body = _BREAK.sub("\n", body)
    text = without_controls(html.unescape(_TAGS.sub("", body)))
    return text.strip() or None


def _correction(value: Any) -> str | None:
    """A CorrectionComment's text or plain words; an address alone says nothing here."""
    if isinstance(value, list):
        return next(filter(None, map(_correction, value)), None)
    words = _text(value.get("text")) if isinstance(value, dict) else _text(value)
    return None if words is None or words.startswith(("http://", "https://")) else words


def _free(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    return None
