"""``Reader``: stories from links, files and pasted text. Fulfils ``bot.ports.Articles``."""

import ssl
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver

from bot import __version__
from bot.errors import EmptyText, NotReadable, TooLong
from bot.fetch import problems, urls
from bot.fetch.dialling import OpenSocket, open_socket
from bot.fetch.download import BODY_LIMIT, SECONDS, Downloader, Page
from bot.fetch.parsing import PROCESSES, ParserPool, ParserProcess
from bot.fetch.policy import Policy
from bot.fetch.verdicts import is_robot_check, not_readable
from bot.models import Article, Look

_LONGEST_VALIDATOR = 500  # characters; an ETag is some forty
_MEDIA = {
    "video": "This link leads to a video file, not to a page. Paste the text instead.",
    "audio": "This link leads to a recording, not to a page. Paste the text instead.",
    "image": "This link leads to a picture, not to a page. Paste the text instead.",
}


def user_agent(contact: str) -> str:
    """How nutgraf names itself to sites, with the address that their owners can write to."""
    return f"nutgraf/{__version__} (+{contact})" if contact else f"nutgraf/{__version__}"


def _validator(value: str | None) -> str | None:
    """An ETag or a date as a site sent it, where that can be sent back and is worth keeping."""
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None


class Reader:
    """Reads stories within a policy. An async context manager.

    ``contact`` goes into the User-Agent; ``max_characters`` is the longest text that is read. ``resolver``,
    ``opener`` and ``tls`` are the seams where a test's internet stands in for the real one; ``seconds`` is the limit
    for one fetch.
    """

    def __init__(
        self,
        *,
        policy: Policy,
        contact: str = "",
        max_characters: int = 700_000,
        resolver: AbstractResolver | None = None,
        opener: OpenSocket = open_socket,
        tls: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
        parser: ParserPool | None = None,
    ) -> None:
        self._max_characters = max_characters
        self._downloader = Downloader(
            policy, user_agent=user_agent(contact), resolver=resolver, opener=opener, tls=tls, seconds=seconds
        )
        self._parser = parser or ParserPool([ParserProcess() for _ in range(PROCESSES)])

    async def __aenter__(self) -> Self:
        await self._parser.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._parser.__aexit__(kind, error, trace)

    async def from_url(self, url: str) -> Article:
        """Fetch the page at ``url`` and take the story out of it. Raises SourceError."""
        return await self._taken(await self._downloader.get(url))

    async def look(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Look:
        """As ``from_url``, unless the site says that the page did not change since ``etag`` or ``last_modified``.

        Such an answer has no body, and nothing is parsed. Raises SourceError.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        asked = {name: value for name, value in conditions.items() if value}
        page = await self._downloader.get(url, asked)
        if asked and page.status == 304:
            return Look(etag=etag, last_modified=last_modified)
        return Look(
            article=await self._taken(page),
            etag=_validator(page.headers.get("etag")),
            last_modified=_validator(page.headers.get("last-modified")),
        )

    async def _taken(self, page: Page) -> Article:
        """The story on a page that was had, or what its status says."""
        if page.status != 200:
            if page.status in (401, 403, 503) and is_robot_check(page.content):
                raise not_readable("robot_check")
            raise problems.for_status(
                page.status, urlsplit(page.url).hostname or "The site", page.headers.get("retry-after")
            )
        return await self._story(page)

    async def _story(self, page: Page) -> Article:
        family = page.content_type.split("/")[0]
        if family in _MEDIA:
            raise NotReadable(_MEDIA[family], kind={"image": "picture"}.get(family, "video"))
        return await self._read("page", page.content, url=page.url, content_type=page.headers.get("content-type"))

    async def from_file(self, data: bytes, *, name: str, content_type: str | None = None) -> Article:
        """Take the story out of an uploaded HTML, text or PDF file. Raises SourceError."""
        if not data:
            raise EmptyText(f"{name} is empty. Paste the text instead.")
        if len(data) > 4 * BODY_LIMIT:
            raise TooLong(f"{name} is larger than 20 MB, more than can be read. Paste the part that matters.")
        return await self._read("file", data, name=name, content_type=content_type)

    async def from_text(self, text: str) -> Article:
        """Make an article of pasted text; ``article.text`` is ``text``, character for character. Raises SourceError."""
        if not text.strip():
            raise EmptyText("There is no text to read here. Paste the text of the story.")
        article = await self._read("text", text.encode("utf-8", "surrogatepass"))
        return article.model_copy(update={"text": text})

    def key(self, url: str) -> str:
        """The address that ``url`` names, under which a look at it is remembered: without its fragment."""
        return urls.key(url)

    async def _read(self, kind: str, data: bytes, **about: str | None) -> Article:
        header = {"kind": kind, "max_characters": self._max_characters, **about}
        return await self._parser.article(header, data)
