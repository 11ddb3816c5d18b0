"""What can be done with the results of a search: share them, all or some, and turn the page."""

from typing import Final

from bot.slack import actions
from bot.slack.blocks import rich
from bot.slack.blocks.markup import escaped
from bot.slack.blocks.message import Block

PAGE_SIZE: Final = 8  # results in one message
_WORDS: Final = 500  # characters of a search


def result_buttons(words: str, command: str, *, page: int, total: int, shared_by: str | None) -> Block:
    """The buttons under a page of results, or who shared it; ``shared_by`` is a person's id."""
    if shared_by is not None:
        by = {"type": "mrkdwn", "text": f"Shared by <@{escaped(shared_by)}>", "verbatim": True}
        return {"type": "context", "elements": [by]}
    again: dict[str, object] = {"words": words[:_WORDS]}
    if command != "who-said":
        again["command"] = command
    here = again | ({"page": page} if page else {})
    buttons = [rich.button("Share in this channel", actions.SHARE_ANSWER, here)]
    if total > 1:
        buttons.append(rich.button("Choose what to share", actions.CHOOSE_RESULTS, again))
    if page:
        buttons.append(rich.button("Back", actions.EARLIER_RESULTS, again | {"page": page - 1}))
    if (page + 1) * PAGE_SIZE < total:
        buttons.append(rich.button("More", actions.NEXT_RESULTS, again | {"page": page + 1}))
    return rich.actions(*buttons)


def which(page: int, shown: int, total: int) -> str:
    """'1 to 8 of 23', where there is more than one page; else nothing."""
    first = page * PAGE_SIZE + 1
    return f"{first:,} to {first + shown - 1:,} of {total:,}" if total > PAGE_SIZE else ""
