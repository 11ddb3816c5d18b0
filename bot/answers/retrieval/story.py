"""A report made ready for questions: its sentences, who is spoken of where, and how much each word tells."""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answers.encoders import Candidate
from bot.answers.stems import bag, words
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
        self._starts = [word.start for word in self._words]
        self._mentions = sorted((m.start, m.end, actor.id) for actor in report.actors for m in actor.mentions)
        self._mention_starts = [start for start, _, _ in self._mentions]
        self._longest_mention = max((end - start for start, end, _ in self._mentions), default=0)
        self.sentences = [self.passage([span]) for span in report.sentences]
        self._sentence_starts = [sentence.span.start for sentence in self.sentences]
        self._places = sorted(mention.start for place in report.locations for mention in place.mentions)
        self._frequency = Counter(stem for sentence in self.sentences for stem in sentence.bag)

    def passage(self, spans: Sequence[Span]) -> Passage:
        """What lies in ``spans``."""
        inside = [stem for span in spans for stem in self._stems(span)]
        actors = frozenset(actor for span in spans for actor in self._actors(span))
        whole = Span(start=min(s.start for s in spans), end=max(s.end for s in spans))
        return Passage(whole, bag(inside), actors)

    def _stems(self, span: Span) -> Iterator[str]:
        for at in range(bisect_left(self._starts, span.start), len(self._words)):
            if self._words[at].end > span.end:
                return
            yield self._words[at].stem

    def _actors(self, span: Span) -> Iterator[str]:
        first = bisect_left(self._mention_starts, span.start - self._longest_mention)
        for start, end, actor in self._mentions[first : bisect_left(self._mention_starts, span.end)]:
            if span.start < end and start < span.end:
                yield actor

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

    @cached_property
    def said(self) -> list[tuple[Claim, Span]]:
        """Each claim with each part of its content."""
        return [(claim, part) for claim in self.report.claims for part in claim.content]

    def around(self, spans: Iterable[Span]) -> Passage:
        """The whole sentences that ``spans`` touch."""
        wanted = list(spans)
        return self.passage([self.sentences[at].span for at in self.touched(wanted)] or wanted)

    def touched(self, spans: Iterable[Span]) -> list[int]:
        """The numbers of the sentences that ``spans`` touch, in their order."""
        found: set[int] = set()
        for want in spans:
            last = bisect_left(self._sentence_starts, want.end)
            first = max(0, bisect_right(self._sentence_starts, want.start) - 1)
            found.update(at for at in range(first, last) if self.sentences[at].span.end > want.start)
        return sorted(found)

    def places_in(self, span: Span) -> bool:
        """Whether the story names a location within ``span``."""
        at = bisect_left(self._places, span.start)
        return at < len(self._places) and self._places[at] < span.end

    @cached_property
    def speakers(self) -> list[Actor | None]:
        """Who speaks in each sentence: whose claims take up most of it; None where nobody does, or it is not told."""
        shares: list[dict[str | None, int]] = [{} for _ in self.sentences]
        for claim in self.report.claims:
            for span in claim.content:
                for at in self.touched([span]):
                    sentence = self.sentences[at].span
                    both = min(span.end, sentence.end) - max(span.start, sentence.start)
                    shares[at][claim.speaker] = shares[at].get(claim.speaker, 0) + both
        return [self.actor(max(share, key=lambda one: share[one])) if share else None for share in shares]

    def candidate(self, at: int) -> Candidate:
        """Sentence number ``at`` as the cross-encoder reads it."""
        speaker = self.speakers[at]
        named = "" if speaker is None else f"{speaker.name} ({speaker.role})" if speaker.role else speaker.name
        before, sentence, after = (
            self.sentences[n].span.of(self.text) if 0 <= n < len(self.sentences) else "" for n in (at - 1, at, at + 1)
        )
        return Candidate(sentence, named, before, after)

    def neighbours(self, at: int) -> frozenset[str]:
        """The stems of the sentences before and after sentence number ``at``."""
        before = self.sentences[at - 1].bag if at > 0 else frozenset()
        after = self.sentences[at + 1].bag if at + 1 < len(self.sentences) else frozenset()
        return before | after

    def actor(self, actor_id: str | None) -> Actor | None:
        """The actor of this id."""
        return self.report.actor(actor_id)
