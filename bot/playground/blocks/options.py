"""What an app answers to ``block_suggestion``: options, or groups of them (docs.slack.dev)."""

from typing import Any

from bot.playground.blocks.checks import also, exactly_one, items, record
from bot.playground.blocks.elements import GROUP, OPTION
from bot.playground.refusal import Refusal
from bot.playground.state import Json

_ANSWER = also(
    record({}, {"options": items(OPTION, 0, 100), "option_groups": items(GROUP, 0, 100)}),
    exactly_one("options", "option_groups"),
)


def checked_options(answer: Any) -> list[Json]:
    """The groups of options offered, each ``{"label", "options"}``, where the label is None without groups.

    Raises Refusal: invalid_options with the reasons.
    """
    problems: list[str] = []
    _ANSWER(answer, "", problems)
    if problems:
        raise Refusal.with_messages("invalid_options", problems)
    if "options" in answer:
        groups: list[Json] = [{"label": None, "options": answer["options"]}]
    else:
        groups = [{"label": group["label"]["text"], "options": group["options"]} for group in answer["option_groups"]]
    values = [option.get("value") for group in groups for option in group["options"]]
    if None in values or len(values) != len(set(values)):
        raise Refusal.with_messages("invalid_options", ["each option needs a value of its own"])
    return groups
