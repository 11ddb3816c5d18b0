"""Block Kit's rules: what is taken agrees with Slack's own types, what is refused is named."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import BLOCKS, BUTTON, mrkdwn, plain, words

from bot.playground.blocks import checked_blocks, checked_text, checked_view
from bot.playground.refusal import Refusal

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas/blocks.schema.json").read_text(encoding="utf-8"))
SLACKS = jsonschema.Draft7Validator(SCHEMA)


def refusal(blocks: list[Any]) -> Refusal:
    """The refusal of these blocks."""
    with pytest.raises(Refusal) as caught:
        checked_blocks(blocks)
    return caught.value


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_kind_of_block_is_taken(kind: str) -> None:
    """A good block of each kind is taken here and fits Slack's types, with the ids that are filled in."""
    named = checked_blocks([BLOCKS[kind]])

    SLACKS.validate([BLOCKS[kind]])
    SLACKS.validate(named)
    assert named[0]["block_id"]


def required(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all fields in a block."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from required(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from required(item, (*path, index))


def without(block: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The block less one field."""
    block = copy.deepcopy(block)
    inner: Any = block
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return block


@pytest.mark.parametrize("kind", BLOCKS)
def test_what_slacks_types_refuse_is_refused(kind: str) -> None:
    """A block less any field that Slack's types require is refused with a JSON pointer."""
    for path in required(BLOCKS[kind]):
        spoilt = [without(BLOCKS[kind], path)]
        if not SLACKS.is_valid(spoilt):
            refused = refusal(spoilt)
            assert refused.error == "invalid_blocks", path
            assert "json-pointer:/blocks/0" in refused.fields["errors"][0], path


def acting(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    """An actions block."""
    return [{"type": "actions", "elements": list(elements)}]


@pytest.mark.parametrize(
    ("blocks", "message", "pointer"),
    [
        ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters", "/0/text/text"),
        ([{"type": "section", "text": mrkdwn("x" * 3001)}], "must be less than 3001 characters", "/0/text/text"),
        ([{"type": "section", "text": mrkdwn("")}], "must be more than 0 characters", "/0/text/text"),
        ([{"type": "section"}], "must have at least one of: text, fields", "/0"),
        ([{"type": "alert", "text": plain("x" * 201)}], "must be less than 201 characters", "/0/text/text"),
        ([{"type": "divider"}] * 51, "no more than 50 items allowed", ""),
        ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items allowed", "/0/elements"),
        (acting(*({**BUTTON, "action_id": str(n)} for n in range(26))), "no more than 25 items allowed", "/0/elements"),
        (acting({**BUTTON, "value": "x" * 2001}), "must be less than 2001 characters", "/0/elements/0/value"),
        (acting({**BUTTON, "url": "javascript:alert(1)"}), "invalid url", "/0/elements/0/url"),
        (acting(BUTTON, BUTTON), "action_id already exists", "/0"),
        ([{"type": "divider", "block_id": "a"}] * 2, "block_id already exists", "/1/block_id"),
        ([BLOCKS["table"], BLOCKS["table"]], "only_one_table_allowed", ""),
        ([{"type": "marquee"}], "unsupported type: marquee", "/0/type"),
        ([{"type": "divider", "colour": "red"}], "invalid additional property: colour", "/0"),
    ],
)
def test_limits_are_told_in_slacks_words(blocks: list[Any], message: str, pointer: str) -> None:
    """A block over a limit is refused with Slack's sentence and pointer."""
    assert f"{message} [json-pointer:/blocks{pointer}]" in refusal(blocks).fields["errors"]


def test_a_message_may_be_too_long_as_a_whole() -> None:
    """Blocks that are fine one by one are refused together when the message grows past what Slack takes."""
    blocks = [{"type": "section", "text": mrkdwn("x" * 2_900)} for _ in range(5)]

    assert refusal(blocks).error == "msg_blocks_too_long"
    assert len(checked_blocks(blocks[:4])) == 4


def test_a_modal_with_a_field_needs_a_submit_button() -> None:
    """Slack refuses a modal that asks for input and cannot be submitted."""
    view = {"type": "modal", "title": plain("Paste"), "blocks": [BLOCKS["input"]]}

    with pytest.raises(Refusal) as caught:
        checked_view(view, "modal")
    assert "must define `submit`" in caught.value.fields["errors"][0]
    assert checked_view({**view, "submit": plain("Read")}, "modal")["blocks"][0]["element"]["action_id"] == "text"


def test_a_modals_title_is_short() -> None:
    """A title has 24 characters at most."""
    with pytest.raises(Refusal, match="invalid_arguments"):
        checked_view({"type": "modal", "title": plain("x" * 25), "blocks": []}, "modal")


@pytest.mark.parametrize("kind", ["table", "markdown", "card", "context_actions", "container"])
def test_modals_take_the_older_blocks_only(kind: str) -> None:
    """Blocks made for messages are refused in a modal."""
    with pytest.raises(Refusal) as caught:
        checked_view({"type": "modal", "title": plain("x"), "blocks": [BLOCKS[kind]]}, "modal")
    assert f"unsupported type: {kind} [json-pointer:/view/blocks/0/type]" == caught.value.fields["errors"][0]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
@settings(deadline=None)
def test_whatever_is_sent_is_taken_or_refused(value: Any) -> None:
    """No JSON value breaks the checks: it is taken, or refused with one of Slack's codes."""
    try:
        checked_blocks([{"type": "section", "text": value}, value])
    except Refusal as refused:
        assert refused.error in ("invalid_blocks", "invalid_blocks_format")


@given(st.text())
@settings(deadline=None)
def test_kept_text_calls_only_whom_it_called(text: str) -> None:
    """Escaping leaves no bare bracket outside control sequences, and escaping twice changes nothing."""
    once = checked_text(text)

    assert once == checked_text(once)


def test_text_is_kept_escaped() -> None:
    """Ampersands and brackets are escaped, links and mentions stay."""
    assert (
        checked_text("a < b & c <https://x.org/?a=1&b=2|it> <!here>")
        == "a &lt; b &amp; c <https://x.org/?a=1&amp;b=2|it> <!here>"
    )


def test_rich_text_holds_no_empty_words() -> None:
    """An empty text element is refused, as Slack refuses it."""
    block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [words("")]}]}

    assert "must be more than 0 characters" in refusal([block]).fields["errors"][0]
