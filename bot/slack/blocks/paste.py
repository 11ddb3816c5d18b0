"""The modal into which a story's text is pasted, and how to read what was pasted.

Slack takes ``max_length`` of an input only up to 3,000, but without one its inputs take far longer texts
(slackapi/node-slack-sdk#940; Netflix/dispatch#5093 met them too), and plain inputs keep every character, which
rich_text_input does not: it turns ``:)`` into an emoji and indents into lists. So it is a plain input without a limit.
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack import actions
from bot.slack.blocks import rich
from bot.slack.blocks.message import MAX_METADATA, Block, View

STORY_BLOCK: Final = "story"
STORY_INPUT: Final = "story_text"
WHERE_BLOCK: Final = "where"
WHERE_INPUT: Final = "where_conversation"


def paste_modal(carried: str, *, asks_where: bool) -> View:
    """The modal; ``carried`` comes back with it. With ``asks_where`` the person chooses a conversation.

    Raises ValueError where ``carried`` is longer than Slack carries.
    """
    if len(carried) > MAX_METADATA:
        raise ValueError(f"the modal's metadata is {len(carried)} characters long")
    blocks: list[Block] = [
        {
            "type": "input",
            "block_id": STORY_BLOCK,
            "label": _plain("Text of the story"),
            "hint": _plain("Headline first, then the text as it stands. I read it; I don’t publish it."),
            "element": {
                "type": "plain_text_input",
                "action_id": STORY_INPUT,
                "multiline": True,
                "focus_on_load": True,
            },
        }
    ]
    if not asks_where:
        blocks.append(rich.context("I’ll answer in the conversation where you started."))
    else:
        blocks.append(
            {
                "type": "input",
                "block_id": WHERE_BLOCK,
                "label": _plain("Answer in"),
                "hint": _plain("A channel I’m in, or a direct message with me."),
                "element": {
                    "type": "conversations_select",
                    "action_id": WHERE_INPUT,
                    "default_to_current_conversation": True,
                    "filter": {"include": ["im", "mpim", "private", "public"]},
                },
            }
        )
    return {
        "type": "modal",
        "callback_id": actions.PASTE_MODAL,
        "private_metadata": carried,
        "title": _plain("Paste a story"),
        "submit": _plain("Read it"),
        "close": _plain("Cancel"),
        "blocks": blocks,
    }


def pasted(view: Mapping[str, Any]) -> tuple[str, str | None]:
    """What a submitted paste modal holds: the text, and the conversation that was chosen, if any."""
    values = view.get("state", {}).get("values", {})
    text = values.get(STORY_BLOCK, {}).get(STORY_INPUT, {}).get("value") or ""
    where = values.get(WHERE_BLOCK, {}).get(WHERE_INPUT, {}).get("selected_conversation")
    return text, where


def _plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words, "emoji": False}
