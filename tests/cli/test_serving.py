"""The bot as a command."""

import os
import re
import signal
import subprocess
import urllib.request
from collections.abc import Callable


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
