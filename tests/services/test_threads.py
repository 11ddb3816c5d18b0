"""What is remembered of a post, and how it is forgotten."""

from collections.abc import Callable
from typing import Any

from bot.models import StoryResult
from bot.services import Place, Searching, StoryReader, StoryThreads

STRIKE = "https://velm.test/strike"
TAX = "https://velm.test/tax"


async def titles(store: Any, channel: str = "C1") -> set[str]:
    return {card.title for card in await store.channels.stories("T1", channel)}


async def test_a_kept_thread_is_ours_and_its_claims_are_in_the_channel(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """The thread holds the story, the channel its claims with their speakers."""
    found = await reading.link("T1", STRIKE)
    await threads.keep(place(), [found], user="U1", reply_ts="1.5")
    thread = await threads.thread(place())
    assert thread is not None
    assert [story.link for story in thread.stories] == [STRIKE]
    claims = [(claim.speaker, claim.words) async for claim in store.channels.claims("T1", "C1")]
    assert claims == [("Ina Rask", "the cranes stand still"), ("Jon Vale", "the port will open on Monday")]


async def test_a_second_post_in_a_thread_adds_to_it(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """The thread keeps who opened it and which reply it hangs on."""
    await threads.keep(place(), [await reading.link("T1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.keep(place("2.0"), [await reading.link("T1", TAX)], user="U2", reply_ts="2.5")
    thread = await threads.thread(place())
    assert thread is not None
    assert [story.link for story in thread.stories] == [STRIKE, TAX]
    assert (thread.user, thread.reply_ts, thread.post_ts) == ("U1", "1.5", "1.0")


async def test_an_edited_post_replaces_what_it_brought(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """The story whose link was taken away can no longer be found in the channel; the thread's other one can."""
    await threads.keep(place(), [await reading.link("T1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.keep(place("2.0"), [await reading.link("T1", TAX)], user="U1", reply_ts="2.5")
    problem = StoryResult(link="https://velm.test/other", problem="Nothing there.")
    await threads.keep(place(), [problem], user="U1", reply_ts="1.5")
    assert await titles(store) == {"Tax"}


async def test_a_deleted_first_post_takes_the_thread_with_it(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place], searching: Searching
) -> None:
    """Nothing of it can be found afterwards."""
    await threads.keep(place(), [await reading.link("T1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.forget(place())
    assert await threads.thread(place()) is None
    assert await titles(store) == set()


async def test_a_deleted_later_post_takes_only_its_own(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """The thread goes on."""
    await threads.keep(place(), [await reading.link("T1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.keep(place("2.0"), [await reading.link("T1", TAX)], user="U1", reply_ts="2.5")
    await threads.forget(place("2.0"))
    thread = await threads.thread(place())
    assert thread is not None
    assert [story.link for story in thread.stories] == [STRIKE]
    assert await titles(store) == {"Port of Velm shut by strike"}


async def test_a_story_posted_twice_survives_the_deletion_of_one_post(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """It was read in another thread, too."""
    await threads.keep(place(), [await reading.link("T1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.keep(place("5.0", "5.0"), [await reading.link("T1", STRIKE)], user="U1", reply_ts="5.5")
    await threads.forget(place())
    assert await titles(store) == {"Port of Velm shut by strike"}


async def test_muting_what_is_not_ours(threads: StoryThreads, place: Callable[..., Place]) -> None:
    """There is nothing to mute."""
    assert not await threads.mute(place())


async def test_a_muted_thread_stays_muted_when_more_is_read_in_it(
    threads: StoryThreads, reading: StoryReader, place: Callable[..., Place]
) -> None:
    """A second story does not switch the questions on again."""
    await threads.keep(place(), [await reading.link("T1", STRIKE)], user="U1", reply_ts="1.5")
    assert await threads.mute(place())
    await threads.keep(place("2.0"), [await reading.link("T1", TAX)], user="U1", reply_ts="2.5")
    thread = await threads.thread(place())
    assert thread is not None
    assert thread.muted
