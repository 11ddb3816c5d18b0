"""What older stories of the channel say to a story's claims, under its reply: one line each."""

from collections.abc import Sequence
from typing import Final

from bot.answers import Neighbour
from bot.models import ChannelClaim
from bot.presentation.formats import Locale, date
from bot.presentation.text import clipped, one_line
from bot.presentation.wording import NO_SPEAKER, SAID
from bot.slack.blocks import rich
from bot.slack.blocks.message import BUDGET, MAX_BLOCKS, Element, Message, size
from bot.slack.blocks.search import claim_jump

_MOST: Final = 5
_NAME: Final = 80
_WORDS: Final = 160


def with_neighbours(message: Message, neighbours: Sequence[Neighbour], locale: Locale) -> Message:
    """``message``, a story's reply, with a line for each neighbour; as many as go into Slack's limits."""
    lines = [_line(one, locale) for one in neighbours[:_MOST]]
    while lines:
        title = rich.line(rich.text("Earlier in this channel", bold=True))
        blocks = [*message.blocks]
        bin_last = bool(blocks) and blocks[-1]["type"] == "context_actions"
        blocks.insert(len(blocks) - bin_last, rich.rich(title, rich.bullets(lines)))
        if len(blocks) <= MAX_BLOCKS and size(blocks) <= BUDGET:
            return Message(message.text, blocks)
        lines.pop()
    return message


def _line(one: Neighbour, locale: Locale) -> Element:
    story = one.earlier.story
    return rich.line(
        rich.text(_label(one), bold=True),
        rich.text(f" · here {_said(one.claim)} · {date(story.published or story.read_at, locale)}, "),
        rich.link(story.url, clipped(one_line(story.title), 100)),
        rich.text(f": {_said(one.earlier)}"),
        *claim_jump(one.earlier),
    )


def _label(one: Neighbour) -> str:
    if one.kind == "changed":
        return f"Earlier: {clipped(one_line(one.was or ''), _NAME)}, now: {clipped(one_line(one.now or ''), _NAME)}"
    who = one.denier if one.kind == "denied" else one.earlier.speaker
    return f"{'Denied' if one.kind == 'denied' else 'Also said'} by {_short(who)}"


def _said(claim: ChannelClaim) -> str:
    return f"{_short(claim.speaker)} {SAID[claim.stance]}: {clipped(one_line(claim.words), _WORDS)}"


def _short(name: str | None) -> str:
    return clipped(one_line(name), _NAME) if name else NO_SPEAKER
