"""A channel's switch, stories and claims."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

from bot.models import ChannelClaim, ChannelWarning, Derived, Desk, Span, StoryCard
from bot.storage import Store
from bot.storage.channels import RedisChannels
from bot.storage.entry_cache import EntryCache

Opened = Callable[..., AbstractAsyncContextManager[Store]]
Cards = Callable[..., StoryCard]
Claims = Callable[..., ChannelClaim]


async def claims_of(store: Store, channel: str = "C1", team: str = "T1") -> list[ChannelClaim]:
    """All claims of a channel."""
    return [claim async for claim in store.channels.claims(team, channel)]


async def test_nobody_chose_is_none(store: Store) -> None:
    """A channel where nobody used the switch has no desk."""
    assert await store.channels.desk("T1", "C1") is None


async def test_the_choice_is_kept(store: Store) -> None:
    """The last choice is the desk of the channel."""
    await store.channels.set_desk("T1", "C1", Desk(on=True, changed_by="U1"))
    await store.channels.set_desk("T1", "C1", Desk(on=False, changed_by="U2"))
    assert Desk(on=False, changed_by="U2") == await store.channels.desk("T1", "C1")


async def test_looking_at_a_choice_renews_it(store: Store) -> None:
    """A channel that is in use never loses its switch."""
    await store.channels.set_desk("T1", "C1", Desk(on=True))
    name = next(iter(await store.redis.keys("*")))
    await store.redis.expire(name, 10)
    await store.channels.desk("T1", "C1")
    assert await store.redis.ttl(name) > 300 * 24 * 3600


async def test_claims_come_back_as_they_were_added(store: Store, card: Cards, claim: Claims) -> None:
    """A claim is the same after storage, with its story, spans and speaker."""
    given = [claim("c1"), claim("c2", "nobody is paid")]
    await store.channels.add_story("T1", "C1", "1.0", card(), given)
    assert given == await claims_of(store)
    assert [card()] == await store.channels.stories("T1", "C1")


async def test_the_newest_story_comes_first(store: Store, card: Cards, claim: Claims) -> None:
    """Stories and claims come in the order in which stories were added, the last first."""
    for n in range(3):
        story = card(f"s{n}")
        await store.channels.add_story("T1", "C1", f"{n}.0", story, [claim(f"c{n}", story=story, thread_ts=f"{n}.0")])
        await asyncio.sleep(0.002)
    assert [story.story_id for story in await store.channels.stories("T1", "C1")] == ["s2", "s1", "s0"]
    assert [found.claim_id for found in await claims_of(store)] == ["c2", "c1", "c0"]


async def test_adding_a_story_again_replaces_it(store: Store, card: Cards, claim: Claims) -> None:
    """The claims of the second adding are the story's claims, also for one who searched in between."""
    await store.channels.add_story("T1", "C1", "1.0", card(), [claim("c1"), claim("c2")])
    assert len(await claims_of(store)) == 2
    await asyncio.sleep(0.002)
    await store.channels.add_story("T1", "C1", "1.0", card(), [claim("c3")])
    assert [found.claim_id for found in await claims_of(store)] == ["c3"]


async def test_a_story_in_two_threads_is_found_once(store: Store, card: Cards, claim: Claims) -> None:
    """A story that was posted twice is searched once, in its newest thread, and survives the loss of that thread."""
    await store.channels.add_story("T1", "C1", "1.0", card(), [claim(thread_ts="1.0")])
    await asyncio.sleep(0.002)
    await store.channels.add_story("T1", "C1", "2.0", card(), [claim(thread_ts="2.0")])
    assert [found.thread_ts for found in await claims_of(store)] == ["2.0"]
    await store.channels.drop_thread("T1", "C1", "2.0")
    assert [found.thread_ts for found in await claims_of(store)] == ["1.0"]


async def test_a_dropped_thread_takes_its_stories_along(store: Store, card: Cards, claim: Claims) -> None:
    """Nothing of a deleted thread is left to find, and other threads stay."""
    for thread_ts, story_id in (("1.0", "a"), ("1.0", "b"), ("2.0", "c")):
        story = card(story_id)
        await store.channels.add_story(
            "T1", "C1", thread_ts, story, [claim(story_id, story=story, thread_ts=thread_ts)]
        )
    await store.channels.drop_thread("T1", "C1", "1.0")
    assert [found.claim_id for found in await claims_of(store)] == ["c"]
    assert [story.story_id for story in await store.channels.stories("T1", "C1")] == ["c"]
    assert await store.redis.keys("*story:C1:1.0*") == []


async def test_stories_run_out_one_by_one(opened: Opened, tmp_path: Path, card: Cards, claim: Claims) -> None:
    """An old story leaves the channel at its own time, although newer ones keep the channel alive."""
    async with opened(tmp_path, keep=timedelta(milliseconds=400)) as store:
        await store.channels.add_story("T1", "C1", "1.0", card("old"), [claim("old", story=card("old"))])
        await asyncio.sleep(0.25)
        await store.channels.add_story("T1", "C1", "2.0", card("new"), [claim("new", story=card("new"))])
        assert [found.claim_id for found in await claims_of(store)] == ["new", "old"]
        await asyncio.sleep(0.25)
        assert [found.claim_id for found in await claims_of(store)] == ["new"]
        await asyncio.sleep(0.25)
        assert await claims_of(store) == []
        assert await store.channels.stories("T1", "C1") == []


async def test_another_process_sees_every_change(store: Store, card: Cards, claim: Claims) -> None:
    """A process that holds a channel's claims notices what another adds and drops."""
    other = RedisChannels(store.redis, keep=timedelta(days=30))
    await store.channels.add_story("T1", "C1", "1.0", card("a"), [claim("a", story=card("a"))])
    assert [found.claim_id for found in await claims_of(store)] == ["a"]
    await asyncio.sleep(0.002)
    await other.add_story("T1", "C1", "2.0", card("b"), [claim("b", story=card("b"))])
    assert [found.claim_id for found in await claims_of(store)] == ["b", "a"]
    await other.drop_thread("T1", "C1", "2.0")
    assert [found.claim_id for found in await claims_of(store)] == ["a"]


async def test_a_search_that_finds_nothing_new_fetches_nothing(store: Store, card: Cards, claim: Claims) -> None:
    """As long as a channel does not change, its claims are fetched once."""
    await store.channels.add_story("T1", "C1", "1.0", card(), [claim()])
    await claims_of(store)
    before = (await store.redis.info("commandstats")).get("cmdstat_mget", {}).get("calls", 0)
    assert [claim()] == await claims_of(store)
    after = (await store.redis.info("commandstats")).get("cmdstat_mget", {}).get("calls", 0)
    assert before == after == 1


async def test_the_cache_never_holds_more_than_its_bound(store: Store, card: Cards, claim: Claims) -> None:
    """Channels that were searched long ago leave the cache, a channel that is too large never enters it, and each
    is answered rightly all the same."""
    cache = EntryCache(most_claims=12)
    channels = RedisChannels(store.redis, keep=timedelta(days=30), cache=cache)
    for name, size in (("C1", 5), ("C2", 5), ("C3", 50)):
        await channels.add_story("T1", name, "1.0", card(), [claim(str(n), channel=name) for n in range(size)])
    for name, size in (("C1", 5), ("C2", 5), ("C3", 50), ("C1", 5), ("C3", 50)):
        assert [str(n) for n in range(size)] == [found.claim_id async for found in channels.claims("T1", name)]
    kept = [name for name in ("C1", "C2", "C3") if cache.get(("T1", name)) is not None]
    assert kept == ["C1", "C2"]


async def test_warnings_are_kept_with_their_story(store: Store, card: Cards) -> None:
    """They come back as they were put in, in their channel and team alone, and go with their thread."""
    warning = ChannelWarning(
        warning_id="w1",
        story=card(),
        channel="C1",
        thread_ts="1.0",
        kind="ultimatum",
        actor="Ina Rask",
        actor_aliases=["Rask"],
        recipient="Harbour Board",
        recipient_aliases=["the board"],
        words="the cranes stand still unless the plan is dropped",
        condition="unless the plan is dropped",
        consequence="the cranes stand still",
        negated=True,
        confidence=0.7,
    )
    await store.channels.add_story("T1", "C1", "1.0", card(), [], [warning])
    assert [tuple(story.warnings) for story in await store.channels.held("T1", "C1")] == [(warning,)]
    assert await store.channels.held("T1", "C2") == await store.channels.held("T2", "C1") == []
    await store.channels.drop_thread("T1", "C1", "1.0")
    assert await store.channels.held("T1", "C1") == []


async def test_a_story_is_the_same_object_until_it_changes(store: Store, card: Cards, claim: Claims) -> None:
    """What was worked out from it once can be kept beside it."""
    await store.channels.add_story("T1", "C1", "1.0", card("a"), [claim("a", story=card("a"))])
    (before,) = await store.channels.held("T1", "C1")
    await asyncio.sleep(0.002)
    await store.channels.add_story("T1", "C1", "2.0", card("b"), [claim("b", story=card("b"))])
    assert (await store.channels.held("T1", "C1"))[1] is before
    await asyncio.sleep(0.002)
    await store.channels.add_story("T1", "C1", "1.0", card("a"), [claim("a2", story=card("a"))])
    assert all(story is not before for story in await store.channels.held("T1", "C1"))


WORDS, VECTORS = Derived("w1", b"0:crane;0:still||2"), Derived("v1", bytes(range(256)) * 2)


async def test_words_and_vectors_are_stored_with_a_story(store: Store, card: Cards, claim: Claims) -> None:
    """Words at once, vectors later; another process that held the story before sees them, and so does a new one."""
    await store.channels.add_story("T1", "C1", "1.0", card(), [claim()], words=WORDS)
    other = RedisChannels(store.redis, keep=timedelta(days=30))
    (before,) = await other.held("T1", "C1")
    assert (before.words, before.vectors) == (WORDS, None)
    assert await store.channels.add_vectors("T1", "C1", "1.0", "s1", VECTORS)
    for channels in (other, store.channels, RedisChannels(store.redis, keep=timedelta(days=30))):
        (story,) = await channels.held("T1", "C1")
        assert (story.words, story.vectors, list(story.claims)) == (WORDS, VECTORS, [claim()])


async def test_vectors_live_as_long_as_their_story(store: Store, card: Cards, claim: Claims) -> None:
    """They do not lengthen its life, and there is nothing to keep for a story that is gone or somebody else's."""
    await store.channels.add_story("T1", "C1", "1.0", card(), [claim()], words=WORDS)
    (name,) = await store.redis.keys("*:story:*")
    await store.redis.pexpire(name, 60_000)
    assert await store.channels.add_vectors("T1", "C1", "1.0", "s1", VECTORS)
    assert await store.redis.pttl(name) <= 60_000
    for team, channel, thread_ts, story_id in (
        ("T2", "C1", "1.0", "s1"),
        ("T1", "C2", "1.0", "s1"),
        ("T1", "C1", "2.0", "s1"),
        ("T1", "C1", "1.0", "s2"),
    ):
        assert not await store.channels.add_vectors(team, channel, thread_ts, story_id, VECTORS)
    await store.channels.drop_thread("T1", "C1", "1.0")
    assert not await store.channels.add_vectors("T1", "C1", "1.0", "s1", VECTORS)
    assert await store.redis.keys("*:story:*") == []


async def test_a_thread_can_lose_some_of_its_stories(store: Store, card: Cards, claim: Claims) -> None:
    """Those that are named stay as they are."""
    for story_id in ("a", "b", "c"):
        await store.channels.add_story("T1", "C1", "1.0", card(story_id), [claim(story=card(story_id))])
    await store.channels.drop_thread("T1", "C1", "1.0", but=["b"])
    assert [story.story_id for story in await store.channels.stories("T1", "C1")] == ["b"]


async def test_a_story_of_an_earlier_release_is_read(store: Store, card: Cards, claim: Claims) -> None:
    """It has neither words nor vectors, and no place for them until it is read again."""
    await store.channels.add_story("T1", "C1", "1.0", card(), [claim()])
    (name,) = await store.redis.keys("*:story:*")
    (held,) = await RedisChannels(store.redis, keep=timedelta(days=30))._entries("T1", "C1")
    old = {
        "thread_ts": "1.0",
        "added_at": held.added_at,
        "card": json.loads(card().model_dump_json()),
        "claims": [{"id": "c1", "by": "Ina Rask", "st": "states", "w": "the port is shut", "at": [[3, 9]], "c": 0.9}],
    }
    await store.redis.set(name, json.dumps(old))
    (story,) = await store.channels.held("T1", "C1")
    assert [(one.words, one.content) for one in story.claims] == [("the port is shut", [Span(start=3, end=9)])]
    assert (story.words, story.vectors, len(story.warnings)) == (None, None, 0)
    assert not await store.channels.add_vectors("T1", "C1", "1.0", "s1", VECTORS)


async def test_a_broken_story_does_not_stand_in_the_way(store: Store, card: Cards, claim: Claims) -> None:
    """One that was cut, changed or written by a later release is left out, at once and not when it is looked at."""
    await store.channels.add_story("T1", "C1", "1.0", card("whole"), [claim(story=card("whole"))])
    await store.channels.add_story("T1", "C1", "2.0", card("broken"), [claim(story=card("broken"))], words=WORDS)
    await store.channels.add_vectors("T1", "C1", "2.0", "broken", VECTORS)
    (name,) = await store.redis.keys("*:story:*broken")
    raw = str(await store.redis.get(name))
    for broken in (raw.replace("cranes", "crones"), raw[:-7], raw[:300], raw.replace('"format":2', '"format":3'), ""):
        assert broken != raw
        await store.redis.set(name, broken)
        fresh = RedisChannels(store.redis, keep=timedelta(days=30))
        assert [story.card.story_id for story in await fresh.held("T1", "C1")] == ["whole"]
