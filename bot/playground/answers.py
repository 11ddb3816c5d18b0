"""What a person chose or typed, in the shapes in which Slack reports it."""

from collections.abc import Iterator
from typing import Any

from bot.playground.state import Json

# element type → the field that holds what was chosen
_CHOSEN = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "overflow": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
}
_INITIAL = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "value": "initial_value",
    "rich_text_value": "initial_value",
}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element that has an action id, with the block in which it stands; blocks in containers included."""
    for block in blocks:
        yield from elements(block.get("child_blocks", []))
        inner = [block.get("element"), block.get("accessory"), *block.get("elements", []), *block.get("actions", [])]
        for element in inner:
            if isinstance(element, dict) and element.get("type") == "card":
                yield from elements([element])
            elif isinstance(element, dict) and "action_id" in element:
                yield block, element


def find_element(blocks: list[Json], action_id: str) -> tuple[str, Json]:
    """The block id and the element with this action id. Raises KeyError."""
    for block, element in elements(blocks):
        if element["action_id"] == action_id:
            return block["block_id"], element
    raise KeyError(f"nothing here has the action id {action_id!r}")


def _options(element: Json) -> list[Json]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _option(element: Json, chosen: Any) -> Json:
    """The option that is meant: itself, or by its value or its text. Raises KeyError."""
    if isinstance(chosen, dict):
        return chosen
    for option in _options(element):
        if chosen in (option.get("value"), option["text"]["text"]):
            return option
    raise KeyError(f"{element['action_id']!r} has no option {chosen!r}")


def _value(element: Json, chosen: Any) -> Any:
    field = _CHOSEN[element["type"]]
    if chosen is None:
        return element.get(_INITIAL.get(field, ""), [] if field.endswith("s") else None)
    if field == "selected_option":
        return _option(element, chosen)
    if field == "selected_options":
        return [_option(element, one) for one in chosen]
    if field == "value":
        return str(chosen) or None
    return chosen


def acted(element: Json, block_id: str, chosen: Any, now: str) -> Json:
    """An entry of ``actions``. For feedback buttons ``chosen`` is the value of the button pressed."""
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": now,
    }
    if element["type"] in _CHOSEN:
        return {**action, _CHOSEN[element["type"]]: _value(element, chosen)}
    if element["type"] == "feedback_buttons":
        buttons = [element["positive_button"], element["negative_button"]]
        button = next((b for b in buttons if chosen in (b["value"], b["text"]["text"])), None)
        if button is None:
            raise KeyError(f"{element['action_id']!r} has no button {chosen!r}")
        return {**action, "value": button["value"], "text": button["text"]}
    return {**action, **{key: element[key] for key in ("text", "value", "style", "url") if key in element}}


def choice_state(block_id: str, element: Json, chosen: Any) -> Json:
    """``state.values`` of a message in which one thing was chosen."""
    if element["type"] not in _CHOSEN or element["type"] == "overflow":
        return {}
    field = _CHOSEN[element["type"]]
    return {block_id: {element["action_id"]: {"type": element["type"], field: _value(element, chosen)}}}


def view_state(blocks: list[Json], values: Json, *, strict: bool) -> Json:
    """``state.values`` of a view, from values by block id or action id.

    ``strict`` raises ValueError for what the form would not let pass: a required field left empty, a text too
    short or too long.
    """
    state: Json = {}
    for block, element in elements(blocks):
        if element["type"] not in _CHOSEN or element["type"] == "overflow":
            continue
        chosen = values.get(element["action_id"], values.get(block["block_id"]))
        value = _value(element, chosen)
        if strict and block["type"] == "input":
            _check(block, element, value)
        field = _CHOSEN[element["type"]]
        state.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], field: value}
    return state


def _check(block: Json, element: Json, value: Any) -> None:
    label = block["label"]["text"]
    if value in (None, "", []):
        if not block.get("optional"):
            raise ValueError(f"{label}: please complete this required field")
    elif isinstance(value, list) and len(value) > element.get("max_selected_items", len(value)):
        raise ValueError(f"{label}: at most {element['max_selected_items']} can be chosen")
    elif element["type"] == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            raise ValueError(f"{label}: at least {element['min_length']} characters")
        # Slack refuses a max_length over 3,000, but takes longer text where none is set (node-slack-sdk#940).
        longest = element.get("max_length")
        if longest is not None and len(value) > longest:
            raise ValueError(f"{label}: at most {longest} characters")
