"""What nutgraf says about itself, and the modal for pasted text."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.models import Desk
from bot.slack import actions
from bot.slack.blocks import desk_status, help_message, paste_modal, pasted, problem

Accept = Callable[[Any], None]
Words = Callable[[Any], str]


def test_the_desk_says_what_it_does_and_who_chose_it(words: Words, accept: Accept) -> None:
    """The state is told in words, with who switched it and when, and how to change it."""
    desk = Desk(on=True, changed_by="U7", changed_at=datetime(2026, 11, 22, 14, 5, tzinfo=UTC))
    message = desk_status(desk, False, "en-US")
    accept(message)
    assert words(message) == (
        "Desk on. \nI read every link posted in this channel.\n"
        "<@U7> chose this, November 22, 2026, 2:05 p.m. UTC. To change this: /desk off"
    )


@pytest.mark.parametrize(("default_on", "expected"), [(True, "Desk on. "), (False, "Desk off. ")])
def test_where_nobody_chose_the_setting_holds(default_on: bool, expected: str, words: Words, accept: Accept) -> None:
    """A channel without a choice follows the installation's default and says so."""
    message = desk_status(None, default_on, "en-GB")
    accept(message)
    assert expected == words(message).splitlines()[0]
    assert "This is the default." in words(message)


def test_help_names_every_command(words: Words, accept: Accept) -> None:
    """Commands, shortcuts and the ways to stop it are all there."""
    message = help_message()
    accept(message)
    for expected in ("/who-said", "/desk on", "/desk off", "/desk status", "Paste a story", "Read this story", "mute"):
        assert expected in words(message)


def test_a_problem_is_its_sentence(words: Words, accept: Accept) -> None:
    """The sentence is shown as it stands, with a paste button where that helps."""
    plain = problem("The page is gone.")
    accept(plain)
    assert (plain.text, words(plain)) == ("The page is gone.", "The page is gone.")
    helped = problem("The page is behind a paywall.", paste={"channel": "C1"})
    accept(helped)
    button = helped.blocks[-1]["elements"][0]
    assert (button["action_id"], json.loads(button["value"])) == (actions.PASTE_TEXT, {"channel": "C1"})


def test_a_long_story_can_be_pasted(accept: Accept) -> None:
    """The input sets no greatest length, since Slack knows none above 3,000, and the text comes back as it was."""
    modal = paste_modal("sealed", asks_where=False)
    accept(modal)
    element = modal["blocks"][0]["element"]
    assert (element["type"], element["multiline"], element.get("max_length")) == ("plain_text_input", True, None)
    story = "  “Ünd”\n\n" + "x" * 20_000 + "\n"
    state = {
        "values": {modal["blocks"][0]["block_id"]: {element["action_id"]: {"type": element["type"], "value": story}}}
    }
    assert (story, None) == pasted({**modal, "state": state})
    assert modal["private_metadata"] == "sealed"


def test_where_to_answer_is_asked_only_where_it_is_not_known(accept: Accept) -> None:
    """From the global shortcut the person chooses a conversation; from a button it is known."""
    asking = paste_modal("", asks_where=True)
    accept(asking)
    block = asking["blocks"][1]
    assert (block["element"]["type"], asking["callback_id"]) == ("conversations_select", actions.PASTE_MODAL)
    assert "conversations_select" not in str(paste_modal("", asks_where=False))
    state = {"values": {block["block_id"]: {block["element"]["action_id"]: {"selected_conversation": "D9"}}}}
    assert pasted({**asking, "state": state}) == ("", "D9")


def test_a_modal_that_was_left_empty_holds_nothing() -> None:
    """Slack sends null for an empty input."""
    assert pasted({"state": {"values": {"story": {"story_text": {"value": None}}}}}) == ("", None)


def test_metadata_that_slack_would_refuse_is_an_error() -> None:
    """A programming error shows at once and not as Slack's."""
    with pytest.raises(ValueError, match="metadata"):
        paste_modal("x" * 3_001, asks_where=False)
