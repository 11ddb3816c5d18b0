"""What ``/said-by`` and ``/warnings`` found in the channel's stories: one page, the newest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.models import ChannelClaim, ChannelWarning
from bot.slack.blocks import rich
from bot.slack.blocks.message import BUDGET, MAX_TEXT, Block, Element, Locale, Message, size
from bot.slack.blocks.result_buttons import result_buttons, that_fit, which
from bot.slack.blocks.safe import clipped, escaped, one_line
from bot.slack.blocks.search import claim_jump, claim_parts, searched_words, story_line, words_jump
from bot.slack.blocks.words import CHECK, LOW_CONFIDENCE, WARNINGS, count, date, listed

_QUOTES: Final = (300, 200, 120)
_NAME: Final = 80


def said_by_results(
    words: str,
    claims: Sequence[ChannelClaim],
    locale: Locale,
    *,
    by: str,
    about: str,
    stories_searched: int,
    since: datetime | None,
    showing: Sequence[str] = (),
    unknown: Sequence[str] = (),
    total: int,
    page: int = 0,
    shared_by: str | None = None,
) -> Message:
    """What one party said. ``words`` is the command as it was typed, for the buttons; ``by`` and ``about`` are what
    it asks for; ``showing`` are names taken for misspelt ones."""
    who = _short(showing[0] if showing else by)
    on = f" about “{_short(about)}”" if about else ""
    if unknown:
        nothing = (
            f"Nobody called “{_short(by)}” speaks in this channel’s stories{_from(since, stories_searched, locale)}."
        )
    else:
        nothing = f"Nothing said by {who}{on} in this channel’s stories{_from(since, stories_searched, locale)}."
    return _message(
        title=f"Said by {who}{on}",
        nothing=nothing,
        showing=showing,
        found=[
            [rich.rich(*claim_parts(claim, claim_jump(claim), length, locale)) for claim in claims]
            for length in _QUOTES
        ],
        searched=f"Searched: {searched_words(stories_searched, since, locale)}",
        buttons=("said-by", words),
        page=page,
        total=total,
        shared_by=shared_by,
    )


def warning_results(
    words: str,
    warnings: Sequence[ChannelWarning],
    locale: Locale,
    *,
    by: str,
    to: str,
    stories_searched: int,
    since: datetime | None,
    showing: Sequence[str] = (),
    unknown: Sequence[str] = (),
    total: int,
    page: int = 0,
    shared_by: str | None = None,
) -> Message:
    """The channel's warnings; the parameters are as in ``said_by_results``."""
    whose = (f" by {_short(by)}" if by else "") + (f" to {_short(to)}" if to else "")
    nothing = f"No warnings{whose} in this channel’s stories{_from(since, stories_searched, locale)}."
    if unknown:
        nothing += f" Nobody called {listed([f'“{_short(name)}”' for name in unknown])} gives or gets one in them."
    return _message(
        title=f"Warnings{whose}",
        nothing=nothing,
        showing=showing,
        found=[[rich.rich(*_warning(one, length, locale)) for one in warnings] for length in _QUOTES],
        searched=f"Searched: {searched_words(stories_searched, since, locale)}",
        buttons=("warnings", words),
        page=page,
        total=total,
        shared_by=shared_by,
    )


def _message(
    *,
    title: str,
    nothing: str,
    showing: Sequence[str],
    found: Sequence[list[Block]],
    searched: str,
    buttons: tuple[str, str],
    page: int,
    total: int,
    shared_by: str | None,
) -> Message:
    """``found`` are the same results with shorter and shorter quotations; the first that fit are taken."""
    if not found[0]:
        return Message(escaped(nothing), [rich.rich(rich.line(rich.text(nothing))), rich.context(searched)])
    told = f"Showing {listed([_short(name) for name in showing])}, the nearest name. " if showing else ""
    head = [rich.line(rich.text(title, bold=True), rich.text(", the newest first"))]
    if told:
        head.append(rich.line(rich.text(told.strip(), italic=True)))
    below = [part for part in (which(page, len(found[0]), total), searched) if part]
    command, words = buttons
    bottom = [rich.context(*below), result_buttons(words, command, page=page, total=total, shared_by=shared_by)]
    top = [rich.rich(*head)]
    blocks: list[Block] = []
    for rows in found:
        blocks = [*top, *that_fit(rows, BUDGET - size([*top, *bottom])), *bottom]
        if len(blocks) == len(top) + len(rows) + len(bottom):
            break
    return Message(clipped(escaped(f"{told}{title}: {count(total, 'result')}"), MAX_TEXT), blocks)


def _warning(warning: ChannelWarning, length: int, locale: Locale) -> list[Element]:
    denied = "Not issued, says the story – " if warning.negated else ""
    whom = f" → {_short(warning.recipient)}" if warning.recipient else ""
    unsure = f" ({CHECK})" if warning.confidence < LOW_CONFIDENCE else ""
    who = _short(warning.actor) if warning.actor else "actor not stated"
    return [
        rich.line(rich.text(f"{denied}{WARNINGS[warning.kind]}: {who}{whom}", bold=True), rich.text(unsure or " ")),
        rich.quote(rich.text(clipped(warning.words.strip(), length)), *words_jump(warning.story.url, warning.words)),
        story_line(warning.story, locale),
    ]


def _from(since: datetime | None, stories: int, locale: Locale) -> str:
    return f" since {date(since, locale)}" if since and stories else ""


def _short(name: str) -> str:
    return clipped(one_line(name), _NAME)
