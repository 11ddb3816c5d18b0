"""The rich_text block: sections, lists, quotes and preformatted text, and the elements in them."""

from bot.playground.blocks.checks import (
    Check,
    anything,
    by_type,
    flag,
    items,
    number,
    one_of,
    record,
    string,
    url,
)

_STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), flag))
_STYLED: dict[str, Check] = {"style": _STYLE}


def _element(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record(required, {**_STYLED, **(optional or {})}, kind=kind)


ELEMENTS: dict[str, Check] = {
    "text": _element("text", {"text": string(1)}),
    "link": _element("link", {"url": url()}, {"text": string(), "unsafe": flag}),
    "user": _element("user", {"user_id": string(1)}),
    "usergroup": _element("usergroup", {"usergroup_id": string(1)}),
    "channel": _element("channel", {"channel_id": string(1)}),
    "team": _element("team", {"team_id": string(1)}),
    "emoji": _element("emoji", {"name": string(1)}, {"unicode": string(), "url": string(), "skin_tone": anything}),
    "broadcast": _element("broadcast", {"range": one_of("here", "channel", "everyone")}),
    "color": _element("color", {"value": string(1)}),
    "date": _element("date", {"timestamp": number(0), "format": string(1)}, {"url": url(), "fallback": string()}),
}
_INLINE = by_type(ELEMENTS)
_BORDER: dict[str, Check] = {"border": one_of(0, 1)}

SECTION = record({"elements": items(_INLINE, 0)}, kind="rich_text_section")
_PARTS = by_type(
    {
        "rich_text_section": SECTION,
        "rich_text_quote": record({"elements": items(_INLINE, 0)}, _BORDER, kind="rich_text_quote"),
        "rich_text_preformatted": record(
            {"elements": items(by_type({"text": ELEMENTS["text"], "link": ELEMENTS["link"]}), 0)},
            {**_BORDER, "language": string()},
            kind="rich_text_preformatted",
        ),
        "rich_text_list": record(
            {"style": one_of("bullet", "ordered"), "elements": items(by_type({"rich_text_section": SECTION}), 1)},
            {**_BORDER, "indent": number(0, 8), "offset": number(0)},
            kind="rich_text_list",
        ),
    }
)
RICH_TEXT = record({"elements": items(_PARTS, 1)}, {"block_id": string(1, 255)}, kind="rich_text")
