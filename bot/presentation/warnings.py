"""Warnings: in which order, who → whom, and on what terms."""

from typing import Final

from bot.models import IssuedWarning, Report, Span
from bot.presentation.quotes import FULL, words
from bot.presentation.text import clipped, one_line, shown, unquoted
from bot.presentation.wording import CHECK, LOW_CONFIDENCE, UNATTRIBUTED, WARNINGS

# A condition that begins with one of these brings its own "if".
_CONDITIONAL: Final = frozenset(["if", "unless", "should", "when", "whenever", "until", "once"])
# One that begins with these is no sentence: "if without a booking" is not English.
_PREPOSITIONS: Final = frozenset("after as at before by during for from in on or pending provided without".split())
_ALL: Final = 0.8
_NAME: Final = 70  # two names and the rest must go into the 200 characters of an alert


def order_warnings(report: Report) -> list[IssuedWarning]:
    """The warnings as an editor wants them: issued before negated, sure before unsure, else as the story has them."""
    return sorted(
        report.warnings,
        key=lambda warning: (warning.negated, warning.confidence < LOW_CONFIDENCE, warning.content.start),
    )


def warning_title(warning: IssuedWarning, report: Report) -> str:
    """'Threat: Russia → United States', in words that need no colour."""
    who = _party(report, warning.actor, warning.actor_span) or UNATTRIBUTED
    whom = _party(report, warning.recipient, warning.recipient_span)
    kind = WARNINGS[warning.kind]
    denied = "Not issued, the story says. " if warning.negated else ""
    unsure = f" ({CHECK})" if warning.confidence < LOW_CONFIDENCE else ""
    return f"{denied}{kind}: {who}{f' → {whom}' if whom else ''}{unsure}"


def warning_terms(warning: IssuedWarning, report: Report, length: int = FULL) -> list[tuple[str, str]]:
    """('If', 'the talks fail'), ('then', 'the ferries will stop'): as much of it as the story says, verbatim.

    A condition that brings its own "if" or "unless", or has it right before it, lends it as the label. What an
    ultimatum demands is no condition in the reply: "if they pay, then we publish" would say the contrary. A
    consequence that is nearly all of the warning stands in the quotation already.
    """
    found, follows = [], "What"
    if warning.condition is not None:
        condition = _inline(report, warning.condition, length)
        first, _, rest = condition.partition(" ")
        before = (report.article.text[: warning.condition.start].split()[-1:] or [""])[0].strip("“\"'‘").casefold()
        follows = "then"
        if rest and first.casefold() in _CONDITIONAL:
            found.append((first.capitalize(), rest))
        elif before in _CONDITIONAL:
            found.append((before.capitalize(), condition))
        elif warning.kind == "ultimatum":
            found.append(("Demand", condition))
            follows = "or else"
        else:
            found.append(("On condition" if first.casefold() in _PREPOSITIONS else "If", condition))
    if warning.consequence is not None and (found or _length(warning.consequence) < _ALL * _length(warning.content)):
        found.append((follows, _inline(report, warning.consequence, length)))
    return found


def _length(span: Span) -> int:
    return span.end - span.start


def _inline(report: Report, span: Span, length: int) -> str:
    return unquoted(one_line(words(report, span, length)))


def _party(report: Report, actor_id: str | None, span: Span | None) -> str | None:
    actor = report.actor(actor_id)
    if actor is not None:
        return clipped(one_line(shown(actor.name)), _NAME)
    return f"“{clipped(one_line(shown(span.of(report.article.text))), _NAME)}”" if span is not None else None
