"""Questions in threads, searches in channels, buttons and modals."""

from tests.scenarios.conftest import Opening
from tests.scenarios.newsroom import BRIDGE, DESK, STORY, STRIKE, Newsroom
from tests.slack_messages import text_of


async def asked(room: Newsroom, question: str, *, page: str | None = None) -> str:
    """The answer to a question in the thread of the pasted story (or of a page)."""
    if page:
        ts = await room.post(page)
    else:
        ts = await room.slack.post(DESK, "ana", "", files=[("story.txt", STORY.encode())])
    await room.reply(ts)
    await room.slack.post(DESK, "ben", question, thread_ts=ts)
    return await room.reply(ts, number=3)


async def test_a_question_is_answered_with_the_words_of_the_story(newsroom: Newsroom) -> None:
    """In the thread, without a mention."""
    assert "We have paid every bill since March" in await asked(newsroom, "What did Jonas Reed say?")


async def test_what_the_story_does_not_say(newsroom: Newsroom) -> None:
    """Is said not to be said."""
    answer = await asked(newsroom, "Who won the chess championship in Oslo?")
    assert "couldn’t find that" in answer


async def test_chatter_in_the_thread_is_left_alone(room: Newsroom) -> None:
    """People talk to each other there."""
    ts = await room.post(STRIKE)
    await room.reply(ts)
    await room.slack.post(DESK, "ben", "I will call the union.", thread_ts=ts)
    await room.slack.post(DESK, "ben", "@chloe can you call the port?", thread_ts=ts)
    await room.quiet()
    assert len(room.said()) == 1


async def test_a_muted_thread_answers_only_mentions(newsroom: Newsroom) -> None:
    """One word mutes it; only who wrote it sees the confirmation."""
    ts = await newsroom.post(STRIKE)
    await newsroom.reply(ts)
    await newsroom.slack.post(DESK, "ben", "stop", thread_ts=ts)
    assert "Muted." in await newsroom.whisper("ben")
    await newsroom.slack.post(DESK, "ben", "Who set the deadline?", thread_ts=ts)
    await newsroom.quiet()
    assert len(newsroom.said()) == 1
    await newsroom.slack.post(DESK, "ben", "@nutgraf who set the deadline?", thread_ts=ts)
    await newsroom.slack.until(lambda: len(newsroom.said()) == 2)


async def test_the_mute_button_mutes_the_thread(newsroom: Newsroom) -> None:
    """As the word does."""
    ts = await newsroom.post(STRIKE)
    await newsroom.reply(ts)
    await newsroom.slack.press(DESK, "ben", newsroom.slack.replies(DESK, ts)[0]["ts"], "mute_thread")
    assert "Muted." in await newsroom.whisper("ben")
    await newsroom.slack.post(DESK, "ben", "Who set the deadline?", thread_ts=ts)
    await newsroom.quiet()
    assert len(newsroom.said()) == 1


async def test_a_question_in_a_foreign_thread_is_ignored(room: Newsroom) -> None:
    """Only threads that are ours."""
    ts = await room.slack.post(DESK, "ana", "lunch?")
    await room.slack.post(DESK, "ben", "Who is coming?", thread_ts=ts)
    await room.quiet()
    assert room.said() == []


async def test_a_direct_question_is_about_the_last_story(room: Newsroom) -> None:
    """And the answer names the story."""
    direct = room.slack.direct("ana").id
    first = await room.slack.post(direct, "ana", STORY)
    await room.reply(first, channel=direct)
    ts = await room.slack.post(direct, "ana", "What did Jonas Reed say?")
    answer = await room.reply(ts, channel=direct)
    assert "We have paid every bill since March" in answer
    assert "From: Ferry to Hallum" in answer


async def test_a_follow_up_to_a_direct_question(room: Newsroom) -> None:
    """The answer's thread is ours, too."""
    direct = room.slack.direct("ana").id
    await room.reply(await room.slack.post(direct, "ana", STORY), channel=direct)
    ts = await room.slack.post(direct, "ana", "What did Jonas Reed say?")
    await room.reply(ts, channel=direct)
    await room.slack.post(direct, "ana", "What did Marta Klein say?", thread_ts=ts)
    assert "eleven letters" in await room.reply(ts, channel=direct, number=3)


async def test_a_mention_asks_every_story_of_the_channel(newsroom: Newsroom) -> None:
    """The story that answers is named, and its answer opens a thread; what is asked for as a list is listed."""
    for page in (STRIKE, BRIDGE):
        await newsroom.reply(await newsroom.post(page))
    await newsroom.reply(await newsroom.upload())
    ts = await newsroom.slack.post(DESK, "ben", "@nutgraf who said the ferry will stay in port?")
    answer = await newsroom.reply(ts)
    assert "the ferry will stay in port" in answer
    assert "From: Ferry to Hallum" in answer
    assert "Searched: 3 stories read in this channel" in answer
    await newsroom.slack.post(DESK, "ben", "what did Jonas Reed say?", thread_ts=ts)
    assert "We have paid every bill" in await newsroom.reply(ts, number=3)
    listed = await newsroom.reply(await newsroom.slack.post(DESK, "ben", "@nutgraf list all warnings"))
    assert "Marta Klein" in listed


async def test_a_summary_and_thanks(newsroom: Newsroom) -> None:
    """The lead's own sentences in the thread; courtesy costs no message."""
    ts = await newsroom.upload()
    await newsroom.reply(ts)
    await newsroom.slack.post(DESK, "ben", "summarise this", thread_ts=ts)
    assert "threatened on Tuesday to stop the ferry" in await newsroom.reply(ts, number=3)
    await newsroom.slack.post(DESK, "ben", "@nutgraf thanks!", thread_ts=ts)
    await newsroom.quiet()
    assert len(newsroom.said()) == 2


async def test_who_said_finds_a_claim_and_shares_it(newsroom: Newsroom) -> None:
    """First for the asker alone, then for the channel, by a button."""
    ts = await newsroom.slack.post(DESK, "ana", "", files=[("story.txt", STORY.encode())])
    await newsroom.reply(ts)
    await newsroom.slack.command(DESK, "ben", "/who-said", "paid every bill")
    assert "Jonas Reed" in await newsroom.whisper("ben")
    shown = newsroom.slack.ephemerals(DESK, "ben")[0]
    before = len(newsroom.slack.messages(DESK))
    await newsroom.slack.press(DESK, "ben", shown["ts"], "share_answer")
    await newsroom.slack.until(lambda: len(newsroom.slack.messages(DESK)) > before)
    assert "We have paid every bill" in text_of(newsroom.slack.messages(DESK)[-1])
    await newsroom.slack.until(lambda: not newsroom.slack.ephemerals(DESK, "ben"))


async def test_who_said_never_looks_into_another_channel(newsroom: Newsroom) -> None:
    """What was read in a private channel is not found in a public one."""
    ts = await newsroom.slack.post("#city-desk", "ana", "", files=[("story.txt", STORY.encode())])
    await newsroom.reply(ts, channel="#city-desk")
    await newsroom.slack.command(DESK, "ana", "/who-said", "paid every bill")
    seen = await newsroom.whisper()
    assert "Jonas Reed" not in seen
    assert "no stories read in this channel" in seen


async def test_who_said_without_words_and_help(room: Newsroom) -> None:
    """Says how it is used."""
    await room.slack.command(DESK, "ana", "/who-said", "")
    assert "Type the words" in await room.whisper()
    await room.slack.command(DESK, "ana", "/who-said", "help")
    assert "Example: /who-said paid every bill" in await room.whisper(number=2)


async def test_the_buttons_open_the_rest(newsroom: Newsroom) -> None:
    """Each opens its modal."""
    ts = await newsroom.slack.post(DESK, "ana", "", files=[("story.txt", STORY.encode())])
    await newsroom.reply(ts)
    reply = newsroom.slack.replies(DESK, ts)[0]
    ids = [e["action_id"] for b in reply["blocks"] if b["type"] == "actions" for e in b["elements"]]
    assert "open_claims" in ids
    for action_id in (found for found in ids if found.startswith("open_")):
        await newsroom.slack.press(DESK, "ben", reply["ts"], action_id)
        view = await newsroom.slack.until(lambda: newsroom.slack.view("ben"))
        assert view["title"]["text"].split()[0].lower() in action_id
        await newsroom.slack.close("ben")


async def test_several_stories_in_a_thread(room: Newsroom) -> None:
    """The answer says which story it is from."""
    ts = await room.slack.post(DESK, "ana", f"{room.url(BRIDGE)}", files=[("story.txt", STORY.encode())])
    await room.reply(ts)
    await room.slack.post(DESK, "ben", "What did Jonas Reed say?", thread_ts=ts)
    assert "From: Ferry to Hallum" in await room.reply(ts, number=3)


async def test_an_old_thread_needs_a_mention(opened: Opening) -> None:
    """Questions are taken for some days; after that only who mentions the bot is answered."""
    async with opened() as room:
        ts = await room.post(STRIKE)
        await room.reply(ts)
        team, channel = room.slack.team_id, room.slack.channel(DESK).id
        threads = room.bot.parts.asking._threads
        thread = await threads.get(team, channel, ts)
        assert thread is not None
        await threads.save(thread.model_copy(update={"opened_at": thread.opened_at - room.bot.parts.questions * 2}))
        await room.slack.post(DESK, "ben", "Who set the deadline?", thread_ts=ts)
        await room.quiet()
        assert len(room.said()) == 1
        await room.slack.post(DESK, "ben", "@nutgraf who set the deadline?", thread_ts=ts)
        await room.slack.until(lambda: len(room.said()) == 2)


async def test_the_reply_is_removed_by_who_posted_the_story(newsroom: Newsroom) -> None:
    """And by nobody else, who is told so."""
    ts = await newsroom.post(STRIKE)
    await newsroom.reply(ts)
    reply = newsroom.slack.replies(DESK, ts)[0]["ts"]
    await newsroom.slack.press(DESK, "ben", reply, "remove_reply")
    assert "Only the person who posted" in await newsroom.whisper("ben")
    await newsroom.slack.press(DESK, "ana", reply, "remove_reply")
    await newsroom.slack.until(lambda: not newsroom.said())


async def test_a_removed_reply_can_be_asked_for_again(room: Newsroom) -> None:
    """By the message shortcut."""
    ts = await room.post(STRIKE)
    await room.reply(ts)
    await room.slack.press(DESK, "ana", room.slack.replies(DESK, ts)[0]["ts"], "remove_reply")
    await room.slack.until(lambda: not room.said())
    await room.slack.message_shortcut(DESK, "ben", ts, "read_message")
    assert "Claims (" in await room.reply(ts)
