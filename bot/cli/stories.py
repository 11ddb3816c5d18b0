"""``extract`` and ``ask`` for links and files: fetched, read and shown once, with nothing kept."""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot import bootstrap
from bot.answers import answer
from bot.cli.configuration import load_settings
from bot.cli.lines import say
from bot.cli.terminal import TerminalView, console
from bot.encoder import CrossEncoder, SentenceEncoder
from bot.errors import NutgrafError, SourceError
from bot.log import configure
from bot.models import Report
from bot.presentation.export import Form, export_story
from bot.presentation.formats import Locale
from bot.services import LocalReader
from bot.settings import Settings


@dataclass(frozen=True)
class Output:
    """How stories are printed: for people, unless one of the others is chosen."""

    json: bool = False
    words: bool = False
    markdown: bool = False
    offsets: bool = False
    csv: Path | None = None


def extract(sources: list[str], output: Output) -> int:
    """Print each story, or write its tables to files. One that cannot be read is told, and the rest go on.

    Returns the exit status.
    """
    settings = load_settings()
    configure("WARNING", json=False)

    async def all_of_them(read: Callable[[str], Awaitable[Report]]) -> int:
        status = 0
        for number, source in enumerate(sources, start=1):
            if len(sources) > 1 and sys.stderr.isatty():
                say(f"{number} of {len(sources)}: {source}")
            try:
                report = await read(source)
                _show(report, output, settings.locale, name=_file_name(number, report))
            except (NutgrafError, OSError) as error:
                if isinstance(error, BrokenPipeError):
                    raise
                say(f"nutgraf: {source}: {_reason(error)}")
                status = 1
        return status

    return asyncio.run(_with_reader(settings, all_of_them))


def _show(report: Report, output: Output, locale: Locale, *, name: str) -> None:
    if output.csv is not None:
        folder = output.csv / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in export_story(report, "csv", locale).items():
            (folder / file).write_bytes(content)
        say(f"Written: {folder}")
    elif output.json or output.markdown:
        form: Form = "md" if output.markdown else "json"
        plain = output.json and not output.words
        files = {} if plain else export_story(report, form, locale)
        sys.stdout.buffer.write(report.model_dump_json().encode() + b"\n" if plain else b"".join(files.values()))
        sys.stdout.buffer.flush()
    else:
        out = console()
        TerminalView(out, locale, offsets=output.offsets).show_report(report)
        out.print()


def _file_name(number: int, report: Report) -> str:
    """'01-dockers-threaten-strike': in the order that was given, and no name that a file system refuses."""
    title = "-".join(re.findall(r"[a-z0-9]+", (report.article.title or report.article.text[:80]).casefold()))
    return f"{number:02}-{title[:60].strip('-') or 'story'}"


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
        TerminalView(console(), settings.locale).show_answer(
            answer(question, report, SentenceEncoder(), CrossEncoder()), report
        )
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
