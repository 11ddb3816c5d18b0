"""``nutgraf text``: a page's story without what is around it, in this process and without the network."""

import base64
import binascii
import json
import sys
from pathlib import Path
from typing import Final

from pydantic import field_validator

from bot.cli.configuration import load_settings
from bot.cli.lines import Line, answered, run_batch, say
from bot.fetch.parsing import unparsed
from bot.fetch.reading import Task, form_of, read
from bot.fetch.text import extract_page
from bot.fetch.verdicts import SENTENCES, not_readable
from bot.presentation import sentences

_ASIDE: Final = {
    "paywall": sentences.ONLY_BEGINNING,
    "language": "This story is not in English, and only English can be read further.",
}


class PageLine(Line):
    """A page: where it was had, and its bytes in base64."""

    id: str
    url: str | None = None
    html_b64: str

    @field_validator("html_b64")
    @classmethod
    def _is_base64(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error as error:
            raise ValueError(f"not base64: {error}") from None
        return value


def one(file: str) -> int:
    """Print the text of one file, or of standard input for "-"; returns the exit status. Raises SourceError."""
    data, name = (sys.stdin.buffer.read(), "standard input") if file == "-" else (Path(file).read_bytes(), file)
    sys.stdout.buffer.write((_page(data) if form_of(data, name, None) == "html" else _other(data, name)).encode())
    sys.stdout.buffer.write(b"\n")
    return 0


def _page(data: bytes) -> str:
    page = extract_page(data)
    if not page.text:
        raise not_readable(page.status) if page.status in SENTENCES else unparsed()
    if page.status in _ASIDE:
        say(f"nutgraf: {_ASIDE[page.status]}")
    return page.text


def _other(data: bytes, name: str) -> str:
    """The paragraphs of a PDF or a text file, with a blank line between them; all of a text that has none."""
    article = read(Task(kind="file", name=name, max_characters=load_settings().max_characters), data)
    body = [paragraph.of(article.text) for paragraph in article.paragraphs if paragraph.role == "body"]
    return "\n\n".join(body) if article.paragraphs else article.text


def batch(file: str) -> int:
    """``nutgraf text --jsonl``; returns the exit status. A page without a story has its kind as status."""

    def attempt(line: PageLine) -> str:
        page = extract_page(base64.b64decode(line.html_b64), line.url)
        return json.dumps({"id": line.id, **page.model_dump()}, ensure_ascii=False)

    return run_batch(file, PageLine, answered(attempt))
