"""Second tries: a message in Slack's oldest blocks, and a shorter one."""

from collections.abc import Iterator
from typing import Any, Final

from bot.slack.blocks import rich
from bot.slack.blocks.message import MAX_BLOCKS, MAX_SECTION, Block, Element, Message, size

_LINKS: Final = 2_800  # characters of links in one context element


def fallback(message: Message) -> Message:
    """The same words in section and context blocks alone, for when Slack answers ``invalid_blocks``.

    Strangers' text stands in plain_text, in which Slack reads no markup; links follow in a line of their own.
    """
    blocks = [new for block in message.blocks for new in _plain(block)]
    kept = blocks[: MAX_BLOCKS - 1] if len(blocks) > MAX_BLOCKS else blocks
    if len(kept) < len(blocks):
        kept.append(rich.context("There was no room for the rest. Ask about it in this thread."))
    return Message(message.text, kept or [rich.plain_section(message.text)])


def shorter(message: Message) -> Message:
    """At most half of the message, its top kept and its buttons too, for when Slack answers ``msg_blocks_too_long``."""
    buttons = [block for block in message.blocks if block["type"] == "actions"]
    note = rich.context("Shortened to fit one Slack message. The buttons open the rest.")
    room = message.size // 2 - size([note])
    kept: list[Block] = []
    told = False
    for block in message.blocks:
        if block["type"] != "actions" and size([*kept, block, *buttons]) > room:
            told = True
            break
        kept.append(block)
    kept += [block for block in buttons if block not in kept]
    if told or len(kept) < len(message.blocks):
        kept.append(note)
    if size(kept) > message.size:
        kept = [note]
    return Message(message.text, kept)


def _plain(block: Block) -> Iterator[Block]:
    """One block as sections and contexts; buttons cannot be said in words and are left out."""
    kind = block["type"]
    if kind in ("section", "context"):
        yield block
    elif kind == "rich_text":
        for part in block["elements"]:
            yield from _part(part)
    elif kind in ("alert", "header"):
        yield rich.plain_section(block["text"]["text"])


def _part(part: Element) -> Iterator[Block]:
    lines = part["elements"] if part["type"] == "rich_text_list" else [part]
    bullet = {"rich_text_list": "• ", "rich_text_quote": "> "}.get(part["type"], "")
    words = "\n".join(bullet + _words(line["elements"]) for line in lines)
    for start in range(0, len(words), MAX_SECTION):
        yield rich.plain_section(words[start : start + MAX_SECTION])
    links = [
        rich.mrkdwn_link(element["url"], element["text"])
        for line in lines
        for element in line["elements"]
        if element["type"] == "link"
    ]
    elements = _within(links)
    if elements:
        yield {"type": "context", "elements": elements}


def _words(elements: list[Element]) -> str:
    return "".join(element["text"] for element in elements)


def _within(links: list[str]) -> list[dict[str, Any]]:
    """The links in as few context elements as hold them, at most ten."""
    texts: list[str] = []
    for link in links:
        if texts and len(texts[-1]) + len(link) + 3 <= _LINKS:
            texts[-1] += f" · {link}"
        else:
            texts.append(link)
    return [{"type": "mrkdwn", "text": text, "verbatim": True} for text in texts[:10] if len(text) <= MAX_SECTION]
