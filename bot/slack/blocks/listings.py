"""What ``/said-by`` and ``/warnings`` found in the channel's stories: one page, the newest first."""

from collections.abc import Sequence
from datetime import datetime, time

from bot.models import ChannelClaim, ChannelWarning
from bot.presentation.formats import Locale, count, date, listed
from bot.presentation.text import clipped
from bot.presentation.wording import CHECK, LOW_CONFIDENCE, UNATTRIBUTED, WARNINGS
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element, Message
from bot.slack.blocks.result_page import Looked, Room, result_page, short, since_words, story_line
from bot.slack.blocks.search import claim_parts, words_jump

_NEWEST = "newest first"


def said_by_results(
    claims: Sequence[ChannelClaim], looked: Looked, locale: Locale, *, by: str, about: str = ""
) -> Message:
    """What one party said; ``by`` and ``about`` are what the command asks for."""
    who = short(looked.showing[0] if looked.showing else by)
    on = f" about “{short(about)}”" if about else ""
    silent = f"No one called “{short(by)}” is quoted" if looked.unknown else f"No statements by {who}{on}"
    where = f"in this channel’s stories{since_words(looked, locale)}."
    return result_page(
        "said-by",
        claims,
        looked,
        locale,
        title=f"Said by {who}{on}",
        order=_NEWEST,
        nothing=f"{silent} {where}",
        told=looked.picked or count(looked.total, "result"),
        row=lambda claim, room: claim_parts(claim, room, locale),
    )


def warning_results(
    warnings: Sequence[ChannelWarning], looked: Looked, locale: Locale, *, by: str = "", to: str = ""
) -> Message:
    """The channel's warnings; ``by`` and ``to`` are the parties that the command asks for."""
    whose = (f" by {short(by)}" if by else "") + (f" to {short(to)}" if to else "")
    nothing = f"No warnings{whose} in this channel’s stories{since_words(looked, locale)}."
    if looked.unknown:
        strangers = listed([f"“{short(name)}”" for name in looked.unknown])
        nothing += f" No party called {strangers} appears in them."
    return result_page(
        "warnings",
        warnings,
        looked,
        locale,
        title=f"Warnings{whose}",
        order=_NEWEST,
        nothing=nothing,
        told=looked.picked or count(looked.total, "result"),
        row=lambda warning, room: _parts(warning, room, locale),
    )


def warning_title(warning: ChannelWarning) -> str:
    """'Ultimatum: Dolores Varga → ministry'."""
    denied = "Not issued, the story says. " if warning.negated else ""
    whom = f" → {short(warning.recipient)}" if warning.recipient else ""
    who = short(warning.actor) if warning.actor else UNATTRIBUTED
    return f"{denied}{WARNINGS[warning.kind]}: {who}{whom}"


def _parts(warning: ChannelWarning, room: Room, locale: Locale) -> list[Element]:
    unsure = f" ({CHECK})" if warning.confidence < LOW_CONFIDENCE else " "
    jump = words_jump(warning.story.url, warning.words) if room.linked else []
    due = _due(warning, locale)
    return [
        rich.line(rich.text(warning_title(warning), bold=True), rich.text(unsure)),
        rich.quote(rich.text(clipped(warning.words.strip(), room.quote)), *jump),
        *([rich.line(rich.text(due))] if due else []),
        story_line(warning.story, locale, room),
    ]


def _due(warning: ChannelWarning, locale: Locale) -> str | None:
    """The day of its deadline; the story's words where nobody can tell the day and they are not shown already."""
    if warning.due is not None:
        return f"Deadline: {date(datetime.combine(warning.due, time()), locale)}"
    if warning.deadline is None or warning.deadline in warning.words:
        return None
    return f"Deadline: “{short(warning.deadline)}”"
