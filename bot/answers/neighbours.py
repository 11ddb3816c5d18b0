"""Claims of a new story that earlier stories of the channel hold too, deny, or give another number for.

Precision goes before reach: one claim must hold everything that the other says, under the same names, and neither may
be a condition, a possibility or a plan where the other is a fact.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, Literal

from bot.answers.index import postings
from bot.answers.listing import moment_of
from bot.answers.naming import meant, party
from bot.answers.tally import Number, numbers
from bot.answers.words import paraphrases, stopwords, words
from bot.models import ChannelClaim, ChannelStory

Kind = Literal["also", "denied", "changed"]

FEWEST: Final = 3  # words that two claims share
COVER: Final = 0.6  # of the longer claim, by the shorter
SURE: Final = 0.62  # a claim below this is shown as uncertain, and makes no neighbours
WIRE: Final = 0.6  # the share of a story's claims that stand word for word in another one
MOST: Final = 3  # lines in a reply
MOST_COMPARED: Final = 60  # claims of one story: the reply waits for it

_NOT: Final = re.compile(r"\b(?:not|no|never|nobody|none|neither|nor|without|cannot|false|untrue)\b|n['’]t\b", re.I)
_IF: Final = re.compile(r"\b(?:if|unless|whether|provided|should)\b", re.IGNORECASE)
_MAY: Final = re.compile(r"\b(?:may|might|could|can|possibl[ey]|probabl[ey]|perhaps|likely|about to)\b", re.IGNORECASE)
_WILL: Final = re.compile(r"\b(?:will|would|shall|going to|plan(?:s|ned)? to|to be)\b|['’]ll\b", re.IGNORECASE)
_SELF: Final = re.compile(r"\b(?:we|our|us|i|my)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A claim of a new story and one of an earlier story: said too, denied (by either), or with another number.

    ``was`` and ``now`` are the words with the number in the earlier and in the new claim; ``denier`` is whoever
    denies.
    """

    kind: Kind
    claim: ChannelClaim
    earlier: ChannelClaim
    was: str | None = None
    now: str | None = None
    denier: str | None = None


def neighbours(new: ChannelStory, earlier: Sequence[ChannelStory]) -> list[Neighbour]:
    """The neighbours of the new story's claims in stories that are older, at most ``MOST``; the same words in two
    papers count once."""
    before = moment_of(new.card)
    others = [
        story for story in earlier if story.card.story_id != new.card.story_id and moment_of(story.card) <= before
    ]
    wire: dict[str, bool] = {}
    found: list[Neighbour] = []
    seen: set[tuple[str, Kind]] = set()
    claims = [claim for claim in new.claims if claim.confidence >= SURE][:MOST_COMPARED]
    for claim, candidates in zip(claims, _candidates(claims, others), strict=True):
        for story, number in candidates:
            pair = compare(claim, story.claims[number])
            if pair is None or (claim.claim_id, pair.kind) in seen:
                continue
            name = story.card.story_id
            if name not in wire:
                wire[name] = _same_wire(new, story)
            if not wire[name]:
                seen.add((claim.claim_id, pair.kind))
                found.append(pair)
    found.sort(key=lambda pair: ("denied", "changed", "also").index(pair.kind))
    return found[:MOST]


def compare(claim: ChannelClaim, earlier: ChannelClaim) -> Neighbour | None:
    """What the earlier claim is to the new one; None where it cannot be told."""
    if min(claim.confidence, earlier.confidence) < SURE:
        return None
    one, other = _reading(claim.words, claim.speaker), _reading(earlier.words, earlier.speaker)
    if one.shape != other.shape:
        return None
    missing, lacking = one.stems - other.alike, other.stems - one.alike
    if (missing and lacking) or (one.names - other.alike and other.names - one.alike):
        return None
    shared = min(len(one.stems - missing), len(other.stems - lacking))
    if shared < COVER * max(len(one.stems), len(other.stems)) or not _in_order(one, other):
        return None
    differing = _differing(one, other)
    denies = one.negated != other.negated
    if (claim.stance == "denies") != (earlier.stance == "denies"):
        denies = not denies
    if differing is not None:
        if not denies and shared >= FEWEST - 1:
            return Neighbour("changed", claim, earlier, was=other.told(differing[1]), now=one.told(differing[0]))
        return None
    same_numbers = sorted(n.value for n in one.numbers) == sorted(n.value for n in other.numbers)
    if not same_numbers or shared + len(one.numbers) < FEWEST or not claim.speaker or not earlier.speaker:
        return None
    if denies:
        by_new = claim.stance == "denies" if "denies" in (claim.stance, earlier.stance) else one.negated
        return Neighbour("denied", claim, earlier, denier=claim.speaker if by_new else earlier.speaker)
    if _same_speaker(claim, earlier) or _plain(claim.words) == _plain(earlier.words):
        return None
    return Neighbour("also", claim, earlier)


@dataclass(frozen=True)
class _Reading:
    """A claim's words made ready: its stems (with what may stand for them), names in order, numbers, and shape."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    row: tuple[str, ...]
    stems: frozenset[str]
    alike: frozenset[str]
    names: frozenset[str]
    order: tuple[str, ...]
    numbers: tuple[Number, ...]
    negated: bool
    shape: tuple[bool, bool, bool]

    def noun(self, number: Number) -> str | None:
        return self.row[number.noun] if number.noun is not None else None

    def told(self, number: Number) -> str:
        last = number.last if number.noun is None else number.noun
        return self.text[self.starts[number.first] : self.ends[last]]


@lru_cache(maxsize=4_096)
def _reading(text: str, speaker: str | None) -> _Reading:
    row = words(text)
    found = tuple(numbers(row))
    counted = {at for number in found for at in range(number.first, number.last + 1)}
    telling = [at for at, w in enumerate(row) if at not in counted and w.stem not in stopwords()]
    capital = [at for at in telling if row[at].form[0].isupper() and (at > 0 or row[at].form.isupper())]
    stems = {row[at].stem for at in telling}
    names = {row[at].stem for at in capital}
    if speaker and _SELF.search(text):  # "we never left": whose words they are
        names |= (own := {w.stem for w in words(speaker) if w.stem not in stopwords()})
        stems |= own
    alike = stems | {other for stem in stems for other in paraphrases().get(stem, ())}
    return _Reading(
        text=text,
        starts=tuple(w.start for w in row),
        ends=tuple(w.end for w in row),
        row=tuple(w.stem for w in row),
        stems=frozenset(stems),
        alike=frozenset(alike),
        names=frozenset(names),
        order=tuple(row[at].stem for at in telling),
        numbers=found,
        negated=len(_NOT.findall(text)) % 2 == 1,
        shape=(bool(_IF.search(text)), bool(_MAY.search(text)), bool(_WILL.search(text))),
    )


def _in_order(one: _Reading, other: _Reading) -> bool:
    """Whether the names that both hold come in the same order: who did it to whom."""
    both = (one.names | other.names) & set(one.order) & set(other.order)
    return [s for s in dict.fromkeys(one.order) if s in both] == [s for s in dict.fromkeys(other.order) if s in both]


def _differing(one: _Reading, other: _Reading) -> tuple[Number, Number] | None:
    """The one number in which two claims differ, where it counts the same thing in both; else None."""
    if len(one.numbers) != len(other.numbers):
        return None
    pairs = [(a, b) for a, b in zip(one.numbers, other.numbers, strict=True) if a.value != b.value]
    if len(pairs) != 1:
        return None
    mine, theirs = pairs[0]
    noun = one.noun(mine)
    return pairs[0] if noun is not None and noun == other.noun(theirs) else None


def _candidates(
    claims: Sequence[ChannelClaim], stories: Sequence[ChannelStory]
) -> list[list[tuple[ChannelStory, int]]]:
    """For each claim those, by story and number, that share as many words with it as ``compare`` will ask for.

    All claims look at a story together: of 5,000 stories most share too little with any of them.
    """
    readings = [_reading(claim.words, claim.speaker) for claim in claims]
    fewest = [max(FEWEST - 1, math.ceil(COVER * len(reading.stems))) for reading in readings]
    everything = frozenset[str]().union(*(reading.alike for reading in readings))
    found: list[list[tuple[ChannelStory, int]]] = [[] for _ in claims]
    for story in stories:
        row = postings(story)
        said, speakers = row.content.keys() & everything, row.speakers.keys() & everything
        for reading, few, candidates in zip(readings, fewest, found, strict=True):
            inside, by = said & reading.alike, speakers & reading.alike
            if len(inside) + len(by) >= few:
                met = Counter(chain.from_iterable([row.content[stem] for stem in inside]))
                met.update(chain.from_iterable([row.speakers[stem] for stem in by]))
                candidates += [(story, number) for number, count in met.items() if count >= few]
    return found


def _same_wire(new: ChannelStory, other: ChannelStory) -> bool:
    """Whether two stories are one agency's copy."""
    mine, theirs = {_plain(claim.words) for claim in new.claims}, {_plain(claim.words) for claim in other.claims}
    return len(mine) >= FEWEST and len(mine & theirs) >= WIRE * min(len(mine), len(theirs))


def _same_speaker(one: ChannelClaim, other: ChannelClaim) -> bool:
    theirs = party(other.speaker, other.speaker_aliases)
    mine = party(one.speaker, one.speaker_aliases)
    if mine is None or theirs is None:
        return False
    return bool(meant(mine[0], [theirs]).parties or meant(theirs[0], [mine]).parties)


def _plain(text: str) -> str:
    return " ".join(word.stem for word in words(text))
