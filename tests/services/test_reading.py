"""A story is read once, however it is asked for."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import INTERNAL, ExtractionFailed, HttpProblem, NotReadable, Unreachable
from bot.models import Article, Change
from bot.services import StoryReader
from bot.services.identity import story_id
from bot.services.reading import opening
from bot.storage import Store

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
STRIKE = "https://velm.test/strike"
TAX = "https://velm.test/tax"
CANONICAL = "https://velm.test/news/strike"


async def test_a_link_is_fetched_and_read(reading: StoryReader) -> None:
    """The first time, a report is made, and the card names the story."""
    found = await reading.link("T1", "C1", STRIKE)
    assert found.report is not None
    assert found.card is not None
    assert (found.card.title, found.card.url, found.card.publisher) == (
        "Port of Velm shut by strike",
        STRIKE,
        "Velm Post",
    )
    assert not found.read_before


async def test_the_second_time_nothing_is_fetched_or_read(reading: StoryReader, newsstand: Any, clerk: Any) -> None:
    """It comes from the cache, and says when it was read."""
    first = await reading.link("T1", "C1", STRIKE)
    again = await reading.link("T1", "C1", f"{STRIKE}#top")
    assert again.read_before
    assert first.card is not None
    assert again.card is not None
    assert again.card.read_at == first.card.read_at
    assert (len(newsstand.fetched), len(clerk.read)) == (1, 1)


@pytest.mark.parametrize("other", [CANONICAL, f"{STRIKE}?utm_source=feed", "http://velm.test/strike"])
async def test_no_address_answers_for_another(reading: StoryReader, newsstand: Any, other: str) -> None:
    """Neither the one that a page gives as its own, nor one with another parameter or another scheme."""
    newsstand.pages[other] = NotReadable("Not yet published.")
    await reading.link("T1", "C1", STRIKE)
    with pytest.raises(NotReadable):
        await reading.link("T1", "C1", other)
    assert newsstand.fetched == [STRIKE, other]


async def test_two_addresses_of_one_text_are_read_once(reading: StoryReader, newsstand: Any, clerk: Any) -> None:
    """The second is fetched, and its words are known to the channel."""
    await reading.link("T1", "C1", STRIKE)
    await reading.link("T1", "C1", "https://amp.velm.test/strike")
    assert (len(newsstand.fetched), len(clerk.read)) == (2, 1)


@pytest.mark.parametrize("other", [("T2", "C1"), ("T1", "C2"), ("T1", "U1")])
async def test_what_one_audience_read_no_other_knows(
    reading: StoryReader, newsstand: Any, clerk: Any, other: tuple[str, str]
) -> None:
    """Another team, another channel or one person: it is fetched for them, read for them, and nothing tells that
    anybody had it, be it by words or by what it takes."""
    await reading.link("T1", "C1", STRIKE)
    assert await reading.cached(*other, STRIKE) is None
    assert not (await reading.link(*other, STRIKE)).read_before
    assert (len(newsstand.fetched), len(clerk.read)) == (2, 2)


async def test_a_person_is_shown_what_the_channel_knows(reading: StoryReader, newsstand: Any) -> None:
    """Without a fetch; and what is fetched for the person alone, the channel does not come to know."""
    await reading.link("T1", "C1", STRIKE)
    assert (await reading.alone("T1", "C1", "U1", STRIKE)).read_before
    alone = await reading.alone("T1", "C1", "U1", TAX)
    assert alone.card is not None
    assert await reading.cached("T1", "C1", TAX) is None
    shown = await reading.shown("T1", "U1", alone.card.story_id)
    assert shown is not None
    assert (shown.report, shown.card) == (alone.report, alone.card)
    assert await reading.shown("T1", "U2", alone.card.story_id) is None
    assert newsstand.fetched == [STRIKE, TAX]


async def test_many_at_once_are_one_flight(reading: StoryReader, newsstand: Any, clerk: Any) -> None:
    """Ten people posting one link at the same moment cause one fetch and one reading."""
    newsstand.seconds = 0.1
    found = await asyncio.gather(*(reading.link("T1", "C1", STRIKE) for _ in range(10)))
    assert (len(newsstand.fetched), len(clerk.read)) == (1, 1)
    assert sum(not one.read_before for one in found) == 1


async def test_a_changed_story_is_a_new_report(reading: StoryReader, newsstand: Any, clerk: Any, clock: Any) -> None:
    """Once the address is no longer fresh, changed words are read anew, and it is said what is different."""
    first = await reading.link("T1", "C1", STRIKE)
    newsstand.pages[STRIKE] = Article(text="Ina Rask said the strike is over.", title="Over", url=STRIKE)
    assert (await reading.link("T1", "C1", STRIKE)).change is None
    clock.move()
    second = await reading.link("T1", "C1", STRIKE)
    assert first.card is not None
    assert second.card is not None
    assert first.card.story_id != second.card.story_id
    assert second.change == Change(since=NOW, title_was="Port of Velm shut by strike", added=1, removed=1)
    assert len(clerk.read) == 2


async def test_a_change_is_told_until_the_next_look(reading: StoryReader, newsstand: Any, clock: Any) -> None:
    """Also to who posts the link while it is fresh, and no longer when the page stayed as it is."""
    await reading.link("T1", "C1", TAX)
    newsstand.pages[TAX] = newsstand.pages[TAX].model_copy(update={"text": "Ola Brandt said the tax will rise."})
    clock.move()
    told = [(await reading.link("T1", "C1", TAX)).change for _ in range(2)]
    clock.move()
    told.append((await reading.link("T1", "C1", TAX)).change)
    assert told == [Change(since=NOW, reworded=1)] * 2 + [None]


async def test_an_unchanged_page_is_not_had_again(reading: StoryReader, newsstand: Any, clerk: Any, clock: Any) -> None:
    """Its site says that nothing changed; the reading is the first one, and the address is believed again."""
    first = await reading.link("T1", "C1", STRIKE)
    clock.move()
    again = await reading.link("T1", "C1", STRIKE)
    third = await reading.link("T1", "C1", STRIKE)
    assert (again.card, again.report, again.change) == (first.card, first.report, None)
    assert again.read_before
    assert third.read_before
    assert newsstand.given == [STRIKE]
    assert (len(newsstand.fetched), len(clerk.read)) == (2, 1)


async def test_a_page_whose_story_is_no_longer_stored_is_had_again(
    reading: StoryReader, newsstand: Any, clerk: Any, clock: Any
) -> None:
    """What its site said last time does not matter then: an answer without a page would be of no use."""
    await reading.link("T1", "C1", STRIKE)
    clock.move()
    clerk.version = "p2"
    again = await reading.link("T1", "C1", STRIKE)
    assert (again.read_before, again.change) == (False, None)
    assert newsstand.given == [STRIKE, STRIKE]


async def test_the_same_words_elsewhere_keep_their_own_label(reading: StoryReader, newsstand: Any) -> None:
    """Title, publisher and address are those of the page that was fetched, for each audience and for each link."""
    copied = "https://copy.test/s"
    newsstand.pages[copied] = newsstand.pages[TAX].model_copy(
        update={"url": copied, "title": "Fake", "publisher": "Copy", "authors": ["Nobody"]}
    )
    first = await reading.link("T1", "C1", TAX)
    for audience in ("C1", "C2"):
        await reading.link("T1", audience, copied)
    again = await reading.cached("T1", "C1", TAX)
    assert again is not None
    assert (again.card, again.report) == (first.card, first.report)
    other = await reading.cached("T1", "C1", copied)
    assert other is not None
    assert other.card is not None
    assert (other.card.title, other.card.publisher, other.card.url) == ("Fake", "Copy", copied)


async def test_what_was_found_holds_no_word_of_where_it_was_had(reading: StoryReader, store: Store) -> None:
    """What is stored by the hash of the words is the words and what stands in them."""
    found = await reading.link("T1", "C1", STRIKE)
    assert found.card is not None
    stored = await store.readings.get("T1", "C1", found.card.story_id)
    assert stored is not None
    article = stored.report.article
    assert article == Article(text=article.text, paragraphs=article.paragraphs)


async def test_a_new_pipeline_is_a_clean_miss(reading: StoryReader, clerk: Any) -> None:
    """A release reads again."""
    await reading.link("T1", "C1", STRIKE)
    clerk.version = "p2"
    found = await reading.link("T1", "C1", STRIKE)
    assert found.report is not None
    assert (found.read_before, found.report.pipeline) == (False, "p2")


async def test_a_pasted_text_is_read_character_for_character(reading: StoryReader) -> None:
    """And has no address."""
    text = "  Ina Rask said\tit rains.  "
    found = await reading.text("T1", "C1", text)
    assert found.report is not None
    assert found.card is not None
    assert (found.report.article.text, found.card.url) == (text, None)


async def test_a_paste_of_a_known_story_does_not_show_its_address(reading: StoryReader, newsstand: Any) -> None:
    """Who pasted the text did not post the link."""
    await reading.link("T1", "C1", STRIKE)
    pasted = await reading.text("T1", "C1", newsstand.pages[STRIKE].text)
    assert pasted.card is not None
    assert (pasted.read_before, pasted.card.url) == (True, None)


async def test_several_links_keep_their_order(reading: StoryReader) -> None:
    """However long each takes."""
    outcome = await reading.together(reading.of_links("T1", "C1", [TAX, STRIKE]))
    assert [one.card.title for one in outcome.readings if one.card] == ["Tax", "Port of Velm shut by strike"]


async def test_two_links_to_one_story_are_one(reading: StoryReader) -> None:
    """By address before it is fetched, by content after."""
    urls = [STRIKE, f"{STRIKE}#top", "https://amp.velm.test/strike"]
    outcome = await reading.together(reading.of_links("T1", "C1", urls))
    assert [one.link for one in outcome.readings] == [STRIKE]


async def test_a_broken_link_does_not_hold_up_the_others(reading: StoryReader, newsstand: Any) -> None:
    """It becomes a sentence among the readings."""
    newsstand.pages["https://velm.test/gone"] = NotReadable("There is no story on this page.")
    outcome = await reading.together(reading.of_links("T1", "C1", ["https://velm.test/gone", TAX]))
    assert outcome.passing is None
    assert [(one.problem, one.paste) for one in outcome.readings] == [
        ("There is no story on this page.", True),
        (None, False),
    ]


@pytest.mark.parametrize(
    "error",
    [Unreachable("It took too long."), HttpProblem("The site is busy.", 503, kind="server")],
)
async def test_a_problem_that_may_pass_is_named(reading: StoryReader, newsstand: Any, error: Any) -> None:
    """The others are read by then; whoever asked may try again."""
    newsstand.pages["https://velm.test/slow"] = error
    outcome = await reading.together(reading.of_links("T1", "C1", ["https://velm.test/slow", TAX]))
    assert outcome.passing is error
    assert [bool(one.report) for one in outcome.readings] == [False, True]


async def test_a_text_that_breaks_the_pipeline_is_our_fault(reading: StoryReader, clerk: Any) -> None:
    """One fixed sentence, and no further try."""
    clerk.error = ExtractionFailed("broke")
    outcome = await reading.together(reading.of_links("T1", "C1", [TAX]))
    assert ([one.problem for one in outcome.readings], outcome.passing) == ([INTERNAL], None)


async def test_known_is_all_or_nothing(reading: StoryReader) -> None:
    """The short way is for posts whose stories were all read."""
    await reading.link("T1", "C1", STRIKE)
    assert await reading.known("T1", "C1", [STRIKE, TAX]) is None
    await reading.link("T1", "C1", TAX)
    known = await reading.known("T1", "C1", [STRIKE, TAX])
    assert known is not None
    assert [one.read_before for one in known] == [True, True]


def test_the_same_story_in_other_white_space() -> None:
    """Spaces, line breaks and composed letters make no other story; a word does."""
    assert story_id("Caf\u00e9  in\nVelm ") == story_id("Cafe\u0301 in Velm")
    assert story_id("Cafe in Velm") != story_id("Café in Velm")


def test_a_story_without_a_title_is_named_by_its_first_line() -> None:
    """Cut at a word."""
    assert opening("\n  Short line\nmore") == "Short line"
    assert opening("word " * 40) == "word " * 14 + "word…"
    assert opening(" \n ") == ""
