"""What a person types, as Slack's composer sends it: the text with control sequences, and a rich_text block."""

import re
from html import escape

from bot.playground.state import Json, Workspace, new_id

_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<link>https?://[^>|\s]+)(?:\|(?P<label>[^>]*))?>"
    r"|(?P<url>https?://[^\s<>|]+)"
    r"|<@(?P<id>[UW][A-Z0-9]+)>"
    r"|(?<![\w@])@(?P<name>[a-z0-9][a-z0-9._-]*)"
    r"|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)"
    r"|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)"
    r"|(?<!\w)~(?P<strike>[^~\n]+)~(?!\w)"
    r"|:(?P<emoji>[a-z0-9_+-]+):"
    r"|(?<![\w#])#(?P<channel>[a-z0-9][a-z0-9_-]*)"
)
_TRAILING = ".,;:!?)]}'\"’”"
_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)


def compose(workspace: Workspace, typed: str) -> tuple[str, list[Json]]:
    """The ``text`` and the ``blocks`` of a message."""
    texts: list[str] = []
    parts: list[Json] = []
    end = 0
    for fence in _FENCE.finditer(typed):
        _lines(workspace, typed[end : fence.start()].strip("\n"), texts, parts)
        texts.append(f"```{_escaped(fence[1])}```")
        parts.append({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": fence[1] or " "}]})
        end = fence.end()
    _lines(workspace, typed[end:].strip("\n") if end else typed, texts, parts)
    block: Json = {"type": "rich_text", "block_id": new_id("b")[2:7], "elements": parts}
    return "\n".join(texts), [block] if parts else []


def _lines(workspace: Workspace, typed: str, texts: list[str], parts: list[Json]) -> None:
    """Runs of quoted and plain lines become quotes and sections."""
    if not typed:
        return
    runs: list[tuple[bool, list[str]]] = []
    for line in typed.split("\n"):
        quoted = line.startswith("> ")
        if not runs or runs[-1][0] != quoted:
            runs.append((quoted, []))
        runs[-1][1].append(line[2:] if quoted else line)
    for quoted, lines in runs:
        text, elements = _inline(workspace, "\n".join(lines))
        texts.append("\n".join(f"&gt; {line}" for line in text.split("\n")) if quoted else text)
        parts.append({"type": "rich_text_quote" if quoted else "rich_text_section", "elements": elements})


def _inline(workspace: Workspace, typed: str) -> tuple[str, list[Json]]:
    texts: list[str] = []
    elements: list[Json] = []

    def plain(text: str) -> None:
        if text:
            texts.append(_escaped(text))
            if elements and elements[-1]["type"] == "text" and "style" not in elements[-1]:
                elements[-1]["text"] += text
            else:
                elements.append({"type": "text", "text": text})

    end = 0
    for match in _INLINE.finditer(typed):
        plain(typed[end : match.start()])
        end = match.end()
        kind = match.lastgroup or ""
        kind = "link" if kind == "label" else kind
        value = match[kind]
        if kind == "url":
            url, tail = _trimmed(value)
            texts.append(f"<{_escaped(url)}>")
            elements.append({"type": "link", "url": url})
            plain(tail)
        elif kind == "link":
            label = match["label"]
            texts.append(f"<{_escaped(value)}|{_escaped(label)}>" if label else f"<{_escaped(value)}>")
            elements.append({"type": "link", "url": value, **({"text": label} if label else {})})
        elif kind == "emoji":
            texts.append(f":{value}:")
            elements.append({"type": "emoji", "name": value})
        elif kind in ("bold", "italic", "strike", "code"):
            mark = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}[kind]
            texts.append(f"{mark}{_escaped(value)}{mark}")
            elements.append({"type": "text", "text": value, "style": {kind: True}})
        else:
            reference = _reference(workspace, kind, value)
            if reference is None:
                plain(match.group())
            else:
                texts.append(reference[0])
                elements.append(reference[1])
    plain(typed[end:])
    return "".join(texts), elements


def _reference(workspace: Workspace, kind: str, value: str) -> tuple[str, Json] | None:
    """A mention of a person, of everybody, or of a channel; None when there is no such."""
    try:
        if kind == "channel":
            channel = workspace.channel(f"#{value}")
            return f"<#{channel.id}|>", {"type": "channel", "channel_id": channel.id}
        if value in ("here", "channel", "everyone"):
            return f"<!{value}>", {"type": "broadcast", "range": value}
        user = workspace.user(value)
    except KeyError:
        return None
    return f"<@{user.id}>", {"type": "user", "user_id": user.id}


def _trimmed(url: str) -> tuple[str, str]:
    """The URL without the punctuation that ends the sentence around it, and that punctuation."""
    end = len(url)
    while (
        end
        and url[end - 1] in _TRAILING
        and not (url[end - 1] == ")" and url.count("(", 0, end) >= url.count(")", 0, end))
    ):
        end -= 1
    return url[:end], url[end:]


def _escaped(text: str) -> str:
    return escape(text, quote=False)
