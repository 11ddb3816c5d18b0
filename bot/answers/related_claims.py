"""Claims of a new story that earlier stories of the channel hold too, deny, or give another number for.

Precision goes before reach: one claim must hold everything that the other says, under the same names, and neither may
be a condition, a possibility or a plan where the other is a fact.
"""

import heapq
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, Literal

from bot.answers.numbers import Number, numbers
from bot.answers.search.index import postings
from bot.answers.search.listing import moment_of
from bot.answers.search.name_resolution import meant, party
from bot.answers.stems import antonyms, paraphrases, stopwords, words
from bot.models import ChannelClaim, ChannelStory

Kind = Literal["also", "denied", "changed"]

FEWEST: Final = 3  # words that two claims share
COVER: Final = 0.6  # of the longer claim, by the shorter
SURE: Final = 0.62  # a claim below this is shown as uncertain, and makes no neighbours
WIRE: Final = 0.6  # the share of a story's claims that stand word for word in another one
MOST: Final = 3  # lines in a reply
MOST_CANDIDATES: Final = 150  # earlier claims that one claim is compared with
MOST_COMPARED: Final = 60  # claims of one story: the reply waits for it

_NOT: Final = re.compile(r"\b(?:not|no|never|nobody|none|neither|nor|without|cannot|false|untrue)\b|n['’]t\b", re.I)
_IF: Final = re.compile(r"\b(?:if|unless|whether|provided|should)\b", re.IGNORECASE)
_MAY: Final = re.compile(r"\b(?:may|might|could|can|possibl[ey]|probabl[ey]|perhaps|likely|about to)\b", re.IGNORECASE)
_WILL: Final = re.compile(r"\b(?:will|would|shall|going to|plan(?:s|ned)? to|to be)\b|['’]ll\b", re.IGNORECASE)
_I: Final = re.compile(r"\b(?:i|my|me)\b", re.IGNORECASE)
_SELF: Final = re.compile(r"\b(?:we|our|us|i|my|it|its|he|his|she|her)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RelatedClaim:
    """A claim of a new story and one of an earlier story: said too, denied (by either), or with another number.

    ``was`` and ``now`` are the words with the number in the earlier and in the new claim; ``denier`` is whoever
    denies, ``same_speaker`` whether the same party said both.
    """

    kind: Kind
    claim: ChannelClaim
    earlier: ChannelClaim
    was: str | None = None
    now: str | None = None
    denier: str | None = None
    same_speaker: bool = False


def find_related(new: ChannelStory, earlier: Sequence[ChannelStory]) -> list[RelatedClaim]:
    """The neighbours of the new story's claims in stories that are older, at most ``MOST``; the same words in two
    papers count once."""
    before = moment_of(new.card)
    others = [
        story for story in earlier if story.card.story_id != new.card.story_id and moment_of(story.card) <= before
    ]
    wire: dict[str, bool] = {}
    found: list[RelatedClaim] = []
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


def compare(claim: ChannelClaim, earlier: ChannelClaim) -> RelatedClaim | None:
    """What the earlier claim is to the new one; None where it cannot be told."""
    if min(claim.confidence, earlier.confidence) < SURE:
        return None
    one, other = _reading(claim.words, claim.speaker), _reading(earlier.words, earlier.speaker)
    if one.shape != other.shape:
        return None
    missing, lacking = one.stems - other.alike, other.stems - one.alike
    opposed = {stem for stem in missing if antonyms().get(stem, frozenset()) & lacking}
    missing -= opposed
    lacking -= {stem for stem in lacking if antonyms().get(stem, frozenset()) & opposed}
    if (
        _apart(claim, earlier, one, other)
        or (missing and lacking)
        or (one.names - other.alike and other.names - one.alike)
        or len(opposed) > 1
    ):
        return None
    denies = (one.negated != other.negated) != bool(opposed)
    if (claim.stance == "denies") != (earlier.stance == "denies"):
        denies = not denies
    shared = min(len(one.stems - missing), len(other.stems - lacking))
    # "We keep no lists" denies every list: what denies may say less than what it denies
    general = denies and ((one.negated and not missing) or (other.negated and not lacking))
    if shared < COVER * max(len(one.stems), len(other.stems)) and not general:
        return None
    if not _in_order(one, other):
        return None
    differing = _differing(one, other)
    if differing is not None:
        if denies or shared < FEWEST - 1:
            return None
        was, now = other.told(differing[1]), one.told(differing[0])
        return RelatedClaim("changed", claim, earlier, was=was, now=now, same_speaker=_same_speaker(claim, earlier))
    same_numbers = sorted(n.value for n in one.numbers) == sorted(n.value for n in other.numbers)
    alike = not missing and not lacking
    fewest = FEWEST - (denies and (alike or general))
    if not (same_numbers or general) or shared + len(one.numbers) < fewest or not (claim.speaker and earlier.speaker):
        return None
    if denies:
        by_new = claim.stance == "denies" if "denies" in (claim.stance, earlier.stance) else one.negated
        denier = claim.speaker if by_new else earlier.speaker
        return RelatedClaim("denied", claim, earlier, denier=denier, same_speaker=_same_speaker(claim, earlier))
    if _same_speaker(claim, earlier) or _plain(claim.words) == _plain(earlier.words):
        return None
    return RelatedClaim("also", claim, earlier)


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
    alike = stems | {other for stem in stems for other in paraphrases().get(stem, ())}
    if speaker and _SELF.search(text):  # "we never left": whose words they are
        alike |= {w.stem for w in words(speaker)}
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


def _apart(claim: ChannelClaim, earlier: ChannelClaim, one: _Reading, other: _Reading) -> bool:
    """Whether one speaks of himself ("I will not vote for it") and the other of somebody else."""
    for mine, theirs in ((claim, other), (earlier, one)):
        if _I.search(mine.words) and not {w.stem for w in words(mine.speaker or "")} & theirs.stems:
            return not _same_speaker(claim, earlier)
    return False


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
    """For each claim those, by story and number, that share the most words with it.

    All claims look at a story together: of 5,000 stories most share too little with any of them.
    """
    readings = [_reading(claim.words, claim.speaker) for claim in claims]
    wide = [reading.alike.union(*(antonyms().get(stem, ()) for stem in reading.stems)) for reading in readings]
    everything = frozenset[str]().union(*wide)
    found: list[list[tuple[int, ChannelStory, int]]] = [[] for _ in claims]
    for story in stories:
        row = postings(story)
        said, speakers = row.content.keys() & everything, row.speakers.keys() & everything
        for own, candidates in zip(wide, found, strict=True):
            inside, by = said & own, speakers & own
            if len(inside) + len(by) >= FEWEST - 1:
                met = Counter(chain.from_iterable([row.content[stem] for stem in inside]))
                met.update(chain.from_iterable([row.speakers[stem] for stem in by]))
                candidates += [(count, story, number) for number, count in met.items() if count >= FEWEST - 1]
    closest = (heapq.nlargest(MOST_CANDIDATES, candidates, key=lambda one: one[0]) for candidates in found)
    return [[(story, number) for _, story, number in candidates] for candidates in closest]


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
