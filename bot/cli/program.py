"""From arguments to an exit status: 0 done, 1 something went wrong, 2 wrong arguments, 130 interrupted."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Final

from bot.cli.arguments import parser
from bot.errors import NutgrafError, SourceError

_INTERRUPTED: Final = 130
_PIPE_CLOSED: Final = 141


def main(arguments: Sequence[str]) -> int:
    """Run one command. Errors that a person can act on are one line on standard error, never a trace."""
    top = parser()
    chosen = top.parse_args(arguments)
    try:
        status = _run(chosen, top)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who read our output has gone (| head): nothing to say, and nothing more may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except SourceError as error:
        return _told(error.sentence)
    except NutgrafError as error:
        return _told(str(error))
    except OSError as error:
        return _told(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    return status


def _told(sentence: str) -> int:
    print(f"nutgraf: {sentence}", file=sys.stderr)
    return 1


def _run(chosen: argparse.Namespace, top: argparse.ArgumentParser) -> int:
    """The command's own imports come here, after the arguments are known to be right."""
    if chosen.command in ("extract", "ask", "text"):
        return _read(chosen, top)
    if chosen.command == "gazetteer":
        from bot.cli.places import build_gazetteer

        return build_gazetteer(force=chosen.force)
    if chosen.command == "doctor":
        from bot.cli.doctor import examine

        return examine()
    from bot.cli import serving

    if chosen.command == "serve":
        return serving.serve(chosen.host, chosen.port, worker=not chosen.no_worker)
    if chosen.command == "worker":
        return serving.worker(chosen.host)
    return serving.demo(chosen.port, browser=not chosen.no_browser)


def _read(chosen: argparse.Namespace, top: argparse.ArgumentParser) -> int:
    given = (
        chosen.sources if chosen.command == "extract" else chosen.file if chosen.command == "text" else chosen.source
    )
    if bool(given) == bool(chosen.jsonl):
        top.error(f"{chosen.command}: give either a source or --jsonl FILE")
    if chosen.command == "text":
        from bot.cli import texts

        return texts.batch(chosen.jsonl) if chosen.jsonl else texts.one(chosen.file)
    if chosen.jsonl:
        from bot.cli import batches

        return batches.extract(chosen.jsonl) if chosen.command == "extract" else batches.ask(chosen.jsonl)
    from bot.cli import stories

    if chosen.command == "extract":
        output = stories.Output(chosen.json, chosen.words, chosen.md, chosen.offsets, chosen.csv)
        return stories.extract(chosen.sources, output)
    question = " ".join(chosen.question).strip()
    if not question:
        top.error("ask: give a question after the source")
    return stories.ask(chosen.source, question)
