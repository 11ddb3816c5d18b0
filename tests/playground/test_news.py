"""The sample news site: stories as a paper's pages, and pages that are hard to read."""

import json
import re
from io import BytesIO

import aiohttp
import pytest
from lxml import html
from pypdf import PdfReader

from bot.playground import Playground
from bot.playground.news.hard import SIMPLE_PAGES
from bot.playground.news.site import HARD_PAGES
from bot.playground.news.stories import stories

STATUS = {"missing": 404, "forbidden": 403, "busy": 429, "broken": 500} | {
    name: page.status for name, page in SIMPLE_PAGES.items()
}


async def fetched(playground: Playground, page: str) -> tuple[aiohttp.ClientResponse, bytes]:
    """A page of the site, and its bytes."""
    async with aiohttp.ClientSession() as session, session.get(f"{playground.site_url}{page}") as response:
        return response, await response.read()


@pytest.mark.parametrize("slug", stories())
async def test_a_story_is_a_whole_page(playground: Playground, slug: str) -> None:
    """A story has its headline, by-line, date and every paragraph, in the page and in its JSON-LD, and no script."""
    response, body = await fetched(playground, slug)
    page = html.fromstring(body.decode())
    story = stories()[slug]
    [data] = [json.loads(node.text) for node in page.iter("script")]

    assert response.status == 200
    assert (story.headline, story.published) == (data["headline"], data["datePublished"])
    assert f"{playground.site_url}{slug}" == page.xpath("//link[@rel='canonical']")[0].get("href")
    assert story.headline == page.xpath("//h1")[0].text
    assert [node.get("type") for node in page.iter("script")] == ["application/ld+json"]
    shown = page.text_content()
    assert all(paragraph.removeprefix("## ") in shown for paragraph in story.paragraphs)


@pytest.mark.parametrize("page", [name for name in HARD_PAGES if name != "loop"])
async def test_a_hard_page_is_what_it_says(playground: Playground, page: str) -> None:
    """Each hard page answers with its own status and type."""
    response, _body = await fetched(playground, page)

    assert STATUS.get(page, 200) == response.status
    assert {"photo.png": "image/png", "statement.pdf": "application/pdf"}.get(
        page, "text/html"
    ) == response.content_type


async def test_a_busy_page_says_when_to_come_back(playground: Playground) -> None:
    """429 carries Retry-After in seconds."""
    response, _body = await fetched(playground, "busy")

    assert response.headers["Retry-After"] == "120"


async def test_a_loop_has_no_end(playground: Playground) -> None:
    """The loop leads to itself until the client gives up."""
    with pytest.raises(aiohttp.TooManyRedirects):
        await fetched(playground, "loop")


async def test_the_statement_can_be_read(playground: Playground) -> None:
    """The PDF holds text, a title and an author."""
    _response, body = await fetched(playground, "statement.pdf")
    reader = PdfReader(BytesIO(body))

    assert "We keep no lists" in reader.pages[0].extract_text()
    assert reader.metadata is not None and "Corran Lines" in (reader.metadata.title or "")


async def test_the_index_leads_everywhere(playground: Playground) -> None:
    """The index links every story and every hard page."""
    _response, body = await fetched(playground, "")
    links = {node.get("href").removeprefix("/news/") for node in html.fromstring(body.decode()).iter("a")}

    assert {*stories(), *HARD_PAGES} <= links


def test_both_spellings_are_there() -> None:
    """Some stories are written as in Britain, some as in America."""
    assert {"en-GB", "en-US"} == {story.lang for story in stories().values()}


async def test_the_demo_posts_two_stories(playground: Playground) -> None:
    """seed_demo posts the two samples in #world-desk, as two people would."""
    posted = await playground.seed_demo(seconds_between=0)
    messages = [playground.message("#world-desk", ts) for ts in posted]

    assert len({message["user"] for message in messages}) == 2
    urls = [re.findall(r"<(http[^>]+)>", message["text"]) for message in messages]
    samples = {f"{playground.site_url}{story.slug}" for story in stories().values() if story.demo}
    assert samples == {url for found in urls for url in found}
