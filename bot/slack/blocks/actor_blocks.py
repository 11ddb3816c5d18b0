"""Actors: name, role, other names, how often each speaks."""

from collections import Counter

from bot.models import Actor, Report
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element, Locale
from bot.slack.blocks.safe import clipped, one_line
from bot.slack.blocks.words import actor_kind, count


def actors_in_order(report: Report) -> list[tuple[Actor, int]]:
    """The actors with the number of their claims: those who speak most first, then those who are spoken of most."""
    claims = Counter(claim.speaker for claim in report.claims)
    counted = [(actor, claims[actor.id]) for actor in report.actors]
    return sorted(counted, key=lambda found: (-found[1], -len(found[0].mentions)))


def actor_line(actor: Actor, claims: int, report: Report, locale: Locale, aliases: int = 20) -> Element:
    """'Ida Lindqvist – harbour master (Port of Varby) · also: Lindqvist · 5 claims'.

    ``claims`` is how many are this actor's; of the other names at most ``aliases`` are given.
    """
    affiliation = report.actor(actor.affiliation)
    role = clipped(one_line(actor.role), 150) if actor.role else actor_kind(actor.kind, locale)
    of = f" ({clipped(one_line(affiliation.name), 80)})" if affiliation else ""
    others = [one_line(alias) for alias in actor.aliases if alias != actor.name]
    also = f" · also: {', '.join(clipped(alias, 60) for alias in others[:aliases])}" if others and aliases else ""
    more = f" and {len(others) - aliases} more" if aliases and len(others) > aliases else ""
    said = f" · {count(claims, 'claim')}" if claims else ""
    return rich.line(
        rich.text(clipped(one_line(actor.name), 80), bold=True), rich.text(f" – {role}{of}{also}{more}{said}")
    )
