"""The threads that are ours, and what their posts brought to the channel: kept and forgotten in one step."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import WatchError

from bot.models import Kept, KeptStory, Removed, Thread
from bot.storage import layout
from bot.storage.connection import decoded, plain, reaching, text

# As long as a post's once-only marks: whoever still works on it is done long before.
REMOVED_KEPT: Final = timedelta(days=7)


class RedisThreads:
    """``ports.Threads``. A thread lives for ``threads`` after it was last saved, what posts brought for ``keep``.

    A question with a mention, or a deleted post, may come after the time in which questions are taken without a
    mention; ``Thread.opened_at`` tells which it is.
    """

    def __init__(self, redis: Redis, *, threads: timedelta, keep: timedelta) -> None:
        self._redis = redis
        self._threads = threads
        self._keep = keep

    async def save(self, thread: Thread) -> None:
        """Keep or replace the thread (by team, channel and ``thread_ts``)."""
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                self._queue_thread(pipe, thread)
                await pipe.execute()

    async def get(self, team: str, channel: str, thread_ts: str) -> Thread | None:
        """The thread, or None where it is not ours."""
        with reaching():
            return decoded(Thread, await self._redis.get(layout.thread_key(team, channel, thread_ts)), "thread")

    async def change(self, team: str, channel: str, thread_ts: str, **fields: Any) -> bool:
        """Replace these fields of the thread in one step. False where it is not ours."""
        name = layout.thread_key(team, channel, thread_ts)
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                while True:
                    try:
                        known = await _watched(pipe, name)
                        if known is None:
                            return False
                        pipe.multi()  # type: ignore[no-untyped-call]  # redis-py has no annotation on it
                        pipe.set(name, known.model_copy(update=fields).model_dump_json(), px=self._threads)
                        await pipe.execute()
                        return True
                    except WatchError:  # somebody else changed it meanwhile: look again
                        continue

    async def map_drawn(self, team: str, channel: str, thread_ts: str, story_id: str, file_id: str) -> bool:
        """Note the map of a story of the thread. False where the thread or the story is gone."""
        name = layout.thread_key(team, channel, thread_ts)
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                while True:
                    try:
                        known = await _watched(pipe, name)
                        if known is None or story_id not in _ids(known):
                            return False
                        stories = [
                            story.model_copy(update={"map_file": file_id}) if story.story_id == story_id else story
                            for story in known.stories
                        ]
                        pipe.multi()  # type: ignore[no-untyped-call]  # redis-py has no annotation on it
                        drawn = known.model_copy(update={"stories": stories})
                        pipe.set(name, drawn.model_dump_json(), px=self._threads)
                        await pipe.execute()
                        return True
                    except WatchError:
                        continue

    async def keep(self, new: Thread, post_ts: str, stories: Sequence[KeptStory]) -> Kept | None:
        """Keep in one step what the post brought; None, and nothing is kept, where the post was deleted meanwhile."""
        team, channel, thread_ts = new.team, new.channel, new.thread_ts
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                while True:
                    try:
                        removed = await _removed(pipe, team, channel, post_ts)
                        if removed and removed.gone:
                            return None
                        before = await _watched(pipe, layout.thread_key(team, channel, thread_ts))
                        after = _merged(before, new, post_ts)
                        left = _ids(before) - _ids(after)
                        lasts = await _last_uses(pipe, team, channel, thread_ts, left)
                        pipe.multi()  # type: ignore[no-untyped-call]  # redis-py has no annotation on it
                        self._queue_thread(pipe, after)
                        pipe.delete(layout.removed_key(team, channel, post_ts))
                        self._queue_unused(pipe, new, left, lasts)
                        for story in stories:
                            self._queue_story(pipe, team, channel, thread_ts, story)
                        await pipe.execute()
                        return Kept(after, _maps(before, left))
                    except WatchError:
                        continue

    async def forget(self, team: str, channel: str, thread_ts: str, post_ts: str, *, gone: bool) -> Removed:
        """Forget in one step what the post brought; the answer says what is left to take back in Slack."""
        name, noted = layout.thread_key(team, channel, thread_ts), layout.removed_key(team, channel, post_ts)
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                while True:
                    try:
                        known = await _removed(pipe, team, channel, post_ts) or Removed(gone=gone)
                        before = await _watched(pipe, name)
                        rest = [story for story in before.stories if story.post_ts != post_ts] if before else []
                        after = before.model_copy(update={"stories": rest}) if before and rest else None
                        left = _ids(before) - _ids(after)
                        lasts = await _last_uses(pipe, team, channel, thread_ts, left)
                        opened = before is not None and before.post_ts == post_ts
                        removed = Removed(
                            gone=gone or known.gone,
                            reply_ts=known.reply_ts or (before.reply_ts if before and opened else None),
                            files=[*known.files, *_maps(before, left)],
                        )
                        pipe.multi()  # type: ignore[no-untyped-call]  # redis-py has no annotation on it
                        pipe.set(noted, removed.model_dump_json(), px=REMOVED_KEPT)
                        if before and (opened or after is None):
                            pipe.delete(layout.post_key(team, channel, before.post_ts))
                        if after:
                            pipe.set(name, after.model_dump_json(), px=self._threads)
                        else:
                            pipe.delete(name)
                        if before:
                            self._queue_unused(pipe, before, left, lasts)
                        await pipe.execute()
                        return removed
                    except WatchError:
                        continue

    async def is_gone(self, team: str, channel: str, post_ts: str) -> bool:
        """Whether ``forget`` was told that this post is gone."""
        with reaching():
            raw = await self._redis.get(layout.removed_key(team, channel, post_ts))
        removed = decoded(Removed, raw, "removed")
        return removed is not None and removed.gone

    async def of_story(self, team: str, channel: str, story_id: str) -> Thread | None:
        """The newest thread of the channel whose post brought this story, or None."""
        with reaching():
            using = await self._redis.smembers(layout.uses_key(team, channel, story_id))
        for thread_ts in sorted(map(str, using), reverse=True):
            thread = await self.get(team, channel, thread_ts)
            if thread and any(story.card and story.card.story_id == story_id for story in thread.stories):
                return thread
        return None

    async def of_post(self, team: str, channel: str, post_ts: str) -> Thread | None:
        """The thread whose reply answers this post, or None."""
        with reaching():
            raw = await self._redis.get(layout.post_key(team, channel, post_ts))
        return None if raw is None else await self.get(team, channel, plain(raw))

    def _queue_thread(self, pipe: Pipeline, thread: Thread) -> None:
        name = layout.thread_key(thread.team, thread.channel, thread.thread_ts)
        pipe.set(name, thread.model_dump_json(), px=self._threads)
        post = layout.post_key(thread.team, thread.channel, thread.post_ts)
        pipe.set(post, text(thread.thread_ts), px=self._threads)

    def _queue_story(self, pipe: Pipeline, team: str, channel: str, thread_ts: str, story: KeptStory) -> None:
        story_id = story.card.story_id
        uses = layout.uses_key(team, channel, story_id)
        layout.queue_reading(pipe, team, channel, story_id, story.reading, self._keep)
        if story.visit:
            layout.queue_visit(pipe, team, channel, story.visit, self._keep)
        pipe.sadd(uses, thread_ts)
        pipe.pexpire(uses, self._keep)
        entry = layout.Searchable(story.card, story.claims, story.warnings, story.words)
        layout.queue_entry(pipe, team, channel, thread_ts, entry, self._keep)

    def _queue_unused(self, pipe: Pipeline, thread: Thread, left: Iterable[str], lasts: dict[str, list[str]]) -> None:
        """Take stories out of the thread's channel, and drop those that this was the last use of."""
        team, channel, thread_ts = thread.team, thread.channel, thread.thread_ts
        entries = [layout.member(thread_ts, story_id) for story_id in left]
        layout.queue_no_entries(pipe, team, channel, entries, self._keep)
        for story_id in left:
            if story_id in lasts:
                layout.queue_no_reading(pipe, team, channel, story_id, lasts[story_id])
            else:
                pipe.srem(layout.uses_key(team, channel, story_id), thread_ts)


async def _watched(pipe: Pipeline, name: str) -> Thread | None:
    await pipe.watch(name)
    return decoded(Thread, await pipe.get(name), "thread")


async def _removed(pipe: Pipeline, team: str, channel: str, post_ts: str) -> Removed | None:
    name = layout.removed_key(team, channel, post_ts)
    await pipe.watch(name)
    return decoded(Removed, await pipe.get(name), "removed")


async def _last_uses(
    pipe: Pipeline, team: str, channel: str, thread_ts: str, stories: Collection[str]
) -> dict[str, list[str]]:
    """Those of ``stories`` that no other thread uses, with the hashes of the addresses that led to them."""
    lasts = {}
    for story_id in stories:
        uses = layout.uses_key(team, channel, story_id)
        await pipe.watch(uses)
        if set(map(str, await pipe.smembers(uses))) <= {thread_ts}:
            led = await pipe.smembers(layout.led_key(team, channel, story_id))
            lasts[story_id] = list(map(str, led))
    return lasts


def _merged(before: Thread | None, new: Thread, post_ts: str) -> Thread:
    """``before`` with what ``new`` holds of the post in place of what the post brought to it earlier."""
    if before is None:
        return new
    others = [story for story in before.stories if story.post_ts != post_ts]
    maps = {story.story_id: story.map_file for story in before.stories if story.post_ts == post_ts}
    own = [story.model_copy(update={"map_file": maps.get(story.story_id)}) for story in new.stories]
    fields: dict[str, Any] = {"stories": [*others, *own]}
    if before.post_ts == post_ts and new.reply_ts:
        fields["reply_ts"] = new.reply_ts
    return before.model_copy(update=fields)


def _ids(thread: Thread | None) -> set[str]:
    """The stories that the thread's own posts brought."""
    return {story.card.story_id for story in thread.stories if story.card} if thread else set()


def _maps(thread: Thread | None, left: Collection[str]) -> list[str]:
    return [story.map_file for story in thread.stories if story.map_file and story.story_id in left] if thread else []
