"""Claims, by speaker: the stance, and the words."""

from collections.abc import Iterable

from bot.models import Actor, Claim, Report
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element
from bot.slack.blocks.quotes import FULL, jump_link, words
from bot.slack.blocks.safe import clipped, one_line
from bot.slack.blocks.words import CHECK, LOW_CONFIDENCE, NO_SPEAKER, STANCES


def by_speaker(claims: Iterable[Claim], report: Report) -> list[tuple[Actor | None, list[Claim]]]:
    """The claims under their speakers, in the order in which these first speak; the unattributed ones last."""
    groups: dict[str | None, list[Claim]] = {}
    for claim in claims:
        speaker = claim.speaker if report.actor(claim.speaker) else None
        groups.setdefault(speaker, []).append(claim)
    unattributed = groups.pop(None, [])
    named: list[tuple[Actor | None, list[Claim]]] = [(report.actor(speaker), own) for speaker, own in groups.items()]
    return [*named, (None, unattributed)] if unattributed else named


def speaker_line(actor: Actor | None) -> Element:
    """The speaker's name and role, or that none is named."""
    if actor is None:
        return rich.line(rich.text(NO_SPEAKER, bold=True))
    role = [rich.text(f", {clipped(one_line(actor.role), 80)}")] if actor.role else []
    return rich.line(rich.text(clipped(one_line(actor.name), 80), bold=True), *role)


def claim_line(claim: Claim, report: Report, length: int = FULL) -> Element:
    """'denies: “…” show in story', with the source's own words where it is not known whose they are."""
    source = ""
    if report.actor(claim.speaker) is None and claim.source is not None:
        source = f"“{clipped(one_line(claim.source.of(report.article.text)), 60)}” "
    addressee = report.actor(claim.addressee)
    to_whom = f" to {clipped(one_line(addressee.name), 60)}" if addressee else ""
    unsure = [rich.text(f" ({CHECK})", italic=True)] if claim.confidence < LOW_CONFIDENCE else []
    quotation = one_line(words(report, claim.content, length))
    if claim.kind == "indirect" or not quotation.startswith(("“", '"', "‘", "'", "«")):
        quotation = f"“{quotation}”"
    return rich.line(
        rich.text(f"{source}{STANCES[claim.stance]}{to_whom}: ", italic=True),
        rich.text(quotation),
        *unsure,
        *jump_link(report, claim.content),
    )


def claim_groups(claims: Iterable[Claim], report: Report, length: int = FULL) -> list[Element]:
    """The claims as parts of a rich text: each speaker, and a list of what they say."""
    parts: list[Element] = []
    for actor, own in by_speaker(claims, report):
        parts += [speaker_line(actor), rich.bullets([claim_line(claim, report, length) for claim in own])]
    return parts
