"""``serve``, ``worker`` and ``demo``: the bot itself, until it is told to stop."""

import asyncio
import webbrowser

from bot.bootstrap import serve as run_bot
from bot.cli.configuration import load_settings
from bot.log import configure


def serve(host: str, port: int, *, worker: bool) -> int:
    """Receive from Slack, and read stories unless ``worker`` is false; returns the exit status."""
    settings = load_settings()
    configure(settings.log_level, json=settings.log_format == "json")
    asyncio.run(run_bot(settings, worker=worker, receiver=True, host=host, port=port))
    return 0


def worker(host: str) -> int:
    """Read stories that another process receives; returns the exit status."""
    settings = load_settings()
    configure(settings.log_level, json=settings.log_format == "json")
    asyncio.run(run_bot(settings, worker=True, receiver=False, host=host, port=0))
    return 0


def demo(port: int, *, browser: bool) -> int:
    """Run the pretend Slack with the bot in it and open its page; returns the exit status."""
    from bot.demo import run  # brings the playground with it, which nothing else may

    configure("WARNING", json=False)

    def ready(address: str) -> None:
        print(f"nutgraf is ready: {address}\nCtrl-C ends it.", flush=True)
        if browser:
            webbrowser.open(address)

    asyncio.run(run(port=port, ready=ready))
    return 0
