"""Answers to questions in a thread: the words of the story, who said them, and where they stand."""

from bot.models import Answer, Claim, Report, Span, StoryCard
from bot.slack.blocks import rich
from bot.slack.blocks.message import Block, Element, Locale, Message
from bot.slack.blocks.quotes import quoted, words
from bot.slack.blocks.safe import clipped, escaped, one_line
from bot.slack.blocks.words import CHECK, LOW_CONFIDENCE, NO_SPEAKER, NOT_SAID, STANCES, date

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
    speaker = answer.speaker
    if speaker:
        parts.append(rich.line(rich.text(speaker, bold=True)))
    for span in answer.spans[:_SPANS]:
        said = _attribution(span, report, speaker)
        if said:
            parts.append(rich.line(rich.text(said)))
        parts.append(quoted(report, span, _QUOTE))
    return Message(_notification(answer, report), [rich.rich(*parts), source])


def _notification(answer: Answer, report: Report) -> str:
    said = _attribution(answer.spans[0], report, answer.speaker)
    told = " ".join(part for part in (answer.speaker, said, words(report, answer.spans[0], 300)) if part)
    return escaped(one_line(told))


def _not_said(answer: Answer, report: Report, source: Block) -> Message:
    parts = [rich.line(rich.text(NOT_SAID, bold=True), *([rich.text(f" {answer.note}")] if answer.note else []))]
    if answer.nearest is not None:
        parts += [
            rich.line(rich.text("The nearest passage, which may not be what you asked for:")),
            quoted(report, answer.nearest, _QUOTE),
        ]
    note = f" {escaped(answer.note)}" if answer.note else ""
    return Message(NOT_SAID + note, [rich.rich(*parts), source])


def _attribution(span: Span, report: Report, speaker: str | None) -> str | None:
    """'Igor Konashenkov says:' where the words are a claim's; None where they are the story's own."""
    claim = _claim_around(span, report)
    if claim is None:
        return None
    actor = report.actor(claim.speaker)
    name = actor.name if actor is not None else NO_SPEAKER
    unsure = f" ({CHECK})" if claim.confidence < LOW_CONFIDENCE else ""
    if actor is None:
        return f"{name}{unsure}:"
    who = "" if name == speaker else f"{clipped(one_line(name), 80)} "
    return f"{who}{STANCES[claim.stance]}{unsure}:"


def _claim_around(span: Span, report: Report) -> Claim | None:
    """The smallest claim that holds the whole span."""
    around = [
        (part.end - part.start, claim)
        for claim in report.claims
        for part in claim.content
        if part.start <= span.start and span.end <= part.end
    ]
    return min(around, key=lambda found: found[0])[1] if around else None
