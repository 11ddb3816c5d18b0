"""Questions about the stories of a thread; how an answer is found is tested with ``bot.answers``."""

from collections.abc import Callable
from typing import Any

from bot.services import Asking, Place, Searching, StoryReader, StoryThreads

STRIKE = "https://velm.test/strike"
TAX = "https://velm.test/tax"


async def kept(threads: StoryThreads, reading: StoryReader, place: Place, *urls: str) -> None:
    await threads.keep(place, [await reading.link("T1", place.channel, url) for url in urls], user="U1", reply_ts="1.5")


async def test_the_answer_comes_from_the_story_that_has_it(
    asking: Asking, threads: StoryThreads, reading: StoryReader, place: Callable[..., Place]
) -> None:
    """Of two stories, the one that answers is named."""
    await kept(threads, reading, place(), STRIKE, TAX)
    thread = await threads.thread(place())
    assert thread is not None
    asked = await asking.thread(thread, "What did Ola Brandt say?")
    assert asked is not None
    assert asked.card.title == "Tax"
    assert asked.report.words(asked.answer.spans[0]) == "the tax will fall"


async def test_a_question_is_remembered_for_the_next(
    asking: Asking, threads: StoryThreads, reading: StoryReader, place: Callable[..., Place]
) -> None:
    """It may lean on the one before."""
    await kept(threads, reading, place(), STRIKE)
    thread = await threads.thread(place())
    assert thread is not None
    await asking.thread(thread, "What did Ina Rask say?")
    thread = await threads.thread(place())
    assert thread is not None
    assert thread.last_question == "What did Ina Rask say?"


async def test_a_thread_that_is_deleted_meanwhile_stays_deleted(
    asking: Asking, threads: StoryThreads, reading: StoryReader, place: Callable[..., Place]
) -> None:
    """An answer under way does not bring it back."""
    await kept(threads, reading, place(), STRIKE)
    thread = await threads.thread(place())
    assert thread is not None
    await threads.forget(place(), gone=True)
    await asking.thread(thread, "What did Ina Rask say?")
    assert await threads.thread(place()) is None


async def test_a_report_of_an_older_release_is_made_anew(
    asking: Asking, threads: StoryThreads, reading: StoryReader, clerk: Any, place: Callable[..., Place]
) -> None:
    """From its address."""
    await kept(threads, reading, place(), STRIKE)
    clerk.version = "p2"
    thread = await threads.thread(place())
    assert thread is not None
    asked = await asking.thread(thread, "What did Ina Rask say?")
    assert asked is not None
    assert asked.report.pipeline == "p2"


async def test_a_story_that_cannot_be_had_any_more(
    asking: Asking, threads: StoryThreads, reading: StoryReader, clerk: Any, place: Callable[..., Place]
) -> None:
    """A pasted text of an older release has no address to be read from."""
    await threads.keep(place(), [await reading.text("T1", "C1", "Ina Rask said it rains.")], user="U1", reply_ts="1.5")
    clerk.version = "p2"
    thread = await threads.thread(place())
    assert thread is not None
    assert await asking.thread(thread, "What did Ina Rask say?") is None


async def test_a_question_to_a_channel_looks_at_every_story_of_it(
    asking: Asking, threads: StoryThreads, reading: StoryReader, place: Callable[..., Place]
) -> None:
    """The story that answers is found among many by its words or its meaning, and no other channel's is."""
    await kept(threads, reading, place(), STRIKE)
    for number in range(8):
        told = await reading.text("T1", "C1", f"Per Strand said street number {number} gets new lamps.")
        await threads.keep(place(f"{number + 2}.0", f"{number + 2}.0"), [told], user="U1", reply_ts=f"{number + 2}.5")
        await threads.understand(place(f"{number + 2}.0", f"{number + 2}.0"), [told])
    await kept(threads, reading, place(channel="C2"), TAX)
    found = await asking.channel("T1", "C1", "who said the cranes stand still?")
    assert (found.stories, found.asked[0].card.title) == (9, "Port of Velm shut by strike")
    assert found.asked[0].answer.speaker == "Ina Rask"
    elsewhere = await asking.channel("T1", "C1", "who said the tax will fall?")
    assert all(asked.card.title != "Tax" for asked in elsewhere.asked)
    assert (await asking.channel("T1", "C9", "who said it?")).asked == []


async def test_a_search_sees_its_own_channel_alone(
    searching: Searching, threads: StoryThreads, reading: StoryReader, place: Callable[..., Place]
) -> None:
    """What was posted elsewhere never surfaces."""
    await kept(threads, reading, place(), STRIKE)
    await kept(threads, reading, place(channel="C2"), TAX)
    found = await searching.who_said("T1", "C1", "tax will fall")
    assert (found.hits, found.stories) == ([], 1)
    elsewhere = await searching.who_said("T1", "C2", "tax will fall")
    assert [hit.claim.speaker for hit in elsewhere.hits] == ["Ola Brandt"]


async def test_a_search_of_an_empty_channel(searching: Searching) -> None:
    """Nothing was searched, and nothing is found."""
    found = await searching.who_said("T1", "C9", "tax")
    assert (found.hits, found.stories, found.since) == ([], 0, None)
