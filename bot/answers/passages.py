"""Where, when, how many, why, what happens if, and all the rest: the sentences that tell."""

import re

from bot.answers.candidates import Told, sentences
from bot.answers.match import Term, Topic, topic
from bot.answers.meaning import Meaning
from bot.answers.reading import Reading
from bot.answers.shapes import AMOUNT, DID, DONE, IF, NUMBER, WHEN, WHERE, WHY
from bot.answers.story import Passage, Story
from bot.answers.threats import threatened
from bot.answers.weighing import Measures, weigh
from bot.answers.words import paraphrases, stem, stopwords, units, words
from bot.models import Answer, Span
from bot.models.answer import AnswerKind

MOST_WORDS = 60
LONGEST_WORDS = 50
# "1,400 crane drivers": how many words before what is counted the number may stand.
NUMBER_BEFORE = 4
# The weight of a word that the story has in no form, against that of a rare one.
UNKNOWN = 0.5


# What a sentence looks like that tells this; questions of other kinds have no shape.
SHAPES: dict[AnswerKind, re.Pattern[str]] = {"where": WHERE, "when": WHEN, "number": NUMBER, "why": WHY, "threat": IF}
# No sentence without a time tells when, and none without a number how many.
NEEDED: frozenset[AnswerKind] = frozenset({"when", "number"})
# Below this cosine a sentence is about something else, whatever words it shares: of 357 answers six lay below it.
FAR = 0.2
# From what likelihood on sentences are shown as an answer, and a second one beside the best.
AT_LEAST = 0.5
SECOND = 0.5


def passages(reading: Reading, story: Story, meaning: Meaning) -> Answer:
    """The sentence that answers most likely, and a second one where it is nearly as likely; or an abstention."""
    if reading.kind == "threat":
        warned = threatened(topic(reading.topic, story), story)
        if warned is not None:
            return warned
    found = told(reading, story, meaning)
    weighed = weigh("passage", [measures for _, measures in found])
    if weighed is None:
        return Answer(kind=reading.kind, abstained=True)
    ranked = sorted(zip(weighed.shares, found, strict=True), key=lambda pair: -pair[0])
    best_share, (best, measures) = ranked[0]
    # "how many were arrested" is not told by how many marched, however much else is the same
    other = reading.kind == "number" and measures["undone"] == 1
    if weighed.likely < AT_LEAST or best.near < FAR or other:
        nearest = story.sentences[best.number].span
        return Answer(kind=reading.kind, abstained=True, nearest=nearest, score=weighed.likely)
    chosen = [best.number]
    for share, (one, _) in ranked[1:2]:
        if share >= SECOND * best_share and _size(story, best.number) + _size(story, one.number) <= MOST_WORDS:
            chosen.append(one.number)
    about = topic(reading.topic, story)
    spans = [_cut(story.sentences[number].span, about, story) for number in chosen]
    return Answer(kind=reading.kind, spans=spans, score=weighed.likely)


def told(reading: Reading, story: Story, meaning: Meaning) -> list[tuple[Told, Measures]]:
    """The sentences that may answer, each with what tells whether it does."""
    about = topic(reading.topic, story, unknown=UNKNOWN)
    needed = _done(reading)
    found: list[tuple[Told, Measures]] = []
    for one in sentences(reading.question, about, story, meaning):
        sentence = story.sentences[one.number]
        shaped = reading.kind in SHAPES and _shaped(reading.kind, sentence, story)
        if reading.kind in NEEDED and not shaped:
            continue
        if reading.amounts and not AMOUNT.search(sentence.span.of(story.text)):
            continue
        measures: dict[str, float] = {
            "near": one.near,
            "cover": about.cover(sentence, story.neighbours(one.number)),
            "place": float(shaped and reading.kind == "where"),
            "reason": float(shaped and reading.kind in ("why", "threat")),
            "counted": float(reading.counts and _counted(reading.topic, sentence, story)),
            "undone": float(not all(term.met(sentence) for term in needed)),
        }
        found.append((one, measures))
    return found


def _counted(topic: str, sentence: Passage, story: Story) -> bool:
    """Whether a number stands close before the first telling word of the question ("how many drivers …")."""
    what = next((word.stem for word in words(topic) if word.stem not in stopwords()), None)
    row = words(sentence.span.of(story.text))
    like = {what, *paraphrases().get(what or "", frozenset())}
    numbers = [
        at
        for at, word in enumerate(row)
        if NUMBER.fullmatch(word.form.rstrip("s")) and not (at + 1 < len(row) and row[at + 1].stem in units() - like)
    ]
    return any(word.stem in like and any(0 < at - n <= NUMBER_BEFORE for n in numbers) for at, word in enumerate(row))


def _shaped(kind: AnswerKind, sentence: Passage, story: Story) -> bool:
    if kind == "where" and story.places_in(sentence.span):
        return True
    return SHAPES[kind].search(sentence.span.of(story.text)) is not None


def _done(reading: Reading) -> list[Term]:
    """What a question says was done ("how many were arrested", "how many drowned"): nothing else may stand for it."""
    forms = {match.group("done") for match in DONE.finditer(reading.topic)}
    if reading.counts:
        forms |= {match.group("done") for match in DID.finditer(reading.topic)}
    return [Term(stem(form), paraphrases().get(stem(form), frozenset()), 1.0) for form in forms]


def _size(story: Story, number: int) -> int:
    return len(words(story.sentences[number].span.of(story.text)))


def _cut(span: Span, about: Topic, story: Story) -> Span:
    """A long sentence cut to the run of its clauses that meets the most of the topic."""
    if len(words(span.of(story.text))) <= LONGEST_WORDS:
        return span
    text = span.of(story.text)
    edges = [0, *(match.end() for match in re.finditer(r"[,;:—–]\s+", text)), len(text)]
    runs = [
        Span(start=span.start + a, end=span.start + b)
        for at, a in enumerate(edges)
        for b in edges[at + 1 :]
        if len(words(text[a:b])) <= LONGEST_WORDS
    ]
    if not runs:
        return span
    best = max(runs, key=lambda run: (round(about.cover(story.passage([run])), 3), run.start - run.end))
    trimmed = best.of(story.text).rstrip(" ,;:—–")
    return Span(start=best.start, end=best.start + len(trimmed))
