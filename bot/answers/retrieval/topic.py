"""How well a passage meets what a question is about."""

from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answers.retrieval.actors import named
from bot.answers.retrieval.story import Passage, Story
from bot.answers.stems import Word, paraphrases, stopwords, words

# A word met through a paraphrase, in a neighbouring sentence, or by way of a pronoun tells less than the word itself.
PARAPHRASE = 0.7
BESIDE = 0.35
AN_ACTORS_WEIGHT = 1.5
# Common words are taken for misspelt ones only when they are long: "match" is not "march".
SHORTEST_TYPO = 6
# The weight of a word that the story has in no form, against that of a rare one.
UNKNOWN = 0.5
TYPO = 0.83


@dataclass(frozen=True, slots=True)
class Term:
    """Something a passage may hold: a stem (with what it may be said as), or an actor of the story. ``known`` tells
    whether the story has it in any form."""

    stem: str
    others: frozenset[str]
    weight: float
    actor: str | None = None
    known: bool = True

    def met(self, passage: Passage) -> float:
        """How well the passage meets this term, 0 to 1."""
        if self.actor is not None and self.actor in passage.actors:
            return 1.0
        return self.met_by(passage.bag)

    def met_by(self, stems: frozenset[str]) -> float:
        """The same for stems alone."""
        if self.stem in stems:
            return 1.0
        return PARAPHRASE if self.others & stems else 0.0


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about."""

    terms: tuple[Term, ...]

    @property
    def weight(self) -> float:
        """The weight of all terms."""
        return sum(term.weight for term in self.terms)

    def cover(self, passage: Passage, beside: frozenset[str] = frozenset()) -> float:
        """The share of the topic's weight that the passage meets, 0 to 1; ``beside`` counts a little."""
        if not self.terms:
            return 0.0
        met = sum(t.weight * max(t.met(passage), BESIDE * t.met_by(beside)) for t in self.terms)
        return met / self.weight


def topic(text: str, story: Story, *, without: frozenset[str] = frozenset()) -> Topic:
    """The terms of ``text``, without stop words and the actors of the ids in ``without``.

    A word that the story does not hold, but almost, is taken for that word. One that it holds in no form weighs half
    of what a rare word weighs: it cannot tell one passage from another, only that none may answer.
    """
    actors = named(text, story)
    row = words(text)
    places = {at for one in actors for at in one.at}
    terms: list[Term] = []
    for one in actors:
        if one.actor.id not in without:
            first = row[min(one.at)].stem
            terms.append(Term(first, frozenset(), AN_ACTORS_WEIGHT * story.weight(first) ** 0.5, one.actor.id))
    at = 0
    while at < len(row):
        size = 1
        if at not in places:
            phrase, size = _phrase(row, at)
            if size > 1 or row[at].stem not in stopwords():
                terms.append(_term(phrase, story))
        at += size
    return Topic(tuple({term.stem: term for term in terms}.values()))


def _phrase(row: list[Word], at: int) -> tuple[str, int]:
    for size in (3, 2):
        joined = "_".join(word.stem for word in row[at : at + size])
        if len(row) >= at + size and joined in paraphrases():
            return joined, size
    return row[at].stem, 1


def _term(stem: str, story: Story) -> Term:
    others = paraphrases().get(stem, frozenset())
    if stem not in story.vocabulary and len(stem) >= SHORTEST_TYPO and not others & story.vocabulary:
        near = process.extractOne(
            stem,
            [word for word in story.vocabulary if len(word) >= SHORTEST_TYPO],
            scorer=OSA.normalized_similarity,
            score_cutoff=TYPO,
        )
        if near is not None:
            stem = near[0]
    there = [stem] if stem in story.vocabulary else sorted(others & story.vocabulary)
    weight = min((story.weight(one) for one in there), default=UNKNOWN * story.weight(stem))
    return Term(stem, others, weight, known=bool(there))
