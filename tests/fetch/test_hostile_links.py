"""Links that are built to break what reads them: nothing raises past ``SourceError``, nothing is dialled."""

import asyncio
import errno
import socket
import time
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.fetch.decoding import decode
from bot.fetch.dialling import AddrInfo
from bot.fetch.download import Downloader
from bot.fetch.policy import PORTS, Policy
from bot.fetch.story import story_of
from bot.fetch.urls import key, same_site

PIECES = st.sampled_from(
    [
        *"http: https: file: HTTP: // / \\ @ : :: # ? % %00 %2e [ ] . .. ; &utm_source=x user:pw @@".split(),
        *"127.0.0.1 0x7f.1 2130706433 ::1 ::ffff:10.0.0.1 localhost a.example xn-- xn--a :80 :8080 :99999 :-1".split(),
        *"\t \n \x00 \u202e \ud800 \u3002 \u2460 \u2100 \u00e9".split(" "),
    ]
)
LINKS = st.one_of(st.text(max_size=60), st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=12).map("".join))


@settings(max_examples=300, deadline=None)
@given(LINKS)
def test_any_link_is_judged(link: str) -> None:
    """A link is refused with a sentence, or is http or https to a host on its usual port, without credentials."""
    try:
        url = Policy().judge(link)
    except SourceError as problem:
        assert problem.sentence
    else:
        assert (url.port, url.user, url.password, url.fragment) == (PORTS[url.scheme], None, None, "")
        assert url.host


@settings(max_examples=200, deadline=None)
@given(LINKS, LINKS)
def test_any_link_has_a_key(link: str, other: str) -> None:
    """Two links are of one site in either order, and each has a key that stays what it is."""
    assert same_site(link, other) == same_site(other, link)
    assert isinstance(key(link), str)


class Inside(AbstractResolver):
    """A name server in which every name leads inside."""

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        """An address of a private network."""
        flags = socket.AI_NUMERICHOST
        return [ResolveResult(hostname=host, host="10.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=flags)]

    async def close(self) -> None:
        """Nothing to close."""


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8).map("".join), st.sampled_from(["http://", "https://", "//", ""]))
@example("xn--", "http://")
def test_any_link_is_fetched_safely(link: str, scheme: str) -> None:
    """Whatever the link, fetching ends in a sentence, and no socket is opened to an address inside."""
    opened = []

    def opener(address: AddrInfo) -> socket.socket:
        opened.append(address)
        raise OSError(errno.EACCES, "an address inside")

    async def fetch() -> None:
        downloader = Downloader(Policy(), user_agent="test", opener=opener, resolver=Inside(), seconds=2)
        with pytest.raises(SourceError) as refused:
            await downloader.get(scheme + link)
        assert refused.value.sentence

    asyncio.run(fetch())
    assert opened == []


CHARSETS = st.sampled_from(
    "utf-8 utf-16 utf-7 cp1252 shift_jis gb18030 koi8-r iso-2022-jp idna punycode rot13 hex x".split()
)


@settings(max_examples=100, deadline=None)
@given(CHARSETS, CHARSETS, st.text(max_size=120), st.binary(max_size=20))
def test_any_charset(told: str, meta: str, words: str, noise: bytes) -> None:
    """A page in any charset that says it is in any other is text, and is a story or a problem with a sentence."""
    page = f"<html><meta charset={meta}><p>{words}</p>".encode("utf-8", "replace") + noise
    assert isinstance(decode(page, f"text/html; charset={told}"), str)
    try:
        story_of(page, url="https://a.example/s", content_type=f"text/html; charset={told}")
    except SourceError as problem:
        assert problem.sentence


def test_a_charset_that_is_slow_to_read_is_none() -> None:
    """Python's punycode takes time by the square of the length; pages are never written in it."""
    began = time.process_time()
    page = b"The pilots of the caf\xe9 stopped work on Tuesday. " * 6_000
    assert "stopped work on Tuesday" in decode(page, "text/html; charset=punycode")
    assert time.process_time() - began < 2
