"""Arguments, settings and exit statuses."""

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from bot import __version__
from bot.cli import main
from bot.cli.configuration import variable

Run = Callable[..., tuple[int, str, str]]
COMMANDS = ["extract", "ask", "text", "serve", "worker", "demo", "doctor", "gazetteer"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, run: Run) -> None:
    """--help names what the command does and takes."""
    with pytest.raises(SystemExit) as ended:
        run(command, "--help")
    assert ended.value.code == 0


def test_help_is_there_at_once(start: Callable[..., subprocess.Popen[bytes]]) -> None:
    """Nothing heavy is imported before a command is known to be right."""
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import bot.__main__, bot.cli"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    for heavy in ("spacy", "rich", "pydantic", "slack_bolt", "aiohttp", "redis"):
        assert f" {heavy}\n" not in imported
    began = time.monotonic()
    out, _ = start("--help").communicate()
    assert time.monotonic() - began < 5
    for command in COMMANDS:
        assert f"\n    {command}" in out.decode()


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """--version gives the name and the number."""
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"nutgraf {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["extract"],
        ["extract", "a.txt", "--jsonl", "b.jsonl"],
        ["ask", "a.txt"],
        ["ask"],
        ["text"],
        ["text", "a", "b"],
        ["serve", "--port", "x"],
    ],
)
def test_wrong_arguments_are_status_2(arguments: list[str], run: Run) -> None:
    """What cannot be meant is refused before anything is loaded."""
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2


@pytest.mark.parametrize("command", [["serve"], ["worker"], ["extract", "x.txt"], ["doctor"]])
def test_a_wrong_setting_is_one_line(command: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting is named as it is written, its value is not repeated, and there is no trace."""
    monkeypatch.setenv("NUTGRAF_KEEP_DAYS", "xoxb-oops")
    monkeypatch.setenv("NUTGRAF_PROCESSES", "0")
    status, out, err = run(*command)
    told = out + err
    assert status == 1
    assert "NUTGRAF_KEEP_DAYS: input should be a valid integer" in told
    assert "NUTGRAF_PROCESSES: input should be greater than or equal to 1" in told
    assert "oops" not in told
    assert len(told.splitlines()) == 1


def test_a_bot_without_a_token_says_what_to_do(run: Run) -> None:
    """Starting without a token is one line that leads on."""
    status, _, err = run("serve")
    assert status == 1
    assert "SLACK_BOT_TOKEN is not set" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("data_dir", "NUTGRAF_DATA_DIR"), ("redis_url", "REDIS_URL"), ("slack_bot_token", "SLACK_BOT_TOKEN")],
)
def test_a_setting_is_named_by_its_variable(setting: str, expected: str) -> None:
    """Errors use the names that stand in the README's table."""
    assert variable(setting) == expected


def test_the_gazetteer_is_there_or_built(run: Run) -> None:
    """Where there is a current one, nothing is built; the person learns where it is."""
    status, out, err = run("gazetteer")
    assert (status, out) == (0, "")
    assert "The file of places is " in err
