"""The modal in which a person picks, by typing, which results of a search to share.

Slack asks for the options while the person types (``block_suggestion``); at most 100, their text and description at
most 75 characters each, the value 150 (docs.slack.dev, option object).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.models import ChannelClaim, ChannelWarning
from bot.presentation.formats import Locale, count, date
from bot.presentation.text import clipped, one_line, shown
from bot.presentation.wording import NO_SPEAKER, SAID
from bot.slack import actions
from bot.slack.blocks import rich
from bot.slack.blocks.listings import warning_title
from bot.slack.blocks.message import MAX_METADATA, View
from bot.slack.blocks.result_buttons import PAGE_SIZE
from bot.slack.blocks.result_page import short

CHOOSE_BLOCK: Final = "results"
MAX_OPTIONS: Final = 100
_MAX_OPTION: Final = 75

Result = ChannelClaim | ChannelWarning


def choose_modal(command: str, words: str, carried: str) -> View:
    """The modal for the results of ``command`` (without its slash) with ``words``; ``carried`` comes back with it.

    Raises ValueError where ``carried`` is longer than Slack carries.
    """
    if len(carried) > MAX_METADATA:
        raise ValueError(f"the modal's metadata is {len(carried)} characters long")
    asked = clipped(one_line(f"/{command} {words}"), 200)
    return {
        "type": "modal",
        "callback_id": actions.CHOOSE_MODAL,
        "private_metadata": carried,
        "title": _plain("Choose what to share"),
        "submit": _plain("Share"),
        "close": _plain("Cancel"),
        "blocks": [
            rich.context(f"Results of {asked}. What you choose is posted in this channel under your name."),
            {
                "type": "input",
                "block_id": CHOOSE_BLOCK,
                "label": _plain("Results to share"),
                "hint": _plain(f"Up to {PAGE_SIZE}. Type a name or some of the words to find one."),
                "element": {
                    "type": "multi_external_select",
                    "action_id": actions.SUGGEST_RESULTS,
                    "placeholder": _plain("Type a name or words"),
                    "min_query_length": 0,
                    "max_selected_items": PAGE_SIZE,
                    "focus_on_load": True,
                },
            },
        ],
    }


def chosen(view: Mapping[str, Any]) -> list[str]:
    """The ids of the results that were chosen in a submitted modal, each once."""
    values = view.get("state", {}).get("values", {})
    options = values.get(CHOOSE_BLOCK, {}).get(actions.SUGGEST_RESULTS, {}).get("selected_options") or []
    return list(dict.fromkeys(str(option.get("value")) for option in options))


def result_id(result: Result) -> str:
    """What names a result within its channel: its story and its place in it."""
    own = result.claim_id if isinstance(result, ChannelClaim) else result.warning_id
    return f"{result.story.story_id}:{own}"


def suggestions(typed: str, fitting: Sequence[Result], every: Sequence[Result], locale: Locale) -> dict[str, Any]:
    """What Slack shows under the field, as it takes the answer: ``fitting`` are the results that fit what was
    ``typed``, the best first. Where none does, a heading says so over ``every`` result of the search."""
    offered = fitting or every
    more = len(offered) > MAX_OPTIONS
    if not fitting:
        rest = f"The first {MAX_OPTIONS} of {len(every):,}" if more else f"All {count(len(every), 'result')}"
        heading = f"Nothing here fits “{clipped(one_line(shown(typed)), 20)}”. {rest}:"
    else:
        heading = f"The first {MAX_OPTIONS} of {len(fitting):,}. Type to narrow them." if more else ""
    options = list({result_id(one): _option(one, locale) for one in offered[:MAX_OPTIONS]}.values())
    if heading and options:
        return {"option_groups": [{"label": _plain(heading), "options": options}]}
    return {"options": options}


def _option(result: Result, locale: Locale) -> dict[str, Any]:
    if isinstance(result, ChannelClaim):
        who = f"{short(result.speaker) if result.speaker else NO_SPEAKER} {SAID[result.stance]}"
    else:
        who = warning_title(result)
    when = date(result.story.published or result.story.read_at, locale)
    told = " · ".join(part for part in (who, one_line(result.story.publisher or ""), when) if part)
    if len(told) > _MAX_OPTION:  # who speaks matters more than where
        told = f"{clipped(who, _MAX_OPTION - len(when) - 3)} · {when}"
    return {
        "text": _plain(clipped(one_line(shown(result.words)) or " ", _MAX_OPTION)),
        "value": result_id(result),
        "description": _plain(shown(told)),
    }


def _plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words, "emoji": False}
