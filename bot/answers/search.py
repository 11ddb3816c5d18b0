"""Search over the claims of a channel's stories."""

import math
from collections import Counter
from collections.abc import Iterable

from bot.answers.match import PARAPHRASE
from bot.answers.words import bag_of, paraphrases, stopwords, words
from bot.models import ChannelClaim, Hit

# A hit holds at least this share of what the words say; below, two claims on one subject look alike.
AT_LEAST = 0.5
SPEAKERS_SHARE = 0.6


def search(words_: str, claims: Iterable[ChannelClaim], *, limit: int = 10) -> list[Hit]:
    """The claims that say ``words_`` or something close to it, the best first, with a score from 0 to 1.

    Forms of a word, and words that stand for each other, count; word order and small words do not. A claim that
    meets less than half of what the words say is left out.
    """
    wanted = [stem for stem in bag_of(words_) if stem not in stopwords()]
    wanted = wanted or sorted(bag_of(words_))
    if not wanted:
        return []
    held = [(claim, bag_of(claim.words)) for claim in claims]
    frequency = Counter(stem for _, stems in held for stem in stems)
    weights = {stem: math.log(1 + (len(held) + 0.5) / (frequency[stem] + 0.5)) for stem in wanted}
    whole = sum(weights.values())
    phrase = words_.casefold().strip(" \"“”'")
    hits: list[tuple[float, int, ChannelClaim]] = []
    for number, (claim, stems) in enumerate(held):
        met = 0.0
        speaker: frozenset[str] | None = None
        for stem, weight in weights.items():
            if stem in stems:
                met += weight
            elif paraphrases().get(stem, frozenset()) & stems:
                met += PARAPHRASE * weight
            else:
                if speaker is None:
                    speaker = bag_of(" ".join([claim.speaker or "", *claim.speaker_aliases]))
                met += SPEAKERS_SHARE * weight if stem in speaker else 0.0
        share = met / whole
        if share < AT_LEAST:
            continue
        # a claim that says little else is closer than a long one; the very words are closest
        length = len(words(claim.words))
        closeness = min(1.0, len(wanted) / max(1, length - _small(claim.words)))
        exact = 1.0 if len(wanted) > 1 and phrase in claim.words.casefold() else 0.0
        score = min(1.0, 0.8 * share + 0.1 * closeness + 0.1 * exact)
        hits.append((score, number, claim))
    hits.sort(key=lambda hit: (-hit[0], hit[1]))
    return [Hit(claim=claim, score=round(score, 4)) for score, _, claim in hits[:limit]]


def _small(text: str) -> int:
    return sum(word.stem in stopwords() for word in words(text))
