"""What travels in a job is read as JSON: nothing that stands in Redis is ever run."""

import ast
import asyncio
import os
import pickle
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import docket
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from bot.jobs import DocketQueue, codec

Eventually = Callable[..., Awaitable[None]]
Working = Callable[..., AbstractAsyncContextManager["asyncio.Task[None]"]]


class Command:
    """An object whose pickle makes a folder when it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.folder),)


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """The folder that a pickle makes where it is read."""
    return tmp_path / "sprung"


def sprung(trap: Path) -> bool:
    """Whether the pickle was read."""
    return trap.exists()


@pytest.fixture
def armed(trap: Path) -> bytes:
    """That pickle; it does what it is said to do."""
    data = pickle.dumps((Command(trap), "{}"))
    pickle.loads(data)
    assert trap.is_dir()
    trap.rmdir()
    return data


async def swap(redis: "Redis", field: bytes, data: bytes) -> None:
    """Put ``data`` into the one job that waits, in the place of one of its fields."""
    [(number, message)] = await redis.xrange("nutgraf:stream")
    await redis.xdel("nutgraf:stream", number)
    await redis.xadd("nutgraf:stream", {**message, field: data})


@pytest.mark.parametrize("field", [b"args", b"kwargs"])
async def test_a_pickle_in_a_job_is_not_run(
    url: str, queue: DocketQueue, working: Working, eventually: Eventually, trap: Path, armed: bytes, field: bytes
) -> None:
    """It is set aside, by its kind, and the jobs behind it are done."""
    done: list[str] = []

    async def handle(payload: str) -> None:
        done.append(payload)

    async def given_up(payload: str, error: Exception) -> None:
        done.append(f"given up: {payload}")

    queue.register("read", handle, given_up=given_up)
    await queue.put("read", "first", key="one")
    async with Redis.from_url(url) as redis:
        await swap(redis, field, armed)
    await queue.put("read", "second", key="two")
    async with working(queue):
        await eventually(lambda: "second" in done)

        async def told() -> bool:
            return bool(await queue.set_aside())

        if field == b"args":
            await eventually(told)
            assert [job.error for job in await queue.set_aside()] == ["UnreadableJob"]
    assert not sprung(trap)
    assert "given up: first" not in done


async def test_a_pickle_among_the_strikes_is_not_run(
    url: str, queue: DocketQueue, working: Working, eventually: Eventually, trap: Path, armed: bytes
) -> None:
    """docket's list of what must not be run is read by every process, before its first job."""
    done: list[str] = []

    async def handle(payload: str) -> None:
        done.append(payload)

    async def given_up(payload: str, error: Exception) -> None:
        raise error

    strike = {"direction": "strike", "function": "other", "parameter": "x", "operator": "==", "value": armed}
    async with Redis.from_url(url) as redis:
        await redis.xadd("nutgraf:strikes", strike)
    queue.register("read", handle, given_up=given_up)
    await queue.put("read", "first", key="one")
    async with working(queue):
        await eventually(lambda: done == ["first"])
    assert not sprung(trap)


def test_every_place_where_docket_reads_pickles_is_known() -> None:
    """A release of docket that unpickles anywhere else fails here: whoever raises the version looks at it first."""
    root = Path(docket.__file__).parent
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if {name.split(".")[0] for name in names} & {"cloudpickle", "dill", "marshal", "pickle", "shelve"}:
                found.add(path.relative_to(root).as_posix())
    # docket.docket imports it in ``get_execution`` alone, which nutgraf never calls
    assert {"execution.py", "strikelist.py", "worker.py", "docket.py"} == found
    assert [codec.Strings] * 3 == [getattr(module, codec.NAME) for module in codec.MODULES]


def test_get_execution_is_not_called() -> None:
    """The one function of docket that still unpickles is called nowhere."""
    source = Path(codec.__file__).parents[1]
    assert [path.name for path in source.rglob("*.py") if "get_execution" in path.read_text(encoding="utf-8")] == []


@given(st.lists(st.text()), st.dictionaries(st.text(), st.text()))
def test_strings_come_back(args: list[str], kwargs: dict[str, str]) -> None:
    """Whatever the strings are, also with lone surrogates in them."""
    assert tuple(args) == codec.Strings.loads(codec.Strings.dumps(tuple(args)))
    assert kwargs == codec.Strings.loads(codec.Strings.dumps(kwargs))


@given(st.binary() | st.sampled_from([b"[1]", b"null", b'[["a"]]', b"[" * 100_000, b'{"a": {}}']))
def test_reading_never_raises(data: bytes) -> None:
    """Whatever stands there gives strings, or no arguments at all."""
    value = codec.Strings.loads(data)
    found = value if isinstance(value, tuple) else value.values() if isinstance(value, dict) else [value]
    assert all(isinstance(one, str) for one in found)


@pytest.mark.parametrize("value", [1, None, (b"x",), {"a": 1}, object()])
def test_only_strings_are_written(value: object) -> None:
    """Anything else is a mistake of the program, and is told where it is made."""
    with pytest.raises(TypeError, match="strings"):
        codec.Strings.dumps(value)
