"""Troubles with a site, each in one plain sentence that says what happened and what to do."""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.errors import HttpProblem, NotAllowed, NotReadable, Unreachable

PASTE = "Paste the text instead."
LONGEST_WAIT = 24 * 3600.0  # seconds; a site that asks for more is not asked again anyway


def refused_address() -> NotAllowed:
    """The link leads to where a bot has no business."""
    return NotAllowed(f"This link leads to an address inside a private network, so it was not opened. {PASTE}")


def too_large() -> NotReadable:
    """More than the limit, counted after unpacking."""
    return NotReadable(f"The page is larger than 5 MB, more than a story can be. {PASTE}", kind="too_large")


def bad_encoding() -> NotReadable:
    """A content encoding that was not asked for, or damaged data."""
    return NotReadable(f"The page came in a form that could not be unpacked. {PASTE}", kind="damaged")


def too_many_headers() -> NotReadable:
    """More than 64 KB of headers."""
    return NotReadable(f"The site's answer is not one that a news page gives. {PASTE}", kind="damaged")


def too_many_redirects() -> NotReadable:
    """More than five, or a ring."""
    return NotReadable(f"The link was passed on too many times and never led to a page. {PASTE}", kind="redirects")


def took_too_long(host: str) -> Unreachable:
    """Ten seconds are over."""
    return Unreachable(
        f"{host} took longer than 10 seconds to answer. Try again later, or paste the text.", kind="timeout"
    )


def no_such_host(host: str) -> Unreachable:
    """The name does not resolve."""
    return Unreachable(f"There is no site called {host}. Check the link, or paste the text.", kind="no_host")


def bad_certificate(host: str) -> Unreachable:
    """TLS is always verified."""
    return Unreachable(
        f"{host} could not prove that it is {host} (its certificate is not valid), so it was not read. {PASTE}",
        kind="certificate",
        passing=False,
    )


def no_connection(host: str) -> Unreachable:
    """Refused, reset, or nonsense instead of HTTP."""
    return Unreachable(f"{host} did not answer. Try again later, or paste the text.")


def busy(host: str) -> Unreachable:
    """Other fetches from the same slow host did not end in time."""
    return Unreachable(
        f"Other pages of {host} are still being fetched, and it answers slowly. Try again later, or paste the text.",
        kind="busy",
    )


_STATUS = {
    401: ("login", "{host} asks for a login before it shows this page. Paste the text instead."),
    402: ("paywall", "{host} asks for payment before it shows this page. Paste the text instead."),
    403: ("forbidden", "{host} does not let programs read this page. Paste the text instead."),
    404: ("not_found", "{host} has no page at this address. Check the link, or paste the text."),
    407: ("forbidden", "{host} does not let programs read this page. Paste the text instead."),
    410: ("gone", "{host} has removed this page. Paste the text if you have it."),
    429: ("rate_limited", "{host} is refusing further requests for now. Try again later, or paste the text."),
    451: ("legal", "{host} may not show this page here for legal reasons. Paste the text instead."),
}


def for_status(status: int, host: str, retry_after: str | None) -> HttpProblem:
    """The problem for an HTTP status of 400 and more, or another one that brings no page."""
    if status in _STATUS:
        kind, sentence = _STATUS[status]
    elif status >= 500:
        kind, sentence = "server", "{host} has trouble of its own at the moment. Try again later, or paste the text."
    else:
        kind, sentence = "http", "{host} answered, but not with a page (status {status}). Paste the text instead."
    return HttpProblem(
        sentence.format(host=host, status=status), status, kind=kind, retry_after=seconds_to_wait(retry_after)
    )


def seconds_to_wait(retry_after: str | None, now: datetime | None = None) -> float | None:
    """A ``Retry-After`` header, in seconds or as a date, as seconds from ``now``; None where it says nothing."""
    if retry_after is None:
        return None
    value = retry_after.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(value)
        seconds = ((when if when.tzinfo else when.replace(tzinfo=UTC)) - (now or datetime.now(UTC))).total_seconds()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else None
