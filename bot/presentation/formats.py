"""Dates, counts and lists, in British or American style."""

from datetime import UTC, datetime, time
from typing import Final, Literal

Locale = Literal["en-GB", "en-US"]

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def date(moment: datetime, locale: Locale) -> str:
    """'22 November 2026', or 'November 22, 2026': the same day as ``date_time`` gives."""
    moment = _in_utc(moment)
    month = _MONTHS[moment.month - 1]
    if locale == "en-US":
        return f"{month} {moment.day}, {moment.year}"
    return f"{moment.day} {month} {moment.year}"


def date_time(moment: datetime, locale: Locale) -> str:
    """'22 November 2026, 14:05 UTC', or 'November 22, 2026, 2:05 p.m. UTC'.

    Midnight to the microsecond means that only the date is known. A moment without a zone is shown without one.
    """
    if moment.time() == time():
        return date(moment, locale)
    zone = "" if moment.tzinfo is None else " UTC"
    moment = _in_utc(moment)
    if locale == "en-US":
        clock = f"{moment.hour % 12 or 12}:{moment.minute:02d} {'a.m.' if moment.hour < 12 else 'p.m.'}"
    else:
        clock = f"{moment.hour:02d}:{moment.minute:02d}"
    return f"{date(moment, locale)}, {clock}{zone}"


def _in_utc(moment: datetime) -> datetime:
    """``moment`` in UTC; one without a zone, and midnight, which stands for a day, as it is."""
    return moment if moment.tzinfo is None or moment.time() == time() else moment.astimezone(UTC)


def count(number: int, one: str, many: str | None = None) -> str:
    """'1 claim', '3 claims', 'no claims', '1,204 claims'."""
    if number == 0:
        return f"no {many or one + 's'}"
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
