"""Whether two stories answer a question differently."""

from bot.answers.numbers import numbers
from bot.answers.stems import words
from bot.models import Answer, Report


def disagree(one: Answer, its: Report, other: Answer, others: Report) -> bool:
    """Whether two answers to a question say something else: another number or time, another speaker, or one denies."""
    if not (one.spans and other.spans):
        return False
    mine, theirs = _told(one, its), _told(other, others)
    if one.kind == "who_said":
        return one.speaker != other.speaker
    if one.kind == "number":
        return {number.value for number in numbers(words(mine))} != {number.value for number in numbers(words(theirs))}
    if one.kind in ("when", "where", "who_is"):
        return not {word.stem for word in words(mine)} & {word.stem for word in words(theirs)}
    return _denied(one, its) != _denied(other, others)


def _told(answer: Answer, report: Report) -> str:
    return report.words(answer.words or answer.spans[0])


def _denied(answer: Answer, report: Report) -> bool:
    span = answer.spans[0]
    return any(
        claim.stance == "denies" and any(part.start < span.end and span.start < part.end for part in claim.content)
        for claim in report.claims
    )
