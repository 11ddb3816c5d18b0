"""What a message says: its links, its plain words, whom it mentions. Pure functions over Slack's payloads."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

LONGEST = 40_000  # characters of a message, which is Slack's own limit; all patterns here take time in proportion
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"<(https?://[^|<>\s]+)(?:\|[^<>]*)?>", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w<|])https?://[^\s<>|]+", re.IGNORECASE)
_TRAILING = ".,;:!?'\"”’»"
_LABELLED = re.compile(r"<(?:https?://|mailto:)[^|<>]*\|([^<>]*)>|<((?:https?://)[^|<>]*)>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+(?:\|([^<>]*))?>")
_USER = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
_SPECIAL = re.compile(r"<![^<>]*>")
_SLACK_PATHS = frozenset({"archives", "files", "docs", "canvas", "lists", "team", "huddle", "app_redirect"})


def links(message: Json) -> tuple[str, ...]:
    """The web addresses that a message links to, in order, once each; not those in code, not Slack's own.

    They are read from the rich text where the message has any, else from other blocks' and its own text. An
    attachment counts only for its ``title_link``: the rest of it is Slack's unfurling.
    """
    blocks = message.get("blocks") or []
    if any(block.get("type") == "rich_text" for block in blocks):
        found = list(_rich_links(blocks))
    else:
        texts = [*_mrkdwn(blocks), str(message.get("text") or "")]
        found = [url for text in texts for url in text_links(text)]
    if message.get("bot_id"):
        found += [a["title_link"] for a in message.get("attachments") or [] if a.get("title_link")]
    return tuple(dict.fromkeys(url for url in found if _is_web(url)))


def text_links(text: str) -> list[str]:
    """The addresses in a text with Slack's markup, without those in code; ``&amp;`` is undone."""
    text = _CODE.sub(" ", text[:LONGEST])
    marked = [(match.start(), match[1]) for match in _LINK.finditer(text)]
    blanked = _LINK.sub(lambda match: " " * len(match[0]), text)
    bare = [(match.start(), _without_trailing(match[0])) for match in _BARE.finditer(blanked)]
    return [html.unescape(url) for _, url in sorted(marked + bare)]


def mentions(message: Json) -> frozenset[str]:
    """The ids of the people and bots that a message mentions."""
    return frozenset(_USER.findall(str(message.get("text") or "")[:LONGEST])) | frozenset(
        element["user_id"] for element in _elements(message.get("blocks") or []) if element.get("type") == "user"
    )


def words(message: Json, bot_user_id: str) -> str:
    """What a person wrote, without the mention of the bot and without markup; line breaks stay."""
    rich = [block for block in message.get("blocks") or [] if block.get("type") == "rich_text"]
    if rich:
        return "\n".join(_rich_words(rich, bot_user_id))[:LONGEST].strip()
    return unmarked(str(message.get("text") or "")[:LONGEST], bot_user_id)


def unmarked(text: str, bot_user_id: str = "") -> str:
    """A text without Slack's markup: labels for links, names for channels, ``&lt;`` undone."""
    text = _USER.sub(lambda match: "" if match[1] == bot_user_id else f"@{match[1]}", text)
    text = _LABELLED.sub(lambda match: match[1] or match[2] or "", text)
    text = _CHANNEL.sub(lambda match: f"#{match[1]}" if match[1] else "", text)
    return html.unescape(_SPECIAL.sub("", text)).strip()


def _rich_links(blocks: Iterable[Json]) -> Iterator[str]:
    for element in _elements(blocks):
        if element.get("type") == "link" and not (element.get("style") or {}).get("code"):
            yield str(element.get("url") or "")


def _elements(blocks: Iterable[Json]) -> Iterator[Json]:
    """The leaves of rich text, depth first; preformatted text is code and is left out."""
    for block in blocks:
        if block.get("type") == "rich_text_preformatted":
            continue
        if "elements" in block and str(block.get("type", "")).startswith("rich_text"):
            yield from _elements(block["elements"])
        else:
            yield block


def _rich_words(blocks: Iterable[Json], bot_user_id: str) -> Iterator[str]:
    for block in blocks:
        for part in block.get("elements") or []:
            if part.get("type") == "rich_text_list":
                for item in part.get("elements") or []:
                    yield _line(item, bot_user_id)
            else:
                yield _line(part, bot_user_id)


def _line(part: Json, bot_user_id: str) -> str:
    said = []
    for element in part.get("elements") or []:
        match element.get("type"):
            case "text":
                said.append(str(element.get("text") or ""))
            case "link":
                said.append(str(element.get("text") or element.get("url") or ""))
            case "user" if element.get("user_id") != bot_user_id:
                said.append(f"@{element.get('user_id')}")
            case "emoji" if element.get("unicode"):
                said.append("".join(chr(int(code, 16)) for code in str(element["unicode"]).split("-")))
    return "".join(said).strip("\n")


def _mrkdwn(blocks: Iterable[Json]) -> Iterator[str]:
    for block in blocks:
        texts = [block.get("text"), *(block.get("fields") or []), *(block.get("elements") or [])]
        for text in texts:
            if isinstance(text, dict) and text.get("type") == "mrkdwn":
                yield str(text.get("text") or "")


def _without_trailing(url: str) -> str:
    url = url.rstrip(_TRAILING)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(_TRAILING)
    return url


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    inside = host == "slack.com" or host.endswith(".slack.com")
    return (
        parts.scheme in {"http", "https"}
        and bool(host)
        and not (inside and parts.path.split("/")[1:2] and parts.path.split("/")[1] in _SLACK_PATHS)
    )
