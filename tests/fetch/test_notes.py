"""What a page says of its own text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.notes import is_correction
from bot.fetch.story import article_of, story_of
from bot.models import Article, Note

BODY = (
    "<p>The pilots of the port of Ellsund stopped work on Tuesday, their union said in a letter to the ministry.</p>"
    "<p>Forty vessels lay at anchor by noon, and the harbour office told owners to send their ships to Varnes until "
    "further notice, since nobody could say when the talks would begin.</p>"
    "<p>“We will not go back before the rota is changed,” said Ada Quill, who speaks for the pilots of the outer "
    "roads, after a meeting that lasted through the night and into the morning.</p>"
    "<p>The ministry answered that it would listen to both sides on Thursday and decide within a week.</p>"
)
CORRECTION = "Correction, March 5: An earlier version of this article gave the wrong number of vessels at anchor."


def article(body: str, *, head: str = "") -> Article:
    """The article on a page with this body."""
    page = f"<html><head><title>Pilots stop work</title>{head}</head><body><article><h1>Pilots stop work</h1>{body}"
    return article_of(story_of(page.encode(), url="https://a.example/s"), url=None, retrieved=None)


@pytest.mark.parametrize(
    "text",
    [
        CORRECTION,
        "CORRECTION: The strike began on Tuesday, not on Monday.",
        "Corrections and clarifications: the office is in Varnes.",
        "Clarification (5 March 2026): the union has 310 members, of whom 40 are retired.",
        "This article was amended on 5 March 2026 because the port was misnamed.",
        "This story has been corrected to say that the strike began on Tuesday.",
        "Editor’s note: This story has been updated to correct the name of the port.",
        "An earlier version of this story misspelled Ms. Quill’s name.",
        "(This story was corrected to fix the spelling of Ellsund.)",
    ],
)
def test_corrections_are_told(text: str) -> None:
    """The ways in which papers say that they were wrong."""
    assert is_correction(text)


@pytest.mark.parametrize(
    "text",
    [
        "Correction officers at the harbour jail joined the pilots on Tuesday, a spokesman said.",
        "The story was corrected by the minister, who said that he had never met the pilots.",
        "This report was the third in a year on the port’s safety, and the ministry read it.",
        "An earlier version of this bill gave the pilots two nights of rest.",
        "This story was told to the ministry by the union in January, before the strike.",
        "Correction: no",
    ],
)
def test_sentences_of_stories_are_no_corrections(text: str) -> None:
    """Words like these in a story are the story's."""
    assert not is_correction(text)


@given(st.text(max_size=200))
def test_any_paragraph(text: str) -> None:
    """Any paragraph is a correction or none."""
    assert is_correction(text) in (True, False)


def test_a_correction_is_noted_and_left_out_of_the_text() -> None:
    """It repeats what was wrong, so that no facts may come from it."""
    read = article(f"{BODY}<p><em>{CORRECTION}</em></p>")
    assert read.notes == [Note(kind="correction", text=CORRECTION)]
    assert "wrong number" not in read.text


def test_a_correction_in_the_footer_is_noted() -> None:
    """Extractors leave it out there."""
    read = article(f'{BODY}</article><footer><p class="correction">{CORRECTION}</p></footer>')
    assert read.notes == [Note(kind="correction", text=CORRECTION)]


def test_a_link_to_the_correction_of_another_story_is_none() -> None:
    """A row of links is no word of the page on itself."""
    assert article(f'{BODY}<p><a href="/x">{CORRECTION}</a></p>').notes == []


def test_json_ld_may_tell_a_correction() -> None:
    """schema.org's correction, as an object or as words; not twice when the page shows it too."""
    for value in (f'{{"@type": "CorrectionComment", "text": "{CORRECTION}"}}', f'["{CORRECTION}"]'):
        data = f'{{"@type": "NewsArticle", "headline": "Pilots stop work", "correction": {value}}}'
        head = f'<script type="application/ld+json">{data}</script>'
        assert article(BODY, head=head).notes == [Note(kind="correction", text=CORRECTION)]
        assert article(f"{BODY}<p>{CORRECTION}</p>", head=head).notes == [Note(kind="correction", text=CORRECTION)]


def test_a_live_page_is_noted() -> None:
    """By its JSON-LD or the title of its window."""
    by_type = '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Pilots stop work"}</script>'
    assert article(BODY, head=by_type).notes == [Note(kind="live")]
    page = f"<title>Pilots stop work – live updates</title><article><h1>Pilots stop work</h1>{BODY}</article>"
    assert story_of(page.encode(), url=None).notes == [Note(kind="live")]


def test_a_plain_page_has_no_notes() -> None:
    """Nothing is said where the page says nothing."""
    assert article(BODY).notes == []
