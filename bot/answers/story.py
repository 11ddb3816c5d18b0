"""A report made ready for questions: its sentences, who is spoken of where, and how much each word tells."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answers.sentences import sentences
from bot.answers.words import bag, words
from bot.models import Actor, Claim, Report, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the story, the stems and known phrases in it, and the actors that it speaks of."""

    span: Span
    bag: frozenset[str]
    actors: frozenset[str]


class Story:
    """A report, seen from a question."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.text = report.article.text
        self._words = words(self.text)
        self.sentences = [self.passage([span]) for span in sentences(self.text, report.article.paragraphs)]
        self._frequency = Counter(stem for sentence in self.sentences for stem in sentence.bag)

    def passage(self, spans: Sequence[Span]) -> Passage:
        """What lies in ``spans``."""
        inside = [word.stem for word in self._words if any(s.start <= word.start and word.end <= s.end for s in spans)]
        actors = {
            actor.id
            for actor in self.report.actors
            if any(s.start < mention.end and mention.start < s.end for mention in actor.mentions for s in spans)
        }
        whole = Span(start=min(s.start for s in spans), end=max(s.end for s in spans))
        return Passage(whole, bag(inside), frozenset(actors))

    def weight(self, stem: str) -> float:
        """How much a stem tells: more, the fewer sentences hold it; most where none does (BM25's idf)."""
        there = self._frequency[stem]
        return math.log(1 + (len(self.sentences) - there + 0.5) / (there + 0.5))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every stem of the story."""
        return frozenset(self._frequency)

    @cached_property
    def claims(self) -> list[tuple[Claim, Passage, Passage]]:
        """Each claim with what is in its content, and with the sentences that it stands in."""
        return [(claim, self.passage(claim.content), self.around(claim.content)) for claim in self.report.claims]

    def around(self, spans: Iterable[Span]) -> Passage:
        """The whole sentences that ``spans`` touch."""
        wanted = list(spans)
        touched = [s.span for s in self.sentences if any(s.span.start < w.end and w.start < s.span.end for w in wanted)]
        return self.passage(touched or wanted)

    def neighbours(self, at: int) -> frozenset[str]:
        """The stems of the sentences before and after sentence number ``at``."""
        before = self.sentences[at - 1].bag if at > 0 else frozenset()
        after = self.sentences[at + 1].bag if at + 1 < len(self.sentences) else frozenset()
        return before | after

    def actor(self, actor_id: str | None) -> Actor | None:
        """The actor of this id."""
        return self.report.actor(actor_id)
