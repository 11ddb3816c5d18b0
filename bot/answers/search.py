"""Search over the claims of a channel's stories."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bot.answers.index import Postings, postings, stems
from bot.answers.match import PARAPHRASE
from bot.answers.words import paraphrases, stopwords
from bot.models import ChannelClaim, ChannelStory, Hit

# A hit holds at least this share of what the words say; below, two claims on one subject look alike.
AT_LEAST = 0.5
SPEAKERS_SHARE = 0.6


def search(words_: str, stories: Sequence[ChannelStory], *, limit: int | None = 10) -> list[Hit]:
    """The claims that say ``words_`` or something close to it, the best first, with a score from 0 to 1.

    Forms of a word, and words that stand for each other, count; word order and small words do not. A claim that
    meets less than half of what the words say is left out.
    """
    phrase = words_.casefold().strip(" \"“”'")
    wanted = [stem for stem in stems(words_) if stem not in stopwords()]
    if not wanted:  # "we will not": only the very words count
        whole_phrase = [claim for claim in _claims(stories) if " " in phrase and phrase in claim.words.casefold()]
        return [Hit(claim=claim, score=1.0) for claim in whole_phrase[:limit]]
    wide = frozenset(wanted).union(*(paraphrases().get(stem, ()) for stem in wanted))
    rows = []
    frequency = Counter(dict.fromkeys(wanted, 0))
    for age, story in enumerate(stories):
        row = postings(story)
        inside = row.content.keys() & wide
        if inside or row.speakers.keys() & wide:
            rows.append((age, story, row))
            for stem in inside:
                if stem in frequency:
                    frequency[stem] += len(row.content[stem])
    everything = sum(len(story.claims) for story in stories)
    weights = {stem: math.log(1 + (everything + 0.5) / (frequency[stem] + 0.5)) for stem in wanted}
    least = AT_LEAST * sum(weights.values())
    hits: list[tuple[float, int, int, ChannelClaim]] = []
    for age, story, row in rows:
        for number, met in _met(row, weights).items():
            if met < least:
                continue
            claim = story.claims[number]
            # a claim that says little else is closer than a long one; the very words are closest
            closeness = min(1.0, len(wanted) / max(1, row.sizes[number]))
            exact = " " in phrase and phrase in claim.words.casefold()
            score = min(1.0, 0.8 * AT_LEAST * met / least + 0.1 * closeness + 0.1 * exact)
            hits.append((score, age, number, claim))
    hits.sort(key=lambda hit: (-hit[0], hit[1], hit[2]))
    return [Hit(claim=claim, score=round(score, 4)) for score, _, _, claim in hits[:limit]]


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
