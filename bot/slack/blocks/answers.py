"""Answers to questions in a thread: the words of the story, who said them, and where they stand."""

from bot.models import Answer, Claim, Report, Span, StoryCard
from bot.presentation.formats import Locale, date
from bot.presentation.quotes import words
from bot.presentation.sentences import CLOSEST_PASSAGE, NOT_FOUND
from bot.presentation.text import clipped, one_line
from bot.presentation.wording import CHECK, LOW_CONFIDENCE, NO_SPEAKER, SAID
from bot.slack.blocks import rich
from bot.slack.blocks.markup import escaped
from bot.slack.blocks.message import Block, Element, Message
from bot.slack.blocks.quotes import quoted

_SPANS = 4
_QUOTE = 700


def answer_message(answer: Answer, report: Report, card: StoryCard, locale: Locale) -> Message:
    """The evidence, verbatim; or that the article does not say, with the nearest passage offered as just that."""
    story = f"From: {clipped(one_line(card.title), 200)}"
    about = [story, card.publisher or "", date(card.published, locale) if card.published else ""]
    source = rich.context(" · ".join(part for part in about if part))
    if answer.abstained or not answer.spans:
        return _not_said(answer, report, source)
    parts: list[Element] = []
    if answer.note:
        parts.append(rich.line(rich.text(answer.note, italic=True)))
    for number, span in enumerate(answer.spans[:_SPANS]):
        parts += _evidence(span, report, answer.speaker if number == 0 else None)
    return Message(_notification(answer, report), [rich.rich(*parts), source])


def _notification(answer: Answer, report: Report) -> str:
    who, how = _attribution(answer.spans[0], report, answer.speaker)
    doubt = f"{answer.note} " if answer.note else ""
    return escaped(one_line(f"{doubt}{who}{how} {words(report, answer.spans[0], 300)}"))


def _evidence(span: Span, report: Report, speaker: str | None = None) -> list[Element]:
    """The words, under who said them where they are somebody's."""
    who, how = _attribution(span, report, speaker)
    heading = [rich.line(rich.text(who, bold=True), rich.text(how))] if who else []
    return [*heading, quoted(report, span, _QUOTE)]


def _not_said(answer: Answer, report: Report, source: Block) -> Message:
    parts = [rich.line(rich.text(NOT_FOUND, bold=True), *([rich.text(f" {answer.note}")] if answer.note else []))]
    if answer.nearest is not None:
        parts += [
            rich.line(rich.text(CLOSEST_PASSAGE)),
            *_evidence(answer.nearest, report),
        ]
    note = f" {escaped(answer.note)}" if answer.note else ""
    return Message(NOT_FOUND + note, [rich.rich(*parts), source])


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
