"""Dates of publication, with the zones that sites give."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from htmldate import find_date
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from bot.fetch.decoding import clipped
from bot.fetch.jsonld import Described

_PUBLISHED = (
    '//meta[@property="article:published_time"]/@content',
    '//meta[@property="og:article:published_time" or @property="og:published_time"]/@content',
    '//*[@itemprop="datePublished"]/@datetime',
    '//*[@itemprop="datePublished"]/@content',
    '//meta[@name="parsely-pub-date" or @name="sailthru.date" or @name="cXenseParse:recs:publishtime"]/@content',
    '//meta[@name="article.published" or @name="datePublished" or @name="pubdate" or @name="publish-date"]/@content',
    '//meta[@name="dcterms.created" or @name="DC.date.issued" or @name="dc.date" or @name="date"]/@content',
    "//time[@pubdate]/@datetime",
    "//article//header//time/@datetime",
    '//time[contains(@class, "publish") or contains(@class, "pub-date") or contains(@class, "entry-date")]/@datetime',
)
_MODIFIED = (
    '//meta[@property="article:modified_time" or @property="og:updated_time"]/@content',
    '//*[@itemprop="dateModified"]/@datetime',
    '//*[@itemprop="dateModified"]/@content',
    '//meta[@name="last-modified" or @name="dateModified" or @name="dcterms.modified"]/@content',
)
_LOOSE_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
_EARLIEST = 1995
_MOST = 50  # values of one kind that are looked at


def published(tree: HtmlElement, said: Described, url: str | None) -> datetime | None:
    """When the story was published; the day at midnight UTC where no time is given."""
    return _first([said.published, *_found(tree, _PUBLISHED)]) or _guessed(tree, url)


def modified(tree: HtmlElement, said: Described) -> datetime | None:
    """When the story was changed last, as the page says."""
    return _first([said.modified, *_found(tree, _MODIFIED)])


def read_date(value: str) -> datetime | None:
    """A date as sites write it for machines (ISO 8601 and near it, RFC 2822, seconds since 1970), with a zone.

    Without a zone it is taken for UTC. None where it is no date, or none that a news story has.
    """
    text = value.strip()
    moment: datetime | None = None
    try:
        if text.isdecimal() and len(text) in (10, 13):
            moment = datetime.fromtimestamp(int(text[:10]), UTC)
        elif match := _LOOSE_ISO.match(text):
            moment = _from_parts(match)
        else:
            moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment if _EARLIEST <= moment.year <= 2100 else None


def _from_parts(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second, zone = match.groups()
    if zone in (None, "Z", "UTC", "GMT"):
        offset = "+00:00"
    else:
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = f"{zone[0]}{digits[:2]}:{digits[2:]}"
    clock = f"{int(hour or 0):02}:{minute or '00'}:{second or '00'}"
    return datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{offset}")


def _found(tree: HtmlElement, paths: tuple[str, ...]) -> list[str]:
    return [clipped(str(value)) for path in paths for value in tree.xpath(path)[:_MOST]]


def _first(values: list[str | None]) -> datetime | None:
    return next((moment for value in values if value and (moment := read_date(value))), None)


def _guessed(tree: HtmlElement, url: str | None) -> datetime | None:
    """The day that htmldate reads in the page's text or address."""
    try:
        day = find_date(tree, original_date=True, extensive_search=True, url=url)
    except (ValueError, TypeError, OverflowError, RecursionError, LxmlError):
        return None
    # January 1 is what it makes of a year that stands alone, such as that of the copyright.
    return read_date(day) if day and not day.endswith("-01-01") else None
