"""Authors' names out of what pages call an author: no job titles, addresses or outlets."""

import re
from collections.abc import Collection

from bot.fetch.decoding import clipped

_SPLIT = re.compile(r"\s*(?:,|;|\||•|·|/|\band\b|&|\bwith\b)\s*", re.IGNORECASE)
_LEAD = re.compile(
    r"^\s*(?:(?:words|story|report(?:ed|ing)?|written|posted|published|analysis|opinion|text|exclusive)\s*(?:by|:)\s*|by\b[:\s]*|from\b\s+)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:\bin\s+[A-Z][\w.' -]*|\bfor\s+(?:the\s+)?[A-Z].*"
    r"|\b(?i:published|updated|posted|last)\b.*|\b(?i:mon|tues|wednes|thurs|fri|satur|sun)day\b.*|\(.*?\)|\[.*?\]|@\w+)\s*$"
)
_JOB = re.compile(
    r"\b(?:correspondent|reporter|editor|editorial|journalist|writer|columnist|producer|staff|newsroom|bureau|desk|team|chief|"
    r"contributor|contributing|analyst|photographer|intern|agency|agencies|wires?|news|media|"
    r"newspaper|magazine|online|admin|webmaster|author|political|business|health|science|court|crime|"
    r"foreign|diplomatic|environment|technology|education|transport|sports?|affairs|politics|economics|local|"
    r"investigations?|investigative|breaking|updated?|minutes?|share|follow)\b",
    re.IGNORECASE,
)
_AGENCIES = {
    "reuters", "ap", "afp", "associated press", "the associated press", "agence france-presse",
    "bloomberg", "pa media",
    "pa", "dpa", "efe", "ansa", "xinhua", "tass", "aap", "press association",
}  # fmt: skip
_MAIL = re.compile(r"\(?[^\s,;()<>]+@[^\s,;()<>]+\)?|https?://\S+|www\.\S+")
_NO_LETTERS = re.compile(r"[\W_]+")
_PIECE = 300  # characters of what stands between two commas
_LONGEST = 60


def names_in(value: str, outlets: Collection[str] = ()) -> list[str]:
    """The persons' names in one author field or byline, in order.

    ``outlets`` are left out under any of their spellings; so are agencies, desks and job titles.
    """
    own = {_flat(outlet) for outlet in outlets}
    cleaned = _LEAD.sub("", _MAIL.sub(" ", clipped(value)).strip())
    names: list[str] = []
    for part in _SPLIT.split(cleaned):
        name = _TAIL.sub("", _LEAD.sub("", part[:_PIECE])).strip(" .,-–—:|\"'“”")
        name = " ".join(name.split())
        if not _is_name(name) or _flat(name) in own:
            continue
        names.append(_cased(name))
    return list(dict.fromkeys(names))


def _is_name(name: str) -> bool:
    if not name or len(name) > _LONGEST or any(character.isdigit() for character in name):
        return False
    if _flat(name) in {_flat(agency) for agency in _AGENCIES} or _JOB.search(name):
        return False
    return (
        name[0].isupper() or not name[0].isascii() or name.split()[0].lower() in {"de", "van", "von", "al", "el", "da"}
    )


def _cased(name: str) -> str:
    """Bylines in capitals as names are written."""
    return name.title() if name.isupper() and len(name) > 3 and " " in name else name


def _flat(text: str) -> str:
    return _NO_LETTERS.sub("", text.lower()).removeprefix("the")
