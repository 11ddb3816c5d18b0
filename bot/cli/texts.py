"""``nutgraf text``: a page's story without what is around it, in this process and without the network."""

import base64
import binascii
import json
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

from pydantic import field_validator

from bot.cli.configuration import load_settings
from bot.cli.lines import Line, answered, run_batch
from bot.errors import SourceError
from bot.fetch.language import language_of
from bot.fetch.reading import Task, read
from bot.fetch.story import article_of, story_of
from bot.models import Article

_READ: Final = "ok"
_OTHER_LANGUAGE: Final = "language"


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
    limit = load_settings().max_characters
    article = read(Task(kind="file", name=name, max_characters=limit), data)
    sys.stdout.buffer.write(_body(article).encode() + b"\n")
    return 0


def batch(file: str) -> int:
    """``nutgraf text --jsonl``; returns the exit status. A page without a story has its kind as status."""

    def attempt(line: PageLine) -> str:
        return json.dumps({"id": line.id, **_page(base64.b64decode(line.html_b64), line.url)}, ensure_ascii=False)

    return run_batch(file, PageLine, answered(attempt))


def _page(data: bytes, url: str | None) -> dict[str, Any]:
    try:
        article = article_of(story_of(data, url=url), url=url, retrieved=None)
    except SourceError as error:
        nothing: dict[str, Any] = dict.fromkeys(("title", "date", "site", "canonical", "language"))
        return {"text": "", **nothing, "authors": [], "status": error.kind}
    text = _body(article)
    language = language_of(text)
    return {
        "text": text,
        "title": article.title,
        "authors": article.authors,
        "date": _iso(article.published),
        "site": article.publisher,
        "canonical": article.canonical_url,
        "language": language,
        "status": _READ if language in (None, "en") else _OTHER_LANGUAGE,
    }


def _body(article: Article) -> str:
    """The paragraphs of the story itself, with a blank line between them; all of a text that has no paragraphs."""
    body = [paragraph.of(article.text) for paragraph in article.paragraphs if paragraph.role == "body"]
    return "\n\n".join(body) if article.paragraphs else article.text


def _iso(moment: datetime | None) -> str | None:
    """ISO 8601; a day alone where the page tells no more."""
    if moment is None:
        return None
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()
