"""Actors: in which order, and what is said of each."""

from collections import Counter
from dataclasses import dataclass

from bot.models import Actor, Report
from bot.presentation.formats import Locale, count
from bot.presentation.text import clipped, one_line
from bot.presentation.wording import actor_kind


@dataclass(frozen=True)
class ActorLine:
    """An actor's name, and the rest of its line in pieces: role or kind with affiliation, other names, claims."""

    name: str
    facts: list[str]


def order_actors(report: Report) -> list[tuple[Actor, int]]:
    """The actors with the number of their claims, by their part in the story.

    First who gives or gets a warning, then who speaks, then who is spoken of; among equals by mentions.
    """
    claims = Counter(claim.speaker for claim in report.claims)
    warned = {party for warning in report.warnings for party in (warning.actor, warning.recipient)}
    counted = [(actor, claims[actor.id]) for actor in report.actors]
    return sorted(
        counted,
        key=lambda found: (found[0].id not in warned, not found[1], -len(found[0].mentions) - found[1]),
    )


def describe_actor(actor: Actor, claims: int, report: Report, locale: Locale, aliases: int = 20) -> ActorLine:
    """'Ida Lindqvist', 'harbour master (Port of Varby)', 'also: Lindqvist', '5 claims'.

    ``claims`` is how many are this actor's; of the other names at most ``aliases`` are given.
    """
    affiliation = report.actor(actor.affiliation)
    role = clipped(one_line(actor.role), 150) if actor.role else actor_kind(actor.kind, locale)
    of = f" ({clipped(one_line(affiliation.name), 80)})" if affiliation else ""
    facts = [f"{role}{of}"]
    others = [one_line(alias) for alias in actor.aliases if alias != actor.name]
    if others and aliases:
        more = f" and {len(others) - aliases} more" if len(others) > aliases else ""
        facts.append(f"also: {', '.join(clipped(alias, 60) for alias in others[:aliases])}{more}")
    if claims:
        facts.append(count(claims, "claim"))
    return ActorLine(clipped(one_line(actor.name), 80), facts)
