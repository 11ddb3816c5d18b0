"""Names as strings: when are two of them one? No document here, and no guess that needs one."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, Literal

from bot.nlp.lexicon import countries
from bot.nlp.lexicon.load import read_table, word_list, word_set

Gender = Literal["male", "female"]

_WORD: Final = re.compile(r"[^\W_][\w.'’-]*|&")
_SMALL: Final = frozenset({"the", "of", "for", "and", "&", "a", "an", "in", "on", "to", "s", "at", "with"})
# One spelling for words that Britain and America write differently, in the names of bodies.
_SPELT: Final = {"defence": "defense", "labour": "labor", "organisation": "organization", "centre": "center"}


def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name in small letters, without "Jr.", nicknames in quotes and possessive endings."""
    plain = re.sub('["“”‘][^"“”’]{1,20}["“”’]', " ", name)
    words = [re.sub("['’]s?$", "", word).casefold() for word in re.findall(r"[^\s,]+", plain)]
    return tuple(word for word in words if word and word not in word_list("name_suffixes"))


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in map(str.split, read_table("given_names.toml")["short"].splitlines()):
        for name in group:
            table.setdefault(name, set()).update(group)
    return {name: frozenset(group) for name, group in table.items()}


def same_given(one: str, other: str) -> bool:
    """Whether two given names may be one person's: equal, an initial, or short for the other ("Bill", "William")."""
    a, b = one.rstrip("."), other.rstrip(".")
    if a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)):
        return True
    return bool(_nicknames().get(a, frozenset()) & _nicknames().get(b, frozenset()))


def same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names (``person_words``, two words or more each) are one person's.

    One surname, and given names that agree; or the words of the shorter within the longer in their order.
    """
    if len(one) < 2 or len(other) < 2:
        return False
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if _family(short) == _family(long):
        return same_given(short[0], long[0]) or (len(long) > 2 and same_given(short[0], long[1]))
    return len(short) > 1 and _within(short, long) and short[0] == long[0]


def _family(words: Sequence[str]) -> str:
    return re.sub("^(?:al|el)-", "", words[-1]).replace("-", "")


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def short_of(short: Sequence[str], full: Sequence[str]) -> Literal["family", "given"] | None:
    """Whether a shorter name is the family name (with particles: "van Dijk") or the given name of a full one."""
    if not short or len(short) >= len(full):
        return None
    if tuple(full[-len(short) :]) == tuple(short) or (len(short) == 1 and _family(full) == _family(short)):
        return "family"
    # "Abu Jandal" of "Abu Jandal al-Kuwaiti": names of several words are cut from behind as well.
    if tuple(full[: len(short)]) == tuple(short):
        return "given"
    return None


@cache
def _given() -> dict[str, Gender]:
    table = read_table("given_names.toml")
    male, female = word_set(table["male"]), word_set(table["female"])
    return {**dict.fromkeys(male - female, "male"), **dict.fromkeys(female - male, "female")}


def gender_of(words: Sequence[str]) -> Gender | None:
    """What the given name of a full name says of its bearer's pronoun, or None where it says nothing."""
    if len(words) < 2:
        return None
    first = words[0].rstrip(".")
    if len(first) == 1 and len(words) > 2:
        first = words[1]
    return _given().get(first) or _given().get(first.split("-")[0])


def body_key(name: str) -> frozenset[str]:
    """The words that tell one body from another, in any order and spelling; a state stands as its code.

    "Ministry of Defence of the Russian Federation" and "Russian defense ministry" have one key.
    """
    words = [re.sub("['’]s?$", "", word) for word in _WORD.findall(name)]
    key = []
    position = 0
    while position < len(words):
        for length in range(min(4, len(words) - position), 0, -1):
            state = countries.state_word(" ".join(words[position : position + length]))
            if state is not None and state.form != "seat":
                key.append(f"={state.code}")
                position += length
                break
        else:
            word = words[position].casefold().strip(".-")
            if word and word not in _SMALL:
                key.append(_SPELT.get(word, word))
            position += 1
    return frozenset(key)


def initials(name: str) -> set[str]:
    """The acronyms that a name of several words may have, in capitals: of its capital words, and of all of them."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’]*", name) if word.casefold() != "the"]
    large = [word for word in words if word[0].isupper()]
    if len(large) < 2:
        return set()
    found = {"".join(word[0] for word in large), "".join(word[0] for word in words).upper()}
    # A state or people before the name often has no letter in it ("Iraqi Security Forces": ISF has; "US CENTCOM").
    if len(large) > 2 and countries.state_word(large[0]):
        found.add("".join(word[0] for word in large[1:]))
    return {letters for letters in found if len(letters) > 1}


def acronym(word: str) -> str | None:
    """The letters of an acronym as it is written ("U.N.", "SDF"), in capitals, or None where it is none."""
    letters = re.sub(r"[.\-/]|['’]s$", "", word)
    return letters if 2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper() else None


def shortened(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a body's shorter name is the end of a longer one ("Commission"), or its start with only a company's
    ending missing ("Harland" of "Harland Holdings Ltd"); both in small letters."""
    if not short or len(short) >= len(long):
        return False
    if list(long[-len(short) :]) == list(short) and (
        len(short) > 1 or short[0] in word_list("org_nouns") or short[0].capitalize() in word_list("name_heads")
    ):
        return True
    if len(short) == 1 and short[0] == long[0] and short[0] in word_list("org_nouns"):
        return True
    rest = long[len(short) :]
    return list(long[: len(short)]) == list(short) and all(
        word in word_list("company_ends") or (len(short) == 1 and len(rest) == 1 and deals_in(word)) for word in rest
    )


def deals_in(word: str) -> bool:
    """Whether a word in small letters says what a company deals in ("lines", "chemicals"): people leave it out."""
    return word in word_list("trades")


def plain_words(name: str) -> list[str]:
    """The words of a body's name in small letters, in order, without small words and possessives."""
    words = [re.sub("['’]s?$", "", word).casefold() for word in _WORD.findall(name)]
    return [_SPELT.get(word, word) for word in words if word and word not in _SMALL]


def without_article(name: str) -> str:
    """``name`` without a leading article or possessive ending, as it is shown."""
    return re.sub("['’]s?$", "", re.sub(r"^(?:the|a|an)\s+", "", name).strip())


def distinct(forms: Iterable[str], name: str) -> list[str]:
    """``forms`` without doubles that differ by article, case or possessive ending alone, and without ``name``."""
    seen = {without_article(name).casefold().removeprefix("the ")}
    found = []
    for form in forms:
        shown = without_article(form)
        bare = shown.casefold().removeprefix("the ")
        if bare and bare not in seen:
            seen.add(bare)
            found.append(shown)
    return found
