"""Claims under their speakers, as rich text."""

from collections.abc import Iterable

from bot.models import Claim, Report
from bot.presentation.claims import group_by_speaker, speaker_of, statement
from bot.presentation.quotes import FULL, jump
from bot.presentation.wording import CHECK
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element
from bot.slack.blocks.quotes import jump_link


def statement_lines(claims: Iterable[Claim], report: Report, length: int) -> list[Element]:
    """A line for each claim: the speaker, at the first one with the role, then 'denied that its forces had fired'.

    The words themselves are the link to where they stand.
    """
    lines, introduced = [], set()
    for claim in claims:
        who, told = speaker_of(claim, report), statement(claim, report, length)
        role = f" ({who.role})" if who.role and who.name not in introduced else ""
        introduced.add(who.name)
        address = jump(report.article, claim.content[0])
        lines.append(
            rich.line(
                rich.text(who.name, bold=True),
                rich.text(f"{role} {told.verb}{' ' if told.joined else ': '}"),
                rich.link(address, told.words),
                *([rich.text(" (check)", italic=True)] if told.unsure else []),
            )
        )
    return lines


def claim_line(claim: Claim, report: Report, length: int = FULL) -> Element:
    """'denied that its forces had fired  show in story'.

    The words stand as the story has them. No quotation marks are put around an indirect claim: these are the
    reporter's words, and marks would make them the speaker's.
    """
    told = statement(claim, report, length)
    return rich.line(
        rich.text(f"{told.verb}{' ' if told.joined else ': '}", italic=True),
        rich.text(told.words),
        *([rich.text(f" ({CHECK})", italic=True)] if told.unsure else []),
        *jump_link(report, claim.content),
    )


def claim_groups(claims: Iterable[Claim], report: Report, length: int = FULL) -> list[Element]:
    """The claims as parts of a rich text: each speaker, and a list of what they say."""
    parts: list[Element] = []
    for who, own in group_by_speaker(claims, report):
        heading = [rich.text(who.name, bold=True), *([rich.text(f", {who.role}")] if who.role else [])]
        parts += [rich.line(*heading), rich.bullets([claim_line(claim, report, length) for claim in own])]
    return parts
