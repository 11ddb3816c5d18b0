"""What SECURITY.md tells people to set is enough for nutgraf to work with."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest
from redis.exceptions import NoPermissionError

from bot.jobs import RedisQueue
from bot.storage import open_store

SECURITY = (Path(__file__).parents[1] / "SECURITY.md").read_text(encoding="utf-8")
KEEP = {"keep": timedelta(days=1), "questions": timedelta(days=1)}


async def test_the_rights_that_it_names_are_enough(tmp_path: Path) -> None:
    """A user with them alone can have a job done and a mark kept, and nothing of the server's own."""
    [rights] = re.findall(r"ACL: `([^`]+)`", SECURITY)
    done = asyncio.Event()

    async def handle(_payload: str) -> None:
        done.set()

    async def given_up(_payload: str, error: Exception) -> None:
        raise error

    async with open_store(None, tmp_path, **KEEP) as owner:
        await owner.redis.execute_command("ACL", "SETUSER", "bot", "on", ">s3cret", *rights.split())
        url = "unix://bot:s3cret@" + owner.url.partition("@")[2]
        async with open_store(url, tmp_path, **KEEP) as store:
            queue = RedisQueue(store.redis)
            queue.register("read", handle, given_up=given_up)
            await queue.put("read", "{}", key="k", channel="C1", person="U1")
            worker = asyncio.create_task(queue.work(1))
            async with asyncio.timeout(10):
                await done.wait()
            worker.cancel()
            await asyncio.wait([worker])
            await store.idempotency.done("T1", "E1", "kept")
            assert await store.idempotency.result("T1", "E1") == "kept"
            with pytest.raises(NoPermissionError):
                await store.redis.flushall()
            with pytest.raises(NoPermissionError):
                await store.redis.get("another")


def test_every_kind_of_key_is_listed() -> None:
    """What is stored under a kind of key that SECURITY.md does not name has no place in the store."""
    source = Path(__file__).parents[1] / "bot"
    kinds = {
        kind
        for path in source.rglob("*.py")
        for kind in re.findall(r'\bkey\((?:\w+\.)?team, "([a-z]+)', path.read_text(encoding="utf-8"))
    }
    assert {"desk", "reading", "thread"} <= kinds
    assert set() == {kind for kind in kinds if f"`{kind}`" not in SECURITY}
