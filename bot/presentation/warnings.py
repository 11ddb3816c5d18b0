"""Warnings as cards, one an event: who → whom, the story's words or its terms, by when, and where it says it again."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from bot.models import Deadline, IssuedWarning, Report, Span, WarningKind
from bot.presentation import formats
from bot.presentation.formats import Locale
from bot.presentation.quotes import FULL, words
from bot.presentation.text import clipped, one_line, shown, unquoted
from bot.presentation.wording import CHECK, LOW_CONFIDENCE, UNATTRIBUTED, WARNINGS

# A condition that begins with one of these brings its own "if".
_CONDITIONAL: Final = frozenset(["if", "unless", "should", "when", "whenever", "until", "once"])
# One that begins with these is no sentence: "if without a booking" is not English.
_PREPOSITIONS: Final = frozenset("after as at before by during for from in on or pending provided without".split())
_ALL: Final = 0.8
_NAME: Final = 70  # two names and the rest must go into the 200 characters of an alert
_TITLE: Final = 190
_BOTH: Final = 2
_GRAVITY: Final[dict[WarningKind, int]] = {"ultimatum": 0, "threat": 1, "caution": 2, "commitment": 3}
_VIOLENT: Final = "violence"


@dataclass(frozen=True)
class WarningCard:
    """What is shown of one event, no word of it twice.

    ``terms`` are ('If', 'the talks fail'), ('then', 'the ferries will stop'), verbatim; where they say it all they
    stand for the quotation, and ``quotation`` is None. ``words`` is where to jump. ``also`` are the other places where
    the story tells the same. ``warnings`` are the event's, the fullest first.
    """

    warnings: tuple[IssuedWarning, ...]
    kind: WarningKind
    title: str
    words: Span
    quotation: Span | None
    terms: tuple[tuple[str, str], ...]
    deadline: Deadline | None
    also: tuple[Span, ...]

    @property
    def negated(self) -> bool:
        """Whether the story says that it was not issued, or taken back."""
        return self.warnings[0].negated

    @property
    def claims(self) -> frozenset[str]:
        """The ids of the claims that the card tells."""
        return frozenset(warning.claim for warning in self.warnings if warning.claim)


def warning_cards(report: Report, length: int = FULL, most: int | None = None) -> list[WarningCard]:
    """The cards of a story, the first ``most`` of them, at most ``length`` characters of a clause.

    Issued before negated, sure before unsure, then the gravest, the nearest deadline, and as the story has them.
    """
    return [_card(event, report, length) for event in _ordered(report)[:most]]


def order_warnings(report: Report) -> list[IssuedWarning]:
    """Every warning in the order of the cards, those of an event together."""
    return [warning for event in _ordered(report) for warning in event]


def _ordered(report: Report) -> list[list[IssuedWarning]]:
    return sorted(report.events(), key=_rank)


def _rank(event: list[IssuedWarning]) -> tuple[bool, bool, int, date, int]:
    first = event[0]
    gravity = min(0 if _violent(warning) else _GRAVITY[warning.kind] for warning in event)
    due = min((one.deadline.due for one in event if one.deadline and one.deadline.due), default=date.max)
    return first.negated, first.confidence < LOW_CONFIDENCE, gravity, due, first.content.start


def _card(event: list[IssuedWarning], report: Report, length: int) -> WarningCard:
    kind = min((warning.kind for warning in event), key=_GRAVITY.__getitem__)
    told = {part: _first_of(event, part) for part in ("actor", "recipient", "deadline")}
    first = event[0].model_copy(update={"kind": kind, **told})
    terms = warning_terms(first, report, length)
    whole = _tell_all(terms, first, report)
    also = tuple(warning.content for warning in event[1:] if not _within(warning.content, first.content))
    return WarningCard(
        warnings=tuple(event),
        kind=kind,
        title=warning_title(first, report),
        words=first.content,
        quotation=None if whole else report.warning_words(first),
        terms=tuple(terms) if whole else (),
        deadline=first.deadline,
        also=tuple(sorted(also, key=lambda span: span.start)),
    )


def _first_of(warnings: list[IssuedWarning], field: str) -> object:
    return next((value for warning in warnings if (value := getattr(warning, field)) is not None), None)


def warning_title(warning: IssuedWarning, report: Report) -> str:
    """'Threat of violence: Russia → United States', in words that need no colour."""
    who = _party(report, warning.actor, warning.actor_span) or UNATTRIBUTED
    whom = _party(report, warning.recipient, warning.recipient_span)
    kind = WARNINGS[warning.kind] + (" of violence" if _violent(warning) and warning.kind == "threat" else "")
    denied = "Not issued, the story says. " if warning.negated else ""
    unsure = f" ({CHECK})" if warning.confidence < LOW_CONFIDENCE else ""
    role = _role(report, warning.actor)
    to = f" → {whom}" if whom else ""
    with_role = f"{denied}{kind}: {who}{role}{to}{unsure}"
    return with_role if len(with_role) <= _TITLE else f"{denied}{kind}: {who}{to}{unsure}"


def _violent(warning: IssuedWarning) -> bool:
    return warning.plover is not None and warning.plover.mode == _VIOLENT


def warning_terms(warning: IssuedWarning, report: Report, length: int = FULL) -> list[tuple[str, str]]:
    """('If', 'the talks fail'), ('then', 'the ferries will stop'): as much of it as the story says, verbatim.

    A condition that brings its own "if" or "unless", or has it right before it, lends it as the label. What an
    ultimatum demands is no condition in the reply: "if they pay, then we publish" would say the contrary.
    """
    found, follows = [], "Risk" if warning.kind == "caution" else "Harm"
    if warning.condition is not None:
        condition = _inline(report, warning.condition, length)
        first, _, rest = condition.partition(" ")
        before = _word_before(warning.condition, report)
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
        consequence = _inline(report, warning.consequence, length)
        found.append((follows, consequence.removeprefix("or ") if follows == "or else" else consequence))
    return found


def _tell_all(terms: list[tuple[str, str]], warning: IssuedWarning, report: Report) -> bool:
    """Whether the terms say what the words say: a demand or the story's own "if", what follows, and little else.

    "Any attempt to land will be met with force" is no sentence with an "if" before it, and is quoted.
    """
    if len(terms) < _BOTH or warning.condition is None:
        return False
    first = _inline(report, warning.condition, FULL).partition(" ")[0].casefold()
    own = first in _CONDITIONAL or _word_before(warning.condition, report) in _CONDITIONAL
    return (own or terms[0][0] == "Demand") and sum(len(told) for _, told in terms) >= _ALL * _length(warning.content)


def _word_before(span: Span, report: Report) -> str:
    return (report.article.text[: span.start].split()[-1:] or [""])[0].strip("“\"'‘").casefold()


def deadline_line(card: WarningCard, locale: Locale, report: Report) -> str | None:
    """'Deadline: 27 November 2026, 12:00', what the story's words mean; its own words where nobody can tell.

    None where the card has no deadline, or shows its words already and knows no more.
    """
    if card.deadline is None:
        return None
    if card.deadline.at is not None:
        return f"Deadline: {formats.date_time(card.deadline.at, locale)}"
    if card.deadline.due is not None:
        return f"Deadline: {formats.date(datetime.combine(card.deadline.due, time()), locale)}"
    if _within(card.deadline, card.words):
        return None
    return f"Deadline: “{one_line(shown(card.deadline.of(report.article.text)))}”"


def name_place(span: Span, report: Report) -> str:
    """'headline', or 'paragraph 3': where in the story something stands."""
    body = 0
    for paragraph in report.article.paragraphs:
        body += paragraph.role == "body"
        if paragraph.start <= span.start < paragraph.end:
            return f"paragraph {body}" if paragraph.role == "body" else paragraph.role
    return "further on"


def _within(part: Span, whole: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _length(span: Span) -> int:
    return span.end - span.start


def _inline(report: Report, span: Span, length: int) -> str:
    return unquoted(one_line(words(report, span, length)))


def _role(report: Report, actor_id: str | None) -> str:
    actor = report.actor(actor_id)
    if actor is None or actor.kind != "person" or not actor.role:
        return ""
    return f", {clipped(one_line(shown(actor.role)), _NAME)}"


def _party(report: Report, actor_id: str | None, span: Span | None) -> str | None:
    actor = report.actor(actor_id)
    if actor is not None:
        return clipped(one_line(shown(actor.name)), _NAME)
    return f"“{clipped(one_line(shown(span.of(report.article.text))), _NAME)}”" if span is not None else None
