"""The demo's own root: the playground with the bot in it. Only its command imports it."""

import asyncio
import contextlib
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.bootstrap import running
from bot.playground import Playground
from bot.settings import Settings


async def run(*, port: int, ready: Callable[[str], None], data_dir: Path | None = None) -> None:
    """Run the playground and the bot until SIGTERM or SIGINT; ``ready`` is told the page's address.

    Everything is kept in ``data_dir``, or in a folder that is removed at the end.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with contextlib.ExitStack() as folders:
        folder = data_dir or Path(folders.enter_context(tempfile.TemporaryDirectory(prefix="nutgraf-")))
        async with Playground(port=port) as playground, running(settings_for(playground, folder)):
            await playground.connected()
            posted = await playground.seed_demo()
            with contextlib.suppress(TimeoutError):  # the first look shows the job done
                await playground.until(lambda: all(playground.replies("#world-desk", ts) for ts in posted), 30)
            ready(playground.page_url)
            await stop.wait()


def settings_for(playground: Playground, data_dir: Path) -> Settings:
    """Settings that join the bot to the playground, over Socket Mode, with every channel switched on."""
    return Settings(
        _env_file=None,
        slack_bot_token=playground.bot_token,
        slack_app_token=playground.app_token,
        slack_signing_secret=playground.signing_secret,
        slack_api_url=playground.api_url,
        redis_url=None,
        data_dir=data_dir,
        desk_default="on",
        private_origins=[playground.origin],
        allow_hosts=[],
        deny_hosts=[],
    )
