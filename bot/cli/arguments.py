"""What can be typed."""

import argparse
from pathlib import Path
from typing import Final

from bot import __version__

_PORT: Final = 8080


def parser() -> argparse.ArgumentParser:
    """The parser of every command; ``command`` in its result names the one that was chosen."""
    top = argparse.ArgumentParser(
        prog="nutgraf",
        description="Reads news stories: warnings, claims, actors and places, word for word.",
    )
    top.add_argument("--version", action="version", version=f"nutgraf {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _extract(commands)
    _ask(commands)
    _text(commands)
    _serving(commands)
    commands.add_parser("doctor", help="check settings, tokens, Redis and models", description=_one_line(_DOCTOR))
    gazetteer = commands.add_parser(
        "gazetteer",
        help="build the file of places",
        description="Builds the file of places from the tables that come with nutgraf.",
    )
    gazetteer.add_argument("--force", action="store_true", help="build it anew where it is already there")
    return top


_DOCTOR: Final = """
    Checks settings, Slack tokens and scopes, Redis, the language model and the file of places. Each line says OK,
    or Mend and what to do. The exit status is 1 when something is to be mended.
"""
_SOURCE: Final = "a URL, a file (.html, .txt, .pdf), or - for standard input"

# argparse has no public name for what add_subparsers returns.
_Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _extract(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "extract",
        help="read stories and say what stands in them",
        description="Reads stories and prints what stands in them: for people, or with --json as reports.",
    )
    command.add_argument("sources", nargs="*", metavar="SOURCE", help=_SOURCE)
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print each report as a line of JSON")
    form.add_argument("--md", action="store_true", help="print each story's facts as Markdown")
    form.add_argument("--csv", type=Path, metavar="DIR", help="write tables for a spreadsheet, a folder for each story")
    command.add_argument("--words", action="store_true", help="with --json: the words and names beside the offsets")
    command.add_argument("--offsets", action="store_true", help="show where in the text the words stand")
    command.add_argument("--jsonl", metavar="FILE", help='read lines {"doc_id", "text"}; print {"doc_id", "report"}')


def _ask(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "ask",
        help="ask a story a question",
        description="Answers a question with the words of the story, or says that the article does not say.",
    )
    command.add_argument("source", nargs="?", metavar="SOURCE", help=_SOURCE)
    command.add_argument("question", nargs="*", metavar="QUESTION", help="the question, in your own words")
    command.add_argument("--jsonl", metavar="FILE", help='read lines {"id", "question", "text"}; print the answers')


def _text(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "text", help="print a story's text alone", description="Prints the text of a page, without what is around it."
    )
    command.add_argument("file", nargs="?", metavar="FILE", help="an .html, .txt or .pdf file, or - for standard input")
    command.add_argument("--jsonl", metavar="FILE", help='read lines {"id", "url", "html_b64"}; print the texts')


def _serving(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = commands.add_parser(
        "serve",
        help="run the bot",
        description="Runs the bot: receives from Slack and reads stories. Settings come from the environment or .env.",
    )
    serve.add_argument("--host", default="127.0.0.1", help="where HTTP listens (default: %(default)s)")
    serve.add_argument("--port", type=int, default=_PORT, help="the port that Slack calls (default: %(default)s)")
    serve.add_argument("--no-worker", action="store_true", help="only receive; 'nutgraf worker' reads the stories")
    worker = commands.add_parser(
        "worker",
        help="read stories for a bot that runs elsewhere",
        description="Reads stories from the queue in Redis.",
    )
    worker.add_argument("--host", default="127.0.0.1", help="where health and metrics listen (default: %(default)s)")
    demo = commands.add_parser(
        "demo",
        help="try it, in a pretend Slack in your browser",
        description="Opens a pretend Slack with the bot in it. No account, no token and no network are needed.",
    )
    demo.add_argument("--port", type=int, default=0, help="the page's port (default: any free one)")
    demo.add_argument("--no-browser", action="store_true", help="only print the page's address")


def _one_line(words: str) -> str:
    return " ".join(words.split())
