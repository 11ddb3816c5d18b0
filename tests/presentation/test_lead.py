"""The nut graf: the story's own first sentence."""

import pytest

from bot.models import Article, Paragraph, Report, Span
from bot.presentation.lead import find_lead


def lead(body: str, ends: list[int]) -> str | None:
    """The lead of a story of one body paragraph, whose sentences end at ``ends``."""
    starts = [0, *(end + 1 for end in ends[:-1])] if ends else []
    sentences = [Span(start=start, end=end) for start, end in zip(starts, ends, strict=True)]
    paragraphs = [Paragraph(start=0, end=len(body), role="body")] if body else []
    found = find_lead(Report(article=Article(text=body, paragraphs=paragraphs), sentences=sentences, pipeline="p"))
    return found.of(body) if found else None


LONG = "The river rose by two metres overnight and cut off three villages."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{LONG} Boats came.", LONG),
        (f"VARBY (Agency) - {LONG} Boats came.", LONG),
        (f"VARBY, Oct. 3 (Agency) -- {LONG} Boats came.", LONG),
        (f"He ran - fast. {LONG}", f"He ran - fast. {LONG}"),
    ],
)
def test_the_lead_is_the_first_sentence_without_its_dateline(body: str, expected: str) -> None:
    """A very short first sentence brings the next one; a dash alone makes no dateline."""
    first = body.index(LONG) + len(LONG) if not body.startswith("He ran") else body.index(".") + 1
    assert expected == lead(body, [first, len(body)])


def test_a_story_without_a_body_has_no_lead() -> None:
    """Nothing is made up for a page that holds a headline only."""
    assert lead("", []) is None


def test_a_section_s_name_is_no_lead() -> None:
    """What stands before the first paragraph of prose is passed over."""
    text = f"World\n{LONG}"
    paragraphs = [Paragraph(start=0, end=5, role="body"), Paragraph(start=6, end=len(text), role="body")]
    sentences = [Span(start=0, end=5), Span(start=6, end=len(text))]
    report = Report(article=Article(text=text, paragraphs=paragraphs), sentences=sentences, pipeline="p")
    found = find_lead(report)
    assert found is not None
    assert found.of(text) == LONG
