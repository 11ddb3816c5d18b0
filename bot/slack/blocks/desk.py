"""What nutgraf says about itself: what it does in a channel, how it is used, what went wrong."""

from bot.models import Desk
from bot.slack import actions
from bot.slack.blocks import rich
from bot.slack.blocks.message import Block, Locale, Message
from bot.slack.blocks.safe import clipped, escaped, one_line
from bot.slack.blocks.words import date_time

_HELP = (
    (
        "Have a story read",
        (
            "Mention me with a link, or with the text of a story.",
            "Send me a link, a text or a file in a direct message.",
            "On any message, choose More actions, then Read this story.",
            "For a story behind a paywall, run the shortcut Paste a story.",
        ),
    ),
    (
        "Ask about it",
        (
            "Ask in the thread of my reply. I answer in the words of the story, or say that it has none.",
            "Write stop or mute in the thread, and I take no more questions there.",
        ),
    ),
    (
        "Search this channel's stories",
        (
            "/who-said WORDS finds who said this or something like it.",
            "/said-by NAME shows what somebody said, /warnings who warned whom.",
            "/story URL shows you a story without posting its link.",
            "Only you see the answer, until you share it. Stories of other channels are never searched.",
            "/who-said help shows options and examples.",
        ),
    ),
    (
        "Choose what I do here",
        (
            "/desk on: I read every link that is posted in this channel.",
            "/desk off: I read only what I am asked to read.",
            "/desk map off: I post no map of my own accord; /desk map on: I do, for a story with three places or more.",
            "/desk status: what I do here now.",
        ),
    ),
)


def help_message() -> Message:
    """What can be done, in the order in which a newcomer needs it."""
    parts = []
    for title, lines in _HELP:
        parts += [rich.line(rich.text(title, bold=True)), rich.bullets([rich.line(rich.text(line)) for line in lines])]
    return Message(
        "nutgraf reads stories and answers with their warnings, claims, actors and places, word for word.",
        [rich.rich(*parts)],
    )


def desk_status(desk: Desk | None, default_on: bool, locale: Locale) -> Message:
    """What nutgraf does in this channel, and since whose choice; ``desk`` is None where nobody chose."""
    on = desk.on if desk is not None else default_on
    does = (
        "nutgraf reads every link that is posted in this channel."
        if on
        else "nutgraf is quiet in this channel: it reads only what it is asked to read, by mention or shortcut."
    )
    change = f"To change this: /desk {'off' if on else 'on'}"
    blocks = [rich.rich(rich.line(rich.text("Desk on. " if on else "Desk off. ", bold=True), rich.text(does)))]
    if desk is not None and desk.changed_by and desk.changed_at:
        chosen = f"<@{escaped(desk.changed_by)}> chose this, {date_time(desk.changed_at, locale)}. {change}"
        blocks.append(
            {"type": "context", "elements": [{"type": "mrkdwn", "text": chosen, "verbatim": True}]},
        )
    else:
        blocks.append(rich.context(f"Nobody chose this: it is how nutgraf is set up. {change}"))
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
