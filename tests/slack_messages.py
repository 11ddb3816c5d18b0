"""What a reader of a message sees, and whom it calls: for tests that look into the pretend Slack."""

import json
import re

from bot.playground.blocks.message import walk
from bot.playground.state import Json

_CALLS = re.compile(r"<(?:![a-z]+|!subteam\^[^>]+|@[UW][^>]+)>")


def text_of(message: Json) -> str:
    """All words that a reader of the message (or view) sees, block for block, one part a line."""
    if not message.get("blocks"):
        return str(message.get("text", ""))
    return "\n".join(
        part[key]
        for block in message["blocks"]
        for part in walk(block)
        for key in ("text", "alt_text", "url")
        if isinstance(part.get(key), str)
    )


def summons(message: Json) -> list[str]:
    """Whom a message calls: everybody, a group or a person, in its text, its blocks or its rich text."""
    found = []
    for part in walk({key: message.get(key) for key in ("text", "blocks", "attachments")}):
        kind = part.get("type")
        if kind in ("user", "usergroup", "broadcast"):
            found.append(json.dumps(part))
        elif kind not in ("text", "raw_text", "plain_text", "rich_text", "link") and isinstance(part.get("text"), str):
            found += _CALLS.findall(part["text"])
    return found
