"""Claims under their speakers, as rich text."""

from collections.abc import Iterable

from bot.models import Claim, Report
from bot.presentation.claims import group_by_speaker, speaker_of, statement
from bot.presentation.quotes import FULL
from bot.presentation.wording import CHECK
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element
from bot.slack.blocks.quotes import jump_link


def claim_line(claim: Claim, report: Report, length: int = FULL, *, speaker: bool = False) -> Element:
    """'denied that its forces had fired  show in story', after the speaker's name and role where ``speaker`` is set.

    The words stand as the story has them. No quotation marks are put around an indirect claim: these are the
    reporter's words, and marks would make them the speaker's.
    """
    told = statement(claim, report, length)
    who = speaker_of(claim, report)
    named = [rich.text(who.name, bold=True), rich.text(f", {who.role}, " if who.role else " ")] if speaker else []
    unsure = [rich.text(f" ({CHECK})", italic=True)] if told.unsure else []
    return rich.line(
        *named,
        rich.text(f"{told.verb}{' ' if told.joined else ': '}", italic=not speaker),
        rich.text(told.words),
        *unsure,
        *jump_link(report, claim.content),
    )


def claim_groups(claims: Iterable[Claim], report: Report, length: int = FULL) -> list[Element]:
    """The claims as parts of a rich text: each speaker, and a list of what they say."""
    parts: list[Element] = []
    for who, own in group_by_speaker(claims, report):
        heading = [rich.text(who.name, bold=True), *([rich.text(f", {who.role}")] if who.role else [])]
        parts += [rich.line(*heading), rich.bullets([claim_line(claim, report, length) for claim in own])]
    return parts
