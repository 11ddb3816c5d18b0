"""What is asked for after a slash: a name, what it is about, since when."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

_SINCE = re.compile(r"(?:^|\s)since\s+(?P<when>\S+(?:\s+(?:hours?|days?|weeks?|months?)\b)?)", re.IGNORECASE)
_SPAN = re.compile(r"(?P<number>\d{1,4})\s*(?P<unit>h|d|w|m|hours?|days?|weeks?|months?)", re.IGNORECASE)
_PARTS = re.compile(r"(?:^|\s)(?P<word>by|to)\s+", re.IGNORECASE)
_QUOTES: Final = "\"“”‘’' "
_UNITS: Final = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
}
_DAYS_AGO: Final = {"today": 0, "yesterday": 1}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a search is narrowed to; empty where nothing was said.

    ``since`` is a moment in UTC. ``unclear`` holds the words that could not be understood.
    """

    by: str = ""
    to: str = ""
    about: str = ""
    since: datetime | None = None
    unclear: str = ""


def said_by(text: str, now: datetime) -> Wish:
    """Read ``NAME [about WORDS] [since 7d]``; a name may hold "by" or "to", so only "about" parts it."""
    rest, since, unclear = _without_since(text, now)
    name, *about = re.split(r"(?:^|\s)about\s+", rest, maxsplit=1, flags=re.IGNORECASE)
    return Wish(by=_bare(name), about=_bare(about[0]) if about else "", since=since, unclear=unclear)


def warnings(text: str, now: datetime) -> Wish:
    """Read ``[since 7d] [by NAME] [to NAME]``, in any order."""
    rest, since, unclear = _without_since(text, now)
    found = list(_PARTS.finditer(rest))
    unclear = unclear or _bare(rest[: found[0].start()] if found else rest)
    parts = {}
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(rest)
        parts[match["word"].lower()] = _bare(rest[match.end() : end])
    return Wish(by=parts.get("by", ""), to=parts.get("to", ""), since=since, unclear=unclear)


def _without_since(text: str, now: datetime) -> tuple[str, datetime | None, str]:
    found = _SINCE.search(text)
    if found is None:
        return text, None, ""
    since = moment(found["when"], now)
    rest = text[: found.start()] + " " + text[found.end() :]
    return rest, since, "" if since else found["when"]


def moment(when: str, now: datetime) -> datetime | None:
    """The moment that "7d", "12 hours", "yesterday" or "2026-11-01" means, in UTC; None for anything else."""
    when = when.casefold().strip(".,;")
    span = _SPAN.fullmatch(when)
    if span:
        return now.astimezone(UTC) - int(span["number"]) * _UNITS[span["unit"][0].lower()]
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if when in _DAYS_AGO:
        return midnight - timedelta(days=_DAYS_AGO[when])
    try:
        return datetime.strptime(when, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(_QUOTES)
