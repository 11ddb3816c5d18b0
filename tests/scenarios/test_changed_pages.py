"""A story that was edited after it was read: who posts its link again reads what is different."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest_asyncio
from aiohttp import web

from bot import bootstrap, demo
from bot.playground import Playground
from bot.ports import Extractor
from tests.scenarios.conftest import QUICK
from tests.scenarios.newsroom import DESK, STORY, Newsroom

HEADLINE, *BODY = STORY.split("\n\n")
CORRECTED = [*BODY[:2], BODY[2].replace("since March", "since May"), BODY[3]]


@dataclass
class Paper:
    """A page of a news site that knows what it sent, and how often it sent it whole."""

    headline: str = HEADLINE
    body: Sequence[str] = tuple(BODY)
    url: str = ""
    answers: list[int] = field(default_factory=list)

    async def page(self, request: web.Request) -> web.Response:
        """The story, or 304 for who has it."""
        html = (
            f"<!doctype html><html lang=en><head><title>{self.headline}</title></head><body><article>"
            f"<h1>{self.headline}</h1>{''.join(f'<p>{text}</p>' for text in self.body)}</article></body></html>"
        )
        tag = f'"{hash(html):x}"'
        same = request.headers.get("If-None-Match") == tag
        self.answers.append(304 if same else 200)
        return web.Response(
            status=304 if same else 200,
            text=None if same else html,
            content_type="text/html",
            headers={"ETag": tag},
        )


@pytest_asyncio.fixture(loop_scope="session")
async def paper() -> AsyncIterator[Paper]:
    """A news site on loopback."""
    paper = Paper()
    app = web.Application()
    app.add_routes([web.get("/ferry", paper.page)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    paper.url = f"http://127.0.0.1:{runner.addresses[0][1]}/ferry"
    yield paper
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(paper: Paper, slack: Playground, extractor: Extractor, tmp_path: Path) -> AsyncIterator[Newsroom]:
    """The bot at work, which may fetch from the paper and believes a link for a fifth of a second."""
    settings = demo.settings_for(slack, tmp_path).model_copy(
        update={"private_origins": [paper.url.split("/")[2]], "fresh_minutes": 0.2 / 60}
    )
    async with (
        bootstrap.reader(settings) as articles,
        bootstrap.running(settings, extractor=extractor, articles=articles, retries=QUICK) as running,
    ):
        await slack.connected()
        yield Newsroom(slack, running, settings)


async def posted(desk: Newsroom, paper: Paper) -> str:
    """What the reply to the link says, after the last look is no longer fresh."""
    await desk.quiet()
    return await desk.reply(await desk.slack.post(DESK, "ana", paper.url), saying="Claims (")


async def test_an_edited_story_is_read_anew_and_the_reply_says_so(desk: Newsroom, paper: Paper) -> None:
    """With the time of the earlier words, the headline that is gone, and how many paragraphs are different."""
    first = await posted(desk, paper)
    paper.headline, paper.body = "Ferry to Hallum will sail after all", CORRECTED[:3]
    second = await posted(desk, paper)
    assert "has changed" not in first
    assert "The story has changed since " in second
    assert f"another headline (it was “{HEADLINE}”), 1 paragraph reworded and 1 gone" in second
    assert "since May" in second
    assert paper.answers == [200, 200]


async def test_a_story_that_stayed_as_it_is_is_not_fetched_again(desk: Newsroom, paper: Paper) -> None:
    """Its site says so, and the reply is the one that was given before."""
    await posted(desk, paper)
    second, third = await posted(desk, paper), await posted(desk, paper)
    assert paper.answers == [200, 304, 304]
    for reply in (second, third):
        assert "First read" in reply
        assert "has changed" not in reply
