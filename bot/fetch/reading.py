"""What the reading process does: bytes or text in, an article out. Everything here runs away from the event loop."""

import re
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel

from bot.errors import EmptyText, TooLong, UnsupportedFile
from bot.fetch.decoding import decode, mended, without_controls
from bot.fetch.language import require_english
from bot.fetch.metadata import Metadata
from bot.fetch.pdf import paragraphs_of
from bot.fetch.roles import Part
from bot.fetch.story import Story, article_of, story_of
from bot.models import Article

Form = Literal["html", "pdf", "text"]
_HTML = re.compile(rb"^\s*(?:<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<(?:!doctype )?html|<!--)", re.IGNORECASE)
_HEADLINE = re.compile(r"^[^\n]{12,160}$")


class Task(BaseModel):
    """One thing to read. ``kind``: a page of the web, a file that was uploaded, or text that was pasted."""

    kind: Literal["page", "file", "text"]
    url: str | None = None
    name: str = ""
    content_type: str | None = None
    max_characters: int


def read(task: Task, data: bytes) -> Article:
    """The article in ``data``. Raises SourceError."""
    if task.kind == "text":
        return _checked(Article(text=data.decode("utf-8", "surrogatepass")), task.max_characters)
    form = form_of(data, task.name, task.content_type)
    if form == "html":
        story = story_of(data, url=task.url, content_type=task.content_type)
        return _checked(article_of(story, url=task.url, retrieved=datetime.now(UTC)), task.max_characters)
    if form == "pdf":
        title, paragraphs, whole = paragraphs_of(data)
        parts = [Part(text, "body") for text in paragraphs]
        article = article_of(Story(parts, Metadata(), partial=not whole), url=task.url, retrieved=datetime.now(UTC))
        return _checked(article.model_copy(update={"title": title or _first_line(article.text)}), task.max_characters)
    text = mended(without_controls(decode(data, task.content_type))).strip("\n")
    return _checked(Article(text=text, url=task.url, retrieved=datetime.now(UTC)), task.max_characters)


def _checked(article: Article, max_characters: int) -> Article:
    """``article`` with its language and a title. Raises EmptyText, TooLong or UnsupportedLanguage."""
    text = article.text
    if not text.strip():
        raise EmptyText("There is no text to read here. Paste the text of the story.")
    if len(text) > max_characters:
        raise TooLong(
            f"This text has {len(text):,} characters, and at most {max_characters:,} can be read at once. "
            "Post a part of it."
        )
    body = "\n".join(part.of(text) for part in article.paragraphs if part.role == "body") or text
    update: dict[str, str | None] = {"language": require_english(body)}
    if article.title is None:
        update |= {"title": _first_line(text)}
    return article.model_copy(update=update)


def _first_line(text: str) -> str | None:
    """The first line, when it looks like a headline: short, without a full stop, and something stands under it."""
    first, _, rest = text.strip().partition("\n")
    line = first.strip()
    if not rest.strip() or not _HEADLINE.match(line) or line.endswith((".", ":", ",", ";", "”", '"', "?”")):
        return None
    return line


def form_of(data: bytes, name: str, content_type: str | None) -> Form:
    """What ``data`` is, by its content first and its name and media type after. Raises UnsupportedFile."""
    if data[:1024].lstrip()[:5] == b"%PDF-":
        return "pdf"
    if _looks_binary(data):
        raise UnsupportedFile(f"{name or 'This file'} is not a text, HTML or PDF file. Paste the text instead.")
    media = (content_type or "").split(";")[0].strip().lower()
    if _HTML.match(data[:2048].lstrip(b"\xef\xbb\xbf")) or name.lower().endswith((".html", ".htm", ".xhtml")):
        return "html"
    if media in ("text/html", "application/xhtml+xml") and not name.lower().endswith((".txt", ".md")):
        return "html"
    return "text"


def _looks_binary(data: bytes) -> bool:
    """Whether this can be no text: a NUL outside UTF-16 and UTF-32, or a known signature."""
    if data[:4] in (b"PK\x03\x04", b"\x89PNG", b"GIF8", b"RIFF", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"{\\rt"):
        return True
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    sample = data[:8192]
    controls = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in sample)
    return b"\x00" in sample or controls > 0.02 * len(sample)
