"""By when a warning's demand must be met: the words, and the day and hour they mean where the story's date tells."""

import calendar
import re
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from spacy.tokens import Doc

from bot.nlp.syntax.phrases import Range

_WHEN: Final = frozenset({"DATE", "TIME"})
_UNTIL: Final = frozenset({"by", "before", "until", "till", "within"})
_LONGEST: Final = 8  # "by 5 p.m. local time on Friday" has seven tokens behind its preposition
_JOINING: Final = frozenset({"on", "of", "at", "local", "time", ",", "the"})
_SPAN: Final = re.compile(r"\b(?:hour|day|week|month|minute)s?\b", re.IGNORECASE)
_PAST: Final = re.compile(r"\b(?:ago|earlier|last|previous|past)\b", re.IGNORECASE)

_DAYS: Final = {name.casefold(): number for number, name in enumerate(calendar.day_name)}
_MONTHS: Final = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_HOURS: Final = {"noon": time(12), "midday": time(12), "midnight": time(23, 59)}
_TODAY: Final = ("today", "tonight", "this evening", "this afternoon")
_NOON: Final = 12
_CLOCK: Final = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?\s?m\b|\b([01]?\d|2[0-3]):([0-5]\d)\b")
_DAY_MONTH: Final = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Za-z]{3,9})\.?(?:,?\s+(\d{4}))?")
_MONTH_DAY: Final = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4}))?")
# Abbreviations that mean one zone in every newsroom; CST, IST and BST's like do not.
_ZONES: Final = {
    "gmt": "Etc/GMT",
    "utc": "Etc/UTC",
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "et": "America/New_York",
    "est": "America/New_York",
    "edt": "America/New_York",
    "pt": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
}
# A day of the year that lies further back than this is next year's: stories speak of deadlines that have just passed.
_PASSED: Final = timedelta(days=60)


def deadline_in(doc: Doc, content: Range) -> Range | None:
    """The deadline in a stretch of ``doc``, with its preposition: "by Friday noon", "within 48 hours", "24 hours".

    A length of time counts only where somebody is given it ("24 hours to leave") or behind a preposition.
    """
    for position in range(content[0], content[1]):
        token = doc[position]
        if token.lower_ in _UNTIL:
            end = _end_of_time(doc, position + 1, content[1])
            if end > position + 1 and not _PAST.search(doc[position:end].text):
                return position, end
        if token.ent_type_ in _WHEN and token.ent_iob_ == "B" and token.like_num:
            end = _end_of_time(doc, position, content[1])
            follows = doc[end].lower_ if end < len(doc) else ""
            if follows == "to" and _SPAN.search(doc[position:end].text):
                return position, end
    return None


def _end_of_time(doc: Doc, start: int, limit: int) -> int:
    """The end of the words of time that begin at ``start``, or ``start``."""
    end, position = start, start
    while position < min(limit, start + _LONGEST):
        token = doc[position]
        if token.ent_type_ in _WHEN or token.lower_ in _ZONES or token.lower_ in _HOURS:
            end = position + 1
        elif token.lower_ not in _JOINING:
            break
        position += 1
    return end


def resolved(words: str, published: datetime) -> tuple[date | None, datetime | None]:
    """The day that a deadline means in a story published then, and the hour of that day where it is told.

    The hour has a zone where the words name one that means the same everywhere ("GMT", "ET"). Both are None where the
    words do not tell the day for certain: a length of time ("within 48 hours") counts from a moment that no story's
    date tells, and the weekday of the publication may mean today or in a week.
    """
    day = _day(words, words.casefold(), published.date())
    hour = _hour(words.casefold())
    return day, datetime.combine(day, hour[0], hour[1]) if day is not None and hour is not None else None


def _day(words: str, text: str, today: date) -> date | None:
    if _SPAN.search(text) and not re.search(r"end of (?:the|this) (?:week|month)", text):
        return None
    for pattern, order in ((_DAY_MONTH, (1, 2)), (_MONTH_DAY, (2, 1))):
        for match in pattern.finditer(words):
            month = _MONTHS.get(match[order[1]].casefold())
            if month is not None:
                return _of_year(today, month, int(match[order[0]]), match[3])
    if "tomorrow" in text:
        return today + timedelta(days=1)
    if any(word in text for word in _TODAY) or text.endswith(" midnight"):
        return today
    if "end of the month" in text or "end of this month" in text:
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    if "end of the year" in text or "end of this year" in text or "year-end" in text:
        return date(today.year, 12, 31)
    named = next((number for name, number in _DAYS.items() if re.search(rf"\b{name}\b", text)), None)
    if named is None or named == today.weekday() or "next" in text:
        return None
    return today + timedelta(days=(named - today.weekday()) % 7)


def _of_year(today: date, month: int, day: int, year: str | None) -> date | None:
    try:
        if year is not None:
            return date(int(year), month, day)
        found = date(today.year, month, day)
        return found if found >= today - _PASSED else date(today.year + 1, month, day)
    except ValueError:  # "31 June"
        return None


def _hour(text: str) -> tuple[time, ZoneInfo | None] | None:
    clock = _CLOCK.search(text)
    if clock is not None and clock[4]:
        hour = time(int(clock[4]), int(clock[5]))
    elif clock is not None and 1 <= int(clock[1]) <= _NOON:
        hour = time(int(clock[1]) % _NOON + (_NOON if clock[3] == "p" else 0), int(clock[2] or 0))
    else:
        named = next((hour for word, hour in _HOURS.items() if word in text), None)
        if named is None:
            return None
        hour = named
    zone = next((zone for name, zone in _ZONES.items() if re.search(rf"\b{name}\b", text)), None)
    return hour, ZoneInfo(zone) if zone is not None else None
