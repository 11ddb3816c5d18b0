"""What a page says of its story: title as readers see it, authors, dates, publisher, canonical URL."""

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from bot.fetch import dates
from bot.fetch.decoding import clipped, flat, tidy, without_controls
from bot.fetch.jsonld import Described
from bot.fetch.people import names_in
from bot.fetch.urls import same_site, site

_AUTHOR_META = (
    '//meta[@name="parsely-author" or @name="sailthru.author" or @name="byl"]/@content',
    '//meta[translate(@name, "AUTHOR", "author")="author"]/@content',
    '//meta[@property="article:author" or @property="og:article:author"]/@content',
    '//meta[@name="dc.creator" or @name="DC.creator" or @name="dcterms.creator"]/@content',
)
_AUTHOR_MARKUP = (
    '//*[@itemprop="author"]//*[@itemprop="name"]',
    '//*[@itemprop="author" and not(*[@itemprop])]',
    '//a[@rel="author"]',
    '//*[contains(concat(" ", normalize-space(@class), " "), " author-name ")]',
    '//*[contains(@class, "byline__name") or contains(@class, "byline-name") or contains(@class, "author__name")]',
    "//article//*[self::p or self::div or self::span or self::address]"
    '[contains(@class, "byline") or contains(@class, "author")]',
    '//*[self::p or self::div or self::span or self::address][contains(@class, "byline")]',
)
# over titles whose white space was collapsed
_PARTS = re.compile(r" [|•·»:–—-]+ | ?[|»:] |: ")
_SEPARATOR = re.compile(r" [|•·»–—-] | ?\| ?")
_WORD = re.compile(r"\w+")
_NO_LETTERS = re.compile(r"[\W_]+")
_SEPARATORS = " |•·»–—-"


_MOST = 50  # elements of one kind that are looked at


@dataclass
class Metadata:
    """What a page says of its story; None and empty where it says nothing."""

    title: str | None = None
    authors: list[str] = field(default_factory=list)
    publisher: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    canonical_url: str | None = None

    @property
    def date(self) -> str | None:
        """When it was published, in ISO 8601; the day alone where the page gives no time."""
        if self.published is None:
            return None
        midnight = self.published.utcoffset() == timedelta() and self.published.time() == time()
        return self.published.date().isoformat() if midnight else self.published.isoformat()


def metadata(tree: HtmlElement, said: Described, url: str | None) -> Metadata:
    """The metadata of a page; ``said`` is its JSON-LD, ``url`` where it was had."""
    publisher = _publisher(tree, said, url)
    return Metadata(
        title=_title(tree, said, publisher),
        authors=_authors(tree, said, [publisher or "", *site(urlsplit(url or "").hostname or "").split(".")[:1]]),
        publisher=publisher,
        published=dates.published(tree, said, url),
        modified=dates.modified(tree, said),
        canonical_url=_canonical(tree, said, url),
    )


def _meta(tree: HtmlElement, *names: str) -> str | None:
    for name in names:
        for value in tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name):
            if text := tidy(clipped(str(value))):
                return text
    return None


def _publisher(tree: HtmlElement, said: Described, url: str | None) -> str | None:
    name = _meta(tree, "og:site_name") or (tidy(said.publisher) if said.publisher else None)
    name = name or _meta(tree, "application-name", "apple-mobile-web-app-title", "twitter:site", "dc.publisher")
    name = name or _signed(tree)
    if name:
        return name.removeprefix("@")
    return site(urlsplit(url).hostname or "") or None if url else None


def _signed(tree: HtmlElement) -> str | None:
    """The end of the window's title, when the page shows it alone too, as outlets do with their name."""
    parts = _SEPARATOR.split(tidy(clipped(tree.xpath("string(//title)"))))
    end = parts[-1]
    if len(parts) < 2 or len(end.split()) > 5:
        return None
    shown = (flat(element.text_content()) for element in tree.iter("h1", "a", "p") if len(element.text_content()) < 80)
    return end if flat(end) in shown else None


def _title(tree: HtmlElement, said: Described, publisher: str | None) -> str | None:
    """The h1 that the page's own metadata bears out, else the metadata's headline, else the title of the window."""
    window = tidy(clipped("".join(tree.xpath("string(//head/title)") or tree.xpath("string(//title)"))))
    told = [tidy(text) for text in (said.headline, _meta(tree, "og:title", "twitter:title"), window) if text]
    told = [text for text in told if text]
    heads = [head for element in tree.iter("h1") if (head := tidy(clipped(element.text_content())))]
    for head in heads:
        if (
            len(head) <= 300
            and not _is_site(head, told)
            and any(_alike(head, _without_site(text, publisher)) for text in told)
        ):
            return head
    return _shown(tree, told) or (_without_site(told[0], publisher) if told else next(iter(heads), None))


def _shown(tree: HtmlElement, told: list[str]) -> str | None:
    """The part of a title that stands on the page as it is: "Site: Title" over a page that shows "Title" alone."""
    parts = {flat(part): part for text in told for part in (text, *_PARTS.split(text)) if len(part.split()) >= 3}
    for element in tree.iter("h2", "h3", "b", "strong", "font", "span", "div", "td", "p"):
        words = element.text_content()
        if len(words) <= 300 and (part := parts.get(flat(words))):
            return part
    return None


def _is_site(head: str, told: list[str]) -> bool:
    """Whether a heading is the shorter end of a title like "Title - Site"."""
    ends = [parts for text in told if len(parts := _SEPARATOR.split(text)) > 1]
    return any(flat(head) == flat(parts[-1]) and len(head) < len(parts[0]) for parts in ends)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _alike(head: str, told: str) -> bool:
    """Whether a heading and a title have most of the words of the shorter one in common."""
    first, second = _words(head), _words(told)
    smaller = min(len(first), len(second))
    return smaller > 1 and len(first & second) >= 0.6 * smaller and len(first) <= 3 * len(second) + 3


def _without_site(title: str, publisher: str | None) -> str:
    """``title`` without the outlet's name (and the section before it) at its end or beginning."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if publisher:
        flat = _flat(publisher)
        for at, part in enumerate(parts):
            name = _flat(part)
            if name and (name == flat or name in flat or flat in name) and len(part) < 60:
                if at == 0:
                    return title[title.index(parts[1]) :]
                end = title.index(part, len(parts[0]))
                return title[:end].rstrip(_SEPARATORS).strip()
    if "|" in title:
        return max(parts, key=len)
    return title


def _flat(text: str) -> str:
    return _NO_LETTERS.sub("", text.lower()).removeprefix("the")


def _authors(tree: HtmlElement, said: Described, outlets: list[str]) -> list[str]:
    """Names from JSON-LD first, then from meta elements, then from the markup of the byline."""
    groups = [said.authors]
    groups += [[str(value) for value in tree.xpath(path)[:_MOST]] for path in _AUTHOR_META]
    for group in groups:
        names = [name for value in group for name in names_in(value, outlets)]
        if names:
            return list(dict.fromkeys(names))
    for path in _AUTHOR_MARKUP:
        texts = [tidy(clipped(element.text_content())) for element in tree.xpath(path)[:8]]
        names = [name for text in texts if len(text) < 200 for name in names_in(text, outlets)]
        names = [name for name in dict.fromkeys(names) if 1 < len(name.split()) <= 5]
        if names:
            return names[:6]
    return []


def _canonical(tree: HtmlElement, said: Described, url: str | None) -> str | None:
    """The page's own name for itself, believed only within its site, and not when it is the site's front page."""
    values = [
        str(value) for value in tree.xpath('//link[translate(@rel, "CANOIL", "canoil")="canonical"]/@href')[:_MOST]
    ]
    values += [value for value in (_meta(tree, "og:url"), said.url) if value]
    for value in values:
        try:
            absolute = urljoin(url or "", without_controls(clipped(value)).strip())
            parts = urlsplit(absolute)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname:
            continue
        if url is not None:
            if not same_site(url, absolute):
                continue
            if parts.path in ("", "/") and not parts.query and urlsplit(url).path not in ("", "/"):
                continue
        return absolute
    return None
