"""Words, their stems, and words that stand for each other.

Stems are Snowball's (English, "Porter 2"); paraphrases are a hand-written file of what news and questions about news
use for each other.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*(?:['’][^\W\d_]+)*", re.UNICODE)
# "U.S.", "e.U.": letters with stops are one word without them
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}", re.UNICODE)
POSSESSIVE = re.compile(r"['’](?:s|S)$|['’]$")

# British spellings as Americans write them: "organised", "labour", "analyse", "centre", "dialogue".
_SPELLINGS: Final = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"^(\w{3,})is(e[drs]?|ing|ations?)$", r"\1iz\2"),
        (r"^(\w{3,})our(s|ed|ing|able|ites?)?$", r"\1or\2"),
        (r"^(\w{2,})ys(e[drs]?|ing)$", r"\1yz\2"),
        (r"^(\w{2,})tre(s|d)?$", r"\1ter\2"),
        (r"^(\w{3,})ogues?$", r"\1og"),
    )
)

_stemmer = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands (characters), as it is written, and what it is matched by."""

    start: int
    end: int
    form: str
    stem: str


def plain(text: str) -> str:
    """Lower case, without accents, with straight apostrophes."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one word, whatever its case."""
    bare = POSSESSIVE.sub("", plain(word)).replace(".", "").replace(",", "").replace("'", "")
    if not bare.isalpha():
        return bare
    for british, american in _SPELLINGS:
        bare = british.sub(american, bare)
    return str(_stemmer.stemWord(_bases().get(bare, bare)))


def words(text: str) -> list[Word]:
    """The words of ``text``; parts of "tit-for-tat" are words of their own, "U.S." is one."""
    found: list[Word] = []
    at = 0
    for dotted in DOTTED.finditer(text):
        found += _simple(text, at, dotted.start())
        form = dotted.group()
        found.append(Word(dotted.start(), dotted.end(), form, plain(form).replace(".", "")))
        at = dotted.end()
    return found + _simple(text, at, len(text))


def _simple(text: str, start: int, end: int) -> list[Word]:
    return [Word(m.start(), m.end(), m.group(), stem(m.group())) for m in WORD.finditer(text, start, end)]


def _lines(name: str) -> Iterator[str]:
    for line in (files("bot.answers") / "data" / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


@cache
def stopwords() -> frozenset[str]:
    """Words of a question that say nothing about what is looked for, as stems."""
    return frozenset(stem(word) for line in _lines("stopwords.txt") for word in line.split())


@cache
def _bases() -> Mapping[str, str]:
    return {form: row[0] for line in _lines("irregular.txt") if (row := line.split()) for form in row[1:]}


@cache
def titles() -> frozenset[str]:
    """Words that do not name anybody alone ("president", "court"), as stems."""
    return frozenset(stem(word) for line in _lines("titles.txt") for word in line.split())


@cache
def people() -> frozenset[str]:
    """Words for somebody who can speak ("official", "union"), as stems."""
    return frozenset(stem(word) for line in _lines("people.txt") for word in line.split())


@cache
def speech() -> frozenset[str]:
    """Verbs by which somebody says something, as stems."""
    return frozenset(stem(word) for line in _lines("speech_verbs.txt") for word in line.split())


@cache
def paraphrases() -> Mapping[str, frozenset[str]]:
    """What each stem may be said as; phrases are their stems joined by underscores."""
    table: dict[str, set[str]] = {}
    for line in _lines("paraphrases.txt"):
        group = {"_".join(map(stem, word.split("_"))) for word in line.split()}
        for member in group:
            table.setdefault(member, set()).update(group - {member})
    return {member: frozenset(others) for member, others in table.items()}


@cache
def antonyms() -> Mapping[str, frozenset[str]]:
    """The words that deny each stem; phrases are their stems joined by underscores."""
    table: dict[str, set[str]] = {}
    for line in _lines("antonyms.txt"):
        sides = [{"_".join(map(stem, word.split("_"))) for word in side.split()} for side in line.split("|")]
        for mine, theirs in (sides, sides[::-1]):
            for member in mine:
                table.setdefault(member, set()).update(theirs)
    return {member: frozenset(others) for member, others in table.items()}


def bag(stems: Iterable[str]) -> frozenset[str]:
    """The stems, and the phrases of two and three stems that some paraphrase knows."""
    row = list(stems)
    known = paraphrases()
    phrases = {
        phrase
        for size in (2, 3)
        for at in range(len(row) - size + 1)
        if (phrase := "_".join(row[at : at + size])) in known
    }
    return frozenset(row) | phrases
