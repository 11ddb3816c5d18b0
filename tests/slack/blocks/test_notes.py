"""What is said about how a story differs from what it was."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.models import Change, StoryResult
from bot.slack.blocks import Locale, story_reply

SINCE = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "locale", "expected"),
    [
        (
            Change(since=SINCE, reworded=1),
            "en-GB",
            "The story has changed since 22 November 2026, 14:03 UTC: 1 paragraph reworded",
        ),
        (
            Change(since=SINCE, reworded=2, added=1, removed=3),
            "en-US",
            "The story has changed since November 22, 2026, 2:03 p.m. UTC: 2 paragraphs reworded, 1 new and 3 gone",
        ),
        (
            Change(since=SINCE, title_was="Ferries\nstop", removed=1_204),
            "en-GB",
            "The story has changed since 22 November 2026, 14:03 UTC: another headline (it was “Ferries stop”) and "
            "1,204 paragraphs gone",
        ),
    ],
)
def test_a_change_is_one_line(
    reading: StoryResult,
    words: Callable[[Any], str],
    accept: Callable[[Any], None],
    change: Change,
    locale: Locale,
    expected: str,
) -> None:
    """With the time of the earlier words, and numbers of paragraphs."""
    message = story_reply([reading.model_copy(update={"change": change})], locale)
    accept(message)
    assert expected in words(message).splitlines()


def test_a_long_headline_that_is_gone_is_cut(
    reading: StoryResult, words: Callable[[Any], str], accept: Callable[[Any], None]
) -> None:
    """However long it was, the line stays one."""
    change = Change(since=SINCE, title_was="Ferries stop " * 500)
    message = story_reply([reading.model_copy(update={"change": change})], "en-GB")
    accept(message)
    assert max(map(len, (line for line in words(message).splitlines() if "has changed" in line))) < 320
