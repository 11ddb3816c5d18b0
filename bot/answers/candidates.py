"""The passages of a story that come closest to a question, and what tells whether they answer it.

By words (``match``) and by meaning: the cosine of sentence vectors picks what may answer, and the few that do are read
together with the question (retrieve and rerank: Nogueira and Cho 2019).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.answers.match import Topic
from bot.answers.meaning import Meaning, closeness
from bot.answers.story import Passage, Story
from bot.models import Claim, Report

T = TypeVar("T")

# Passages that are read together with the question: each takes some 6 ms.
READ = 16
# Passages of a long story whose vectors are looked at, those that share the most words with the question.
LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with what is in its content, the sentences that it stands in, and how close both are by meaning."""

    claim: Claim
    content: Passage
    around: Passage
    near_content: float
    near: float
    fit: float


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence by its number, and how close it is by meaning."""

    number: int
    near: float
    fit: float


def passages_of(report: Report) -> list[str]:
    """The texts whose vectors a question about the story asks for: encoded before, the first answer is quick."""
    story = Story(report)
    sentences = [sentence.span.of(story.text) for sentence in story.sentences[:LOOKED_AT]]
    return [*sentences, *(report.words(claim.content) for claim in report.claims[:LOOKED_AT])]


def sentences(question: str, about: Topic, story: Story, meaning: Meaning) -> list[Told]:
    """The sentences that come closest to ``question``, at most ``READ``, in the order of the story."""
    chosen = _most(range(len(story.sentences)), lambda at: about.cover(story.sentences[at]), LOOKED_AT)
    near = _near(question, [story.sentences[at].span.of(story.text) for at in chosen], meaning)
    covers = np.array([about.cover(story.sentences[at], story.neighbours(at)) for at in chosen])
    places = _best(near + covers / 2)
    read = [story.read_as(story.sentences[chosen[place]]) for place in places]
    fits = meaning.fits(question, read)
    return [Told(chosen[at], float(near[at]), float(fit)) for at, fit in zip(places, fits, strict=True)]


def claims(
    question: str,
    wanted: str,
    about: Topic,
    rows: Sequence[tuple[Claim, Passage, Passage]],
    story: Story,
    meaning: Meaning,
) -> list[Said]:
    """Those of the claims in ``rows`` that come closest, at most ``READ``, in their order; ``wanted`` are the words of
    the question that say what was said."""
    kept = _most(list(rows), lambda row: about.cover(row[1]) + about.cover(row[2]), LOOKED_AT)
    if not kept:
        return []
    near_content = _near(wanted or question, [story.report.words(claim.content) for claim, _, _ in kept], meaning)
    touched = [story.touched(claim.content) for claim, _, _ in kept]
    numbers = sorted({number for some in touched for number in some})
    near_each = _near(question, [story.sentences[number].span.of(story.text) for number in numbers], meaning)
    by_number = dict(zip(numbers, near_each.tolist(), strict=True))
    near = np.array([max((by_number[number] for number in some), default=0.0) for some in touched])
    covers = np.array([about.cover(content) + about.cover(around) for _, content, around in kept])
    places = _best(near_content + near + covers / 2)
    texts = [story.read_as(kept[place][2]) for place in places]
    different = list(dict.fromkeys(texts))
    fit = dict(zip(different, meaning.fits(question, different).tolist(), strict=True))
    return [
        Said(*kept[place], float(near_content[place]), float(near[place]), fit[text])
        for place, text in zip(places, texts, strict=True)
    ]


def _near(question: str, texts: Sequence[str], meaning: Meaning) -> NDArray[np.float32]:
    if not texts:
        return np.zeros(0, np.float32)
    return closeness(meaning.vectors([question])[0], meaning.vectors(texts))


def _best(scores: NDArray[np.floating]) -> list[int]:
    """The places of the best, at most ``READ``, in their order."""
    return sorted(np.argsort(-scores, kind="stable")[:READ].tolist())


def _most(items: Sequence[T], score: Callable[[T], float], limit: int) -> list[T]:
    """The items, in their order; of more than ``limit`` those with the best scores."""
    if len(items) <= limit:
        return list(items)
    best = sorted(range(len(items)), key=lambda at: -score(items[at]))[:limit]
    return [items[at] for at in sorted(best)]
