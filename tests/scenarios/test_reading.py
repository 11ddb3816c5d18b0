"""A person posts a story, and the answer stands in the thread a moment later; in both transports."""

from tests.scenarios.conftest import Opening
from tests.scenarios.newsroom import BRIDGE, DESK, STORY, STRIKE, Newsroom
from tests.slack_messages import summons, text_of


async def test_a_posted_link_is_answered_in_its_thread(newsroom: Newsroom) -> None:
    """With the headline, what was found, and buttons that open the rest."""
    ts = await newsroom.post(STRIKE)
    seen = await newsroom.reply(ts)
    assert "Claims (" in seen
    assert len(newsroom.slack.replies(DESK, ts)) == 1


async def test_the_status_line_says_what_is_going_on(newsroom: Newsroom) -> None:
    """While a story is read, the thread says so; the reply ends it."""
    ts = await newsroom.post(STRIKE)
    await newsroom.reply(ts)
    calls = newsroom.slack.calls_to("assistant.threads.setStatus")
    assert [call.arguments["status"] for call in calls] == ["is reading…"]
    assert newsroom.slack.status(DESK, ts) is None


async def test_nothing_is_unfurled_and_a_notification_has_words(newsroom: Newsroom) -> None:
    """Slack must not add previews to the reply, and a phone must show more than "sent blocks"."""
    ts = await newsroom.post(STRIKE)
    await newsroom.reply(ts)
    sent = newsroom.slack.calls_to("chat.postMessage")[0].arguments
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    assert sent["text"]


async def test_a_story_that_the_channel_has_is_answered_from_what_it_has(newsroom: Newsroom) -> None:
    """Without fetching; and the reply says so."""
    await newsroom.reply(await newsroom.post(STRIKE))
    assert "First read" in await newsroom.reply(await newsroom.post(STRIKE, user="ben"))


async def test_one_reply_however_many_links(newsroom: Newsroom) -> None:
    """Two stories, one of them twice, and a page that is not there: one message."""
    urls = [newsroom.url(page) for page in (STRIKE, BRIDGE, f"{STRIKE}?utm_source=mail", "missing")]
    ts = await newsroom.slack.post(DESK, "ana", " and ".join(urls))
    seen = await newsroom.reply(ts)
    await newsroom.quiet()
    assert len(newsroom.slack.replies(DESK, ts)) == 1
    assert seen.count("Claims (") == 2


async def test_a_moved_story_is_followed(room: Newsroom) -> None:
    """A redirect leads to the same story, which is then known under both addresses."""
    await room.reply(await room.post(STRIKE))
    assert "First read" in await room.reply(await room.post("moved"))


async def test_a_quiet_channel_stays_quiet(opened: Opening) -> None:
    """Where nobody switched the desk on, a link is left alone and a mention is answered."""
    async with opened(desk_default="off") as room:
        ts = await room.post(STRIKE)
        await room.quiet()
        assert room.slack.replies(DESK, ts) == []
        asked = await room.slack.post(DESK, "ana", f"@nutgraf {room.url(STRIKE)}")
        assert "Claims (" in await room.reply(asked)


async def test_the_desk_is_switched_on_and_off(newsroom: Newsroom) -> None:
    """By /desk, for this channel, and /desk status says whose choice it was."""
    await newsroom.slack.command(DESK, "ana", "/desk", "off")
    ts = await newsroom.post(STRIKE)
    await newsroom.quiet()
    assert newsroom.slack.replies(DESK, ts) == []
    await newsroom.slack.command(DESK, "ana", "/desk", "on")
    assert "Claims (" in await newsroom.reply(await newsroom.post(STRIKE))
    await newsroom.slack.command(DESK, "ana", "/desk", "status")
    assert "Desk on" in await newsroom.whisper(number=3)


async def test_switching_on_where_the_bot_is_not_asks_for_an_invitation(opened: Opening) -> None:
    """Otherwise nothing would happen, and nobody would know why."""
    async with opened(desk_default="off") as room:
        await room.slack.command("#canteen", "ana", "/desk", "on")
        assert "/invite" in await room.whisper(channel="#canteen", number=2)


async def test_a_mention_and_its_message_are_one_post(newsroom: Newsroom) -> None:
    """Slack sends both events; there is one reply."""
    ts = await newsroom.slack.post(DESK, "ana", f"@nutgraf {newsroom.url(STRIKE)}")
    await newsroom.reply(ts)
    await newsroom.quiet()
    assert len(newsroom.slack.replies(DESK, ts)) == 1


async def test_a_mention_under_a_post_reads_the_post(opened: Opening) -> None:
    """In a quiet channel, that is how a story is picked out."""
    async with opened(desk_default="off") as room:
        ts = await room.post(STRIKE)
        await room.slack.post(DESK, "ben", "@nutgraf read this please", thread_ts=ts)
        assert "Claims (" in await room.reply(ts, number=2)


async def test_a_direct_message_is_read(newsroom: Newsroom) -> None:
    """A link, in the conversation with the bot."""
    direct = newsroom.slack.direct("ana").id
    ts = await newsroom.slack.post(direct, "ana", newsroom.url(STRIKE))
    assert "Claims (" in await newsroom.reply(ts, channel=direct)


async def test_a_long_direct_message_is_a_pasted_story(room: Newsroom) -> None:
    """Its words are read as they stand."""
    direct = room.slack.direct("ana").id
    ts = await room.slack.post(direct, "ana", STORY)
    seen = await room.reply(ts, channel=direct)
    assert "Marta Klein" in seen


async def test_a_short_direct_message_gets_help(room: Newsroom) -> None:
    """Nothing was read yet that could be asked about."""
    direct = room.slack.direct("ana").id
    ts = await room.slack.post(direct, "ana", "hello")
    assert "/who-said" in await room.reply(ts, channel=direct)


async def test_the_message_shortcut_reads_a_post(opened: Opening) -> None:
    """In a quiet channel, for somebody else's post, in its thread."""
    async with opened(desk_default="off") as room:
        ts = await room.post(STRIKE)
        await room.slack.message_shortcut(DESK, "ben", ts, "read_message")
        assert "Claims (" in await room.reply(ts)


async def test_the_message_shortcut_on_a_post_that_was_read(room: Newsroom) -> None:
    """Points to the answer instead of giving it twice."""
    ts = await room.post(STRIKE)
    await room.reply(ts)
    await room.settled(ts)
    await room.slack.message_shortcut(DESK, "ben", ts, "read_message")
    assert "already read this message" in await room.whisper("ben")
    assert len(room.slack.replies(DESK, ts)) == 1


async def test_the_message_shortcut_on_chatter(room: Newsroom) -> None:
    """There is nothing to read, and only who asked is told."""
    ts = await room.slack.post(DESK, "ana", "lunch?")
    await room.slack.message_shortcut(DESK, "ben", ts, "read_message")
    assert "no link" in await room.whisper("ben")


async def test_a_story_is_pasted_into_the_modal(newsroom: Newsroom) -> None:
    """The global shortcut opens it; the answer opens a thread where the person wants it."""
    await newsroom.slack.shortcut("ana", "paste_story")
    await newsroom.slack.until(lambda: newsroom.slack.view("ana"))
    await newsroom.slack.submit("ana", {"story": STORY, "where": newsroom.slack.channel(DESK).id})
    said = await newsroom.slack.until(newsroom.said)
    assert "Marta Klein" in text_of(said[0])


async def test_the_paste_button_answers_in_the_thread(newsroom: Newsroom) -> None:
    """Where a page gave no story away, its text can be pasted."""
    ts = await newsroom.post("forbidden")
    await newsroom.reply(ts)
    reply = newsroom.slack.replies(DESK, ts)[0]
    await newsroom.slack.press(DESK, "ana", reply["ts"], "paste_text")
    await newsroom.slack.until(lambda: newsroom.slack.view("ana"))
    await newsroom.slack.submit("ana", {"story": STORY})
    assert "Marta Klein" in await newsroom.reply(ts, number=2)


async def test_files_are_read(newsroom: Newsroom) -> None:
    """Text, HTML and PDF, uploaded to a channel that is switched on."""
    html = f"<html lang=en><title>Ferry</title><article><h1>Ferry</h1>{paragraphs()}</article></html>"
    for name, data in (("story.txt", STORY.encode()), ("story.html", html.encode())):
        ts = await newsroom.slack.post(DESK, "ana", "", files=[(name, data)])
        assert "Marta Klein" in await newsroom.reply(ts)


async def test_an_allowed_rss_bot_is_read_and_another_is_not(opened: Opening) -> None:
    """Wire and RSS bots are named in the settings."""
    async with opened(read_bots=["B0WIRE00000"]) as room:
        other = await room.slack.post_as_bot(DESK, "Chat", f"New: {room.url(STRIKE)}", bot_id="B0OTHER0000")
        wire = await room.slack.post_as_bot(DESK, "Wire", f"New: {room.url(STRIKE)}")
        assert "Claims (" in await room.reply(wire)
        await room.quiet()
        assert room.slack.replies(DESK, other) == []


async def test_nobody_is_called_by_an_article(room: Newsroom) -> None:
    """Whatever stands in a text, the reply calls neither a person nor the channel."""
    ana = room.slack.workspace.user("ana").id
    ts = await room.slack.post(
        DESK, "ben", "", files=[("story.txt", STORY.replace("the ferry", f"<!channel> <@{ana}>").encode())]
    )
    await room.reply(ts)
    assert [call for reply in room.slack.replies(DESK, ts) for call in summons(reply)] == []


def paragraphs() -> str:
    return "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
