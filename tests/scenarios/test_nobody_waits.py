"""Nobody stops the others: neither with long texts, nor with many posts, nor with what a page or a message holds."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio
from aiohttp import web

from bot import bootstrap, demo
from bot.nlp import gazetteer
from bot.nlp.pool import PooledExtractor
from bot.playground import Playground
from bot.ports import Articles
from bot.presentation import sentences
from tests.scenarios.conftest import Opening
from tests.scenarios.newsroom import BRIDGE, DESK, STORY, STRIKE, Newsroom
from tests.scenarios.test_serving import lateness

CITY = "#city-desk"
BLANKS = " " * 1_000_000
SLOW_S = 60.0  # for an ordinary story on a machine that is busy with other tests
HEADLINE, *BODY = STORY.split("\n\n")


def page(head: str) -> str:
    """A page of a news site with the sample story, and ``head`` in its head."""
    body = "".join(f"<p>{text}</p>" for text in BODY)
    return (
        f"<!doctype html><html lang=en><head><title>{HEADLINE}</title>{head}</head>"
        f"<body><article><h1>{HEADLINE}</h1>{body}</article></body></html>"
    )


def answered(room: Newsroom, posts: Sequence[str]) -> int:
    """How many of these posts of the desk have a reply."""
    return sum(bool(room.slack.replies(DESK, ts)) for ts in posts)


HEADS = {
    "blanks": f'<meta name="author" content="{BLANKS}x"><meta property="og:site_name" content="{BLANKS[:200_000]}|">'
    f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{BLANKS[:200_000]}|"}}</script>',
    "surrogate": '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry \\ud800 to Hallum",'
    '"author": {"name": "Ada \\udfff Berg"}, "publisher": "The \\ud83d Post"}</script>',
    "good": "",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site() -> AsyncIterator[str]:
    """A news site on loopback, some of whose pages are made against their readers; its address."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=page(HEADS[request.match_info["name"]]), content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/{name}", answer)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def reader(site: str, slack: Playground, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Articles]:
    """Real fetching, from that site and from Slack's."""
    settings = demo.settings_for(slack, tmp_path_factory.mktemp("reader"))
    origins = [*settings.private_origins, site.removeprefix("http://")]
    async with bootstrap.reader(settings.model_copy(update={"private_origins": origins})) as articles:
        yield articles


async def test_a_long_text_holds_up_no_ordinary_story(opened: Opening) -> None:
    """While 650,000 characters are read, which takes minutes, another's story is begun at once and answered."""
    text = f"{STORY}\n\n" * (650_000 // (len(STORY) + 2))
    async with PooledExtractor(1, gazetteer.ensure()) as pool, opened(read_with=pool) as room:
        long = await room.upload(text)
        await room.slack.until(lambda: pool._long_place, SLOW_S)
        ts = await room.post(STRIKE, channel=CITY, user="ben")
        await room.slack.until(lambda: len(room.slack.calls_to("assistant.threads.setStatus")) >= 2, 5)
        await room.slack.until(lambda: room.slack.replies(CITY, ts), SLOW_S)
        assert room.slack.replies(DESK, long) == []


async def test_pages_with_megabytes_of_blanks_hold_up_nobody(opened: Opening, reader: Articles, site: str) -> None:
    """Six of them in one post, in all fields of their metadata, are read like any page, and so is another's story."""
    async with opened(fetch_with=reader) as room:
        hostile = await room.slack.post(DESK, "ana", " ".join(f"{site}/blanks?{n}" for n in range(6)))
        ts = await room.post(STRIKE, channel=CITY, user="ben")
        await room.slack.until(lambda: room.slack.replies(CITY, ts), SLOW_S)
        assert "Hallum" in await room.reply(hostile)


async def test_a_flood_in_one_channel_holds_up_no_other(opened: Opening) -> None:
    """Slack takes a message a second in a channel: who posts 150 links waits for that, and nobody else does."""
    async with opened(person_limit=1_000) as room:
        await room.reply(await room.post(STRIKE))
        flood = [await room.slack.post(DESK, "ana", f"{room.url(STRIKE)}?n={n}") for n in range(150)]
        ts = await room.post(BRIDGE, channel=CITY, user="ben")
        await room.slack.until(lambda: room.slack.replies(CITY, ts), SLOW_S)
        assert answered(room, flood) < 75


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_one_person_is_limited_and_told_once(opened: Opening, transport: str) -> None:
    """What goes beyond is left, in posts and commands alike; others are served."""
    async with opened(transport, person_limit=2) as room:
        posts = [await room.post(STRIKE) for _ in range(5)]
        await room.slack.delivered()
        for number in range(3):
            await room.slack.command(DESK, "ana", "/who-said", f"dockers {number}")
        other = await room.post(STRIKE, user="ben")
        await room.slack.until(lambda: answered(room, [*posts, other]) == 3, SLOW_S)
        await room.quiet(1.0)
        assert answered(room, posts) == 2
        told = sentences.PERSON_LIMIT.format(2)
        assert [shown["text"] for shown in room.slack.ephemerals(DESK, "ana")] == [told]


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_one_channel_is_limited_and_told_once(opened: Opening, transport: str) -> None:
    """Whoever posts there; another channel is served. Repeated deliveries of one post count once."""
    async with opened(transport, channel_limit=2) as room:
        posts = []
        for user in ("ana", "ben", "ana", "ben"):
            posts.append(await room.post(STRIKE, user=user))
            room.slack.redeliver(room.slack.deliveries[-1])
        other = await room.post(STRIKE, channel=CITY)
        await room.slack.until(lambda: room.slack.replies(CITY, other) and answered(room, posts) == 2, SLOW_S)
        await room.quiet(1.0)
        assert sum(len(room.slack.replies(DESK, ts)) for ts in posts) == 2
        shown = [*room.slack.ephemerals(DESK, "ana"), *room.slack.ephemerals(DESK, "ben")]
        assert [one["text"] for one in shown] == [sentences.CHANNEL_LIMIT.format(2)]


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_question_that_is_made_against_its_patterns(opened: Opening, transport: str) -> None:
    """39,000 question marks and blanks in a thread do not hold up the loop, and Slack need not repeat them."""
    async with opened(transport) as room:
        ts = await room.post(STRIKE)
        await room.reply(ts)
        late = asyncio.create_task(lateness())
        await room.slack.post(DESK, "ana", "? " * 19_500, thread_ts=ts, with_blocks=False)
        await room.slack.command(DESK, "ana", "/said-by", "? " * 19_500)
        await room.slack.command(DESK, "ana", "/story", "<https://" * 5_000)
        await room.slack.delivered()
        late.cancel()
        assert await late < 2.0
        assert [delivery.failures for delivery in room.slack.deliveries] == [[]] * len(room.slack.deliveries)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_half_a_character_costs_no_story(opened: Opening, reader: Articles, site: str, transport: str) -> None:
    """Neither in a page's JSON-LD beside a good link, nor in what a person types."""
    async with opened(transport, fetch_with=reader) as room:
        ts = await room.slack.post(DESK, "ana", f"{site}/surrogate and {room.url(STRIKE)}")
        seen = await room.reply(ts)
        assert ("Hallum" in seen, "Harwich" in seen) == (True, True)
        typed = await room.slack.post(DESK, "ana", f"\ud83d {room.url(BRIDGE)}", with_blocks=False)
        assert await room.reply(typed)
        asked = await room.slack.post(
            DESK, "ana", f"<@{room.slack.bot_user_id}> who \udfff warned?", thread_ts=ts, with_blocks=False
        )
        await room.slack.until(lambda: len(room.slack.replies(DESK, ts)) >= 3, 30)
        assert asked


async def test_a_story_that_breaks_us_costs_no_other(
    opened: Opening, reader: Articles, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is raised over one link, the others of its post are answered, and that one says that it is our fault."""
    original = type(reader).look

    async def look(self: Articles, url: str, **more: str | None) -> object:
        if url.endswith("/good"):
            raise ZeroDivisionError
        return await original(self, url, **more)

    monkeypatch.setattr(type(reader), "look", look)
    async with opened(fetch_with=reader) as room:
        seen = await room.reply(await room.slack.post(DESK, "ana", f"{site}/good and {room.url(STRIKE)}"))
        assert ("Harwich" in seen, "Something went wrong" in seen) == (True, True)
