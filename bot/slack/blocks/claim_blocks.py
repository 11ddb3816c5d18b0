"""Claims, by speaker: the stance, and the words."""

from collections.abc import Iterable

from bot.models import Claim, Report
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element
from bot.slack.blocks.quotes import FULL, jump_link, words
from bot.slack.blocks.safe import clipped, one_line
from bot.slack.blocks.words import CHECK, LOW_CONFIDENCE, NO_SPEAKER, STANCES, UNCLEAR_SPEAKER

Group = tuple[str, str | None, list[Claim]]


def by_speaker(claims: Iterable[Claim], report: Report) -> list[Group]:
    """The claims under their speakers: a heading, the speaker's role, and the claims, in the order of the story.

    Speakers come in the order in which they first speak. Claims whose speaker could not be told come last, under the
    source's own words where the story has any, so that nobody takes "he" or "officials" for a party that is known.
    """
    named: dict[str, Group] = {}
    others: dict[str, Group] = {}
    for claim in claims:
        actor = report.actor(claim.speaker)
        if actor is not None:
            role = clipped(one_line(actor.role), 80) if actor.role else None
            named.setdefault(actor.id, (clipped(one_line(actor.name), 80), role, []))[2].append(claim)
            continue
        source = one_line(claim.source.of(report.article.text)) if claim.source is not None else ""
        words_of_it = f"{UNCLEAR_SPEAKER}: “{clipped(source, 80)}”" if source else NO_SPEAKER
        others.setdefault(source.casefold(), (words_of_it, None, []))[2].append(claim)
    return [*named.values(), *others.values()]


def claim_line(claim: Claim, report: Report, length: int = FULL) -> Element:
    """'denies: …  show in story'.

    The words stand as the story has them. No quotation marks are put around an indirect claim: these are the
    reporter's words, and marks would make them the speaker's.
    """
    addressee = report.actor(claim.addressee)
    to_whom = f" to {clipped(one_line(addressee.name), 60)}" if addressee else ""
    unsure = [rich.text(f" ({CHECK})", italic=True)] if claim.confidence < LOW_CONFIDENCE else []
    return rich.line(
        rich.text(f"{STANCES[claim.stance]}{to_whom}: ", italic=True),
        rich.text(one_line(words(report, claim.content, length))),
        *unsure,
        *jump_link(report, claim.content),
    )


def claim_groups(claims: Iterable[Claim], report: Report, length: int = FULL) -> list[Element]:
    """The claims as parts of a rich text: each speaker, and a list of what they say."""
    parts: list[Element] = []
    for name, role, own in by_speaker(claims, report):
        heading = [rich.text(name, bold=True), *([rich.text(f", {role}")] if role else [])]
        parts += [rich.line(*heading), rich.bullets([claim_line(claim, report, length) for claim in own])]
    return parts
