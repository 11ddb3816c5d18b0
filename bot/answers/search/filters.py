"""What is asked for after a slash: words, a name, what it is about, and of which time.

A story's time is when it was published, or read where that is not known: the same in every command.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

_WHEN: Final = r"(?:last|this)\s+(?:week|month)|\d+\s*(?:hours?|days?|weeks?|months?)\b|\S+"
_BOUND: Final = re.compile(rf"(?:^|\s)(?P<word>since|from|until|till)\s+(?P<when>{_WHEN})", re.IGNORECASE)
_ALONE: Final = re.compile(r"(?:^|\s)(?P<when>today|yesterday|(?:last|this)\s+(?:week|month))\s*$", re.IGNORECASE)
_SPAN: Final = re.compile(r"(?P<number>\d{1,4})\s*(?P<unit>h|d|w|m|hours?|days?|weeks?|months?)", re.IGNORECASE)
_PARTS: Final = re.compile(r"(?:^|\s)(?P<word>by|to)\s+", re.IGNORECASE)
_QUOTES: Final = "\"“”‘’' "
_UNITS: Final = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
}
_DAY: Final = timedelta(days=1)
_ONLY_SINCE: Final = frozenset({"since", "until", "till"})


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What a search is narrowed to; empty where nothing was said.

    Stories from ``since`` on and before ``until`` are looked at, moments in UTC. ``unclear`` holds the words that could
    not be understood.
    """

    words: str = ""
    by: str = ""
    to: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None
    unclear: str = ""

    @property
    def timed(self) -> bool:
        """Whether stories of a certain time are asked for."""
        return self.since is not None or self.until is not None

    def holds(self, moment: datetime) -> bool:
        """Whether a story of this moment is looked at."""
        return (self.since is None or moment >= self.since) and (self.until is None or moment < self.until)


def who_said(text: str, now: datetime) -> SearchFilters:
    """Read ``WORDS [since 7d] [until yesterday]``. What is no time stays with the words: they may be anything."""
    rest, found = _period(text, now)
    return SearchFilters(words=text.strip()) if found.unclear else replace(found, words=_bare(rest))


def said_by(text: str, now: datetime) -> SearchFilters:
    """Read ``NAME [about WORDS] [since 7d]``; a name may hold "by" or "to", so only "about" parts it."""
    rest, found = _period(text, now)
    name, *about = re.split(r"(?:^|\s)about\s+", rest, maxsplit=1, flags=re.IGNORECASE)
    return replace(found, by=_bare(name), about=_bare(about[0]) if about else "")


def warnings(text: str, now: datetime) -> SearchFilters:
    """Read ``[since 7d] [by NAME] [to NAME]``, in any order."""
    rest, period = _period(text, now)
    found = list(_PARTS.finditer(rest))
    unclear = period.unclear or _bare(rest[: found[0].start()] if found else rest)
    parts = {}
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(rest)
        parts[match["word"].lower()] = _bare(rest[match.end() : end])
    return replace(period, by=parts.get("by", ""), to=parts.get("to", ""), unclear=unclear)


def _period(text: str, now: datetime) -> tuple[str, SearchFilters]:
    """The text without what it says of the time, and that. "From" is taken for a time only before one."""
    found = SearchFilters()
    alone = _ALONE.search(text)
    if alone and (period := days(alone["when"], now)):
        found, text = replace(found, since=period[0], until=period[1]), text[: alone.start()]
    for bound in list(_BOUND.finditer(text))[::-1]:
        word, when = bound["word"].lower(), bound["when"].strip(".,;")
        period = days(when, now)
        if period is None and word not in _ONLY_SINCE:
            continue
        if period is None:
            found = replace(found, unclear=when)
        elif word in ("since", "from"):
            found = replace(found, since=period[0])
        else:
            found = replace(found, until=period[1])
        text = f"{text[: bound.start()]} {text[bound.end() :]}"
    return text, found


def days(when: str, now: datetime) -> tuple[datetime, datetime] | None:
    """The beginning and the end, in UTC, of what "7d", "last week" or "2026-11-01" means; None for anything else.

    A span reaches from so long ago to now; a week begins on Monday.
    """
    when, now = " ".join(when.casefold().split()), now.astimezone(UTC)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    span = _SPAN.fullmatch(when)
    if span:
        return now - int(span["number"]) * _UNITS[span["unit"][0]], now
    monday, first = midnight - midnight.weekday() * _DAY, midnight.replace(day=1)
    known = {
        "today": (midnight, midnight + _DAY),
        "yesterday": (midnight - _DAY, midnight),
        "this week": (monday, now),
        "last week": (monday - 7 * _DAY, monday),
        "this month": (first, now),
        "last month": ((first - _DAY).replace(day=1), first),
    }
    if when in known:
        return known[when]
    try:
        day = datetime.strptime(when, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    return day, day + _DAY


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(_QUOTES)
