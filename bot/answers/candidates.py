"""How close the claims and sentences of a story are to a question by their meaning: cosines of sentence vectors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.answers.match import Topic
from bot.answers.meaning import Meaning, closeness
from bot.answers.story import Passage, Story
from bot.models import Claim, Report

T = TypeVar("T")

# Passages of a long story that are looked at, those that share the most words with the question: so many vectors take
# a second and a half where none was made before.
LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with what is in its content, the sentences that it stands in, and how close both are by meaning."""

    claim: Claim
    content: Passage
    around: Passage
    near_content: float
    near: float


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence by its number, and how close it is by meaning."""

    number: int
    near: float


def passages_of(report: Report) -> list[str]:
    """The texts whose vectors a question about the story asks for: encoded before, the first answer is quick."""
    story = Story(report)
    sentences = [sentence.span.of(story.text) for sentence in story.sentences[:LOOKED_AT]]
    return [*sentences, *(report.words(claim.content) for claim in report.claims[:LOOKED_AT])]


def sentences(question: str, about: Topic, story: Story, meaning: Meaning) -> list[Told]:
    """The sentences that may answer ``question``, in the order of the story."""
    chosen = _most(range(len(story.sentences)), lambda at: about.cover(story.sentences[at]), LOOKED_AT)
    near = _near(question, [story.sentences[at].span.of(story.text) for at in chosen], meaning)
    return [Told(at, cosine) for at, cosine in zip(chosen, near, strict=True)]


def claims(
    question: str,
    wanted: str,
    about: Topic,
    rows: Sequence[tuple[Claim, Passage, Passage]],
    story: Story,
    meaning: Meaning,
) -> list[Said]:
    """The claims in ``rows`` that may answer, in their order; ``wanted`` are the words of the question that say what
    was said. A claim's sentences are as close as the closest of them."""
    kept = _most(list(rows), lambda row: about.cover(row[1]) + about.cover(row[2]), LOOKED_AT)
    near_content = _near(wanted or question, [story.report.words(claim.content) for claim, _, _ in kept], meaning)
    touched = [story.touched(claim.content) for claim, _, _ in kept]
    numbers = sorted({number for some in touched for number in some})
    near_each = _near(question, [story.sentences[number].span.of(story.text) for number in numbers], meaning)
    by_number = dict(zip(numbers, near_each, strict=True))
    return [
        Said(*row, content, max((by_number[number] for number in some), default=0.0))
        for row, content, some in zip(kept, near_content, touched, strict=True)
    ]


def _near(question: str, texts: Sequence[str], meaning: Meaning) -> list[float]:
    if not texts:
        return []
    return [float(cosine) for cosine in closeness(meaning.vectors([question])[0], meaning.vectors(texts))]


def _most(items: Sequence[T], score: Callable[[T], float], limit: int) -> list[T]:
    """The items, in their order; of more than ``limit`` those with the best scores."""
    if len(items) <= limit:
        return list(items)
    best = sorted(range(len(items)), key=lambda at: -score(items[at]))[:limit]
    return [items[at] for at in sorted(best)]
