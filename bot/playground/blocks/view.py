"""Modals and App Home: the view object's rules."""

import json
from typing import Any

from bot.playground.blocks.checks import by_type, flag, items, record, string
from bot.playground.blocks.elements import plain
from bot.playground.blocks.message import named, parsed, repeated_ids
from bot.playground.blocks.rules import VIEW_BLOCKS
from bot.playground.refusal import Refusal
from bot.playground.state import Json

_BLOCKS = items(by_type(VIEW_BLOCKS), 0, 100)
_COMMON = {"private_metadata": string(0, 3000), "callback_id": string(0, 255), "external_id": string(0, 255)}
_VIEW = by_type(
    {
        "modal": record(
            {"title": plain(24), "blocks": _BLOCKS},
            {
                **_COMMON,
                "close": plain(24),
                "submit": plain(24),
                "clear_on_close": flag,
                "notify_on_close": flag,
                "submit_disabled": flag,
            },
            kind="modal",
        ),
        "home": record({"blocks": _BLOCKS}, _COMMON, kind="home"),
    }
)
MAX_VIEW = 250_000


def checked_view(value: Any, kind: str) -> Json:
    """The view that was sent, its blocks named; ``kind`` is "modal" or "home".

    Raises Refusal: invalid_arguments with the reasons, view_too_large.
    """
    view = parsed(value, "invalid_arguments")
    problems: list[str] = []
    _VIEW(view, "/view", problems)
    if not problems:
        if view["type"] != kind:
            problems.append(f"must be a {kind} view [json-pointer:/view/type]")
        problems += [problem.replace(":/blocks", ":/view/blocks") for problem in repeated_ids(view["blocks"])]
        if kind == "modal" and "submit" not in view and any(b["type"] == "input" for b in view["blocks"]):
            problems.append("must define `submit` to use an `input` block in modals [json-pointer:/view]")
    if problems:
        raise Refusal.with_messages("invalid_arguments", problems)
    if len(json.dumps(view)) > MAX_VIEW:
        raise Refusal("view_too_large")
    return {**view, "blocks": named(view["blocks"])}
