"""What a job carries: strings, as JSON.

docket writes the arguments of a task with cloudpickle and reads them with it, so whoever can write to the queue would
run code in every process that reads it. It offers no way to choose a codec, but each of its modules that needs one
looks it up by one name, ``cloudpickle``. ``install`` puts ``Strings`` there, before anything is written or read, and
refuses to go on where a release of docket has moved the name: pyproject.toml holds docket to the releases that were
looked at, and a test compares the modules with docket's source.
"""

import json
from types import ModuleType
from typing import Any, Final

import docket.execution
import docket.strikelist
import docket.worker

NAME: Final = "cloudpickle"
MODULES: Final[tuple[ModuleType, ...]] = (docket.execution, docket.strikelist, docket.worker)


class Refused(tuple[()]):
    """What stands in the place of arguments that are no JSON of strings: none at all, by position or by name."""

    def keys(self) -> tuple[()]:
        """No names."""
        return ()

    def items(self) -> tuple[()]:
        """No values."""
        return ()

    def __getitem__(self, _: Any) -> Any:
        return ()


class Strings:
    """A codec with cloudpickle's two functions, for strings, and for lists and dictionaries of them."""

    @staticmethod
    def dumps(value: Any) -> bytes:
        """The JSON of ``value``. Raises TypeError for anything but strings."""
        if isinstance(value, tuple):
            value = list(value)
        if not _are_strings(value):
            raise TypeError(f"a job carries strings, not {type(value).__name__}")
        return json.dumps(value).encode()

    @staticmethod
    def loads(data: bytes) -> Any:
        """The value of the JSON ``data``, a list as a tuple; ``Refused`` for whatever else stands there.

        Nothing is raised: one job that cannot be read must not end the worker that meets it.
        """
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return Refused()
        if not _are_strings(value):
            return Refused()
        return tuple(value) if isinstance(value, list) else value


def _are_strings(value: object) -> bool:
    inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else [value]
    return all(isinstance(one, str) for one in inner)


def install() -> None:
    """Let docket read and write with ``Strings``. Raises ImportError where docket has no such place any more."""
    for module in MODULES:
        if not hasattr(module, NAME):
            raise ImportError(f"{module.__name__} has no {NAME}: this release of docket was not looked at")
        setattr(module, NAME, Strings)
