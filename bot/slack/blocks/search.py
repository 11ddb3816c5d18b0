"""What ``/who-said`` found in the channel's stories: one page, the closest first."""

from collections.abc import Sequence

from bot.models import ChannelClaim, Span
from bot.presentation.formats import Locale, count
from bot.presentation.fragment import text_fragment
from bot.presentation.text import clipped, one_line
from bot.presentation.wording import CHECK, JUMP_LABEL, LOW_CONFIDENCE, NO_SPEAKER, SAID
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element, Message
from bot.slack.blocks.result_page import Looked, Room, result_page, short, story_line


def search_results(claims: Sequence[ChannelClaim], looked: Looked, locale: Locale) -> Message:
    """One page of the claims that match what was asked for."""
    asked = clipped(one_line(looked.words), 200)
    first = claims[0] if claims else None
    return result_page(
        "who-said",
        claims,
        looked,
        locale,
        title=f"Who said “{asked}”",
        order="closest first",
        nothing=f"I couldn’t find “{asked}”, or anything like it, in this channel’s stories.",
        told=f"{count(looked.total, 'answer')}, first {_said(first)}" if first and not looked.chosen else looked.picked,
        row=lambda claim, room: claim_parts(claim, room, locale),
    )


def claim_parts(claim: ChannelClaim, room: Room, locale: Locale) -> list[Element]:
    """A claim of a channel: who and how, the words, the story and its time."""
    unsure = f" ({CHECK})" if claim.confidence < LOW_CONFIDENCE else ""
    jump = claim_jump(claim) if room.linked else []
    return [
        rich.line(
            rich.text(short(claim.speaker) if claim.speaker else NO_SPEAKER, bold=True),
            rich.text(f" {SAID[claim.stance]}{unsure}:"),
        ),
        rich.quote(rich.text(clipped(claim.words.strip(), room.quote)), *jump),
        story_line(claim.story, locale, room),
    ]


def claim_jump(claim: ChannelClaim) -> list[Element]:
    """The link to a claim's words."""
    return words_jump(claim.story.url, claim.words.split(" … ")[0])


def words_jump(url: str | None, words: str) -> list[Element]:
    """The link to some words. A channel keeps these, not the story's text, so it is made of them alone."""
    if not url:
        return []
    return [rich.text("  "), rich.link(text_fragment(url, words, Span(start=0, end=len(words))), JUMP_LABEL)]


def _said(claim: ChannelClaim) -> str:
    who = short(claim.speaker) if claim.speaker else NO_SPEAKER
    return f"{who} {SAID[claim.stance]}: {clipped(one_line(claim.words), 200)}"
