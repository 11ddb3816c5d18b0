"""What is different about a story that was read before."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Article, Change, Paragraph
from bot.services.changes import change_of

SINCE = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
TITLE = "Ferries to Hallum stop at midnight"
BODY = [
    "The harbour master of Velm said on Tuesday that the ferry to Hallum would stop at midnight.",
    "Nobody from the island council answered the eleven letters that her office had sent since the summer.",
    "Forty lorries stood in front of the gates in the evening, and their drivers slept in them.",
]


def story(body: list[str], *, title: str = TITLE, partial: bool = False, caption: str = "") -> Article:
    """An article with a headline, these paragraphs, and a caption."""
    parts = [(title, "headline"), *((text, "body") for text in body), *([(caption, "caption")] if caption else [])]
    paragraphs, at = [], 0
    for text, role in parts:
        paragraphs.append(Paragraph.model_validate({"start": at, "end": at + len(text), "role": role}))
        at += len(text) + 2
    text = "\n\n".join(text for text, _ in parts)
    return Article(text=text, title=title, paragraphs=paragraphs, partial=partial)


def test_a_word_is_a_paragraph_reworded() -> None:
    """The time when the earlier words were seen stands with it."""
    now = [BODY[0].replace("midnight", "noon"), *BODY[1:]]
    assert change_of(story(BODY), story(now), since=SINCE) == Change(since=SINCE, reworded=1)


def test_what_is_new_and_what_is_gone_is_counted() -> None:
    """Paragraphs that have little in common are not the same one in other words."""
    now = [*BODY[:2], "The council sent its speaker, Jonas Reed, who denied that any money was owed.", "It rained."]
    assert change_of(story(BODY), story(now), since=SINCE) == Change(since=SINCE, added=2, removed=1)


def test_another_headline_is_named() -> None:
    """With the words that stood there."""
    change = change_of(story(BODY), story(BODY, title="Ferries to Hallum sail again"), since=SINCE)
    assert change == Change(since=SINCE, title_was=TITLE)


@pytest.mark.parametrize(
    "now",
    [
        story([text.replace(" ", "  ").replace(".", " …") for text in BODY]),
        story([BODY[0].upper(), *BODY[1:]]),
        story([f"{BODY[0]} {BODY[1]}", BODY[2]]),
        story(BODY[::-1]),
        story(BODY, title=f"{TITLE}!"),
        story(BODY, caption="The gates of the harbour on Tuesday."),
        story(BODY[:1], partial=True),
    ],
    ids=["marks", "case", "breaks", "order", "title's marks", "caption", "only the beginning"],
)
def test_what_a_reader_would_not_call_a_change(now: Article) -> None:
    """White space, punctuation, breaks, captions, and a page that gives away less than before."""
    assert change_of(story(BODY), now, since=SINCE) is None


def test_text_without_paragraphs_is_compared_by_its_lines() -> None:
    """As it comes from a text file behind a link."""
    before = Article(text="\n".join(BODY))
    now = Article(text="\n".join(BODY[:2]))
    assert change_of(before, now, since=SINCE) == Change(since=SINCE, removed=1)


def test_a_story_written_anew_is_compared_quickly() -> None:
    """Thousands of other paragraphs are counted, not weighed against each other."""
    before, now = ([f"{word} {number}" for number in range(6_000)] for word in ("old", "new"))
    assert change_of(story(before), story(now), since=SINCE) == Change(since=SINCE, added=6_000, removed=6_000)


_BODIES = st.lists(st.sampled_from([*BODY, "It rained."]), min_size=1)


@given(_BODIES, _BODIES)
def test_numbers_add_up(before: list[str], now: list[str]) -> None:
    """What is there now is what was there, less what is gone, and what is new."""
    change = change_of(story(before), story(now), since=SINCE)
    if change is not None:
        assert len(now) == len(before) - change.removed + change.added
        assert min(change.reworded, change.added, change.removed) >= 0
