"""Second tries."""

from collections.abc import Callable
from typing import Any

from bot.models import StoryResult
from bot.slack.blocks import Message, fallback, help_message, shorter, story_reply


def test_the_fallback_has_only_the_oldest_blocks(
    reading: StoryResult, accept: Callable[[Any], None], words: Callable[[Any], str]
) -> None:
    """Every word and link of the reply stands in sections and contexts."""
    message = story_reply([reading], "en-GB")
    plain = fallback(message)
    accept(plain)
    assert {block["type"] for block in plain.blocks} == {"section", "context"}
    assert plain.text == message.text
    for expected in (
        "Threat: dockers’ union → Norlund government",
        "If “the wage talks do not resume by Friday”, then “every ferry will stop”",
        "• Per Olander (Transport Minister) denied: the ministry had left the talks, a long and costly round",
        "Places: Varby (Denmark), Rhine (river), Norlund (which one is not clear)",
    ):
        assert expected in words(plain)
    assert (
        "<https://coast.example/ferries?id=7&amp;page=2#:~:text=We%20never%20walked%20out|“We never walked out,”>"
        in words(plain)
    )


def test_the_fallback_of_a_large_message_is_one_message(reading: StoryResult, accept: Callable[[Any], None]) -> None:
    """Twenty stories in old blocks are still at most fifty blocks, and the rest is said to have had no room."""
    plain = fallback(story_reply([reading] * 20, "en-GB"))
    assert len(plain.blocks) <= 50
    many = Message("x", [block for _ in range(30) for block in help_message().blocks] * 2)
    assert "no room for the rest" in str(fallback(many).blocks[-1])


def test_shorter_halves_a_message_and_keeps_its_buttons(reading: StoryResult, accept: Callable[[Any], None]) -> None:
    """The top and the buttons stay, and the message says that it was shortened."""
    message = story_reply([reading], "en-GB")
    less = shorter(message)
    accept(less)
    assert less.size <= message.size // 2 + 200
    assert less.blocks[0] == message.blocks[0]
    assert [b for b in less.blocks if b["type"] == "actions"] == [b for b in message.blocks if b["type"] == "actions"]
    assert "Shortened" in str(less.blocks[-1])


def test_shorter_can_be_asked_again(reading: StoryResult) -> None:
    """Asked over and over it ends with less than it began with, and never with nothing."""
    message = story_reply([reading] * 3, "en-GB")
    sizes = [message.size]
    for _ in range(6):
        message = shorter(message)
        sizes.append(message.size)
        assert message.blocks
    assert sizes == sorted(sizes, reverse=True)
