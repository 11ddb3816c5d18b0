"""Batches: a line in, a line out, in order; what cannot be read is told with its number, and the rest go on."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import NutgrafError, SourceError

_log = structlog.get_logger()
_TELL_EVERY: Final = 5.0  # seconds between two reports of progress


class Line(BaseModel):
    """A line of a batch. Fields that are not known are passed over: data sets carry more than is asked for."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


Given = TypeVar("Given", bound=Line)


def run_batch(file: str, shape: type[Given], answer: Callable[[Given], str]) -> int:
    """Read ``file`` ("-" is standard input) and write ``answer`` of each line, a line of JSON, to standard output.

    Returns the exit status: 1 where a line could not be read or answered. Empty lines are passed over.
    """
    done = bad = 0
    began = told = time.monotonic()
    out = sys.stdout.buffer
    # A library that prints must not break the lines.
    with _opened(file) as stream, redirect_stdout(sys.stderr):
        for number, raw in enumerate(stream, start=1):
            if not raw.strip():
                continue
            try:
                line = answer(_parsed(raw, shape, first=number == 1))
            except _BadLine as problem:
                bad += 1
                say(f"{file}, line {number}: {problem}")
                continue
            out.write(line.encode() + b"\n")
            out.flush()
            done += 1
            if time.monotonic() - told > _TELL_EVERY:
                told = time.monotonic()
                say(f"{done} done")
    say(f"{done} done in {time.monotonic() - began:.1f} s" + (f", {bad} could not be read" if bad else ""))
    return 1 if bad else 0


class _BadLine(Exception):
    """A line that cannot be read or answered, and why."""


def _parsed(raw: bytes, shape: type[Given], *, first: bool) -> Given:
    try:
        text = raw.decode("utf-8-sig" if first else "utf-8")
        return shape.model_validate_json(text)
    except UnicodeDecodeError as error:
        raise _BadLine(f"not UTF-8 at byte {error.start + 1}") from None
    except ValidationError as error:
        reasons = "; ".join(
            f"{'.'.join(map(str, one['loc']))}: {one['msg']}" if one["loc"] else one["msg"]
            for one in error.errors(include_input=False, include_url=False)
        )
        raise _BadLine(reasons[:300]) from None


def answered(work: Callable[[Given], str]) -> Callable[[Given], str]:
    """``work`` with its errors told as those of the line: one line must not end a batch of thousands."""

    def attempt(line: Given) -> str:
        try:
            return work(line)
        except SourceError as error:
            raise _BadLine(error.sentence) from error
        except NutgrafError as error:
            raise _BadLine(str(error)) from error
        except Exception as error:
            _log.exception("line not answered")
            raise _BadLine(f"could not be read ({type(error).__name__})") from error

    return attempt


def say(words: str) -> None:
    """Tell the person at the terminal, beside the output."""
    print(words, file=sys.stderr, flush=True)


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as stream:
        yield stream
