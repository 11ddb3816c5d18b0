"""What is remembered of a post, and how it is forgotten."""

import asyncio
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
    found = await reading.link("T1", "C1", STRIKE)
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
    await threads.keep(place(), [await reading.link("T1", "C1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.keep(place("2.0"), [await reading.link("T1", "C1", TAX)], user="U2", reply_ts="2.5")
    thread = await threads.thread(place())
    assert thread is not None
    assert [story.link for story in thread.stories] == [STRIKE, TAX]
    assert (thread.user, thread.reply_ts, thread.post_ts) == ("U1", "1.5", "1.0")


async def test_an_edited_post_replaces_what_it_brought(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """The story whose link was taken away can no longer be found in the channel; the thread's other one can."""
    await threads.keep(place(), [await reading.link("T1", "C1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.keep(place("2.0"), [await reading.link("T1", "C1", TAX)], user="U1", reply_ts="2.5")
    problem = StoryResult(link="https://velm.test/other", problem="Nothing there.")
    await threads.keep(place(), [problem], user="U1", reply_ts="1.5")
    assert await titles(store) == {"Tax"}


async def test_a_deleted_first_post_takes_the_thread_with_it(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place], searching: Searching
) -> None:
    """Nothing of it can be found afterwards."""
    await threads.keep(place(), [await reading.link("T1", "C1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.forget(place(), gone=True)
    assert await threads.thread(place()) is None
    assert await titles(store) == set()


async def test_a_deleted_later_post_takes_only_its_own(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """The thread goes on."""
    await threads.keep(place(), [await reading.link("T1", "C1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.keep(place("2.0"), [await reading.link("T1", "C1", TAX)], user="U1", reply_ts="2.5")
    await threads.forget(place("2.0"), gone=True)
    thread = await threads.thread(place())
    assert thread is not None
    assert [story.link for story in thread.stories] == [STRIKE]
    assert await titles(store) == {"Port of Velm shut by strike"}


async def test_a_story_posted_twice_survives_the_deletion_of_one_post(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """It was read in another thread, too."""
    await threads.keep(place(), [await reading.link("T1", "C1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.keep(place("5.0", "5.0"), [await reading.link("T1", "C1", STRIKE)], user="U1", reply_ts="5.5")
    await threads.forget(place(), gone=True)
    assert await titles(store) == {"Port of Velm shut by strike"}


async def test_a_deleted_first_post_leaves_what_later_posts_brought(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """Their replies stand, and can be asked about."""
    await threads.keep(place(), [await reading.link("T1", "C1", STRIKE)], user="U1", reply_ts="1.5")
    await threads.keep(place("2.0"), [await reading.link("T1", "C1", TAX)], user="U2", reply_ts="2.5")
    removed = await threads.forget(place(), gone=True)
    thread = await threads.thread(place())
    assert removed.reply_ts == "1.5"
    assert thread is not None
    assert [story.link for story in thread.stories] == [TAX]
    assert await titles(store) == {"Tax"}


async def test_the_last_use_takes_everything_with_it(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """Words, card, looks and claims stay as long as one thread of the channel has the story; then no key holds them."""
    found = await reading.link("T1", "C1", STRIKE)
    for post in ("1.0", "5.0"):
        await threads.keep(place(post, post), [found], user="U1", reply_ts=None)
    await threads.understand(place("5.0", "5.0"), [found])
    await threads.forget(place("1.0", "1.0"), gone=True)
    assert found.card is not None
    kept = await threads.story("T1", "C1", found.card.story_id)
    assert kept is not None
    assert (kept.card, kept.report) == (found.card, found.report)
    await threads.forget(place("5.0", "5.0"), gone=True)
    assert await threads.story("T1", "C1", found.card.story_id) is None
    left = {name: await store.redis.dump(name) for name in await store.redis.keys("nutgraf:*")}
    assert {name.split(":")[2] for name in left} <= {"removed", "edition"}


async def test_what_ends_after_the_deletion_keeps_nothing(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """A reading that was under way when its post was deleted."""
    found = await reading.link("T1", "C1", STRIKE)
    await threads.forget(place(), gone=True)
    assert await threads.keep(place(), [found], user="U1", reply_ts=None) is None
    await reading.discard("T1", "C1", [found])
    assert await titles(store) == set()
    assert [name for name in await store.redis.keys("nutgraf:*") if ":removed:" not in name] == []


async def test_what_a_post_lost_it_may_bring_again(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """A post that stands but lost its links can be read again."""
    found = await reading.link("T1", "C1", STRIKE)
    await threads.keep(place(), [found], user="U1", reply_ts="1.5")
    await threads.forget(place(), gone=False)
    assert await threads.keep(place(), [await reading.link("T1", "C1", STRIKE)], user="U1", reply_ts="1.6")
    assert await titles(store) == {"Port of Velm shut by strike"}


async def test_the_map_of_a_story_that_went_is_named(
    threads: StoryThreads, reading: StoryReader, place: Callable[..., Place]
) -> None:
    """When an edit takes the link away, and when the post is deleted; a map of a story that is gone is not noted."""
    strike, tax = await reading.link("T1", "C1", STRIKE), await reading.link("T1", "C1", TAX)
    await threads.keep(place(), [strike], user="U1", reply_ts=None)
    assert strike.card is not None
    assert tax.card is not None
    assert await threads.map_drawn(place(), strike.card.story_id, "F1")
    edited = await threads.keep(place(), [tax], user="U1", reply_ts=None)
    assert edited is not None
    assert list(edited.files) == ["F1"]
    assert not await threads.map_drawn(place(), strike.card.story_id, "F2")
    assert await threads.map_drawn(place(), tax.card.story_id, "F3")
    assert [(await threads.forget(place(), gone=True)).files for _ in range(2)] == [["F3"], ["F3"]]


async def test_a_mute_between_looking_and_keeping_stays(
    threads: StoryThreads, reading: StoryReader, store: Any, place: Callable[..., Place]
) -> None:
    """Whoever mutes, asks or is answered while stories are kept loses nothing to it."""
    found = [await reading.link("T1", "C1", url) for url in (STRIKE, TAX)]
    await threads.keep(place(), found[:1], user="U1", reply_ts=None)
    keeping = (threads.keep(place(f"{n}.0"), found[1:], user="U2", reply_ts=None) for n in range(2, 12))
    asking = store.threads.change("T1", "C1", "1.0", last_question="Why?")
    await asyncio.gather(*keeping, threads.mute(place()), asking, threads.answered(place(), "1.5"))
    thread = await threads.thread(place())
    assert thread is not None
    assert (thread.muted, thread.last_question, thread.reply_ts, len(thread.stories)) == (True, "Why?", "1.5", 11)


async def test_muting_what_is_not_ours(threads: StoryThreads, place: Callable[..., Place]) -> None:
    """There is nothing to mute."""
    assert not await threads.mute(place())


async def test_a_muted_thread_stays_muted_when_more_is_read_in_it(
    threads: StoryThreads, reading: StoryReader, place: Callable[..., Place]
) -> None:
    """A second story does not switch the questions on again."""
    await threads.keep(place(), [await reading.link("T1", "C1", STRIKE)], user="U1", reply_ts="1.5")
    assert await threads.mute(place())
    await threads.keep(place("2.0"), [await reading.link("T1", "C1", TAX)], user="U1", reply_ts="2.5")
    thread = await threads.thread(place())
    assert thread is not None
    assert thread.muted
