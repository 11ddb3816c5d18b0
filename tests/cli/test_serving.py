"""The bot as a command."""

import asyncio
import os
import re
import signal
import subprocess
import threading
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from bot.playground import Playground
from bot.slack.backlog import Backlog


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Playground]:
    """A pretend Slack on a thread of its own, and settings that join the bot to it."""
    up: asyncio.Queue[Playground] = asyncio.Queue()
    down = asyncio.Event()

    async def run() -> None:
        async with Playground() as playground:
            up.put_nowait(playground)
            await down.wait()

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    playground = asyncio.run_coroutine_threadsafe(up.get(), loop).result(20)
    monkeypatch.setenv("SLACK_BOT_TOKEN", playground.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", playground.app_token)
    monkeypatch.setenv("SLACK_API_URL", playground.api_url)
    yield playground
    loop.call_soon_threadsafe(down.set)
    thread.join()
    loop.close()


def test_the_demo_says_where_it_is_and_ends_when_told(start: Callable[..., subprocess.Popen[bytes]]) -> None:
    """The page's address is printed once it can be opened, and SIGTERM ends everything that was started."""
    process = start("demo", "--no-browser")
    assert process.stdout and process.stderr
    address = re.search(rb"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert address, process.stderr.read()
    with urllib.request.urlopen(address.group().decode(), timeout=20) as page:
        assert page.status == 200
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(60) == 0


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "nutgraf: SLACK_BOT_TOKEN is not set. Run: nutgraf doctor\n"),
        ({"NUTGRAF_KEEP_DAYS": "many"}, "nutgraf: NUTGRAF_KEEP_DAYS: input should be a valid integer"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "REDIS_URL": "redis://127.0.0.1:1/0"}, "nutgraf: Redis cannot be reached"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "REDIS_URL": "somewhere"}, "nutgraf: REDIS_URL is not a Redis address"),
    ],
)
def test_a_start_that_fails_is_one_sentence(
    run: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    settings: dict[str, str],
    sentence: str,
) -> None:
    """What is missing, wrong or not there is said on standard error, without a trace, and the status is 1."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    status, said, wrong = run(command)
    assert (status, said) == (1, "")
    assert wrong.startswith(sentence)
    assert wrong.count("\n") == 1


def test_a_part_that_ends_by_itself_ends_the_process(
    run: Callable[..., tuple[int, str, str]], slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With status 1 and one sentence after the log's line that says which part it was."""

    async def end(_backlog: Backlog) -> None:
        """Give up at once."""

    monkeypatch.setattr(Backlog, "run", end)
    status, _, wrong = run("serve", "--no-worker", "--port", "0")
    *log, last = wrong.splitlines()
    assert (status, last) == (1, "nutgraf: A part of nutgraf ended by itself; the log says which.")
    assert any('"part": "backlog"' in line for line in log)
    assert not any("Traceback" in line for line in log)
