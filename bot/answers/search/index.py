"""The words of a story's claims: worked out when the story is kept, unpacked at its first search, then at hand."""

import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from sys import intern
from typing import Final
from weakref import WeakKeyDictionary

from bot.answers.stems import bag, stopwords, words
from bot.models import ChannelClaim, ChannelStory, Derived

Places = tuple[int, ...]

# The stems of a text depend on these files and on the stemmer; a change in any of them is another version.
_SHAPING: Final = ("irregular.txt", "paraphrases.txt", "stopwords.txt")
_FORMAT: Final = "2"


@dataclass(frozen=True, slots=True)
class Postings:
    """Which claims of a story (by number) hold a stem or known phrase, in their words and in their speakers' names;
    and how many of each claim's words tell something; ``text`` holds the stems of the whole story, once each, with
    a space around each. About 1 kB for a claim, and 1 to 2 for the text."""

    content: Mapping[str, Places]
    speakers: Mapping[str, Places]
    sizes: Sequence[int]
    text: str = " "


# Weak: with the store's own bound on what it holds at hand, this is bounded too.
_known: WeakKeyDictionary[ChannelStory, Postings] = WeakKeyDictionary()
_shared: dict[Places, Places] = {}
_MOST_SHARED = 5_000


def postings(story: ChannelStory) -> Postings:
    """The postings of a story, from the second time on without work. Those of another version are made anew."""
    found = _known.get(story)
    if found is None:
        stored = story.words
        made = _unpacked(stored.data) if stored is not None and stored.version == words_version() else None
        found = _known[story] = made or _made(story.claims)
    return found


def packed_words(claims: Sequence[ChannelClaim], text: str = "") -> Derived:
    """The postings of a story's claims and the stems of its ``text`` to be stored with them, some 100 bytes a claim and
    1 to 2 kB for the text; 50 µs of computing a claim or sentence."""
    made = _made(claims)
    whole = " ".join(sorted(one for one in stems(text) if one not in stopwords()))
    parts = (_written(made.content), _written(made.speakers), " ".join(map(str, made.sizes)), whole)
    return Derived(words_version(), "|".join(parts).encode())


@cache
def words_version() -> str:
    """The version of what makes stems and paraphrases: the stemmer, the word lists, and how they are written down."""
    made_by = hashlib.blake2b(f"{_FORMAT} {version('snowballstemmer')}".encode(), digest_size=6)
    for name in _SHAPING:
        made_by.update((files("bot.answers") / "data" / name).read_bytes())
    return made_by.hexdigest()


def _made(claims: Sequence[ChannelClaim]) -> Postings:
    content: dict[str, list[int]] = {}
    speakers: dict[str, list[int]] = {}
    sizes = array("H")
    for number, claim in enumerate(claims):
        row = [word.stem for word in words(claim.words)]
        _add(content, bag(row), number)
        _add(speakers, stems(" ".join([claim.speaker or "", *claim.speaker_aliases])), number)
        sizes.append(min(sum(stem not in stopwords() for stem in row), 0xFFFF))
    return Postings(_packed(content), _packed(speakers), sizes)


def _add(table: dict[str, list[int]], found: Iterable[str], number: int) -> None:
    for stem in found:
        if stem not in stopwords():
            table.setdefault(stem, []).append(number)


def _packed(table: Mapping[str, Sequence[int]]) -> dict[str, Places]:
    return {stem: _one(tuple(places)) for stem, places in table.items()}


def _one(places: Places) -> Places:
    """The same tuple for the same places: most stems stand in one claim of a story."""
    if len(_shared) >= _MOST_SHARED:
        return _shared.get(places, places)
    return _shared.setdefault(places, places)


def _written(table: Mapping[str, Places]) -> str:
    """ "0,2:strike;1:ferri port": the stems of the same places together, since most stand in one claim alone."""
    groups: dict[Places, list[str]] = {}
    for stem, places in table.items():
        groups.setdefault(places, []).append(stem)
    return ";".join(f"{','.join(map(str, places))}:{' '.join(stems)}" for places, stems in groups.items())


def _unpacked(data: bytes) -> Postings:
    content, speakers, sizes, text = data.decode().split("|")
    return Postings(_read(content), _read(speakers), array("H", map(int, sizes.split())), f" {text} ")


def _read(written: str) -> dict[str, Places]:
    table: dict[str, Places] = {}
    for group in written.split(";") if written else ():
        places, _, stems = group.partition(":")
        table |= dict.fromkeys(map(intern, stems.split(" ")), _one(tuple(map(int, places.split(",")))))
    return table


def stems(text: str) -> frozenset[str]:
    """The stems and known phrases of a text."""
    return bag(word.stem for word in words(text))
