"""The server is for this machine alone."""

import aiohttp
import pytest

from bot.playground import Playground


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "example.org", "::"])
def test_it_listens_on_this_machine_only(host: str) -> None:
    """Any host but this machine is refused."""
    with pytest.raises(ValueError, match="this machine only"):
        Playground(host=host)


@pytest.mark.parametrize("path", ["", "api/api.test", "news/", "page/newsroom"])
async def test_other_names_are_not_answered(playground: Playground, path: str) -> None:
    """A site elsewhere that points its own name at this machine is turned away."""
    async with aiohttp.ClientSession() as session:
        async with session.get(playground.backend.url(path), headers={"Host": "evil.example"}) as response:
            assert response.status == 421
        async with session.get(playground.backend.url(path)) as response:
            assert response.status == 200


async def test_the_news_has_one_address(playground: Playground) -> None:
    """Who comes by another name of this machine is led to the address from which the bot may fetch."""
    port = playground.origin.rpartition(":")[2]
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://localhost:{port}/news/glacier-village?a=1") as response,
    ):
        assert str(response.url) == f"{playground.site_url}glacier-village?a=1"


@pytest.mark.parametrize(
    ("headers", "data"),
    [
        ({"Origin": "https://evil.example", "Content-Type": "application/json"}, "{}"),
        ({"Content-Type": "text/plain"}, "{}"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "action=post"),
    ],
)
async def test_other_sites_cannot_act_here(playground: Playground, headers: dict[str, str], data: str) -> None:
    """A page elsewhere cannot post in anybody's name."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(playground.backend.url("page/do"), data=data, headers=headers) as response,
    ):
        assert response.status == 403


async def test_the_page_runs_nothing_but_its_own_scripts(playground: Playground) -> None:
    """The policy forbids inline scripts and everything from elsewhere."""
    async with aiohttp.ClientSession() as session, session.get(playground.page_url) as response:
        policy = response.headers["Content-Security-Policy"]

    assert "default-src 'none'; script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["..%2fserver.py", "page.py", "nothing.js", "..%2f..%2fsettings.py"])
async def test_only_the_pages_own_files_are_served(playground: Playground, name: str) -> None:
    """No path leads out of the folder of static files."""
    async with aiohttp.ClientSession() as session, session.get(playground.backend.url(f"static/{name}")) as response:
        assert response.status == 404


async def test_a_private_channel_is_shown_to_members_only(playground: Playground) -> None:
    """Who is not in a channel does not see it."""
    await playground.leave("#city-desk", "chloe")
    url = playground.backend.url(f"page/channel/{playground.channel('#city-desk').id}")
    async with aiohttp.ClientSession() as session:
        async with session.get(url, params={"user": "chloe"}) as response:
            assert response.status == 404
        async with session.get(url, params={"user": "ana"}) as response:
            assert response.status == 200


async def test_a_permalink_leads_to_the_page(playground: Playground) -> None:
    """The address of a message opens the page at that message."""
    ts = await playground.post("#world-desk", "ana", "x")
    channel = playground.channel("#world-desk")
    link = playground.backend.permalink(channel, playground.message("#world-desk", ts))
    async with aiohttp.ClientSession() as session, session.get(link, allow_redirects=False) as response:
        assert f"/#{channel.id}/{ts}" == response.headers["Location"]
