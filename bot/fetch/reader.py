"""``Reader``: stories from links, files and pasted text. Fulfils ``bot.ports.Articles``."""

import re
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver

from bot import __version__
from bot.errors import EmptyText, NotReadable, TooLong
from bot.fetch import problems, robots, urls
from bot.fetch.dialling import OpenSocket, open_socket
from bot.fetch.download import BODY_LIMIT, SECONDS, Downloader, Page
from bot.fetch.parsing import ReadingProcess
from bot.fetch.policy import Policy
from bot.fetch.verdicts import is_robot_check, not_readable
from bot.models import Article

_MEDIA = {
    "video": "This link leads to a video file, not to a page. Paste the text instead.",
    "audio": "This link leads to a recording, not to a page. Paste the text instead.",
    "image": "This link leads to a picture, not to a page. Paste the text instead.",
}


def user_agent(contact: str) -> str:
    """How nutgraf names itself to sites, with the address that their owners can write to."""
    return f"nutgraf/{__version__} (+{contact})" if contact else f"nutgraf/{__version__}"


@dataclass(frozen=True)
class Look:
    """A second look at a story: ``article`` where its page changed, and what to send with the next look."""

    article: Article | None = None
    etag: str | None = None
    last_modified: str | None = None
    allowed: bool = True


def fingerprint(article: Article) -> tuple[str, str]:
    """What a change is judged by: the words of the body without white space and punctuation, and those of the title."""
    body = "".join(part.of(article.text) for part in article.paragraphs if part.role == "body") or article.text
    return _flat(body), _flat(article.title or "")


def _flat(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


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
        parser: ReadingProcess | None = None,
    ) -> None:
        self._max_characters = max_characters
        self._downloader = Downloader(
            policy, user_agent=user_agent(contact), resolver=resolver, opener=opener, tls=tls, seconds=seconds
        )
        self._parser = parser or ReadingProcess()

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

    async def _taken(self, page: Page) -> Article:
        """The story on a page that was had, or what its status says."""
        if page.status != 200:
            if page.status in (401, 403, 503) and is_robot_check(page.content):
                raise not_readable("robot_check")
            raise problems.for_status(
                page.status, urlsplit(page.url).hostname or "The site", page.headers.get("retry-after")
            )
        return await self._story(page)

    async def changed(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Look:
        """Look at a story again without anyone asking: whether its page changed since ``etag`` and ``last_modified``.

        Respects robots.txt: where that forbids the look, nothing is asked and ``allowed`` is false. ``article`` is the
        story as it stands now, when it changed; compare it with ``fingerprint``. Raises SourceError.
        """
        rules = await self._downloader.get(robots.address(url))
        # RFC 9309: without rules everything is allowed; where the rules cannot be had, nothing is.
        if rules.status >= 500 or (rules.status == 200 and not robots.allows(rules.content, url)):
            return Look(allowed=False)
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        page = await self._downloader.get(url, {name: value for name, value in conditions.items() if value})
        if page.status == 304:
            return Look(etag=etag, last_modified=last_modified)
        return Look(
            article=await self._taken(page),
            etag=page.headers.get("etag"),
            last_modified=page.headers.get("last-modified"),
        )

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
        """The form of ``url`` under which a story is remembered: without tracking parameters and fragment."""
        return urls.key(url)

    async def _read(self, kind: str, data: bytes, **about: str | None) -> Article:
        header = {"kind": kind, "max_characters": self._max_characters, **about}
        return await self._parser.article(header, data)
