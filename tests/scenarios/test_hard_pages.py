"""Pages that are hard to read, posted in either transport: one plain sentence, and a way to go on."""

from typing import Any

import pytest

from bot.slack import actions
from tests.scenarios.newsroom import DESK, Newsroom

PASTE = {
    "forbidden": "does not let programs read this page",
    "consent": "shows only its cookie consent page",
    "empty": "no text of a story on this page",
    "photo.png": "leads to a picture",
    "login": "asks for a login before it shows this page",
    "members": "asks for a login before it shows this page",
    "robots": "checks that its readers are people",
    "javascript": "shows its text only in a browser",
    "video": "holds a video or a recording",
    "pictures": "holds pictures, and no text of a story",
    "removed": "has removed this page",
    "withheld": "for legal reasons",
    "missing": "has no page at this address",
    "lost": "says that there is no such page",
    "latest": "lists stories and is not a story itself",
    "loop": "passed on too many times",
}


def buttons(message: dict[str, Any]) -> list[str]:
    """The actions of a message's buttons."""
    rows = (block for block in message["blocks"] if block["type"] == "actions")
    return [element["action_id"] for row in rows for element in row["elements"]]


async def test_each_hard_page_is_one_sentence_and_a_button(newsroom: Newsroom) -> None:
    """What happened in one sentence, and the button that takes the text instead."""
    channels = (DESK, "#city-desk")  # a message a second and channel is all that Slack takes
    posts = [(page, channels[number % 2]) for number, page in enumerate(PASTE)]
    for page, channel, ts in [(page, channel, await newsroom.post(page, channel=channel)) for page, channel in posts]:
        seen = await newsroom.reply(ts, channel=channel)
        replies = newsroom.slack.replies(channel, ts)
        assert PASTE[page] in seen, page
        assert "Claims (" not in seen, page
        assert (len(replies), actions.PASTE_TEXT in buttons(replies[0])) == (1, True), page


async def test_another_language_is_named_without_a_button(newsroom: Newsroom) -> None:
    """Pasting would not help."""
    ts = await newsroom.post("deutsch")
    assert "This story is in German" in await newsroom.reply(ts)
    assert actions.PASTE_TEXT not in buttons(newsroom.slack.replies(DESK, ts)[0])


@pytest.mark.parametrize(
    ("page", "note"),
    [
        (
            "corrected",
            "The page notes: Correction, November 18: An earlier version of this story gave the wrong number",
        ),
        ("live", "A live page: it may have grown since it was read"),
    ],
)
async def test_what_a_page_says_of_its_own_text_is_passed_on(newsroom: Newsroom, page: str, note: str) -> None:
    """A correction in the page's words, and that a page is live; no claim comes from the correction."""
    seen = await newsroom.reply(await newsroom.post(page), saying="Claims (")
    assert note in seen
    assert seen.count("gave the wrong number") == (page == "corrected")
