"""The pieces of Block Kit that the builders use. A stranger's text goes in here and nowhere else."""

import json
from collections.abc import Sequence

from bot.presentation.fragment import MAX_URL
from bot.presentation.text import clipped, one_line, shown, web_url
from bot.slack.blocks.markup import escaped
from bot.slack.blocks.message import MAX_ALERT, MAX_BUTTON_TEXT, MAX_BUTTON_VALUE, MAX_SECTION, Block, Element


def text(words: str, *, bold: bool = False, italic: bool = False) -> Element:
    """Words as they are; Slack reads no markup in them. Slack refuses empty ones, so these become a space."""
    element: Element = {"type": "text", "text": shown(words) or " "}
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    return element | ({"style": style} if style else {})


def link(url: str | None, label: str, *, bold: bool = False) -> Element:
    """A link, or only its label where there is no usable address."""
    address = web_url(url, MAX_URL)
    if address is None:
        return text(label, bold=bold)
    element: Element = {"type": "link", "url": address, "text": shown(label) or " "}
    return element | ({"style": {"bold": True}} if bold else {})


def line(*elements: Element) -> Element:
    """A paragraph of a rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def quote(*elements: Element) -> Element:
    """A quotation, set off from the rest."""
    return {"type": "rich_text_quote", "elements": list(elements)}


def bullets(items: Sequence[Element]) -> Element:
    """A list of ``line`` elements."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items)}


def rich(*parts: Element) -> Block:
    """A rich text block."""
    return {"type": "rich_text", "elements": list(parts)}


def context(*lines: str) -> Block:
    """Small grey text, at most ten pieces, in which Slack reads no markup."""
    return {
        "type": "context",
        "elements": [
            {"type": "plain_text", "text": clipped(shown(words) or " ", MAX_SECTION), "emoji": False}
            for words in lines[:10]
        ],
    }


def alert(words: str, level: str) -> Block:
    """A line in a coloured frame; ``level`` is default, info, warning, error or success."""
    return {
        "type": "alert",
        "level": level,
        "text": {"type": "plain_text", "text": clipped(one_line(shown(words)) or " ", MAX_ALERT), "emoji": False},
    }


def section(words: str) -> Block:
    """A paragraph of our own words in Slack's markup; strangers' words in it must have been ``escaped``."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True}}


def plain_section(words: str) -> Block:
    """A paragraph in which Slack reads no markup."""
    cut = clipped(shown(words).strip() or " ", MAX_SECTION)
    return {"type": "section", "text": {"type": "plain_text", "text": cut, "emoji": False}}


def header(words: str) -> Block:
    """A headline of our own."""
    return {"type": "header", "text": {"type": "plain_text", "text": words, "emoji": False}}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def button(label: str, action_id: str, value: dict[str, object], *, style: str | None = None) -> Element:
    """A button that sends ``value`` as JSON. Raises ValueError where that is longer than Slack takes."""
    sent = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(sent) > MAX_BUTTON_VALUE:
        raise ValueError(f"the value of the button {action_id} is {len(sent)} characters long")
    element: Element = {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": clipped(shown(label), MAX_BUTTON_TEXT), "emoji": False},
        "value": sent,
    }
    return element | ({"style": style} if style else {})


def trash(action_id: str, label: str) -> Block:
    """A small bin under the message."""
    words = {"type": "plain_text", "text": label, "emoji": False}
    return {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "action_id": action_id, "text": words}],
    }


def actions(*elements: Element) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def mrkdwn_link(url: str, label: str) -> str:
    """A link in Slack's markup."""
    return f"<{url.replace('&', '&amp;')}|{escaped(label)}>"
