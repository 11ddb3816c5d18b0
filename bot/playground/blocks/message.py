"""A message's blocks and text: within the limits, or refused with Slack's code."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

from bot.playground.blocks.checks import Check, by_type, items
from bot.playground.blocks.rules import MESSAGE_BLOCKS
from bot.playground.refusal import Refusal
from bot.playground.state import Json, new_id

MAX_BLOCKS = 50
MAX_MARKDOWN = 12_000
MAX_MESSAGE = 13_200  # undocumented; where messages were seen to fail (slack.md)
MAX_TEXT = 40_000
_INTERACTIVE = re.compile(r"button$|buttons$|select$|picker$|^overflow$|^checkboxes$|_input$")
_RULES = items(by_type(MESSAGE_BLOCKS), 0, MAX_BLOCKS)
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_CONTROL = re.compile(r"<(?:[@#!][^<>]+|(?:https?|mailto|tel|slack):[^<>\s|]+(?:\|[^<>]*)?)>")


def parsed(value: Any, error: str) -> Any:
    """A JSON argument, given as JSON or as a string of JSON. Raises Refusal."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refusal(error) from None


def walk(value: Any) -> Iterator[Json]:
    """Every object in a JSON value, outermost first."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)


def named(blocks: list[Json]) -> list[Json]:
    """A copy with the block ids, action ids and flags that Slack adds where they are missing."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", new_id("b")[2:7])
        for part in walk(block):
            kind = part.get("type")
            if isinstance(kind, str) and _INTERACTIVE.search(kind):
                part.setdefault("action_id", new_id("a")[2:7])
            elif kind == "mrkdwn":
                part.setdefault("verbatim", False)
            elif kind == "plain_text":
                part.setdefault("emoji", True)
    return blocks


def repeated_ids(blocks: list[Json]) -> list[str]:
    """Problems of block ids used twice, and of action ids used twice within a block."""
    problems: list[str] = []
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if (block_id := block.get("block_id")) is not None and block_id in seen:
            problems.append(f"block_id already exists [json-pointer:/blocks/{index}/block_id]")
        elif block_id is not None:
            seen.add(block_id)
        actions = [part["action_id"] for part in walk(block) if "action_id" in part]
        if len(actions) != len(set(actions)):
            problems.append(f"action_id already exists [json-pointer:/blocks/{index}]")
    return problems


def characters(blocks: list[Json]) -> int:
    """How many characters of text a reader sees in these blocks, tables and alternative texts included."""
    return sum(
        len(part[key])
        for part in walk(blocks)
        for key in ("text", "title", "caption")
        if isinstance(part.get(key), str)
    )


def checked_blocks(value: Any, rules: Check = _RULES) -> list[Json]:
    """The blocks of a message, named. Raises Refusal: invalid_blocks, invalid_blocks_format, msg_blocks_too_long."""
    blocks = parsed(value, "invalid_blocks_format")
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    problems: list[str] = []
    rules(blocks, "/blocks", problems)
    if not problems:
        problems = repeated_ids(blocks)
        kinds = [part.get("type") for part in walk(blocks)]
        if kinds.count("table") > 1:
            problems.append("only_one_table_allowed [json-pointer:/blocks]")
        if sum(len(b["text"]) for b in blocks if b["type"] == "markdown") > MAX_MARKDOWN:
            problems.append(f"markdown text must be less than {MAX_MARKDOWN + 1} characters [json-pointer:/blocks]")
    if problems:
        raise Refusal.with_messages("invalid_blocks", problems)
    if characters(blocks) > MAX_MESSAGE:
        raise Refusal("msg_blocks_too_long")
    return named(blocks)


def checked_text(text: Any, limit: int = MAX_TEXT) -> str:
    """The text as Slack keeps it: ``&``, ``<`` and ``>`` escaped outside control sequences. Raises Refusal."""
    if not isinstance(text, str):
        raise Refusal("invalid_arguments")
    if len(text) > limit:
        raise Refusal("msg_too_long")
    parts, end = [], 0
    for match in _CONTROL.finditer(text):
        parts += [_escaped(text[end : match.start()]), _ENTITY.sub("&amp;", match.group())]
        end = match.end()
    return "".join([*parts, _escaped(text[end:])])


def _escaped(text: str) -> str:
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
