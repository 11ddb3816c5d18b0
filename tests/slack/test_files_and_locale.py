"""Files are fetched from Slack alone, and people are spoken to in their spelling."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.errors import NotReadable, TooLong
from bot.playground import Playground
from bot.slack.events import file_ref
from bot.slack.files import SlackFiles
from bot.slack.locale import Locales
from bot.slack.payloads import FileRef
from bot.slack.posting import Clients


@pytest.fixture
async def files(clients: Clients) -> AsyncIterator[SlackFiles]:
    """Fetches files."""
    async with aiohttp.ClientSession() as http:
        yield SlackFiles(clients=clients, http=http)


async def uploaded(slack: Playground, data: bytes) -> FileRef:
    ts = await slack.post("#world-desk", "ana", "", files=[("story.txt", data)])
    return file_ref(slack.message("#world-desk", ts)["files"][0])


async def test_a_file_comes_as_it_is(files: SlackFiles, slack: Playground) -> None:
    """Byte for byte."""
    assert await files.fetch("T", await uploaded(slack, b"caf\xc3\xa9\r\n")) == b"caf\xc3\xa9\r\n"


async def test_the_token_goes_to_slack_alone(files: SlackFiles) -> None:
    """A file's address may lead elsewhere; there it is not opened, and no token is sent."""
    elsewhere = FileRef(id="F1", name="story.txt", url="https://files.example.test/story.txt")
    with pytest.raises(NotReadable, match="outside Slack"):
        await files.fetch("T", elsewhere)


async def test_a_file_that_says_it_is_huge_is_not_fetched(files: SlackFiles, slack: Playground) -> None:
    """Twenty megabytes are the limit."""
    file = (await uploaded(slack, b"x")).model_copy(update={"size": 30_000_000})
    with pytest.raises(TooLong):
        await files.fetch("T", file)


async def test_a_hidden_address_is_asked_for(files: SlackFiles, slack: Playground) -> None:
    """In shared channels Slack tells it only on request."""
    file = (await uploaded(slack, b"text")).model_copy(update={"url": None})
    assert await files.fetch("T", file) == b"text"


async def test_a_missing_scope_is_named(files: SlackFiles, slack: Playground) -> None:
    """Whether the file is fetched or asked for."""
    file = await uploaded(slack, b"text")
    slack.grant("chat:write")
    for hidden in (file, file.model_copy(update={"url": None})):
        with pytest.raises(NotReadable, match="files:read"):
            await files.fetch("T", hidden)


async def test_the_locale_is_asked_once(clients: Clients, slack: Playground) -> None:
    """And remembered."""
    locales = Locales(clients=clients, default="en-GB")
    ana = slack.workspace.user("ana").id
    first, second = await locales.of("T", ana), await locales.of("T", ana)
    assert first == second
    assert len(slack.calls_to("users.info")) == 1


async def test_without_the_scope_it_is_the_default(clients: Clients, slack: Playground) -> None:
    """Nobody minds."""
    slack.grant("chat:write")
    assert await Locales(clients=clients, default="en-US").of("T", slack.workspace.user("ana").id) == "en-US"


async def test_nobody_is_the_default(clients: Clients) -> None:
    """A bot's post has no person."""
    assert await Locales(clients=clients, default="en-GB").of("T", None) == "en-GB"
