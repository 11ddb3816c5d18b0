"""The words of a channel's claims, worked out once for each story and kept as long as the story is at hand."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from bot.answers.words import bag, stopwords, words
from bot.models import ChannelClaim, ChannelStory

Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Postings:
    """Which claims of a story (by number) hold a stem or known phrase, in their words and in their speakers' names;
    and how many of each claim's words tell something. About 1 kB for a claim."""

    content: Mapping[str, Places]
    speakers: Mapping[str, Places]
    sizes: Sequence[int]


# Weak: with the store's own bound on what it holds at hand, this is bounded too.
_known: WeakKeyDictionary[ChannelStory, Postings] = WeakKeyDictionary()
_shared: dict[Places, Places] = {}
_MOST_SHARED = 5_000


def postings(story: ChannelStory) -> Postings:
    """The postings of a story, from the second time on without work."""
    found = _known.get(story)
    if found is None:
        found = _known[story] = _made(story.claims)
    return found


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


def stems(text: str) -> frozenset[str]:
    """The stems and known phrases of a text."""
    return bag(word.stem for word in words(text))
