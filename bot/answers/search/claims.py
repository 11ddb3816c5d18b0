"""Search over the claims of a channel's stories: by words, and by meaning where an encoder is at hand."""

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.answers.encoders import SentenceEncoder
from bot.answers.retrieval.topic import PARAPHRASE
from bot.answers.search.index import Postings, postings, stems
from bot.answers.search.vectors import Closeness, closeness_of
from bot.answers.stems import paraphrases, stopwords
from bot.models import ChannelClaim, ChannelStory, Hit

# A hit by words alone holds at least this share of what the words say; below, two claims on one subject look alike.
AT_LEAST: Final = 0.5
SPEAKERS_SHARE: Final = 0.6

# Everything below was chosen on one half of the searches of tests/quality/search, with a look at the other half and at
# searches of others (CONTRIBUTING, "Search by meaning"). What shares words with the search is that much closer.
SHARED: Final = 0.3
UNSHARED: Final = 0.25
# A hit by words that lies further off than this in meaning uses them in another sense.
OTHER_SENSE: Final = 0.25
# The closest of n claims that have nothing to do with a search lies .037 nearer with every e-fold of n (50 to 10,000
# claims). Two thirds of that: the line rises with the channel, and half of the answers are above it at 10,000.
LINE: Final = 0.29
RISE: Final = 0.025
# Where a claim has no vector: about the median of right answers.
UNKNOWN: Final = 0.45
# The very words come first: theirs are the scores from here to 1.
VERY_WORDS: Final = 0.8
_MOST_CLOSE: Final = 1.2

_NOT: Final = re.compile(r"\b(?:not?|never|nobody|none|nothing|neither|nor|cannot|wont|dont)\b|n['’]t\b", re.IGNORECASE)


def search(
    words_: str, stories: Sequence[ChannelStory], *, limit: int | None = 10, encoder: SentenceEncoder | None = None
) -> list[Hit]:
    """The claims that say ``words_`` or something close to it, the best first, with a score from 0 to 1.

    Forms of a word, and words that stand for each other, count; word order and small words do not. Without
    ``encoder``, and in stories without vectors, a claim that meets less than half of what the words say is left out;
    with it, so is one that is not close enough in meaning and words together. Claims that hold all the words come
    before those that are close in meaning alone.
    """
    phrase = words_.casefold().strip(" \"“”'")
    wanted = [stem for stem in stems(words_) if stem not in stopwords()]
    if not wanted:  # "we will not": only the very words count
        whole_phrase = [claim for claim in _claims(stories) if " " in phrase and phrase in claim.words.casefold()]
        return [Hit(claim=claim, score=1.0) for claim in whole_phrase[:limit]]
    asked = _Asked(phrase, wanted, stories)
    found = asked.found(closeness_of(words_, stories, encoder) if encoder else Closeness.unknown(stories))
    best = sorted(found) if limit is None else heapq.nsmallest(limit, found)
    return [Hit(claim=stories[age].claims[number], score=round(-score, 4)) for score, age, number in best]


Found = tuple[float, int, int]
"""The score, negative, so that the best sorts first; the numbers of the story and of the claim."""


class _Asked:
    """One search: its words with their weights, and the stories that hold one of them."""

    def __init__(self, phrase: str, wanted: Sequence[str], stories: Sequence[ChannelStory]) -> None:
        self._phrase = phrase if " " in phrase else ""
        self._stories = stories
        wide = frozenset(wanted).union(*(paraphrases().get(stem, ()) for stem in wanted))
        self._rows: list[tuple[int, Postings]] = []
        frequency = Counter(dict.fromkeys(wanted, 0))
        for age, story in enumerate(stories):
            row = postings(story)
            inside = row.content.keys() & wide
            if inside or row.speakers.keys() & wide:
                self._rows.append((age, row))
                for stem in inside:
                    if stem in frequency:
                        frequency[stem] += len(row.content[stem])
        everything = sum(len(story.claims) for story in stories)
        self._line = LINE + RISE * math.log(1 + everything)
        weights = {stem: math.log(1 + (everything + 0.5) / (frequency[stem] + 0.5)) for stem in wanted}
        whole = sum(weights.values())
        self._weights = {stem: weight / whole for stem, weight in weights.items()}

    def found(self, closeness: Closeness) -> list[Found]:
        """The claims that are close enough in meaning and words together."""
        rough: dict[tuple[int, int], float] = {}
        negative = bool(_NOT.search(self._phrase))
        for age, row in self._rows:
            for number, met in _met(row, self._weights).items():
                cosine = closeness.of(age, number)
                close = (UNKNOWN if cosine is None else cosine) + SHARED * max(0.0, met - UNSHARED)
                # "not going to resign" is not what somebody says who must resign
                very = met > 1 - 1e-9 and not (negative and not _NOT.search(self._stories[age].claims[number].words))
                held = met >= AT_LEAST and (cosine is None or cosine >= OTHER_SENSE)
                if very or held or (cosine is not None and close >= self._line):
                    rough[age, number] = _score(close, very)
        for place in closeness.over(self._line):
            if place not in rough:
                rough[place] = _score(closeness.of(*place) or 0.0, False)
        return self._phrased([(-score, *place) for place, score in rough.items()], 0.05)

    def _phrased(self, rough: list[Found], gain: float) -> list[Found]:
        """The same, with ``gain`` for claims that hold the words in a row. Only those that it could bring among the
        best hundred are looked at: a store decodes a claim when it is looked at."""
        if not self._phrase:
            return rough
        last = heapq.nsmallest(100, rough)[-1][0] + gain if rough else 0.0
        return [
            (max(-1.0, score - gain), age, number)
            if score <= last and self._phrase in self._stories[age].claims[number].words.casefold()
            else (score, age, number)
            for score, age, number in rough
        ]


def _score(close: float, very: bool) -> float:
    share = min(1.0, max(0.0, close / _MOST_CLOSE))
    return VERY_WORDS + (1 - VERY_WORDS) * share if very else VERY_WORDS * share


def _met(row: Postings, weights: Mapping[str, float]) -> dict[int, float]:
    """How much of the weight each claim of a story meets: by the word, by one that stands for it, by its speaker."""
    met: defaultdict[int, float] = defaultdict(float)
    for stem, weight in weights.items():
        said = row.content.get(stem, ())
        others = row.content.keys() & paraphrases().get(stem, frozenset())
        alike = {at for other in others for at in row.content[other]}.difference(said) if others else frozenset()
        for at in said:
            met[at] += weight
        for at in alike:
            met[at] += PARAPHRASE * weight
        for at in row.speakers.get(stem, ()):
            if at not in alike and at not in said:
                met[at] += SPEAKERS_SHARE * weight
    return met


def _claims(stories: Sequence[ChannelStory]) -> Iterator[ChannelClaim]:
    return (claim for story in stories for claim in story.claims)
