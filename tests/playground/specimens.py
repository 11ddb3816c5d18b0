"""One specimen of every block, as Slack takes them."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str) -> Json:
    """An option."""
    return {"text": plain(text), "value": text.lower()}


def section(*elements: Json) -> Json:
    """A rich_text_section."""
    return {"type": "rich_text_section", "elements": list(elements)}


def words(text: str, **style: bool) -> Json:
    """A text element of rich text."""
    return {"type": "text", "text": text, **({"style": style} if style else {})}


IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A map"}
BUTTON = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1"}
RICH_TEXT = {
    "type": "rich_text",
    "elements": [
        section(words("Ultimatum", bold=True), {"type": "link", "url": "https://example.org/#:~:text=a,b"}),
        {"type": "rich_text_quote", "elements": [words("<!channel> if they stay")], "border": 1},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 1,
            "elements": [
                section(
                    {"type": "user", "user_id": "U1"},
                    {"type": "channel", "channel_id": "C1"},
                    {"type": "broadcast", "range": "here"},
                    {"type": "emoji", "name": "newspaper"},
                    {"type": "date", "timestamp": 1_795_000_000, "format": "{date_short}", "fallback": "then"},
                )
            ],
        },
        {"type": "rich_text_preformatted", "elements": [words("code")]},
    ],
}
CARD = {"type": "card", "title": mrkdwn("Story"), "body": mrkdwn("Words"), "actions": [BUTTON]}
BLOCKS: dict[str, Json] = {
    "actions": {
        "type": "actions",
        "elements": [
            BUTTON,
            {"type": "overflow", "action_id": "more", "options": [option("Mute"), option("Remove")]},
            {
                "type": "static_select",
                "action_id": "pick",
                "options": [option("Claims")],
                "placeholder": plain("One"),
            },
            {"type": "users_select", "action_id": "who"},
            {"type": "checkboxes", "action_id": "boxes", "options": [option("One")]},
            {"type": "radio_buttons", "action_id": "radio", "options": [option("One")]},
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-22"},
        ],
    },
    "alert": {"type": "alert", "level": "warning", "text": mrkdwn("*Threat*")},
    "card": CARD,
    "carousel": {"type": "carousel", "elements": [CARD]},
    "container": {"type": "container", "title": plain("More"), "child_blocks": [{"type": "divider"}]},
    "context": {"type": "context", "elements": [mrkdwn("Gazette"), IMAGE]},
    "context_actions": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": plain("Right"), "value": "up"},
                "negative_button": {"text": plain("Wrong"), "value": "down"},
            },
            {"type": "icon_button", "action_id": "remove", "icon": "trash", "text": plain("Remove")},
        ],
    },
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": plain("Headline")},
    "image": {**IMAGE, "title": plain("Map")},
    "input": {
        "type": "input",
        "block_id": "story",
        "label": plain("Story"),
        "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        "hint": plain("The whole text"),
    },
    "markdown": {"type": "markdown", "text": "**bold** [link](https://example.org)"},
    "rich_text": RICH_TEXT,
    "section": {
        "type": "section",
        "text": mrkdwn("*Claims*"),
        "fields": [plain("Where"), mrkdwn("Harwich")],
        "accessory": BUTTON,
    },
    "table": {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Place"}],
            [{"type": "rich_text", "elements": [section(words("Brig"))]}],
        ],
        "column_settings": [{"align": "right", "is_wrapped": True}],
    },
}
