"""The threads that are ours."""

import asyncio
from collections.abc import Callable

from bot.models import Removed, Thread
from bot.storage import Store


async def test_a_thread_is_found_by_itself_and_by_its_post(store: Store, thread: Callable[..., Thread]) -> None:
    """Both the thread's ts and the ts of the post that it answers lead to the thread."""
    given = thread(thread_ts="1.0", post_ts="2.0")
    await store.threads.save(given)
    assert given == await store.threads.get("T1", "C1", "1.0")
    assert given == await store.threads.of_post("T1", "C1", "2.0")


async def test_saving_again_replaces(store: Store, thread: Callable[..., Thread]) -> None:
    """The last saved thread is the one that is got."""
    await store.threads.save(thread())
    muted = thread().model_copy(update={"muted": True})
    await store.threads.save(muted)
    assert muted == await store.threads.get("T1", "C1", "1.0")


async def test_a_forgotten_thread_leaves_nothing(store: Store, thread: Callable[..., Thread]) -> None:
    """Forgetting removes the thread and the way to it from its post, and notes that the post is gone."""
    await store.threads.save(thread(post_ts="2.0"))
    await store.threads.forget("T1", "C1", "1.0", "2.0", gone=True)
    assert await store.threads.of_post("T1", "C1", "2.0") is None
    assert await store.threads.is_gone("T1", "C1", "2.0")
    assert [name.split(":")[2] for name in await store.redis.keys("*")] == ["removed"]


async def test_a_thread_that_is_not_ours_is_none(store: Store) -> None:
    """Threads of others, and posts that we never answered, are None, and forgetting them does nothing."""
    assert await store.threads.get("T1", "C1", "9.9") is None
    assert await store.threads.of_post("T1", "C1", "9.9") is None
    assert await store.threads.forget("T1", "C1", "9.9", "9.9", gone=False) == Removed(gone=False)


async def test_changes_at_one_time_all_stay(store: Store, thread: Callable[..., Thread]) -> None:
    """Fields that several change at once are all changed: a thread that is muted while a reply is noted stays mute."""
    await store.threads.save(thread())
    await asyncio.gather(
        *(store.threads.change("T1", "C1", "1.0", last_question=str(number)) for number in range(20)),
        store.threads.change("T1", "C1", "1.0", muted=True),
        *(store.threads.change("T1", "C1", "1.0", reply_ts=f"{number}.0") for number in range(20)),
    )
    kept = await store.threads.get("T1", "C1", "1.0")
    assert kept is not None
    assert (kept.muted, kept.reply_ts is not None, kept.last_question is not None) == (True, True, True)


async def test_a_thread_that_is_not_ours_is_not_changed(store: Store) -> None:
    """Changing what is not there makes nothing."""
    assert not await store.threads.change("T1", "C1", "9.9", muted=True)
    assert await store.redis.keys("*") == []
