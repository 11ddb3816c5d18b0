"""The reading process: ``python -m bot.fetch.worker``. Pages are not to be trusted, so they are parsed apart.

It says that it is ready, then takes frames on standard input and answers on standard output, one after the other. A
frame is two lengths (4 bytes each, big-endian), a JSON header and the data. The answer is JSON alone:
``{"article": …}``, ``{"error": …}`` or ``{"broken": …}``. It holds no secrets, opens no network, and may take only so
much memory; on Linux the kernel holds it to that, whatever runs in it (``confinement``).
"""

import json
import resource
import struct
import sys
import warnings
from typing import BinaryIO

from bot import errors
from bot.fetch.confinement import confine
from bot.fetch.frames import LENGTHS, READY

_FORBIDDEN = {
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "subprocess.Popen",
    "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "urllib.Request", "webbrowser.open", "os.remove",
    "os.rename", "os.rmdir", "shutil.rmtree",
}  # fmt: skip
MEMORY = 2 * 1024**3  # bytes of address space, of which numpy and OpenBLAS reserve a good part and use little


def main() -> None:
    """Serve until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    from bot.fetch.reading import Task, read

    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not break the frames
    sys.addaudithook(_alone)
    confine()
    sink.write(READY)
    sink.flush()
    while frame := _frame(source):
        header, data = frame
        try:
            answer: dict[str, object] = {
                "article": read(Task.model_validate_json(header), data).model_dump(mode="json")
            }
        except errors.SourceError as problem:
            answer = {"error": _described(problem)}
        except (MemoryError, RecursionError) as problem:
            answer = {"broken": type(problem).__name__}
        except Exception as problem:  # the edge of the process: a page must not end it
            answer = {"broken": f"{type(problem).__name__} at {_place(problem)}"}
        payload = json.dumps(answer).encode()
        sink.write(struct.pack(">I", len(payload)) + payload)
        sink.flush()


def _alone(event: str, _arguments: tuple[object, ...]) -> None:
    """No library that is fed a page may reach the network or start a program, whatever the page talks it into."""
    if event in _FORBIDDEN:
        raise PermissionError(f"{event} is not for the reading process")


def _frame(source: BinaryIO) -> tuple[bytes, bytes] | None:
    head = source.read(struct.calcsize(LENGTHS))
    if len(head) < struct.calcsize(LENGTHS):
        return None
    header, data = struct.unpack(LENGTHS, head)
    return source.read(header), source.read(data)


def _described(problem: errors.SourceError) -> dict[str, object]:
    return {
        "type": type(problem).__name__,
        "sentence": problem.sentence,
        "kind": problem.kind,
        "passing": problem.passing,
    }


def _place(problem: BaseException) -> str:
    """File and line where it broke: enough to mend it, and no word of the page."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "?" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"


if __name__ == "__main__":
    main()
