"""Where, when, how many, why, what happens if, and all the rest: the sentences that tell."""

import re
from dataclasses import dataclass

from bot.answers.match import Term, Topic, topic
from bot.answers.reading import Reading
from bot.answers.shapes import DONE, IF, NUMBER, WHEN, WHERE, WHY
from bot.answers.story import Passage, Story
from bot.answers.threats import threatened
from bot.answers.words import paraphrases, stem, stopwords, units, words
from bot.models import Answer, Span
from bot.models.answer import AnswerKind

MOST_WORDS = 60
LONGEST_WORDS = 50
# "1,400 crane drivers": how many words before what is counted the number may stand, and what it costs where none does.
NUMBER_BEFORE = 4
NOT_COUNTED = 0.5


@dataclass(frozen=True, slots=True)
class Rule:
    """What a sentence must hold to answer, how much of the topic it must meet, and what nears it."""

    kind: AnswerKind
    shape: re.Pattern[str] | None
    at_least: float
    shape_bonus: float = 0.15
    second: float = 0.85


# Thresholds swept on the development questions in steps of .05.
RULES: dict[AnswerKind, Rule] = {
    "where": Rule("where", WHERE, 0.45),
    "when": Rule("when", WHEN, 0.5),
    "number": Rule("number", NUMBER, 0.5),
    "why": Rule("why", WHY, 0.4),
    "threat": Rule("threat", IF, 0.4),
    "open": Rule("open", None, 0.75),
}


def passages(reading: Reading, story: Story) -> Answer:
    """The sentence that answers best, and a second one where it is nearly as good; or an abstention."""
    rule = RULES[reading.kind]
    about = topic(reading.topic, story)
    if reading.kind == "threat":
        warned = threatened(about, story)
        if warned is not None:
            return warned
    scored = [(_score(at, sentence, about, rule, story, reading), at) for at, sentence in enumerate(story.sentences)]
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    if not scored or not about.terms:
        return Answer(kind=reading.kind, abstained=True)
    needed = _done(reading.topic)
    only = about.terms[0] if len(about.terms) == 1 else None
    shaped = [
        (score, number)
        for score, number in scored
        if _shaped(rule, story.sentences[number], story)
        and all(one.met(story.sentences[number]) for one in needed)
        and (only is None or only.met(story.sentences[number]) == 1)
    ]
    best = shaped[0] if shaped else None
    if best is None or best[0] < rule.at_least + (rule.shape_bonus if rule.shape else 0):
        top = scored[0]
        return Answer(
            kind=reading.kind,
            abstained=True,
            nearest=story.sentences[top[1]].span if top[0] > 0 else None,
            score=min(1.0, top[0]),
        )
    chosen = [best[1]]
    size = _size(story, best[1])
    for score, number in shaped[1:]:
        if score < rule.second * best[0] or len(chosen) == 2:
            break
        if size + _size(story, number) <= MOST_WORDS:
            chosen.append(number)
            size += _size(story, number)
    spans = [_cut(story.sentences[number].span, about, story) for number in chosen]
    return Answer(kind=reading.kind, spans=spans, score=min(1.0, best[0]))


def _score(number: int, sentence: Passage, about: Topic, rule: Rule, story: Story, reading: Reading) -> float:
    score = about.cover(sentence, story.neighbours(number))
    if rule.shape is not None and _shaped(rule, sentence, story):
        score += rule.shape_bonus
    if reading.counts and not _counted(reading.topic, sentence, story):
        score *= NOT_COUNTED
    return score


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


def _shaped(rule: Rule, sentence: Passage, story: Story) -> bool:
    if rule.shape is None or (rule.kind == "where" and story.places_in(sentence.span)):
        return True
    return rule.shape.search(sentence.span.of(story.text)) is not None


def _done(question: str) -> list[Term]:
    """What a question says was done to somebody ("how many were arrested"): nothing else may stand for it."""
    found = DONE.finditer(question)
    forms = {match.group("done") for match in found}
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
