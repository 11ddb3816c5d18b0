"""Numbers in a claim, and what they count."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.answers.stems import Word, stopwords

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS: Final = {
    **{word: value for value, word in enumerate(_SMALL)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_SCALES: Final = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in words ``first`` to ``last`` (positions), its value, and the position of what it counts or None."""

    first: int
    last: int
    value: float
    noun: int | None


def numbers(row: Sequence[Word]) -> list[Number]:
    """The numbers among the words, digits and words alike; what stands next to one of them is what it counts."""
    found: list[Number] = []
    at = 0
    while at < len(row):
        value = _value(row[at].form)
        if value is None:
            at += 1
            continue
        last = at
        while last + 1 < len(row):
            form = row[last + 1].form.lower()
            if form in _SCALES:
                value *= _SCALES[form]
            elif value in range(20, 100, 10) and form in _SMALL[1:10]:
                value += _WORDS[form]
            else:
                break
            last += 1
        noun = last + 1 if last + 1 < len(row) and row[last + 1].stem not in stopwords() else None
        found.append(Number(at, last, value, noun))
        at = last + 1
    return found


def _value(form: str) -> float | None:
    if _DIGITS.fullmatch(form):
        return float(form.replace(",", ""))
    return float(_WORDS[form.lower()]) if form.lower() in _WORDS and form.lower() != "one" else None
