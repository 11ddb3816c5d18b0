"""Open the networks of ``data/``, after a look at their checksums.

What runs them is loaded with the first one: a process that reads nothing does without its 20 MB.
"""

import hashlib
import json
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import onnxruntime

_DATA: Final = files("bot.encoder") / "data"


def checksum(name: str) -> str:
    """The SHA-256 that a network was released with."""
    return str(json.loads((_DATA / "checksums.json").read_text("utf-8"))[name])


def open_network(name: str) -> "onnxruntime.InferenceSession":
    """A network to run on one core. Raises OSError when it is missing or is not the one that was released."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # With the arena off a run takes as long, and its memory is given back between stories.
    options.enable_cpu_mem_arena = False
    # Without a second, packed copy of the weights a text takes an eighth longer, and the process 7 MB less.
    options.add_session_config_entry("session.disable_prepacking", "1")
    with as_file(_DATA / name) as path:
        with path.open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
        if found != checksum(name):
            raise OSError(f"{name} is not the file that this version of nutgraf was released with")
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
