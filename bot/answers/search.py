"""Search over the claims of a channel's stories."""

import math
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from bot.answers.match import PARAPHRASE
from bot.answers.words import bag, paraphrases, stopwords, words
from bot.models import ChannelClaim, Hit

# A hit holds at least this share of what the words say; below, two claims on one subject look alike.
AT_LEAST = 0.5
SPEAKERS_SHARE = 0.6


def search(words_: str, claims: Iterable[ChannelClaim], *, limit: int = 10) -> list[Hit]:
    """The claims that say ``words_`` or something close to it, the best first, with a score from 0 to 1.

    Forms of a word, and words that stand for each other, count; word order and small words do not. A claim that
    meets less than half of what the words say is left out.
    """
    phrase = words_.casefold().strip(" \"“”'")
    wanted = [stem for stem in _held(words_)[0] if stem not in stopwords()]
    if not wanted:  # "we will not": only the very words count
        whole_phrase = [claim for claim in claims if " " in phrase and phrase in claim.words.casefold()]
        return [Hit(claim=claim, score=1.0) for claim in whole_phrase[:limit]]
    likes = {stem: paraphrases().get(stem, frozenset()) for stem in wanted}
    held = [(claim, *_held(claim.words)) for claim in claims]
    frequency = Counter(stem for _, stems, _ in held for stem in wanted if stem in stems)
    weights = {stem: math.log(1 + (len(held) + 0.5) / (frequency[stem] + 0.5)) for stem in wanted}
    least = AT_LEAST * sum(weights.values())
    hits: list[tuple[float, int, ChannelClaim]] = []
    for number, (claim, stems, size) in enumerate(held):
        met = 0.0
        missing = []
        for stem, weight in weights.items():
            if stem in stems:
                met += weight
            elif likes[stem] & stems:
                met += PARAPHRASE * weight
            else:
                missing.append(stem)
        if missing and met + SPEAKERS_SHARE * sum(weights[stem] for stem in missing) >= least:
            speaker = _held(" ".join([claim.speaker or "", *claim.speaker_aliases]))[0]
            met += SPEAKERS_SHARE * sum(weights[stem] for stem in missing if stem in speaker)
        if met < least:
            continue
        # a claim that says little else is closer than a long one; the very words are closest
        closeness = min(1.0, len(wanted) / max(1, size))
        exact = " " in phrase and phrase in claim.words.casefold()
        hits.append((min(1.0, 0.8 * AT_LEAST * met / least + 0.1 * closeness + 0.1 * exact), number, claim))
    hits.sort(key=lambda hit: (-hit[0], hit[1]))
    return [Hit(claim=claim, score=round(score, 4)) for score, _, claim in hits[:limit]]


@lru_cache(maxsize=60_000)
def _held(text: str) -> tuple[frozenset[str], int]:
    """The stems and phrases of a text, and how many of its words tell something; remembered (about 1 kB each), since
    the same claims are searched again and again."""
    row = [word.stem for word in words(text)]
    return bag(row), sum(stem not in stopwords() for stem in row)
