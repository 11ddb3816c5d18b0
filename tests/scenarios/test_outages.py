"""What dies in the middle: Redis, a worker, the bot. Nothing is lost, and nothing is posted twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from pydantic import SecretStr

from bot.jobs import RetryPolicy
from bot.slack.blocks import problem
from bot.slack.problems import SlackUnreachable
from tests.scenarios.conftest import Opening
from tests.scenarios.newsroom import DESK, STRIKE
from tests.scenarios.outage import Valkey


@pytest_asyncio.fixture(loop_scope="session")
async def valkey(tmp_path: Path) -> AsyncIterator[Valkey]:
    """A running server."""
    server = Valkey(tmp_path)
    await server.start()
    yield server
    server.stop()


async def test_redis_is_gone_when_a_link_is_posted(opened: Opening, valkey: Valkey) -> None:
    """The event is not acknowledged, so that Slack repeats it, and is kept meanwhile: one reply, when Redis is back."""
    async with opened(redis_url=SecretStr(valkey.url)) as room:
        valkey.stop()
        ts = await room.post(STRIKE)
        await room.slack.until(lambda: room.slack.deliveries[0].failures or None, 15)
        assert len(room.bot.parts.backlog) >= 1
        await valkey.start()
        assert "Claims (" in await room.reply(ts)
        await room.quiet(1.5)
        assert len(room.slack.replies(DESK, ts)) == 1


async def test_redis_is_gone_while_a_story_is_read(opened: Opening, valkey: Valkey) -> None:
    """The job is taken up again when Redis is back."""
    retries = RetryPolicy()
    async with opened(redis_url=SecretStr(valkey.url), retries=retries) as room:
        ts = await room.post(STRIKE)
        await room.slack.until(lambda: room.slack.calls_to("assistant.threads.setStatus"))
        valkey.stop()
        await asyncio.sleep(0.5)
        await valkey.start()
        assert "Claims (" in await room.reply(ts)
        await room.quiet(1.0)
        assert len(room.slack.replies(DESK, ts)) == 1


async def test_redis_is_gone_for_a_command(opened: Opening, valkey: Valkey) -> None:
    """/desk says so; it is not repeated by Slack."""
    async with opened(redis_url=SecretStr(valkey.url)) as room:
        valkey.stop()
        await room.slack.command(DESK, "ana", "/desk", "on")
        assert "try again in a minute" in (await room.whisper()).lower()
        await valkey.start()


async def test_readiness_says_that_redis_is_gone(opened: Opening, valkey: Valkey) -> None:
    """For the operator, and for what restarts containers: within seconds."""
    async with opened(redis_url=SecretStr(valkey.url)) as room:
        assert set((await room.bot.health.look()).values()) == {"ok"}
        valkey.stop()

        async def noticed() -> bool:
            return (await room.bot.health.look())["redis"] == "failing"

        await room.eventually(noticed)
        await valkey.start()


async def test_a_worker_that_dies_between_posting_and_noting_it(opened: Opening, valkey: Valkey) -> None:
    """Who takes over looks once whether the message stands there, and finds it."""
    async with opened(redis_url=SecretStr(valkey.url), worker=False) as room:
        idempotency, poster = room.bot.parts.idempotency, room.bot.parts.poster
        team, channel = room.slack.team_id, room.slack.channel(DESK).id
        ts = await room.slack.post(DESK, "ana", "lunch?")
        first = await poster.once(team, channel, problem("Once."), key="k", thread_ts=ts, since=ts)
        await idempotency.done(
            team, "said:k", ""
        )  # what is noted before posting, and all that a dead worker leaves behind
        second = await poster.once(team, channel, problem("Once."), key="k", thread_ts=ts, since=ts)
        assert second == first
        assert len(room.slack.replies(DESK, ts)) == 1


async def test_an_answer_of_slack_that_is_lost(opened: Opening) -> None:
    """Slack carried it out, but we never heard: the next try finds the message instead of posting it again."""
    async with opened() as room:
        client = room.bot.parts
        original = client.poster._call
        lost = []

        async def losing(team: str, method: str, channel: str, body: dict[str, object]) -> dict[str, object]:
            answer = await original(team, method, channel, body)
            if method == "chat.postMessage" and not lost:
                lost.append(answer)
                raise SlackUnreachable("ServerDisconnectedError")
            return answer

        client.poster._call = losing  # type: ignore[method-assign]  # the line that breaks after Slack did its work
        ts = await room.post(STRIKE)
        await room.slack.until(lambda: room.slack.calls_to("conversations.replies"), 20)
        await room.quiet()
        assert len(room.slack.replies(DESK, ts)) == 1
        thread = await room.bot.parts.threads.thread_of_post(room.slack.team_id, room.slack.channel(DESK).id, ts)
        assert thread is not None
        assert thread.reply_ts == room.slack.replies(DESK, ts)[0]["ts"]


async def test_a_receiver_and_a_worker_apart(opened: Opening, valkey: Valkey) -> None:
    """One process receives, another reads: what was posted before the worker came is read when it comes."""
    redis = SecretStr(valkey.url)
    async with opened(redis_url=redis, worker=False) as room:
        ts = await room.post(STRIKE)
        await room.quiet()
        assert room.slack.replies(DESK, ts) == []
        async with opened(redis_url=redis) as _with_worker:
            assert "Claims (" in await room.reply(ts)


async def test_a_bot_that_is_stopped_hands_back_what_it_was_doing(opened: Opening, valkey: Valkey) -> None:
    """The slow page is being fetched when it stops; the next bot on that Redis goes on."""
    redis = SecretStr(valkey.url)
    async with opened(redis_url=redis) as room:
        ts = await room.post("slow")
        await room.slack.until(lambda: room.slack.calls_to("assistant.threads.setStatus"))
    async with opened(redis_url=redis) as room:
        assert "took longer" in await room.reply(ts)
