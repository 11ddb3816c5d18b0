"""Make a stranger's text harmless and fit to show, without changing what a reader sees."""

import re
from typing import Final

# Controls (tab and newline stay), and the marks that turn the direction of everything after them.
_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_MARKS: Final = frozenset('“”"')
# What breaks a link, and what turns the direction of the words after it: an address must read as it is.
_UNSAFE_IN_URL: Final = re.compile(
    '[\\s<>|"`{}\\\\^\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]'
)


def shown(text: str) -> str:
    """``text`` without characters that cannot be shown; for places where Slack reads no markup."""
    return _UNSHOWABLE.sub("", text.replace("\r\n", "\n"))


def clipped(text: str, length: int) -> str:
    """``text``, or as many of its first words as go into ``length`` characters with an ellipsis after them."""
    if len(text) <= length:
        return text
    kept = text[: length - 2]
    cut = max(kept.rfind(" "), kept.rfind("\n"))
    if cut > length // 2:
        kept = kept[:cut]
    return kept.rstrip() + " …"


def one_line(text: str) -> str:
    """``text`` with every run of white space as one space."""
    return " ".join(text.split())


def unquoted(text: str) -> str:
    """``text`` without the double quotation marks that stand at an end of it and belong to something outside, and
    without a pair around the whole; a pair around a part of it stays whole."""
    text = text.strip()
    while True:
        partner = _partners(text)
        last = len(text) - 1
        if text[:1] in _MARKS and partner.get(0, last) == last:
            text = text[1:last] if 0 in partner else text[1:]
        elif text[-1:] in _MARKS and last not in partner:
            text = text[:-1]
        else:
            return text
        text = text.strip()


def _partners(text: str) -> dict[int, int]:
    """The places of quotation marks that belong together, each with the other."""
    opened: list[int] = []
    pairs = {}
    for at, letter in enumerate(text):
        if letter == "“" or (letter == '"' and not any(text[place] == '"' for place in opened)):
            opened.append(at)
        elif letter in '”"' and opened:
            pairs[opened[-1]] = at
            pairs[at] = opened.pop()
    return pairs


def web_url(url: str | None, longest: int) -> str | None:
    """``url`` with what could break or disguise a link encoded; None unless it is of the web and at most ``longest``
    characters long."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    safe = _UNSAFE_IN_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), url)
    return safe if len(safe) <= longest else None
