"""The keeper of an embedded Valkey: a small process of its own that starts the server and stops it.

It is run as a script, by ``embedded``, with the standard library alone (about 10 MB). It waits for an exclusive lock
on ``users.lock``, which every process that uses the server holds shared. The kernel lets go of such a lock however a
process ends, so when the last user is gone, be it by ``kill -9``, the keeper gets the lock and stops the server.
While there are users, a server that dies is started again.

``server.lock`` is handed down to the server itself: while any server on the folder lives, with or without a keeper,
no other can be started there.

The server asks for the password that stands in the folder's ``password``, a file that its owner alone may read. It is
told it on standard input: no list of processes shows it.

Arguments: the folder, the path of the socket, the path of the server's program. One line on standard output says
``ready``, or why not; the process that was started ends at once and its child stays.
"""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

LOOK_EVERY_S = 0.01
LEFTOVER_ENDS_WITHIN_S = 30.0
READY_WITHIN_S = 120.0  # a large append-only file is read first
STOPS_WITHIN_S = 30.0
# A server that dies this often without having lived for a minute is not started again.
MOST_DEATHS = 5
LIVED_S = 60.0
PR_SET_PDEATHSIG = 1
PASSWORD = "password"  # the name of the file


class Failed(Exception):
    """The server cannot be had; the text says why."""


class Keeper:
    """One server on one folder. ``run`` returns when nobody uses it any more."""

    def __init__(self, folder: Path, socket_path: str, program: str) -> None:
        self.folder = folder
        self.socket_path = socket_path
        self.program = program
        self.password = (folder / PASSWORD).read_bytes().strip()
        self.server: subprocess.Popen[bytes] | None = None
        self.server_lock = -1
        self.stopping = threading.Event()

    def run(self) -> None:
        """Start the server, say so, keep it, stop it."""
        keeper_lock = _opened(self.folder / "keeper.lock")
        if not _locked(keeper_lock):
            # another keeper was started at the same moment and does the work
            _say("ready" if self._answers_within(READY_WITHIN_S) else "the server does not answer")
            return
        try:
            self._take_server_lock()
            self._start()
            if not self._answers_within(READY_WITHIN_S):
                raise Failed("the server did not start; valkey.log in its folder says why")
        except (Failed, OSError) as error:
            self._stop()
            _say(str(error))
            return
        threading.Thread(target=self._wait_for_last_user, daemon=True).start()
        _say("ready")
        self._restart_until_stopping()

    def stop(self, *_: object) -> None:
        """Stop the server; ``run`` returns when it is down."""
        self.stopping.set()
        if self.server is not None:
            self.server.terminate()

    def _take_server_lock(self) -> None:
        """Hold ``server.lock``. A server that a dead keeper left behind is asked to save and end first."""
        self.server_lock = _opened(self.folder / "server.lock")
        deadline = time.monotonic() + LEFTOVER_ENDS_WITHIN_S
        asked = False
        while not _locked(self.server_lock):
            if not asked:
                asked = self._ask(b"SHUTDOWN") == b""  # it hangs up
            if time.monotonic() > deadline:
                raise Failed("another server runs on this folder and does not end")
            time.sleep(LOOK_EVERY_S)

    def _start(self) -> None:
        Path(self.socket_path).unlink(missing_ok=True)
        with open(self.folder / "valkey.log", "ab") as log:
            self.server = subprocess.Popen(
                [self.program, *self._options()],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                pass_fds=(self.server_lock,),
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        assert self.server.stdin is not None
        with contextlib.suppress(BrokenPipeError), self.server.stdin as settings:  # it may have died already
            settings.write(b"requirepass " + self.password + b"\n")

    def _options(self) -> list[str]:
        # as arguments, which Valkey quotes itself: a folder's name may hold spaces
        options = {
            "dir": str(self.folder),
            "port": "0",
            "unixsocket": self.socket_path,
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "aof-load-truncated": "yes",
            "loglevel": "warning",
            "logfile": "",
            "daemonize": "no",
        }
        return [*(word for name, value in options.items() for word in (f"--{name}", value)), "-"]

    def _restart_until_stopping(self) -> None:
        deaths = 0
        while self.server is not None:
            started = time.monotonic()
            self._wait()
            if self.stopping.is_set():
                return
            deaths = 1 if time.monotonic() - started > LIVED_S else deaths + 1
            if deaths >= MOST_DEATHS:
                return
            self._start()
            if self.stopping.is_set():
                self._stop()

    def _wait(self) -> None:
        assert self.server is not None
        while True:
            try:
                self.server.wait(timeout=STOPS_WITHIN_S if self.stopping.is_set() else None)
                return
            except subprocess.TimeoutExpired:
                self.server.kill()

    def _stop(self) -> None:
        if self.server is not None:
            self.stop()
            self._wait()

    def _wait_for_last_user(self) -> None:
        fcntl.flock(_opened(self.folder / "users.lock"), fcntl.LOCK_EX)
        self.stop()

    def _answers_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.server is not None and self.server.poll() is not None:
                return False
            if (self._ask(b"PING") or b"").startswith(b"+PONG"):
                return True
            time.sleep(LOOK_EVERY_S)
        return False

    def _ask(self, command: bytes) -> bytes | None:
        """The server's answer to a command of one word, or None where nobody listens or the password is another's."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(1.0)
                line.connect(self.socket_path)
                line.sendall(_spoken(b"AUTH", self.password))
                if line.recv(64) != b"+OK\r\n":
                    return None
                line.sendall(_spoken(command))
                return line.recv(64)
        except OSError:
            return None


def _spoken(*words: bytes) -> bytes:
    """A command as the protocol has it."""
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in words)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _end_with_parent() -> None:
    """Let Linux stop the server cleanly should the keeper be killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _say(line: str) -> None:
    sys.stdout.write(line.replace("\n", " ") + "\n")
    sys.stdout.flush()
    # whoever started us waits for the end of this stream
    os.dup2(os.open(os.devnull, os.O_RDWR), sys.stdout.fileno())


def main() -> None:
    """Leave the starter's process group, so that its Ctrl-C does not reach the server, and keep the server."""
    if os.fork():
        os._exit(0)
    keeper = Keeper(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, keeper.stop)
    keeper.run()


if __name__ == "__main__":
    main()
