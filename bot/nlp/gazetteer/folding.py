"""Names to keys: what is left of a name when spelling, case and punctuation no longer count."""

import re
import unicodedata
from typing import Final

# letters that decomposition leaves whole, and the marks that stand for ayn and hamza
_SPECIAL: Final = str.maketrans(
    dict(zip("øØłŁđĐðÐıəƏħĦ", "oOlLdDdDieEhH", strict=True))
    | {"þ": "th", "Þ": "Th", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ŋ": "ng", "&": " and "}
)
_SHORT: Final = re.compile(r"\b(st|ste|mt|ft)\b(?=\W*\w)")
_LONG: Final = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_NOT_KEY: Final = str.maketrans({chr(code): None for code in range(128) if not chr(code).isalnum()})
_NOT_KEY_BUT_SPACE: Final = str.maketrans(
    {chr(code): " " for code in range(128) if not chr(code).isalnum()} | {"'": None}
)

# the Arabic article as it is written in Latin letters, with the sun letters' forms
_ARTICLES: Final = frozenset(
    "al el ul il as es us ash esh ad ed ud az ez uz ar er ur at et ut an en un ath edh adh".split()
)
_WEAK: Final = str.maketrans(dict.fromkeys("aeiouyw"))


def _plain(name: str) -> str:
    """``name`` in ASCII and lower case, without its marks; letters of other scripts are dropped."""
    if name.isascii():
        return name.replace("&", " and ").lower() if "&" in name else name.lower()
    return unicodedata.normalize("NFKD", name.translate(_SPECIAL)).encode("ascii", "ignore").decode("ascii").lower()


def fold(name: str) -> str:
    """The key of a name: ASCII letters and digits only, without a leading "the"; "" where nothing is left.

    "Deir ez-Zor", "Deir Ezzor" and "Deïr ez Zor" have one key; "St. Louis" has that of "Saint Louis".
    """
    plain = _plain(name)
    if plain.startswith("the "):
        plain = plain[4:]
    if "t" in plain:
        plain = _SHORT.sub(lambda found: _LONG[found[1]], plain)
    return plain.translate(_NOT_KEY)


def skeleton(name: str) -> str:
    """The consonants of a name without the Arabic article, doubled ones once.

    Transliterations differ in articles and vowels before anything else: "Al Khasham" and "Khusham" are both
    "khshm". Far too coarse by itself: only to be used within a country that the story is about.
    """
    words = _plain(name).translate(_NOT_KEY_BUT_SPACE).split()
    kept = [word for word in words if word not in _ARTICLES] or words
    bare = "".join(kept).translate(_WEAK)
    return "".join(letter for i, letter in enumerate(bare) if i == 0 or letter != bare[i - 1])


def is_latin(name: str) -> bool:
    """Whether most of ``name`` is written in Latin letters."""
    return name.isascii() or 2 * len(_plain(name)) >= len(name)
