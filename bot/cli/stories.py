"""``extract`` and ``ask`` for links and files: fetched, read and shown once, with nothing kept."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot import bootstrap
from bot.answers import answer
from bot.cli.configuration import load_settings
from bot.cli.lines import say
from bot.cli.terminal import console, show_answer, show_report
from bot.errors import NutgrafError, SourceError
from bot.log import configure
from bot.meaning import Encoder
from bot.models import Report
from bot.services import LocalReader
from bot.settings import Settings


def extract(sources: list[str], *, as_json: bool) -> int:
    """Show each story, or print its report as a line of JSON. One that cannot be read is told, and the rest go on.

    Returns the exit status.
    """
    settings = load_settings()
    configure("WARNING", json=False)
    out = console()

    def show(report: Report) -> None:
        if as_json:
            sys.stdout.buffer.write(report.model_dump_json().encode() + b"\n")
            sys.stdout.buffer.flush()
        else:
            show_report(out, report, settings.locale)
            out.print()

    async def all_of_them(read: Callable[[str], Awaitable[Report]]) -> int:
        status = 0
        for source in sources:
            try:
                report = await read(source)
            except (NutgrafError, OSError) as error:
                say(f"nutgraf: {source}: {_reason(error)}")
                status = 1
            else:
                show(report)
        return status

    return asyncio.run(_with_reader(settings, all_of_them))


def ask(source: str, question: str) -> int:
    """Show the answer that the story gives, or that it gives none; returns the exit status."""
    settings = load_settings()
    configure("WARNING", json=False)

    async def one(read: Callable[[str], Awaitable[Report]]) -> int:
        try:
            report = await read(source)
        except (NutgrafError, OSError) as error:
            say(f"nutgraf: {source}: {_reason(error)}")
            return 1
        show_answer(console(), answer(question, report, Encoder()), report)
        return 0

    return asyncio.run(_with_reader(settings, one))


async def _with_reader(settings: Settings, work: Callable[[Callable[[str], Awaitable[Report]]], Awaitable[int]]) -> int:
    async with bootstrap.local_reader(settings) as local:
        return await work(lambda source: _read(local, source))


async def _read(local: LocalReader, source: str) -> Report:
    """A link, standard input, or a file; what is in a file is told by its content, then by its name."""
    if source.lower().startswith(("http://", "https://")):
        return await local.link(source)
    if source == "-":
        return await local.file(await asyncio.to_thread(sys.stdin.buffer.read), name="standard input")
    path = Path(source)
    return await local.file(await asyncio.to_thread(path.read_bytes), name=path.name)


def _reason(error: NutgrafError | OSError) -> str:
    if isinstance(error, SourceError):
        return error.sentence
    if isinstance(error, FileNotFoundError):
        return "There is no such file. A link begins with https://."
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
