"""An actor as a line of rich text."""

from bot.models import Actor, Report
from bot.presentation.actors import describe_actor
from bot.presentation.formats import Locale
from bot.slack.blocks import rich
from bot.slack.blocks.message import Element


def actor_line(actor: Actor, claims: int, report: Report, locale: Locale, aliases: int = 20) -> Element:
    """'Ida Lindqvist – harbour master (Port of Varby) · also: Lindqvist · 5 claims'."""
    told = describe_actor(actor, claims, report, locale, aliases)
    return rich.line(rich.text(told.name, bold=True), rich.text(f" – {' · '.join(told.facts)}"))
