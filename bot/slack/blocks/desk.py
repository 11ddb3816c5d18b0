"""What nutgraf says about itself: what it does in a channel, how it is used, what went wrong."""

from bot.models import Desk
from bot.presentation import sentences
from bot.presentation.formats import Locale, date_time
from bot.presentation.help import ABOUT, HELP
from bot.presentation.text import clipped, one_line
from bot.slack import actions
from bot.slack.blocks import rich
from bot.slack.blocks.markup import escaped
from bot.slack.blocks.message import Block, Message


def help_message() -> Message:
    """What can be done, in the order in which a newcomer needs it."""
    parts = []
    for title, lines in HELP:
        parts += [rich.line(rich.text(title, bold=True)), rich.bullets([rich.line(rich.text(line)) for line in lines])]
    return Message(
        ABOUT,
        [rich.rich(*parts)],
    )


def desk_status(desk: Desk | None, default_on: bool, locale: Locale) -> Message:
    """What nutgraf does in this channel, and since whose choice; ``desk`` is None where nobody chose."""
    on = desk.on if desk is not None else default_on
    does = sentences.DESK_ON if on else sentences.DESK_OFF
    change = f"To change this: /desk {'off' if on else 'on'}"
    blocks = [rich.rich(rich.line(rich.text("Desk on. " if on else "Desk off. ", bold=True), rich.text(does)))]
    if desk is not None and desk.changed_by and desk.changed_at:
        chosen = f"<@{escaped(desk.changed_by)}> chose this, {date_time(desk.changed_at, locale)}. {change}"
        blocks.append(
            {"type": "context", "elements": [{"type": "mrkdwn", "text": chosen, "verbatim": True}]},
        )
    else:
        blocks.append(rich.context(f"{sentences.DESK_DEFAULT} {change}"))
    return Message(f"Desk {'on' if on else 'off'}. {does}", blocks)


def problem(sentence: str, *, paste: dict[str, object] | None = None) -> Message:
    """One sentence to the person who can act on it; ``paste`` is the value of the button that opens the paste modal."""
    return Message(escaped(sentence), problem_blocks(sentence, paste=paste))


def problem_blocks(sentence: str, *, link: str | None = None, paste: dict[str, object] | None = None) -> list[Block]:
    """The blocks of a problem, with the link it is about where there are several."""
    parts = [rich.line(rich.text(sentence))]
    if link:
        parts.insert(0, rich.line(rich.link(link, clipped(one_line(link), 120))))
    blocks = [rich.rich(*parts)]
    if paste is not None:
        blocks.append(rich.actions(rich.button("Paste the text", actions.PASTE_TEXT, paste)))
    return blocks
