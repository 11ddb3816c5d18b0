"""What a channel holds: its switch, its stories, their claims (``layout`` has the keys).

A search reads all stories of a channel. They are kept in this process (``EntryCache``): as long as the edition is the
one that was read, a search costs one small command; after a change only new entries are fetched, and recent ones
again that had no vectors yet.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import timedelta
from typing import cast

from redis.asyncio import Redis
from redis.exceptions import WatchError

from bot.models import ChannelClaim, ChannelStory, ChannelWarning, Derived, Desk, StoryCard
from bot.storage import layout
from bot.storage.connection import decoded, reaching
from bot.storage.entries import Entry, unpacked, with_vectors
from bot.storage.entry_cache import EntryCache
from bot.storage.keys import key

# A switch is a choice, not a finding: it runs out only when nobody posts in the channel for more than a year.
DESK_KEPT = timedelta(days=400)
# Entries asked for in one MGET: 100 stories are about a megabyte.
BATCH = 100
# Vectors are made some seconds after a story was added, under load some minutes; from then on none are waited for.
VECTORS_WITHIN_S = 3600.0


class RedisChannels:
    """``ports.Channels``. Stories and claims live for ``keep``."""

    def __init__(self, redis: Redis, *, keep: timedelta, cache: EntryCache | None = None) -> None:
        self._redis = redis
        self._keep = keep
        self._cache = cache if cache is not None else EntryCache()

    async def desk(self, team: str, channel: str) -> Desk | None:
        """What the channel chose, or None where nobody chose."""
        with reaching():
            return decoded(Desk, await self._redis.getex(key(team, "desk", channel), px=DESK_KEPT), "desk")

    async def set_desk(self, team: str, channel: str, desk: Desk) -> None:
        """Keep the channel's choice."""
        with reaching():
            await self._redis.set(key(team, "desk", channel), desk.model_dump_json(), px=DESK_KEPT)

    async def add_story(
        self,
        team: str,
        channel: str,
        thread_ts: str,
        card: StoryCard,
        claims: Sequence[ChannelClaim],
        warnings: Sequence[ChannelWarning] = (),
        words: Derived | None = None,
    ) -> None:
        """Add a story with its claims and warnings, and what a search by words needs of them; adding it again (to the
        same thread) replaces it."""
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                entry = layout.Searchable(card, claims, warnings, words)
                layout.queue_entry(pipe, team, channel, thread_ts, entry, self._keep)
                await pipe.execute()

    async def add_vectors(self, team: str, channel: str, thread_ts: str, story_id: str, vectors: Derived) -> bool:
        """Store the vectors of a story's claims with it. False where the story is gone, or was added anew meanwhile."""
        name = layout.entry_key(team, channel, layout.member(thread_ts, story_id))
        with reaching():
            async with self._redis.pipeline(transaction=True) as pipe:
                try:
                    await pipe.watch(name)
                    raw = _text(await pipe.get(name))
                    story = with_vectors(raw, vectors) if raw else None
                    if story is None:
                        return False
                    pipe.multi()  # type: ignore[no-untyped-call]  # redis-py leaves it without types
                    pipe.set(name, story, xx=True, keepttl=True)
                    layout.queue_edition(pipe, team, channel, self._keep)
                    await pipe.execute()
                except WatchError:
                    return False
        return True

    async def drop_thread(self, team: str, channel: str, thread_ts: str, *, but: Collection[str] = ()) -> None:
        """Remove the stories of a thread, except those of the ids in ``but``."""
        kept = {layout.member(thread_ts, story_id) for story_id in but}
        index = layout.index_key(team, channel)
        with reaching():
            members = map(str, await self._redis.zrange(index, 0, -1))
            entries = [member for member in members if layout.thread_of(member) == thread_ts and member not in kept]
            if not entries:
                return
            async with self._redis.pipeline(transaction=True) as pipe:
                layout.queue_no_entries(pipe, team, channel, entries, self._keep)
                await pipe.execute()

    async def stories(self, team: str, channel: str) -> list[StoryCard]:
        """The channel's stories, newest first; a story that stands in several threads once."""
        return [story.card for story in await self.held(team, channel)]

    async def claims(self, team: str, channel: str) -> AsyncIterator[ChannelClaim]:
        """The channel's claims, newest story first; of a story that stands in several threads, the newest."""
        for story in await self.held(team, channel):
            for claim in story.claims:
                yield claim

    async def held(self, team: str, channel: str) -> list[ChannelStory]:
        """The channel's stories with their claims and warnings, newest first; each story once, the newest.

        The objects are those of the cache, the same ones until their story changes or gets its vectors.
        """
        return [entry.story for entry in await self._entries(team, channel)]

    async def _entries(self, team: str, channel: str) -> list[Entry]:
        place = (team, channel)
        with reaching():
            edition = await self._redis.get(key(team, "edition", channel))
            if edition is None:
                self._cache.drop(place)
                return []
            cached = self._cache.get(place)
            if cached is None or cached.edition != edition:
                known = cached.entries if cached is not None else {}
                cached = self._cache.put(place, str(edition), await self._fetched(team, channel, known))
        oldest = time.time() - self._keep.total_seconds()
        return _once([entry for entry in cached.entries.values() if entry.added_at > oldest])

    async def _fetched(self, team: str, channel: str, known: dict[str, Entry]) -> dict[str, Entry]:
        """All entries, newest first; those of ``known`` that did not change are taken from there."""
        rows = cast(
            list[tuple[str, float]],
            await self._redis.zrevrange(layout.index_key(team, channel), 0, -1, withscores=True),
        )
        index = [(member, int(at)) for member, at in rows]
        recent = time.time() - VECTORS_WITHIN_S
        found = {
            member: entry
            for member, at in index
            if (entry := known.get(member)) is not None
            and layout.milliseconds(entry.added_at) == at
            and (entry.story.vectors is not None or entry.added_at < recent)
        }
        wanted = [member for member, _ in index if member not in found]
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            raw = list(
                map(_text, await self._redis.mget([layout.entry_key(team, channel, member) for member in batch]))
            )
            # in a thread: a large channel takes seconds to decode, and the loop must go on answering Slack
            entries = await asyncio.to_thread(_entries, channel, raw)
            for member, entry in zip(batch, entries, strict=True):
                before = known.get(member)
                if before and entry and entry.added_at == before.added_at and entry.story.vectors is None:
                    found[member] = before  # still without vectors: what is kept beside the story stays
                elif entry:
                    found[member] = entry
        return {member: found[member] for member, _ in index if member in found}


def _text(raw: str | bytes | None) -> str | None:
    return raw.decode() if isinstance(raw, bytes) else raw


def _entries(channel: str, raw: Sequence[str | None]) -> list[Entry | None]:
    return [unpacked(one, channel) for one in raw]


def _once(entries: Iterable[Entry]) -> list[Entry]:
    seen: dict[str, Entry] = {}
    for entry in entries:
        seen.setdefault(entry.story.card.story_id, entry)
    return list(seen.values())
