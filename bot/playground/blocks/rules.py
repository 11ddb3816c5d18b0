"""The rule of each block, and on which surface it may stand."""

from bot.playground.blocks.checks import (
    Check,
    also,
    at_least_one,
    by_type,
    exactly_one,
    flag,
    items,
    number,
    one_of,
    record,
    string,
    url,
)
from bot.playground.blocks.elements import (
    BUTTON,
    FEEDBACK_BUTTONS,
    ICON_BUTTON,
    IMAGE_ELEMENT,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    SLACK_FILE,
    either_text,
    mrkdwn,
    plain,
)
from bot.playground.blocks.rich_text import RICH_TEXT

_ID: dict[str, Check] = {"block_id": string(1, 255)}
_CELL = by_type(
    {
        "raw_text": record({"text": string(1)}, kind="raw_text"),
        "raw_number": record({"value": number(), "text": string(1)}, kind="raw_number"),
        "rich_text": RICH_TEXT,
    }
)
_ROWS = items(items(_CELL, 1, 20), 1, 100)
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})

ACTIONS = record({"elements": items(IN_ACTIONS, 1, 25)}, _ID, kind="actions")
CONTEXT = record(
    {"elements": items(by_type({"image": IMAGE_ELEMENT, "plain_text": plain(), "mrkdwn": mrkdwn()}), 1, 10)},
    _ID,
    kind="context",
)
DIVIDER = record({}, _ID, kind="divider")
HEADER = record({"text": plain(150)}, {**_ID, "level": number(1, 4)}, kind="header")
IMAGE = also(
    record(
        {"alt_text": string(1, 2000)},
        {**_ID, "image_url": url(), "slack_file": SLACK_FILE, "title": plain(2000)},
        kind="image",
    ),
    exactly_one("image_url", "slack_file"),
)
INPUT = record(
    {"label": plain(2000), "element": IN_INPUT},
    {**_ID, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    kind="input",
)
SECTION = also(
    record(
        {},
        {
            **_ID,
            "text": either_text(3000),
            "fields": items(either_text(2000), 1, 10),
            "accessory": IN_SECTION,
            "expand": flag,
        },
        kind="section",
    ),
    at_least_one("text", "fields"),
)
VIDEO = record(
    {"alt_text": string(1), "title": plain(199), "thumbnail_url": url(), "video_url": url()},
    {
        **_ID,
        "author_name": string(0, 49),
        "description": plain(200),
        "provider_icon_url": url(),
        "provider_name": string(),
        "title_url": url(),
    },
    kind="video",
)
TABLE = record({"rows": _ROWS}, {**_ID, "column_settings": items(_COLUMN, 1, 20)}, kind="table")
FILE = record({"external_id": string(1), "source": one_of("remote")}, _ID, kind="file")
CARD = also(
    record(
        {},
        {
            **_ID,
            "title": either_text(150),
            "subtitle": either_text(150),
            "body": either_text(200),
            "icon": IMAGE_ELEMENT,
            "hero_image": IMAGE_ELEMENT,
            "actions": items(BUTTON, 1, 3),
        },
        kind="card",
    ),
    at_least_one("title", "hero_image", "body", "actions"),
)
_TASK = record(
    {"task_id": string(1), "title": string(1), "status": one_of("pending", "in_progress", "complete", "error")},
    {
        **_ID,
        "details": RICH_TEXT,
        "output": RICH_TEXT,
        "sources": items(record({"url": url(), "text": string(1)}, kind="url")),
    },
    kind="task_card",
)
_EVERYWHERE: dict[str, Check] = {
    "actions": ACTIONS,
    "alert": record(
        {"text": either_text(200)},
        {**_ID, "level": one_of("default", "info", "warning", "error", "success")},
        kind="alert",
    ),
    "context": CONTEXT,
    "divider": DIVIDER,
    "header": HEADER,
    "image": IMAGE,
    "input": INPUT,
    "rich_text": RICH_TEXT,
    "section": SECTION,
    "video": VIDEO,
}
_CONTAINED: dict[str, Check] = {
    **{name: rule for name, rule in _EVERYWHERE.items() if name != "alert"},
    "file": FILE,
    "table": TABLE,
}
MESSAGE_BLOCKS: dict[str, Check] = {
    **_EVERYWHERE,
    "card": CARD,
    "carousel": record({"elements": items(by_type({"card": CARD}), 1, 10)}, _ID, kind="carousel"),
    "container": record(
        {"child_blocks": items(by_type(_CONTAINED), 1, 10)},
        {
            **_ID,
            "title": plain(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": either_text(150),
            "icon": IMAGE_ELEMENT,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
        kind="container",
    ),
    "context_actions": record(
        {"elements": items(by_type({"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON}), 1, 5)},
        _ID,
        kind="context_actions",
    ),
    "data_table": record(
        {"caption": string(1), "rows": _ROWS},
        {**_ID, "page_size": number(1), "row_header_column_index": number(0)},
        kind="data_table",
    ),
    "file": FILE,
    "markdown": record({"text": string(1, 12_000)}, _ID, kind="markdown"),
    "plan": record({"title": string(1)}, {**_ID, "tasks": items(_TASK, 0, 50)}, kind="plan"),
    "table": TABLE,
    "task_card": _TASK,
}
# Modals and App Home take the older blocks; the newer ones are refused there, as "unsupported type".
VIEW_BLOCKS: dict[str, Check] = _EVERYWHERE
