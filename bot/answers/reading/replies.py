"""What would be shown if a sentence were the answer: which words of it, and whose they are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.answers.question import Question
from bot.answers.retrieval.actors import named
from bot.answers.retrieval.speakers import claims_of, owners_of
from bot.answers.retrieval.story import Passage, Story
from bot.answers.retrieval.topic import Topic
from bot.answers.stems import words
from bot.models import Actor, Claim, Span

# A sentence longer than this (words) is cut to the run of its clauses that meets the most of the question.
LONGEST: Final = 50
_CLAUSE: Final = re.compile(r"[,;:—–]\s+")


@dataclass(frozen=True, slots=True)
class Reply:
    """Sentence number ``sentence`` as an answer: the words to show, the claim that they are, and who speaks."""

    sentence: int
    spans: tuple[Span, ...]
    claim: Claim | None = None
    around: Passage | None = None
    speaker: Actor | None = None
    role: Span | None = None


class Replies:
    """The replies to one question about one story."""

    def __init__(self, question: Question, story: Story, about: Topic, *, but: frozenset[str] = frozenset()) -> None:
        self._question, self._story, self._about = question, story, about
        party = question.party or ""
        self.owners: set[str] = owners_of(party, story) if party else set()
        self.asked = {one.actor.id for one in named(question.topic, story)}
        self._claims: dict[int, list[tuple[Claim, Passage]]] = {}
        rows = story.claims
        if question.kind == "what_said":
            rows = claims_of(party, self.owners, story)
        self.owned = bool(rows)
        for claim, content, _ in rows:
            if claim.speaker is None or claim.speaker not in but:
                for at in story.touched(claim.content):
                    self._claims.setdefault(at, []).append((claim, content))

    def to(self, sentence: int) -> Reply:
        """What sentence number ``sentence`` would answer."""
        story, kind = self._story, self._question.kind
        whole = story.sentences[sentence].span
        claims = self._claims.get(sentence, [])
        if kind in ("who_said", "what_said") and claims:
            # of two that say it, the words themselves before the report of them; but all that somebody said
            larger = 1 if kind == "what_said" else -1
            claim, content = max(claims, key=lambda one: (self._about.cover(one[1]), larger * _size(one[0])))
            spans = tuple(_cut(span, self._about, story) for span in claim.content)
            return Reply(sentence, spans, claim, content, story.actor(claim.speaker))
        speaker = story.speakers[sentence] if kind == "who_said" or self._question.asks_someone else None
        role = _role_within(whole, (story.actor(one) for one in self.owners)) if kind == "who_is" else None
        return Reply(sentence, (_cut(whole, self._about, story),), None, None, speaker, role)


def _size(claim: Claim) -> int:
    return sum(span.end - span.start for span in claim.content)


def _role_within(sentence: Span, actors: Iterable[Actor | None]) -> Span | None:
    roles = (actor.role_span for actor in actors if actor is not None and actor.role_span is not None)
    return next((role for role in roles if sentence.start <= role.start and role.end <= sentence.end), None)


def _cut(span: Span, about: Topic, story: Story) -> Span:
    """A long stretch cut to the run of its clauses that meets the most of the topic."""
    text = span.of(story.text)
    if len(words(text)) <= LONGEST:
        return span
    edges = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    runs = [
        Span(start=span.start + a, end=span.start + b)
        for at, a in enumerate(edges)
        for b in edges[at + 1 :]
        if len(words(text[a:b])) <= LONGEST
    ]
    if not runs:
        return span
    best = max(runs, key=lambda run: (round(about.cover(story.passage([run])), 3), run.start - run.end))
    return Span(start=best.start, end=best.start + len(best.of(story.text).rstrip(" ,;:—–")))
