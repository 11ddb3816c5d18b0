"""The commands as a person runs them."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from spacy import Language

from bot import nlp
from bot.cli import main

STORY = """Varby dockers threaten to stop island ferries

Union president Ida Lindqvist said every ferry to Kestrel Island would stop on Friday if the wage talks in Rotterdam \
did not resume. "We have waited for nine months," she said.

Transport Minister Per Olander denied that the ministry had left the talks. He said that the ministry had sent a new \
offer to the union on Monday, and that both sides would meet again before the end of the week.
"""
PAGE = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>{title} - The Coast</title>"
    "<meta property='og:site_name' content='The Coast'></head><body><nav><a href=/>Home</a></nav>"
    "<article><h1>{title}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
)


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a .env file, and an environment without settings."""
    for name in list(os.environ):
        if name.startswith(("NUTGRAF_", "SLACK_", "REDIS_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def pipeline() -> Language:
    """The pipeline, loaded once for all tests."""
    return nlp.load_pipeline()


@pytest.fixture(autouse=True)
def loaded(pipeline: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that run in this process use the pipeline that is loaded."""
    monkeypatch.setattr(nlp, "load_pipeline", lambda gazetteer=None: pipeline)


@pytest.fixture
def story() -> str:
    """An invented story with two speakers."""
    return STORY


@pytest.fixture
def page() -> bytes:
    """The story as a page of a news site."""
    title, *paragraphs = STORY.strip().split("\n\n")
    return PAGE.format(title=title, body="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)).encode()


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    """A function that runs a command in this process and gives its exit status, output and errors."""

    def command(*arguments: str) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        status = main(arguments)
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return command


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """A function that starts a command in a process of its own; what is still running at the end is ended."""
    started: list[subprocess.Popen[bytes]] = []

    def command(*arguments: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        root = Path(__file__).parents[2]
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env={**os.environ, "PYTHONPATH": str(root)},
            # whoever runs the tests in the background of a shell hands down that Ctrl-C is ignored
            preexec_fn=_heed_interrupts,
        )
        started.append(process)
        return process

    yield command
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()


@pytest.fixture
def site(page: bytes) -> Iterator[str]:
    """The address of a news site on loopback: every page is the story, and /gone is not there."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404 if self.path == "/gone" else 200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
