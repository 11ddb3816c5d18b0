"""The stories of a channel that may answer a question: by the meaning of their passages and by their words."""

import heapq
import math
from collections.abc import Sequence
from typing import Final

from bot.answers.encoders import SentenceEncoder
from bot.answers.search.index import postings, stems
from bot.answers.search.vectors import story_cosines
from bot.answers.stems import paraphrases, stopwords
from bot.models import ChannelStory

# Words against meaning, and a word that stands for another against the word itself.
WORDS: Final = 0.6
PARAPHRASE: Final = 0.6


def closest_stories(
    question: str, stories: Sequence[ChannelStory], encoder: SentenceEncoder, *, limit: int
) -> list[tuple[ChannelStory, float]]:
    """The stories closest to ``question``, the closest first, with how close they are (about 0 to 1.6).

    A story is as close as its closest passage or claim, and by the share of the question's words that it holds, a word
    weighing more the fewer stories have it. Of stories that are equally close the newer comes first: they are given in
    that order.
    """
    wanted = [stem for stem in stems(question) if stem not in stopwords()]
    texts = [postings(story).text for story in stories]
    marked = [f" {stem} " for stem in wanted]
    held = [sum(mark in text for text in texts) for mark in marked]
    weights = [math.log(1 + (len(texts) - count + 0.5) / (count + 0.5)) for count in held]
    whole = sum(weights) or 1.0
    others = [[f" {other} " for other in paraphrases().get(stem, ()) if "_" not in other] for stem in wanted]
    near = story_cosines(question, stories, encoder)
    scores = []
    for text, cosine in zip(texts, near, strict=True):
        met = 0.0
        for mark, like, weight in zip(marked, others, weights, strict=True):
            if mark in text:
                met += weight
            elif any(other in text for other in like):
                met += PARAPHRASE * weight
        scores.append(cosine + WORDS * met / whole)
    best = heapq.nlargest(limit, range(len(stories)), key=lambda at: (scores[at], -at))
    return [(stories[at], scores[at]) for at in best]
