"""Fetch a file that a person uploaded to Slack, with the bot's token, from Slack alone."""

from typing import Final
from urllib.parse import urlsplit

import aiohttp

from bot.errors import HttpProblem, NotReadable, SourceError, TooLong, Unreachable
from bot.presentation import sentences
from bot.slack.payloads import FileRef
from bot.slack.posting import Clients
from bot.slack.problems import RAISED, SlackProblem, problem_of

_LIMIT: Final = 20_000_000  # bytes; what may be read of it is counted in characters later
_TIMEOUT: Final = aiohttp.ClientTimeout(total=60, sock_connect=10)


class SlackFiles:
    """Files by their private address."""

    def __init__(self, *, clients: Clients, http: aiohttp.ClientSession) -> None:
        self._clients = clients
        self._http = http

    async def fetch(self, team: str, file: FileRef) -> bytes:
        """The bytes of ``file``. Raises ``SourceError``: too long, not there, or not for us."""
        client = await self._clients(team)
        url = file.url or await self._address(team, file)
        if file.size > _LIMIT:
            raise TooLong(sentences.FILE_TOO_LARGE)
        if not _is_slacks(url, client.base_url):
            raise NotReadable(sentences.FILE_ELSEWHERE)
        try:
            async with self._http.get(
                url,
                headers={"Authorization": f"Bearer {client.token}"},
                timeout=_TIMEOUT,
                allow_redirects=False,  # Slack sends who may not read to its login page
            ) as answer:
                if answer.status in {301, 302, 303, 307, 308, 401, 403}:
                    raise NotReadable(sentences.FILE_SCOPE, kind="missing_scope")
                if answer.status != 200:
                    raise HttpProblem(
                        sentences.FILE_REFUSED.format(answer.status),
                        answer.status,
                        kind="slack_file",
                    )
                if _is_page_instead(answer.content_type, file):
                    raise NotReadable(sentences.FILE_SCOPE, kind="missing_scope")
                return await _at_most(answer.content, _LIMIT)
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise Unreachable(sentences.FILE_UNREACHABLE) from problem

    async def _address(self, team: str, file: FileRef) -> str:
        """Slack Connect hides files until they are asked for."""
        try:
            answer = await (await self._clients(team)).files_info(file=file.id)
        except RAISED as error:
            problem = problem_of(error)
            if isinstance(problem, SlackProblem) and problem.code == "missing_scope":
                raise NotReadable(sentences.FILE_SCOPE, kind="missing_scope") from error
            raise SourceError(sentences.FILE_UNREACHABLE, passing=problem.passing) from error
        told = answer.get("file") or {}
        return str(told.get("url_private_download") or told.get("url_private") or "")


def _is_slacks(url: str, base_url: str) -> bool:
    """Whether the token may be sent there: the Slack that we talk to, or Slack's own file hosts."""
    address, api = urlsplit(url), urlsplit(base_url)
    if (address.scheme, address.netloc) == (api.scheme, api.netloc):
        return True
    host = (address.hostname or "").lower()
    at_slack = (api.hostname or "").endswith("slack.com") or (api.hostname or "").endswith("slack-gov.com")
    return (
        at_slack and address.scheme == "https" and host.endswith((".slack.com", ".slack-files.com", ".slack-gov.com"))
    )


def _is_page_instead(content_type: str, file: FileRef) -> bool:
    """Slack answers 200 with its login page where files:read is missing."""
    expects_html = "html" in (file.content_type or "") or file.name.lower().endswith((".html", ".htm"))
    return content_type == "text/html" and not expects_html


async def _at_most(content: aiohttp.StreamReader, limit: int) -> bytes:
    data = bytearray()
    async for chunk in content.iter_chunked(1 << 16):
        data += chunk
        if len(data) > limit:
            raise TooLong(sentences.FILE_TOO_LARGE)
    return bytes(data)
