"""Broken text is mended at the door, whatever brought it: half of a surrogate pair is no character, and nothing that is
stored or sent may hold one."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.response import BoltResponse


async def mend_body(body: dict[str, Any], next_: Callable[[], Awaitable[BoltResponse]]) -> None:
    """Bolt's middleware: mend all text of a request, in place."""
    mend(body)
    await next_()


def mend(value: dict[str, Any] | list[Any]) -> None:
    """Mend all strings in ``value``, in place, however deeply they lie."""
    left: list[Any] = [value]
    while left:
        one = left.pop()
        for key, inner in list(one.items() if isinstance(one, dict) else enumerate(one)):
            if isinstance(inner, str):
                if not inner.isascii():
                    one[key] = mended(inner)
            elif isinstance(inner, dict | list):
                left.append(inner)


def mended(text: str) -> str:
    """``text`` with the halves of surrogate pairs joined, and U+FFFD for each that stands alone."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
