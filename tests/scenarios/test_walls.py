"""A channel sees its own reading: what another channel or person read shows nowhere, neither by words nor by what is
missing, and leaves with the last post that brought it."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from redis.asyncio import Redis

from bot import bootstrap, demo
from bot.playground import Playground
from bot.ports import Extractor
from bot.storage.compaction import rewrite_file
from tests.scenarios.conftest import QUICK
from tests.scenarios.newsroom import DESK, STORY, Newsroom
from tests.slack_messages import text_of

CITY = "#city-desk"
SECRET = "preview=s3cr3t"
OPENING = ("open_claims", "open_warnings", "open_actors", "open_places")
GONE = "This story is no longer stored"
HEADLINE, *BODY = STORY.split("\n\n")
OTHER = "Council pays for the ferry\n\n" + "\n\n".join(
    f"Jonas Reed told reporters on Monday that instalment {number} had been paid in full." for number in range(1, 5)
)


def page(text: str = STORY, *, canonical: str = "", publisher: str = "Velm Post") -> str:
    """An article's page; ``canonical`` is the address that it gives as its own."""
    headline, *body = text.split("\n\n")
    own = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return (
        f'<!doctype html><html lang="en"><head><title>{headline}</title>{own}'
        f'<meta property="og:site_name" content="{publisher}"></head><body><article><h1>{headline}</h1>'
        f"{''.join(f'<p>{part}</p>' for part in body)}</article></body></html>"
    )


@dataclass
class Site:
    """A news site: pages by path and query, all else is forbidden. ``asked`` is what was asked for, in order."""

    origin: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str, text: str = "", **more: str) -> str:
        """The address of a page; with ``text`` it is put there."""
        if text:
            self.pages[path] = page(text, **more)
        return f"{self.origin}{path}"

    async def answer(self, request: web.Request) -> web.Response:
        """The page, once the gate is open."""
        self.asked.append(request.path_qs)
        await self.gate.wait()
        html = self.pages.get(request.path_qs)
        if html is None:
            return web.Response(status=403, text="Not yet published.")
        return web.Response(text=html, content_type="text/html")


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[Site]:
    """A news site on loopback, its gate open."""
    site = Site()
    site.gate.set()
    app = web.Application()
    app.add_routes([web.get("/{path:.*}", site.answer)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


@pytest_asyncio.fixture(params=["socket", "http"], loop_scope="session")
async def room(
    site: Site, slack: Playground, extractor: Extractor, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Newsroom]:
    """The bot at work in either transport, which may fetch from the site."""
    settings = demo.settings_for(slack, tmp_path).model_copy(update={"private_origins": [site.origin[7:]]})
    if request.param == "http":
        settings = settings.model_copy(update={"slack_app_token": None})
    async with (
        bootstrap.reader(settings) as articles,
        bootstrap.running(settings, extractor=extractor, articles=articles, retries=QUICK) as running,
    ):
        if request.param == "http":
            await slack.deliver_to(f"http://127.0.0.1:{running.port}/slack/events")
        else:
            await slack.connected()
        yield Newsroom(slack, running, settings)


async def posted(room: Newsroom, text: str, *, channel: str = DESK, user: str = "ana") -> tuple[str, str]:
    """What the reply to a post says, and the post's ts; the reply is noted by then."""
    ts = await room.slack.post(channel, user, text)
    said = await room.reply(ts, channel=channel)
    await room.settled(ts, channel=channel)
    return said, ts


async def shown(room: Newsroom, command: str, text: str, *, channel: str = DESK, user: str = "ben") -> str:
    """What a command shows to one person."""
    number = len(room.slack.ephemerals(channel, user))
    await room.slack.command(channel, user, command, text)
    return await room.whisper(user, channel=channel, number=number + 1)


async def opened(room: Newsroom, ts: str, action: str, *, channel: str = DESK, user: str = "ben") -> dict[str, Any]:
    """The modal that a button under the reply to a post opens."""
    reply = room.slack.replies(channel, ts)[0]
    await room.slack.press(channel, user, reply["ts"], action)
    view: dict[str, Any] = await room.slack.until(lambda: room.slack.view(user))
    return view


async def suggested(room: Newsroom) -> list[dict[str, Any]]:
    """The results that ben's open form offers."""
    return [option for group in await room.slack.suggest("ben", "suggest_results", "") for option in group["options"]]


def everything_in(room: Newsroom, channel: str) -> str:
    """All that Slack was given for a channel: messages and what single people were shown."""
    where = room.slack.channel(channel)
    return json.dumps([*where.messages.values(), *where.ephemerals])


async def everything_stored(room: Newsroom) -> str:
    """All values in Redis, whatever holds them."""
    redis: Redis = room.bot.parts.reader._readings._redis  # type: ignore[attr-defined]  # the port hides it
    found = []
    for name in await redis.keys("*"):
        match await redis.type(name):
            case "string":
                found.append(await redis.get(name))
            case "hash":
                found.append(await redis.hgetall(name))
            case "set":
                found.append(await redis.smembers(name))
            case "zset":
                found.append(await redis.zrange(name, 0, -1))
            case "list":
                found.append(await redis.lrange(name, 0, -1))
            case "stream":
                found.append(await redis.xrange(name))
    return str(found)


async def without_words(room: Newsroom, *words: str) -> None:
    """Wait until none of ``words`` is stored."""

    async def gone() -> bool:
        stored = await everything_stored(room)
        return not any(word in stored for word in words)

    await room.eventually(gone)


def written(folder: Path) -> bytes:
    """The embedded server's file."""
    return b"".join(path.read_bytes() for path in folder.rglob("*.aof*"))


async def test_a_preview_answers_for_no_other_address(room: Newsroom, site: Site) -> None:
    """1. A link with a token was read in one channel; whoever posts the public address elsewhere, or asks /story for
    it, there too, reads what the site says to them: that it is not published yet."""
    public = site.url("/story")
    said, _ = await posted(room, site.url(f"/story?{SECRET}", STORY, canonical=public), channel=CITY)
    assert "Marta Klein" in said
    for answer in (
        (await posted(room, public))[0],
        await shown(room, "/story", public),
        (await posted(room, public, channel=CITY))[0],
        await shown(room, "/story", public, channel=CITY),
        (await posted(room, public, channel=room.slack.direct("ben").id, user="ben"))[0],
    ):
        assert "Marta Klein" not in answer
        assert "Paste" in answer or "403" in answer or "refus" in answer.lower() or "let" in answer
    assert site.asked.count("/story") >= 4


async def test_an_address_shows_where_it_was_posted_alone(room: Newsroom, site: Site) -> None:
    """2. The same words were uploaded as a file, and posted at another address, in another channel: replies, modals,
    answers, searches, shares and /story there know nothing of the secret one."""
    _, private = await posted(room, site.url(f"/story?{SECRET}", STORY, canonical=site.url("/story")), channel=CITY)
    uploaded = await room.upload(STORY)
    await room.reply(uploaded)
    public = site.url("/open", STORY)
    _, ts = await posted(room, public)
    views = []
    for post in (uploaded, ts):
        await room.settled(post)
        buttons = [action for action in OPENING if action in json.dumps(room.slack.replies(DESK, post)[0])]
        assert "open_claims" in buttons
        for action in buttons:
            views.append(await opened(room, post, action))
            await room.slack.close("ben")
        await room.slack.post(DESK, "ben", "What did Jonas Reed say?", thread_ts=post)
        await room.reply(post, number=2)
    await shown(room, "/story", public)
    await shown(room, "/who-said", "sent eleven letters")
    await room.slack.press(DESK, "ben", room.slack.ephemerals(DESK, "ben")[-1]["ts"], "share_answer")
    await room.slack.until(lambda: "Shared by" in everything_in(room, DESK))
    assert SECRET not in everything_in(room, DESK) + json.dumps(views)
    assert "/open" in json.dumps(views)
    assert SECRET in json.dumps(await opened(room, private, "open_claims", channel=CITY))


@pytest.mark.parametrize("channel", [CITY, DESK])
async def test_no_page_speaks_for_another(room: Newsroom, site: Site, channel: str) -> None:
    """3. A page of the same site names the official story as its own address: whoever posts the official address, in
    any channel, reads the official words, and the other page's link leads to where its words stand."""
    official = site.url("/official", OTHER)
    said, _ = await posted(room, site.url("/user/x", STORY, canonical=official), channel=CITY)
    assert f"{site.origin}/user/x" in said
    assert official not in said
    said, _ = await posted(room, official, channel=channel)
    assert "Council pays for the ferry" in said
    assert "Marta Klein" not in said


async def test_the_same_words_elsewhere_relabel_nothing(room: Newsroom, site: Site) -> None:
    """4. Whoever serves another channel's story at another address changes neither its publisher nor its links."""
    _, ts = await posted(room, site.url("/true", STORY, publisher="Velm Post"))
    before = [text_of(await opened(room, ts, "open_claims")), text_of(room.slack.replies(DESK, ts)[0])]
    await room.slack.close("ben")
    said, _ = await posted(room, site.url("/copy", STORY, publisher="Copy Cat"), channel=CITY)
    assert "Copy Cat" in said
    after = [text_of(await opened(room, ts, "open_claims")), text_of(room.slack.replies(DESK, ts)[0])]
    assert before == after
    found = await shown(room, "/who-said", "sent eleven letters", channel=DESK)
    assert "Velm Post" in found
    assert "Copy Cat" not in found


async def test_nobody_learns_that_others_read_it(room: Newsroom, site: Site) -> None:
    """5. After a private channel, a direct message and a person's own /story, another channel's first reading is a
    first one: the page is fetched again, its words are read again, and no reply says "First read"."""
    url = site.url("/story", STORY)
    read: list[str] = []
    extractor = room.bot.parts.reader._extractor
    extract = extractor.extract

    async def counted(article: Any) -> Any:
        read.append(article.text)
        return await extract(article)

    extractor.extract = counted  # type: ignore[method-assign]
    try:
        answers = [
            (await posted(room, url, channel=CITY))[0],
            (await posted(room, url, channel=room.slack.direct("ana").id))[0],
            await shown(room, "/story", url, user="ben"),
            await shown(room, "/story", url, user="ana"),
            (await posted(room, url))[0],
        ]
        again = await shown(room, "/story", url, user="ben")
    finally:
        extractor.extract = extract  # type: ignore[method-assign]
    assert [answer for answer in answers if "First read" in answer or "Read before" in answer] == []
    assert "First read" in again
    assert site.asked == ["/story"] * 5
    assert len(read) == 5


async def test_plain_http_answers_for_no_https(room: Newsroom, site: Site) -> None:
    """6. A page that came over http, where anybody on the way may alter it, is no answer for the https address."""
    url = site.url("/story", STORY)
    await posted(room, url)
    said, _ = await posted(room, url.replace("http://", "https://"))
    assert "Marta Klein" not in said


async def test_what_was_posted_leaves_with_its_last_post(room: Newsroom, site: Site, tmp_path: Path) -> None:
    """7. A linked story, an uploaded memo and a pasted text: as long as one post has them they can be asked about, and
    after the last is deleted no word, address or response URL of them is stored, nor in the server's file once it is
    rewritten."""
    memo = OTHER.replace("instalment", "memorandum")
    _, first = await posted(room, site.url(f"/story?{SECRET}", STORY))
    _, second = await posted(room, site.url(f"/story?{SECRET}", STORY), user="ben")
    third = await room.upload(memo)
    await room.reply(third)
    await room.settled(third)
    await room.slack.shortcut("ana", "paste_story")
    await room.slack.until(lambda: room.slack.view("ana"))
    pasted = OTHER.replace("instalment", "consignment")
    await room.slack.submit("ana", {"story": pasted, "where": room.slack.channel(DESK).id})
    paste = await room.slack.until(
        lambda: next((m for m in room.said() if m.get("thread_ts", m["ts"]) == m["ts"]), None), 20
    )
    await room.kept(3)
    await shown(room, "/who-said", "memorandum 2 was paid")
    await room.quiet()
    await room.slack.delete(DESK, "ana", first)
    await room.slack.until(lambda: not room.slack.replies(DESK, first))
    assert "Klein" in await shown(room, "/said-by", "Klein")
    await room.slack.delete(DESK, "ben", second)
    await room.slack.delete(DESK, "ana", third)
    await room.slack.press(DESK, "ana", paste["ts"], "remove_reply")
    words = ("sent eleven letters", "memorandum", "consignment", SECRET, "hooks/")
    await without_words(room, *words)
    await rewrite_file(room.bot.parts.reader._readings._redis)  # type: ignore[attr-defined]
    kept = written(tmp_path)
    assert kept
    assert [word for word in words if word.encode() in kept] == []


async def test_a_forged_button_opens_nothing_of_another_channel(room: Newsroom, site: Site) -> None:
    """8. The id of another channel's story in a button's value is answered as one that is not there."""
    await posted(room, site.url(f"/story?{SECRET}", STORY), channel=CITY)
    [city] = await room.bot.parts.threads.latest(room.slack.team_id, room.slack.channel(CITY).id, 1)
    _, ts = await posted(room, site.url("/other", OTHER))
    reply = room.slack.replies(DESK, ts)[0]
    answers = []
    for story in (city.story_id, "0" * 32):
        for block in reply["blocks"]:
            for element in block.get("elements", []):
                if element.get("action_id") in {"open_claims", "draw_map"}:
                    element["value"] = json.dumps({"story": story, "channel": room.slack.channel(CITY).id})
        number = len(room.slack.ephemerals(DESK, "ben"))
        await room.slack.press(DESK, "ben", reply["ts"], "open_claims")
        answers.append(await room.whisper("ben", number=number + 1))
    assert answers[0] == answers[1]
    assert GONE in answers[0]
    assert room.slack.view("ben") is None
    assert room.slack.ephemerals(DESK, "ben")[-1]["thread_ts"] == ts


async def test_a_forged_form_shows_and_shares_nothing_of_another_channel(room: Newsroom, site: Site) -> None:
    """8. Nor does another channel's id in what a form brings back: not while typing, not when it is sent, not when
    its page is turned; nor does a form that was made for somebody else."""
    many = STORY + "\n\n" + "\n\n".join(f"Marta Klein said that berth {n} would stay closed." for n in range(1, 25))
    _, secret = await posted(room, site.url(f"/story?{SECRET}", many), channel=CITY)
    await posted(room, site.url("/other", OTHER))
    await room.kept()
    city = room.slack.channel(CITY).id
    await shown(room, "/said-by", "Reed")
    await room.slack.press(DESK, "ben", room.slack.ephemerals(DESK, "ben")[-1]["ts"], "choose_results")
    view = await room.slack.until(lambda: room.slack.view("ben"))
    offered = await suggested(room)
    assert offered
    own = view["private_metadata"]
    for forged in (
        json.dumps({"channel": city, "words": "Klein", "command": "said-by"}),
        own.replace(room.slack.channel(DESK).id, city),
        "{}",
        "",
    ):
        view["private_metadata"] = forged
        assert await suggested(room) == []
        said = len(room.said(CITY))
        answer = await room.slack.submit("ben", {"suggest_results": offered[:1]})
        assert answer is not None
        assert answer["response_action"] == "errors"
        assert len(room.said(CITY)) == said
    await room.slack.close("ben")
    first = await opened(room, secret, "open_claims", channel=CITY, user="ana")
    await opened(room, secret, "open_claims", channel=CITY, user="ben")
    mine = room.slack.view("ben") or {}
    mine["private_metadata"] = first["private_metadata"]  # ana's
    await room.slack.press_in_view("ben", "turn_page")
    await room.slack.until(lambda: GONE in json.dumps(room.slack.view("ben")))


async def test_who_left_a_channel_sees_nothing_of_it_any_more(room: Newsroom, site: Site) -> None:
    """8. Buttons, open forms and suggestions of somebody who is no longer a member are answered as if the story were
    not there, and nothing is posted for them; who stayed goes on."""
    many = STORY + "\n\n" + "\n\n".join(f"Marta Klein said that berth {n} would stay closed." for n in range(1, 25))
    _, ts = await posted(room, site.url("/story", many), channel=CITY)
    await room.kept(channel=CITY)
    await shown(room, "/said-by", "Klein", channel=CITY)
    listed = room.slack.ephemerals(CITY, "ben")[-1]["ts"]
    await room.slack.press(CITY, "ben", listed, "choose_results")
    form = await room.slack.until(lambda: room.slack.view("ben"))
    offered = await suggested(room)
    assert offered
    city, ben = room.slack.channel(CITY), room.slack.workspace.user("ben").id
    room.slack.backend.conversations.leave(room.slack.workspace, city, ben)
    said = len(room.said(CITY))
    assert await suggested(room) == []
    await room.slack.submit("ben", {"suggest_results": offered[:1]})
    assert form is not room.slack.view("ben")
    await room.slack.press(CITY, "ben", listed, "share_answer")
    reply = room.slack.replies(CITY, ts)[0]
    await room.slack.press(CITY, "ben", reply["ts"], "open_claims")
    await room.slack.shortcut("ben", "paste_story")
    await room.slack.until(lambda: room.slack.view("ben"))
    await room.slack.submit("ben", {"story": OTHER, "where": city.id})
    await room.quiet()
    assert len(room.said(CITY)) == said
    assert room.slack.view("ben") is None
    assert "open_claims" not in json.dumps(room.slack.ephemerals(CITY, "ben")[-1])
    view = await opened(room, ts, "open_claims", channel=CITY, user="ana")
    assert "berth" in json.dumps(view)


async def test_nothing_is_found_of_a_post_whose_reply_is_gone(room: Newsroom, site: Site) -> None:
    """At the moment when the reply is taken back, no search, question or thread knows the story any more."""
    _, ts = await posted(room, site.url("/story", STORY))
    await room.kept()
    parts, team, channel = room.bot.parts, room.slack.team_id, room.slack.channel(DESK).id
    left: list[int] = []
    remove = parts.poster.remove

    async def looked(*args: Any) -> None:
        found = await parts.searching.who_said(team, channel, "sent eleven letters")
        left.append(len(found.hits) + len(await parts.threads.latest(team, channel, 5)))
        await remove(*args)

    parts.poster.remove = looked  # type: ignore[method-assign]
    await room.slack.delete(DESK, "ana", ts)
    await room.slack.until(lambda: not room.slack.replies(DESK, ts))
    assert left == [0]


@pytest.mark.parametrize("edited", [False, True])
async def test_a_reading_that_ends_after_the_deletion_keeps_nothing(room: Newsroom, site: Site, edited: bool) -> None:
    """The post was deleted while its page was on its way: there is no reply, and no word is stored."""
    url = site.url("/story", STORY)
    if edited:
        _, ts = await posted(room, site.url("/other", OTHER))
        site.gate.clear()
        await room.slack.edit(DESK, "ana", ts, url)
    else:
        site.gate.clear()
        ts = await room.slack.post(DESK, "ana", url)
    await room.slack.until(lambda: "/story" in site.asked)
    await room.slack.delete(DESK, "ana", ts)
    await room.slack.delivered()
    site.gate.set()
    await without_words(room, "sent eleven letters", "instalment")
    await room.slack.until(lambda: not room.slack.replies(DESK, ts), 20)
    await room.quiet(1.0)
    assert room.slack.replies(DESK, ts) == []
    await without_words(room, "sent eleven letters", "instalment")


async def test_a_file_stands_when_the_link_beside_it_is_edited_out(room: Newsroom, site: Site) -> None:
    """The reply stays, and speaks of the file alone."""
    files = [("story.txt", STORY.encode())]
    ts = await room.slack.post(DESK, "ana", f"Both: {site.url('/other', OTHER)}", files=files)
    await room.reply(ts, saying="Council pays for the ferry")
    await room.settled(ts)
    await room.slack.edit(DESK, "ana", ts, "The file alone")
    said = await room.slack.until(
        lambda: next((one for one in room.slack.replies(DESK, ts) if "Council pays" not in json.dumps(one)), None), 20
    )
    assert "Ferry to Hallum" in json.dumps(said)
    await room.kept()
    assert "Jonas Reed said" not in await shown(room, "/who-said", "instalment 2 had been paid")


async def test_without_the_scopes_a_form_answers_where_it_was_opened(room: Newsroom, site: Site) -> None:
    """Where Slack does not tell who is in a conversation, the one in which a button was pressed counts, and one that
    was chosen in a form does not."""
    reading = {"channels:read", "groups:read", "im:read", "mpim:read"}
    room.slack.grant(*(room.slack.backend.app.scopes - reading))
    _, ts = await posted(room, site.url("/forbidden"), channel=CITY)
    await room.slack.press(CITY, "ben", room.slack.replies(CITY, ts)[0]["ts"], "paste_text")
    await room.slack.until(lambda: room.slack.view("ben"))
    await room.slack.submit("ben", {"story": STORY})
    assert "Marta Klein" in await room.reply(ts, channel=CITY, number=2)
    await room.slack.shortcut("ben", "paste_story")
    await room.slack.until(lambda: room.slack.view("ben"))
    await room.slack.submit("ben", {"story": OTHER, "where": room.slack.channel(DESK).id})
    assert "see the conversation you chose" in await room.told("ben")
    assert room.said() == []


async def test_a_removed_reply_takes_its_story_with_it(room: Newsroom, site: Site) -> None:
    """Of two posts in one thread the one whose reply was removed is forgotten, and the other can be asked about."""
    _, ts = await posted(room, site.url("/story", STORY))
    later = await room.slack.post(DESK, "ana", f"@nutgraf {site.url('/other', OTHER)}", thread_ts=ts)
    await room.reply(ts, number=3, saying="Council pays for the ferry")
    await room.settled(later)
    await room.kept(2)
    [reply] = [one for one in room.slack.replies(DESK, ts) if "Council pays for the ferry" in text_of(one)]
    await room.slack.press(DESK, "ana", reply["ts"], "remove_reply")
    await without_words(room, "instalment")
    assert "sent eleven letters" in await shown(room, "/who-said", "sent eleven letters")
