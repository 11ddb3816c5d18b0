"""What the kernel refuses to the process that parses pages, asked for past Python."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.fetch.frames import READY

linux = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux'")

# Calls libc directly, as native code would: no audit hook sees it.
ASK = """
import ctypes, errno, os, sys, threading
from bot.fetch.confinement import confine
libc = ctypes.CDLL(None, use_errno=True)
assert libc.getpid() == os.getpid()
{before}
assert confine()
def refused(call):
    ctypes.set_errno(0)
    return call() == -1 and ctypes.get_errno() == errno.EPERM
{after}
"""


def asked(after: str, before: str = "") -> str:
    """What a process prints that confined itself and then did this."""
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(before=before, after=after)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@linux
@pytest.mark.parametrize(
    "call",
    [
        "libc.socket(1, 1, 0)",  # AF_UNIX: the embedded Valkey
        "libc.socket(2, 1, 0)",  # AF_INET
        "libc.socket(10, 2, 0)",  # AF_INET6
        "libc.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true', None))",
        "libc.ptrace(16, os.getppid(), 0, 0)",  # PTRACE_ATTACH
        "libc.kill(os.getppid(), 0)",
        "libc.syscall(425, 8, 0)",  # io_uring_setup
    ],
)
def test_refused(call: str) -> None:
    """No socket, no program, no look into another process."""
    assert asked(f"print(refused(lambda: {call}))") == "True"


@linux
def test_what_parsing_needs_is_left() -> None:
    """Files can be read, threads begun, memory had."""
    after = "t = threading.Thread(target=lambda: print(len(open(os.__file__).read()) > 0)); t.start(); t.join()"
    assert asked(after) == "True"


@linux
def test_threads_that_were_there_before_are_confined_too() -> None:
    """A library's own threads, which it began while it was loaded."""
    before = """
go, said = threading.Event(), []
thread = threading.Thread(target=lambda: (go.wait(), said.append(refused(lambda: libc.socket(1, 1, 0)))))
thread.start()
"""
    assert asked("go.set(); thread.join(); print(said)", before) == "[True]"


@linux
def test_the_process_that_parses_is_confined() -> None:
    """The one that is really fed with pages, once it says that it is ready."""
    command = [sys.executable, "-m", "bot.fetch.worker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.read(len(READY)) == READY
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        process.kill()
    assert "Seccomp:\t2" in status
    assert "NoNewPrivs:\t1" in status
