"""What somebody said, who warned whom, and a story for one person: the commands, their pages, and their walls."""

from tests.scenarios.newsroom import BRIDGE, DESK, STORY, STRIKE, Newsroom
from tests.slack_messages import text_of

CITY = "#city-desk"


async def kept(room: Newsroom, channel: str = DESK) -> None:
    """The ferry story is one of the channel's."""
    ts = await room.upload(channel=channel)
    await room.reply(ts, channel=channel)
    await room.kept(channel=channel)


async def answer(room: Newsroom, command: str, words: str, *, channel: str = DESK, number: int = 1) -> str:
    """What ben alone sees after a command."""
    await room.slack.command(channel, "ben", command, words)
    return await room.whisper("ben", channel=channel, number=number)


async def test_said_by_forgives_a_typo_and_says_so(newsroom: Newsroom) -> None:
    """The surname is enough, misspelt too; the answer is shared by its button."""
    await kept(newsroom)
    seen = await answer(newsroom, "/said-by", "Kleim since 7d")
    assert "Showing Klein, the nearest name." in seen
    assert "the ferry will stay in port" in seen
    assert "paid every bill" not in seen
    before = len(newsroom.slack.messages(DESK))
    shown = newsroom.slack.ephemerals(DESK, "ben")[0]
    await newsroom.slack.press(DESK, "ben", shown["ts"], "share_answer")
    await newsroom.slack.until(lambda: len(newsroom.slack.messages(DESK)) > before)
    assert "the ferry will stay in port" in text_of(newsroom.slack.messages(DESK)[-1])


async def test_a_close_paraphrase_is_found(newsroom: Newsroom) -> None:
    """Who said it is found in other words too, once the story was understood; in another channel it is not."""
    await kept(newsroom)
    words = "the boat remains at the pier"
    team, desk = newsroom.slack.team_id, newsroom.slack.channel(DESK).id

    async def understood() -> bool:
        return bool((await newsroom.bot.parts.searching.who_said(team, desk, words)).hits)

    await newsroom.eventually(understood)  # what a search by meaning needs is worked out after the reply
    assert "the ferry will stay in port" in await answer(newsroom, "/who-said", words)
    assert "couldn’t find" in await answer(newsroom, "/who-said", words, channel=CITY, number=1)


async def test_said_by_about_something(newsroom: Newsroom) -> None:
    """Only what is about the words."""
    await kept(newsroom)
    seen = await answer(newsroom, "/said-by", "Marta Klein about letters")
    assert "eleven letters" in seen
    assert "will stay in port" not in seen


async def test_warnings_of_a_channel(newsroom: Newsroom) -> None:
    """By whom and to whom."""
    await newsroom.reply(await newsroom.post(STRIKE))
    await newsroom.kept()
    seen = await answer(newsroom, "/warnings", "by Dolores Varga")
    assert "Ultimatum: Dolores Varga" in seen
    assert "not to travel to Harwich" not in seen
    assert "not to travel to Harwich" in await answer(newsroom, "/warnings", "to lorry drivers", number=2)
    assert "No warnings by Jonas Reed" in await answer(newsroom, "/warnings", "by Jonas Reed", number=3)


async def test_a_story_for_one_person(newsroom: Newsroom) -> None:
    """Its summary is seen by the asker alone, and the channel keeps nothing of it until it is shared."""
    seen = await answer(newsroom, "/story", newsroom.url(STRIKE))
    assert "Ultimatum: " in seen
    assert "Mute this thread" not in seen
    assert newsroom.slack.messages(DESK) == []
    team, channel = newsroom.slack.team_id, newsroom.slack.channel(DESK).id
    assert await newsroom.bot.parts.threads.latest(team, channel, 5) == []
    shown = newsroom.slack.ephemerals(DESK, "ben")[0]
    await newsroom.slack.press(DESK, "ben", shown["ts"], "share_story")
    await newsroom.slack.until(lambda: newsroom.slack.messages(DESK))
    assert "Ultimatum: " in text_of(newsroom.slack.messages(DESK)[0])
    await newsroom.slack.until(lambda: not newsroom.slack.ephemerals(DESK, "ben"))


async def test_results_have_pages(newsroom: Newsroom) -> None:
    """The next page takes the place of the one before, and the way back is there."""
    said = "\n\n".join(f"Marta Klein said that berth {n} would stay closed until the spring." for n in range(1, 13))
    ts = await newsroom.upload(f"Berths closed in Velm\n\n{said}")
    await newsroom.reply(ts)
    await newsroom.kept()
    seen = await answer(newsroom, "/said-by", "Klein")
    assert "1 to 8 of 12" in seen
    ts = newsroom.slack.ephemerals(DESK, "ben")[0]["ts"]
    await newsroom.slack.press(DESK, "ben", ts, "next_results")
    await newsroom.slack.until(lambda: "9 to 12 of 12" in text_of(newsroom.slack.ephemerals(DESK, "ben")[0]))
    await newsroom.slack.press(DESK, "ben", ts, "earlier_results")
    await newsroom.slack.until(lambda: "1 to 8 of 12" in text_of(newsroom.slack.ephemerals(DESK, "ben")[0]))
    assert len(newsroom.slack.ephemerals(DESK, "ben")) == 1


async def test_nothing_crosses_channels(newsroom: Newsroom) -> None:
    """What was read in one channel is found there and nowhere else, and the same the other way round."""
    await newsroom.reply(await newsroom.post(STRIKE))
    await newsroom.kept()
    await newsroom.reply(await newsroom.post(BRIDGE, channel=CITY), channel=CITY)
    await newsroom.kept(channel=CITY)
    parties = ((DESK, "Varga", "Teslic", "Dockworkers"), (CITY, "Teslic", "Varga", "Veskia"))
    for here, mine, theirs, warning in parties:
        assert mine in await answer(newsroom, "/said-by", mine, channel=here)
        seen = await answer(newsroom, "/said-by", theirs, channel=here, number=2)
        assert f"No one called “{theirs}” is quoted in this channel’s stories" in seen
        warned = await answer(newsroom, "/warnings", "", channel=here, number=3)
        assert warning in warned
        assert theirs not in warned


async def test_nothing_crosses_from_and_to_direct_messages(newsroom: Newsroom) -> None:
    """A story that was sent directly is searched there alone; one of a channel is not searched there."""
    direct = newsroom.slack.direct("ben").id
    ts = await newsroom.slack.post(direct, "ben", STORY)
    await newsroom.reply(ts, channel=direct)
    await newsroom.kept(channel=direct)
    assert "No one called" in await answer(newsroom, "/said-by", "Klein")
    assert "Marta Klein" in await answer(newsroom, "/said-by", "Klein", channel=direct)
    other = newsroom.slack.direct("ana").id
    await newsroom.slack.command(other, "ana", "/said-by", "Klein")
    assert "No one called" in await newsroom.whisper("ana", channel=other)


async def test_what_is_not_understood_is_said(room: Newsroom) -> None:
    """Each command says how it is written, and its help has examples."""
    assert "the time “soon”" in await answer(room, "/said-by", "Klein since soon")
    assert "Type whose words" in await answer(room, "/said-by", "", number=2)
    assert "I don’t understand “tomorrow”" in await answer(room, "/warnings", "tomorrow", number=3)
    assert "address of one story" in await answer(room, "/story", "the ferry story", number=4)
    for number, command in enumerate(("/said-by", "/warnings", "/story", "/who-said"), start=5):
        seen = await answer(room, command, "help", number=number)
        assert seen.startswith(command)
        assert f"Example: {command} " in seen or f"Example: {command}\n" in seen


async def test_a_claim_has_neighbours_in_older_stories(newsroom: Newsroom) -> None:
    """A denial and another number are told under the reply with both claims, in this channel and no other."""
    owes, hurt = "the council owes the port money", "people were hurt in Velm"
    older = f"Ferries in Velm\n\nMarta Klein said that {owes}.\n\nIna Rask said 20 {hurt}."
    newer = f"Council answers\n\nJonas Reed denied that {owes}.\n\nIna Rask said 23 {hurt}."
    await newsroom.reply(await newsroom.upload(older, name="older.txt"))
    await newsroom.kept()
    seen = await newsroom.reply(await newsroom.upload(newer, name="newer.txt"))
    assert "Earlier in this channel" in seen
    assert "Denied by Jonas Reed" in seen
    assert f"Klein said: {owes}" in seen
    assert "Earlier: 20 people, now: 23 people" in seen
    elsewhere = await newsroom.reply(await newsroom.upload(newer, channel=CITY, name="newer.txt"), channel=CITY)
    assert "In older stories" not in elsewhere
