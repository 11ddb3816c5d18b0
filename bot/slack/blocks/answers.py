"""Answers to questions: the words of the story, who said them, and where they stand."""

from collections.abc import Sequence

from bot.models import Answer, Claim, Report, Span, StoryCard
from bot.presentation.formats import Locale, count, date
from bot.presentation.quotes import words
from bot.presentation.sentences import CLOSEST_PASSAGE, NOT_FOUND, NOT_FOUND_HERE, OTHERWISE
from bot.presentation.text import clipped, one_line
from bot.presentation.wording import CHECK, LOW_CONFIDENCE, NO_SPEAKER, SAID
from bot.services import Asked
from bot.slack.blocks import rich
from bot.slack.blocks.markup import escaped
from bot.slack.blocks.message import Block, Element, Message
from bot.slack.blocks.quotes import quoted

_SPANS = 4
_LISTED = 6
_QUOTE = 700
_WORDS = 200


def answer_message(answer: Answer, report: Report, card: StoryCard, locale: Locale) -> Message:
    """The evidence, verbatim; or that the story does not say, with the closest passage offered as just that."""
    source = rich.context(_source(card, locale))
    if answer.abstained or not answer.spans:
        return _not_said(answer, report, source, NOT_FOUND)
    return Message(_notification(answer, report), [rich.rich(*_parts(answer, report)), source])


def channel_answer_message(asked: Sequence[Asked], stories: int, locale: Locale) -> Message:
    """What a channel's stories answer, each with its story: one, or two that say something else side by side.

    Without an answer, that none of the ``stories`` has one; ``asked`` then holds the story with the closest passage.
    """
    searched = f"Searched: {count(stories, 'story', 'stories')} read in this channel"
    if not asked:
        return Message(
            NOT_FOUND_HERE, [rich.rich(rich.line(rich.text(NOT_FOUND_HERE, bold=True))), rich.context(searched)]
        )
    first = asked[0]
    if first.answer.abstained:
        source = rich.context(f"{_source(first.card, locale)} · {searched}")
        return _not_said(first.answer, first.report, source, NOT_FOUND_HERE)
    blocks: list[Block] = []
    for number, one in enumerate(asked):
        title = [rich.line(rich.text(OTHERWISE, bold=True))] if number else []
        blocks += [rich.rich(*title, *_parts(one.answer, one.report)), rich.context(_source(one.card, locale))]
    return Message(_notification(first.answer, first.report), [*blocks, rich.context(searched)])


def _source(card: StoryCard, locale: Locale) -> str:
    story = f"From: {clipped(one_line(card.title), 200)}"
    about = [story, card.publisher or "", date(card.published, locale) if card.published else ""]
    return " · ".join(part for part in about if part)


def _parts(answer: Answer, report: Report) -> list[Element]:
    parts: list[Element] = []
    if answer.note:
        parts.append(rich.line(rich.text(answer.note, italic=True)))
    if answer.words is not None:
        parts.append(rich.line(rich.text(clipped(one_line(words(report, answer.words, _WORDS)), _WORDS), bold=True)))
    for number, span in enumerate(answer.spans[: _LISTED if answer.kind == "list" else _SPANS]):
        parts += _evidence(span, report, answer.speaker if number == 0 else None)
    return parts


def _notification(answer: Answer, report: Report) -> str:
    who, how = _attribution(answer.spans[0], report, answer.speaker)
    doubt = f"{answer.note} " if answer.note else ""
    return escaped(one_line(f"{doubt}{who}{how} {words(report, answer.spans[0], 300)}"))


def _evidence(span: Span, report: Report, speaker: str | None = None) -> list[Element]:
    """The words, under who said them where they are somebody's."""
    who, how = _attribution(span, report, speaker)
    heading = [rich.line(rich.text(who, bold=True), rich.text(how))] if who else []
    return [*heading, quoted(report, span, _QUOTE)]


def _not_said(answer: Answer, report: Report, source: Block, sentence: str) -> Message:
    parts = [rich.line(rich.text(sentence, bold=True), *([rich.text(f" {answer.note}")] if answer.note else []))]
    if answer.nearest is not None:
        parts += [
            rich.line(rich.text(CLOSEST_PASSAGE)),
            *_evidence(answer.nearest, report),
        ]
    note = f" {escaped(answer.note)}" if answer.note else ""
    return Message(sentence + note, [rich.rich(*parts), source])


def _attribution(span: Span, report: Report, speaker: str | None) -> tuple[str, str]:
    """('Igor Konashenkov', ' says:') where the words are a claim's; two empty texts where they are the story's own.

    ``speaker`` is the answer's, and stands in any case.
    """
    claim = _claim_around(span, report)
    if claim is None:
        return (clipped(one_line(speaker), 80), ":") if speaker else ("", "")
    unsure = f" ({CHECK})" if claim.confidence < LOW_CONFIDENCE else ""
    actor = report.actor(claim.speaker)
    name = speaker or (actor.name if actor is not None else None)
    if name is None:
        return NO_SPEAKER, f"{unsure}:"
    return clipped(one_line(name), 80), f" {SAID[claim.stance]}{unsure}:"


def _claim_around(span: Span, report: Report) -> Claim | None:
    """The smallest claim that holds the whole span."""
    around = [
        (part.end - part.start, claim)
        for claim in report.claims
        for part in claim.content
        if part.start <= span.start and span.end <= part.end
    ]
    return min(around, key=lambda found: found[0])[1] if around else None
