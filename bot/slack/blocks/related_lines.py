"""What an earlier story of the channel says to a claim of a new one, in a line."""

from typing import Final

from bot.answers import RelatedClaim
from bot.models import ChannelClaim
from bot.presentation.formats import Locale, date
from bot.presentation.text import clipped, one_line
from bot.presentation.wording import NO_SPEAKER, SAID
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element
from bot.slack.blocks.search import claim_jump

_NAME: Final = 80
_WORDS: Final = 160


def related_line(one: RelatedClaim, locale: Locale) -> Element:
    """How the two claims stand to each other, what is said here, and what was said there and then."""
    story = one.earlier.story
    return rich.line(
        rich.text(_label(one), bold=True),
        rich.text(f" · here {_said(one.claim)} · {date(story.published or story.read_at, locale)}, "),
        rich.link(story.url, clipped(one_line(story.title), 100)),
        rich.text(f": {_said(one.earlier)}"),
        *claim_jump(one.earlier),
    )


def _label(one: RelatedClaim) -> str:
    if one.kind == "changed":
        return f"Earlier: {clipped(one_line(one.was or ''), _NAME)}, now: {clipped(one_line(one.now or ''), _NAME)}"
    if one.kind == "denied" and one.same_speaker:
        return f"{_short(one.earlier.speaker)} said the opposite"
    who = one.denier if one.kind == "denied" else one.earlier.speaker
    return f"{'Denied' if one.kind == 'denied' else 'Also said'} by {_short(who)}"


def _said(claim: ChannelClaim) -> str:
    return f"{_short(claim.speaker)} {SAID[claim.stance]}: {clipped(one_line(claim.words), _WORDS)}"


def _short(name: str | None) -> str:
    return clipped(one_line(name), _NAME) if name else NO_SPEAKER
