"""Links to the very words."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from urllib.parse import unquote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from playwright.async_api import async_playwright

from bot.models import Report, Span
from bot.presentation.fragment import text_fragment

PAGE = "https://coast.example/story"


def directive(url: str) -> str:
    """The part of ``url`` after ``:~:text=``."""
    return url.split(":~:text=", 1)[1]


def parsed(url: str) -> tuple[str, str, str, str]:
    """Prefix, start, end and suffix, decoded as the specification says."""
    terms = directive(url).split(",")
    prefix = terms.pop(0)[:-1] if terms[0].endswith("-") else ""
    suffix = terms.pop()[1:] if terms[-1].startswith("-") else ""
    start, end = terms[0], terms[1] if len(terms) > 1 else ""
    assert len(terms) <= 2
    return unquote(prefix), unquote(start), unquote(end), unquote(suffix)


def places(text: str, term: str, begin: int) -> Iterator[tuple[int, int]]:
    """Where ``term`` stands in one paragraph at word boundaries, whatever its case and white space."""
    pattern = r"[^\S\n]+".join(re.escape(word) for word in term.split())
    for match in re.finditer(rf"(?=({pattern}))", text[begin:], re.IGNORECASE):
        low, high = match.start(1) + begin, match.end(1) + begin
        outside = text[low - 1 : low] + " ", " " + text[high : high + 1]
        if not (outside[0][0].isalnum() and text[low].isalnum()) and not (
            outside[1][-1].isalnum() and text[high - 1].isalnum()
        ):
            yield low, high


def found(text: str, url: str) -> tuple[int, int] | None:
    """The stretch of ``text`` that a browser would show for ``url``: an implementation after the specification."""
    prefix, start, end, suffix = parsed(url)
    for low, high in places(text, start, 0):
        if prefix and not any(text[stop:low].strip() == "" and stop <= low for _, stop in places(text, prefix, 0)):
            continue
        ends = places(text, end, high) if end else iter([(low, high)])
        for _, stop in ends:
            after = text[stop:]
            offset = stop + len(after) - len(after.lstrip())
            if not suffix or any(first == offset for first, _ in places(text, suffix, offset)):
                return low, stop
        if not end:
            continue
        return None
    return None


def covers(text: str, place: tuple[int, int] | None, span: Span) -> bool:
    """Whether ``place`` holds every letter and digit of the span and reaches no further than its half words."""
    if place is None:
        return False
    inside = [i for i in range(span.start, span.end) if text[i].isalnum()]
    around = r"[\w.,:;'’·]*"
    before = re.search(rf"{around}$", text[: span.start])
    after = re.match(around, text[span.end :])
    assert before is not None and after is not None
    return (
        place[0] <= inside[0] < inside[-1] + 1 <= place[1]
        and place[0] >= before.start()
        and place[1] <= span.end + after.end()
    )


WORDS = st.sampled_from(
    ["the", "The", "ferry", "ferries", "stop", "“stop”", "rust-eaten", "a&b", "1,000", "Olander’s", "U.S.", "–", "50%",
     "#tag", "no", "talks,", "(old)", "café", "x=y", "100", "ship", "harbour", "~", "?", "“", "said.", "Ö"]
)  # fmt: skip
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=30), min_size=1, max_size=6)


def told_apart(lines: list[list[str]]) -> str:
    """A text of these lines with a word that stands only once after every fourth word, and at both ends of a line."""
    number = count()

    def line(words: list[str]) -> str:
        marked = (f"{word} n{next(number)}" if i % 4 == 3 else word for i, word in enumerate(words))
        return f"n{next(number)} {' '.join(marked)} n{next(number)}"

    return "\n\n".join(map(line, lines))


@st.composite
def cut(draw: st.DrawFn) -> tuple[str, Span]:
    """A text and a span in it that holds a letter or digit."""
    text = told_apart(draw(LINES))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    assume(any(letter.isalnum() for letter in text[start:end]))
    return text, Span(start=start, end=end)


@given(cut())
@example(("stop the ferry\n\nstop the ferry\n\nno", Span(start=16, end=30)))
def test_the_fragment_leads_back_to_the_very_words(story: tuple[str, Span]) -> None:
    """Decoded and looked up as a browser does, the fragment gives the span, however often its words stand elsewhere."""
    text, span = story
    assert covers(text, found(text, text_fragment(PAGE, text, span)), span)


@given(LINES, st.data())
def test_even_where_nothing_tells_the_words_apart_the_link_leads_to_such_words(
    lines: list[list[str]], data: st.DataObject
) -> None:
    """Where the same words stand around the same words, the link leads to one of them, never nowhere."""
    text = "\n".join(map(" ".join, lines))
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start=start, end=data.draw(st.integers(start + 1, len(text))))
    assume(any(letter.isalnum() for letter in text[span.start : span.end]))
    assert found(text, text_fragment(PAGE, text, span)) is not None


@given(cut())
def test_only_letters_and_percent_signs_stand_in_a_fragment(story: tuple[str, Span]) -> None:
    """Commas, dashes and ampersands of the text never stand in the fragment as they are."""
    text, span = story
    assert re.fullmatch(
        r"(?:[\w.~%]+-,)?[\w.~%]+(?:,[\w.~%]+)?(?:,-[\w.~%]+)?", directive(text_fragment(PAGE, text, span))
    )


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_any_text_and_span_give_a_link_to_the_page(text: str, start: int, length: int) -> None:
    """Nothing raises, whatever the text; where there is no word to look for, the link is the page's own."""
    url = text_fragment(PAGE, text, Span(start=start, end=start + length))
    assert url == PAGE or url.startswith(PAGE + "#:~:text=")
    assert len(url) <= 3_000


def test_comma_dash_and_ampersand_are_encoded(report: Report, span: Callable[[str], Span]) -> None:
    """Words with a comma, a dash and an ampersand come back as they stand in the story."""
    words = "the boats – old, rust-eaten & slow – were unsafe"
    url = text_fragment(PAGE, report.article.text, span(words))
    assert (
        f"{PAGE}#:~:text=the%20boats%20%E2%80%93%20old%2C%20rust%2Deaten%20%26%20slow%20%E2%80%93%20were%20unsafe"
        == url
    )
    assert ("", words, "", "") == parsed(url)


def test_words_that_stand_twice_get_what_is_beside_them() -> None:
    """The second of two equal phrases is told apart by the words around it."""
    text = "The pier is closed, said the mayor. The pier is closed, said the guard."
    second = Span(start=text.rindex("The pier is closed"), end=text.rindex(", said the guard"))
    url = text_fragment(PAGE, text, second)
    assert (second.start, second.end) == found(text, url)
    assert parsed(url)[0] + parsed(url)[3] != ""


def test_a_long_quotation_is_given_by_its_ends() -> None:
    """More than some words are given as their first and last ones."""
    text = " ".join(f"word{number}" for number in range(200))
    url = text_fragment(PAGE, text, Span(start=0, end=len(text)))
    assert parsed(url) == ("", "word0 word1 word2 word3 word4", "word195 word196 word197 word198 word199", "")


def test_a_quotation_over_two_paragraphs_is_given_by_its_ends() -> None:
    """No term runs over the break between paragraphs, since a browser would not find it."""
    text = "He said: “We leave.\n\nWe do not come back.” Then he left."
    span = Span(start=text.index("We leave"), end=text.index("” Then"))
    assert parsed(text_fragment(PAGE, text, span)) == ("", "We leave", "We do not come back", "")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/s", "https://a.example/s#:~:text=boats"),
        ("https://a.example/s#", "https://a.example/s#:~:text=boats"),
        ("https://a.example/s#part-2", "https://a.example/s#part-2:~:text=boats"),
        ("https://a.example/s#:~:text=old", "https://a.example/s#:~:text=boats"),
        ("https://a.example/s?q=1&r=2", "https://a.example/s?q=1&r=2#:~:text=boats"),
        ("ftp://a.example/s", "ftp://a.example/s"),
        ("https://a.example/" + "s" * 2_990, "https://a.example/" + "s" * 2_990),
    ],
)
def test_the_fragment_joins_any_address(url: str, expected: str) -> None:
    """An address keeps its own fragment and query; one that is no web page or too long stays as it is."""
    assert expected == text_fragment(url, "Old boats.", Span(start=4, end=9))


BROWSER_CASES = [
    "the boats – old, rust-eaten & slow – were unsafe",
    "“We have waited for nine months,”",
    "every ferry will stop if the wage talks do not resume by Friday",
    "the ministry had left the talks, a long and costly round. “We never walked out,” he told Radio Varby",
    "Friday.\n\n“We have waited",
    "Olander",
]


async def test_a_real_browser_scrolls_to_the_words(report: Report, span: Callable[[str], Span], chromium: str) -> None:
    """Chromium goes to the words that the fragment names, though the page holds them among inline markup."""
    text = report.article.text
    body = "".join(
        f"<p style='margin:2000px 0'>{part.replace('&', '&amp;').replace('rust', '<i>rust</i>')}</p>"
        for part in text.strip().split("\n\n")
    )
    page_html = f"<!doctype html><meta charset=utf-8><body>{body}</body>"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            for words in BROWSER_CASES:
                page = await browser.new_page()
                await page.route("**/*", lambda route: route.fulfill(body=page_html, content_type="text/html"))
                await page.goto(text_fragment(PAGE, text, span(words)))
                await page.wait_for_function("window.scrollY > 0", timeout=10_000)
                in_view = await page.evaluate(
                    "[...document.querySelectorAll('p')].findIndex(p => { const b = p.getBoundingClientRect();"
                    " return b.bottom > 0 && b.top < innerHeight })"
                )
                assert (words, text[: text.index(words)].count("\n\n")) == (words, in_view)
                await page.close()
        finally:
            await browser.close()
