"""The bed: TLS is always verified."""

import ssl
from typing import Any

import pytest

from bot.errors import Unreachable


async def get(internet: Any, authority: Any, serving: Any, trust: Any = None) -> Any:
    """Fetch https://story.example/ from a site with this context."""
    internet.home()
    await internet.site(internet.page(), port=443, tls=serving)
    return await internet.downloader(tls=trust or authority.trust).get("https://story.example/")


async def test_good(internet: Any, authority: Any) -> None:
    """A certificate for the host, signed by somebody trusted, is taken."""
    assert (await get(internet, authority, authority.serving("story.example"))).status == 200


async def test_other_host(internet: Any, authority: Any) -> None:
    """A certificate for another host is refused, and another try would not help."""
    with pytest.raises(Unreachable) as refused:
        await get(internet, authority, authority.serving("other.example"))
    assert (refused.value.kind, refused.value.passing) == ("certificate", False)


async def test_ran_out(internet: Any, authority: Any) -> None:
    """A certificate that ran out is refused."""
    with pytest.raises(Unreachable) as refused:
        await get(internet, authority, authority.serving("story.example", days=-1))
    assert refused.value.kind == "certificate"


async def test_unknown_authority(internet: Any, authority: Any) -> None:
    """A certificate signed by nobody known is refused by the settings that are used outside tests."""
    with pytest.raises(Unreachable) as refused:
        await get(internet, authority, authority.serving("story.example"), ssl.create_default_context())
    assert refused.value.kind == "certificate"


async def test_no_tls_behind_443(internet: Any) -> None:
    """A site that speaks plain HTTP where TLS should be is not read."""
    internet.home()
    await internet.site(internet.page(), port=443)
    with pytest.raises(Unreachable):
        await internet.downloader(seconds=0.6).get("https://story.example/")


async def test_redirect_to_a_bad_certificate(internet: Any, authority: Any) -> None:
    """The second site has to prove itself too."""
    link = internet.home()
    internet.names["other.example"] = [[internet.PUBLIC_TOO]]
    await internet.site(internet.moved("https://other.example/"))
    await internet.site(internet.page(), ip=internet.PUBLIC_TOO, port=443, tls=authority.serving("story.example"))
    with pytest.raises(Unreachable) as refused:
        await internet.downloader(tls=authority.trust).get(link)
    assert "other.example" in refused.value.sentence
