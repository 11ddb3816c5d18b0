"""Composition objects and interactive elements, with their limits (docs.slack.dev, reference/block-kit)."""

from bot.playground.blocks.checks import (
    Check,
    also,
    anything,
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


def plain(limit: int = 3000) -> Check:
    """A plain_text object of at most ``limit`` characters."""
    return record({"text": string(1, limit)}, {"emoji": flag}, kind="plain_text")


def mrkdwn(limit: int = 3000) -> Check:
    """A mrkdwn object of at most ``limit`` characters."""
    return record({"text": string(1, limit)}, {"verbatim": flag}, kind="mrkdwn")


def either_text(limit: int = 3000) -> Check:
    """A plain_text or mrkdwn object of at most ``limit`` characters."""
    return by_type({"plain_text": plain(limit), "mrkdwn": mrkdwn(limit)})


ACTION_ID = string(1, 255)
SLACK_FILE = also(record({}, {"id": string(1), "url": url()}), exactly_one("id", "url"))
CONFIRM = record(
    {"text": either_text(300)},
    {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": one_of("primary", "danger")},
)
PLACEHOLDER = plain(150)
DISPATCH = record({}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})
OPTION = record({"text": plain(75)}, {"value": string(1, 150), "description": plain(75), "url": url()})
RICH_OPTION = record({"text": either_text(75)}, {"value": string(1, 150), "description": either_text(75), "url": url()})
GROUP = record({"label": plain(75), "options": items(OPTION, 1, 100)})
IMAGE_ELEMENT = also(
    record({"alt_text": string(1, 2000)}, {"image_url": url(), "slack_file": SLACK_FILE}, kind="image"),
    exactly_one("image_url", "slack_file"),
)

_ID = {"action_id": ACTION_ID}
_ACTION = {**_ID, "confirm": CONFIRM, "focus_on_load": flag}
_FILTER = record(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
_BUTTON_LOOKS = {**_ID, "value": string(0, 2000), "confirm": CONFIRM, "accessibility_label": string(1, 75)}

BUTTON = record(
    {"text": plain(75)}, {**_BUTTON_LOOKS, "url": url(), "style": one_of("primary", "danger")}, kind="button"
)
WORKFLOW_BUTTON = record(
    {"text": plain(75), "workflow": anything},
    {**_ID, "style": one_of("primary", "danger"), "accessibility_label": string(1, 75), "confirm": CONFIRM},
    kind="workflow_button",
)
ICON_BUTTON = record(
    {"icon": one_of("trash"), "text": plain(75)},
    {**_BUTTON_LOOKS, "visible_to_user_ids": items(string(1))},
    kind="icon_button",
)
_FEEDBACK = record({"text": plain(75), "value": string(1, 2000)}, {"accessibility_label": string(1, 75)})
FEEDBACK_BUTTONS = record({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ID, kind="feedback_buttons")
OVERFLOW = record({"options": items(OPTION, 1, 5)}, {**_ID, "confirm": CONFIRM}, kind="overflow")

_MULTI = {"max_selected_items": number(1)}


def _select(kind: str, **own: Check) -> Check:
    many = _MULTI if kind.startswith("multi_") else {}
    return record({}, {**_ACTION, "placeholder": PLACEHOLDER, **many, **own}, kind=kind)


def _static(kind: str, **own: Check) -> Check:
    return also(
        _select(kind, options=items(OPTION, 1, 100), option_groups=items(GROUP, 1, 100), **own),
        exactly_one("options", "option_groups"),
    )


_URL_ENABLED = {"response_url_enabled": flag}
_HERE = {"default_to_current_conversation": flag, "filter": _FILTER}
_QUERY = {"min_query_length": number(0)}

SELECTS: dict[str, Check] = {
    "static_select": _static("static_select", initial_option=OPTION),
    "external_select": _select("external_select", initial_option=OPTION, **_QUERY),
    "users_select": _select("users_select", initial_user=string(1)),
    "channels_select": _select("channels_select", initial_channel=string(1), **_URL_ENABLED),
    "conversations_select": _select("conversations_select", initial_conversation=string(1), **_URL_ENABLED, **_HERE),
    "multi_static_select": _static("multi_static_select", initial_options=items(OPTION, 1, 100)),
    "multi_external_select": _select("multi_external_select", initial_options=items(OPTION, 1, 100), **_QUERY),
    "multi_users_select": _select("multi_users_select", initial_users=items(string(1))),
    "multi_channels_select": _select("multi_channels_select", initial_channels=items(string(1))),
    "multi_conversations_select": _select(
        "multi_conversations_select", initial_conversations=items(string(1)), **_HERE
    ),
}
CHOICES: dict[str, Check] = {
    "checkboxes": record(
        {"options": items(RICH_OPTION, 1, 10)}, {**_ACTION, "initial_options": items(RICH_OPTION, 1, 10)},
        kind="checkboxes",
    ),
    "radio_buttons": record(
        {"options": items(RICH_OPTION, 1, 10)}, {**_ACTION, "initial_option": RICH_OPTION}, kind="radio_buttons"
    ),
}  # fmt: skip
DATES: dict[str, Check] = {
    "datepicker": record(
        {}, {**_ACTION, "placeholder": PLACEHOLDER, "initial_date": string(10, 10)}, kind="datepicker"
    ),
    "timepicker": record(
        {},
        {**_ACTION, "placeholder": PLACEHOLDER, "initial_time": string(5, 5), "timezone": string(1)},
        kind="timepicker",
    ),
    "datetimepicker": record({}, {**_ACTION, "initial_date_time": number(0)}, kind="datetimepicker"),
}

_TYPED = {**_ID, "placeholder": PLACEHOLDER, "focus_on_load": flag, "dispatch_action_config": DISPATCH}
INPUTS: dict[str, Check] = {
    "plain_text_input": record(
        {},
        {
            **_TYPED,
            "initial_value": string(0, 3000),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
        kind="plain_text_input",
    ),
    "rich_text_input": record(
        {},
        {**_TYPED, "initial_value": anything, "min_lines": number(1, 100), "max_lines": number(1, 100)},
        kind="rich_text_input",
    ),
    "email_text_input": record({}, {**_TYPED, "initial_value": string()}, kind="email_text_input"),
    "url_text_input": record({}, {**_TYPED, "initial_value": string()}, kind="url_text_input"),
    "number_input": record(
        {"is_decimal_allowed": flag},
        {**_TYPED, "initial_value": string(), "min_value": string(), "max_value": string()},
        kind="number_input",
    ),
    "file_input": record({}, {**_ID, "filetypes": items(string(1)), "max_files": number(1, 10)}, kind="file_input"),
}

IN_ACTIONS = by_type(
    {
        "button": BUTTON,
        "workflow_button": WORKFLOW_BUTTON,
        "overflow": OVERFLOW,
        "rich_text_input": INPUTS["rich_text_input"],
        **SELECTS,
        **CHOICES,
        **DATES,
    }
)
IN_SECTION = by_type(
    {
        "button": BUTTON,
        "workflow_button": WORKFLOW_BUTTON,
        "overflow": OVERFLOW,
        "image": IMAGE_ELEMENT,
        "datepicker": DATES["datepicker"],
        "timepicker": DATES["timepicker"],
        **SELECTS,
        **CHOICES,
    }
)
IN_INPUT = by_type({**INPUTS, **SELECTS, **CHOICES, **DATES})
