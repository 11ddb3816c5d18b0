"""Scores the reading of pages against the words and the facts that they were made of.

``python -m tests.quality.pages`` prints the figures; the pages are layouts as news sites have them, filled with
stories written for this, and pages that hold no story.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from bot.fetch.text import PageText, extract_page

HERE = Path(__file__).parent
LAYOUTS_A_STORY = 3  # stories that each layout is filled with


@dataclass(frozen=True)
class Page:
    """A page with what a reader would take from it; ``status`` is ``ok`` or why there is nothing to take."""

    name: str
    html: bytes
    url: str
    status: str = "ok"
    story: dict[str, Any] = field(default_factory=dict)


def pages() -> Iterator[Page]:
    """Every page: layouts with stories first, pages without a story after."""
    templates = Environment(loader=FileSystemLoader(HERE / "layouts"), autoescape=select_autoescape())
    stories = json.loads((HERE / "stories.json").read_text("utf-8"))
    for number, name in enumerate(sorted(templates.list_templates())):
        for turn in range(LAYOUTS_A_STORY):
            story = stories[(number * LAYOUTS_A_STORY + turn) % len(stories)]
            texts = [text for _, text in story["body"]]
            day = datetime.fromisoformat(story["published"]).strftime("%B %d, %Y")
            html = templates.get_template(name).render(
                s=story, day=day, whole="\n\n".join(texts), words=len(" ".join(texts).split())
            )
            encoding = "cp1252" if name.startswith("table_age") else "utf-8"
            url = f"https://{story['host']}{story['path']}"
            yield Page(f"{name[:-5]}/{story['id']}", html.encode(encoding, "xmlcharrefreplace"), url, "ok", story)
    for path in sorted((HERE / "unreadable").glob("*.html")):
        status = path.stem.rstrip("0123456789_")
        host = {"social": "x.com", "video": "www.youtube.com"}.get(status, "www.ternpost.example")
        yield Page(f"unreadable/{path.stem}", path.read_bytes(), f"https://{host}/a/{path.stem}", status)


def words(text: str) -> Counter[str]:
    """The words of ``text``, counted."""
    return Counter(re.findall(r"\w+", text.lower()))


def f1(expected: Counter[str], actual: Counter[str]) -> float:
    """F1 of two counts of words."""
    total = expected.total() + actual.total()
    return 2 * (expected & actual).total() / total if total else 1.0


@dataclass
class Result:
    """How one page was read."""

    page: Page
    text: PageText
    f1: float = 0.0
    boilerplate: list[str] = field(default_factory=list)
    title: bool = False
    date: bool = False
    authors: bool = False
    status: bool = False


def read(page: Page) -> Result:
    """Read one page and compare."""
    text = extract_page(page.html, page.url)
    if page.status != "ok":
        return Result(page, text, status=text.status == page.status)
    story = page.story
    body = [paragraph for _, paragraph in story["body"]]
    taken = [line for line in text.text.split("\n\n") if line != story["standfirst"]]  # may be taken for body, or not
    gold = words("\n".join(body))
    known = words("\n".join([*body, story["standfirst"]]))
    return Result(
        page,
        text,
        f1=f1(gold, words("\n".join(taken))),
        boilerplate=[line for line in taken if (words(line) - known).total() > 0.3 * words(line).total()],
        title=text.title == story["title"],
        date=(text.date or "")[:10] == story["published"][:10],
        authors=_authors(page, text),
        status=text.status == "ok",
    )


def _authors(page: Page, text: PageText) -> bool:
    """Whether the authors are right; one layout names the first alone."""
    expected = page.story["authors"]
    return text.authors == (expected[:1] if page.name.startswith("wordpress") else expected)


def measure() -> tuple[dict[str, float], list[Result]]:
    """The figures over all pages, and how each page was read."""
    results = [read(page) for page in pages()]
    stories = [result for result in results if result.page.status == "ok"]
    others = [result for result in results if result.page.status != "ok"]
    return {
        "pages": len(results),
        "word_f1": sum(result.f1 for result in stories) / len(stories),
        "worst_f1": min(result.f1 for result in stories),
        "boilerplate_paragraphs": sum(len(result.boilerplate) for result in stories),
        "title": sum(result.title for result in stories) / len(stories),
        "date": sum(result.date for result in stories) / len(stories),
        "authors": sum(result.authors for result in stories) / len(stories),
        "readable_told": sum(result.status for result in stories) / len(stories),
        "unreadable_told": sum(result.status for result in others) / len(others) if others else 1.0,
    }, results


def figures() -> dict[str, float]:
    """What ``make quality`` holds to floors; ``kinds`` are the pages of which it was told rightly what they are."""
    measured, results = measure()
    return {
        "pages.word_f1": measured["word_f1"],
        "pages.title": measured["title"],
        "pages.date": measured["date"],
        "pages.authors": measured["authors"],
        "pages.kinds": sum(result.status for result in results) / len(results),
        "pages.boilerplate": measured["boilerplate_paragraphs"],
    }
