"""The keys of what a channel keeps, and the commands that several stores queue in one transaction.

Each key with its own time to live, all of one team on one node (``keys``)::

    thread:{channel}:{thread}             a thread that is ours: its posts' stories with card and origin
    post:{channel}:{post}                 the thread that answers this post
    removed:{channel}:{post}              what is left to take back of a post that was deleted or lost its links
    reading:{audience}:{story}            what was found in a story's words, and the words
    visit:{audience}:{hash of address}    what an address led to at the audience's last look
    led:{audience}:{story}                the hashes of the addresses that led to a story
    uses:{channel}:{story}                the threads that use a reading: with the last of them it goes
    stories:{channel}                     sorted set of entries by the time they were added (milliseconds)
    story:{channel}:{thread}:{story}      one entry (``entries``): card, claims, warnings, stems, vectors
    edition:{channel}                     a random word, new at every change
"""

import hashlib
import json
import secrets
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from redis.asyncio.client import Pipeline

from bot.models import ChannelClaim, ChannelWarning, Derived, StoredReading, StoryCard, Visit
from bot.storage.connection import text
from bot.storage.entries import packed
from bot.storage.keys import key


class Searchable(NamedTuple):
    """What a search of the channel needs of a story."""

    card: StoryCard
    claims: Sequence[ChannelClaim]
    warnings: Sequence[ChannelWarning]
    words: Derived | None


def thread_key(team: str, channel: str, thread_ts: str) -> str:
    """The key of a thread."""
    return key(team, "thread", channel, thread_ts)


def post_key(team: str, channel: str, post_ts: str) -> str:
    """The key that leads from a post to its thread."""
    return key(team, "post", channel, post_ts)


def removed_key(team: str, channel: str, post_ts: str) -> str:
    """The key that says that a post was forgotten."""
    return key(team, "removed", channel, post_ts)


def reading_key(team: str, audience: str, story_id: str) -> str:
    """The key of what was found in a story for an audience."""
    return key(team, "reading", audience, story_id)


def visit_key(team: str, audience: str, hashed: str) -> str:
    """The key of an audience's last look at an address; ``hashed`` is ``hash_of`` it."""
    return key(team, "visit", audience, hashed)


def led_key(team: str, audience: str, story_id: str) -> str:
    """The key of the addresses that led an audience to a story."""
    return key(team, "led", audience, story_id)


def uses_key(team: str, channel: str, story_id: str) -> str:
    """The key of the threads that use a reading."""
    return key(team, "uses", channel, story_id)


def index_key(team: str, channel: str) -> str:
    """The key of a channel's entries."""
    return key(team, "stories", channel)


def member(thread_ts: str, story_id: str) -> str:
    """An entry's name in the index."""
    return json.dumps([thread_ts, story_id])


def thread_of(entry: str) -> str:
    """The thread of an entry."""
    return str(json.loads(entry)[0])


def entry_key(team: str, channel: str, entry: str) -> str:
    """The key of an entry."""
    return key(team, "story", channel, *json.loads(entry))


def hash_of(address: str) -> str:
    """An address as a part of a key: it may be longer than a key should be, and may hold a reader's token."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


def milliseconds(seconds: float) -> int:
    """Seconds since 1970 as the index counts them."""
    return int(seconds * 1000)


def queue_edition(pipe: Pipeline, team: str, channel: str, keep: timedelta) -> None:
    """Say that the channel's stories changed."""
    pipe.set(key(team, "edition", channel), text(secrets.token_hex(8)), px=keep)


def queue_entry(pipe: Pipeline, team: str, channel: str, thread_ts: str, story: Searchable, keep: timedelta) -> None:
    """Add a story to what a search of the channel finds."""
    now = time.time()
    entry, index = member(thread_ts, story.card.story_id), index_key(team, channel)
    packed_story = packed(thread_ts, story.card, story.claims, story.warnings, added_at=now, words=story.words)
    pipe.set(entry_key(team, channel, entry), packed_story, px=keep)
    pipe.zadd(index, {entry: milliseconds(now)})
    pipe.zremrangebyscore(index, "-inf", milliseconds(now - keep.total_seconds()))
    pipe.pexpire(index, keep)
    queue_edition(pipe, team, channel, keep)


def queue_no_entries(pipe: Pipeline, team: str, channel: str, entries: Iterable[str], keep: timedelta) -> None:
    """Take entries, by their names in the index, out of what a search finds."""
    gone = list(entries)
    if gone:
        pipe.delete(*(entry_key(team, channel, entry) for entry in gone))
        pipe.zrem(index_key(team, channel), *gone)
        queue_edition(pipe, team, channel, keep)


def queue_reading(
    pipe: Pipeline, team: str, audience: str, story_id: str, reading: StoredReading, ttl: timedelta
) -> None:
    """Store what was found in a story, for ``ttl``."""
    pipe.set(reading_key(team, audience, story_id), reading.model_dump_json(), px=ttl)


def queue_visit(pipe: Pipeline, team: str, audience: str, visit: Visit, ttl: timedelta) -> None:
    """Store a look at an address, and that it led to its story."""
    hashed, led = hash_of(visit.address), led_key(team, audience, visit.story_id)
    pipe.set(visit_key(team, audience, hashed), visit.model_dump_json(), px=ttl)
    pipe.sadd(led, hashed)
    pipe.pexpire(led, ttl)


def queue_no_reading(pipe: Pipeline, team: str, audience: str, story_id: str, led: Iterable[str]) -> None:
    """Drop a reading, and the looks that led to it (their hashes)."""
    pipe.delete(
        reading_key(team, audience, story_id),
        led_key(team, audience, story_id),
        uses_key(team, audience, story_id),
        *(visit_key(team, audience, hashed) for hashed in led),
    )
