"""What people type becomes what Slack's composer sends."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.composer import compose
from bot.playground.state import Channel, User, Workspace

ROOM = Workspace(
    id="T1",
    name="Gazette",
    domain="gazette",
    bot_token="xoxb",
    bot_id="B1",
    bot_user_id="U1",
    users={"U1": User("U1", "nutgraf", "nutgraf", is_bot=True)},
    channels={"C1": Channel("C1", "world-desk", "channel")},
)


def elements(typed: str) -> list[dict[str, Any]]:
    """The elements of the first part of what was typed."""
    found: list[dict[str, Any]] = compose(ROOM, typed)[1][0]["elements"][0]["elements"]
    return found


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("see https://example.org/a.", "see <https://example.org/a>."),
        ("(https://example.org/a_(b))", "(<https://example.org/a_(b)>)"),
        ("https://example.org/?a=1&b=2", "<https://example.org/?a=1&amp;b=2>"),
        ("<https://example.org|here>", "<https://example.org|here>"),
        ("@nutgraf hello", "<@U1> hello"),
        ("@nobody hello", "@nobody hello"),
        ("@here look", "<!here> look"),
        ("in #world-desk", "in <#C1|>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("*bold* and _thin_", "*bold* and _thin_"),
        ("> they said\nso", "&gt; they said\nso"),
        ("`https://example.org`", "`https://example.org`"),
        ("```\nhttps://example.org\n```", "```https://example.org```"),
    ],
)
def test_text_has_slacks_control_sequences(typed: str, text: str) -> None:
    """Links, mentions and marks are written as Slack writes them."""
    assert text == compose(ROOM, typed)[0]


def test_a_link_is_an_element_of_its_own() -> None:
    """The rich text holds the link with its whole address."""
    assert elements("see https://example.org/?a=1&b=2, please") == [
        {"type": "text", "text": "see "},
        {"type": "link", "url": "https://example.org/?a=1&b=2"},
        {"type": "text", "text": ", please"},
    ]


def test_a_link_in_code_is_no_link() -> None:
    """Code is text with a style, or preformatted."""
    assert elements("`https://example.org`") == [
        {"type": "text", "text": "https://example.org", "style": {"code": True}}
    ]
    assert compose(ROOM, "```\nhttps://example.org\n```")[1][0]["elements"][0]["type"] == "rich_text_preformatted"


@given(st.text(alphabet=st.characters(exclude_characters="`*_~:<>@#&\n/"), min_size=1))
@settings(deadline=None)
def test_plain_words_stay_as_they_are(typed: str) -> None:
    """Text without marks comes out unchanged, as one element."""
    text, _blocks = compose(ROOM, typed)

    assert typed == text
    assert [{"type": "text", "text": typed}] == elements(typed)


@given(st.text())
@settings(deadline=None)
def test_nothing_typed_breaks_the_composer(typed: str) -> None:
    """Whatever is typed gives text and blocks, and no bare bracket that Slack would not have written."""
    text, blocks = compose(ROOM, typed)

    assert bool(typed) >= bool(text)
    assert all(block["type"] == "rich_text" for block in blocks)
