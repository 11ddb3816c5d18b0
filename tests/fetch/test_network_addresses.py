"""The bed, part one: nothing is ever connected to a refused address, however it is spelled, named or reached."""

from typing import Any

import pytest

from bot.errors import NotAllowed, SourceError
from bot.fetch.policy import Policy

LITERALS = {
    "loopback": "http://127.0.0.1/",
    "loopback elsewhere in 127/8": "http://127.99.3.7/",
    "loopback over https": "https://127.0.0.1/",
    "loopback with its port": "http://127.0.0.1:80/",
    "loopback decimal": "http://2130706433/",
    "loopback decimal with a dot": "http://2130706433./",
    "loopback octal": "http://0177.0.0.1/",
    "loopback octal long": "http://00000177.0.0.01/",
    "loopback octal in one": "http://017700000001/",
    "loopback hex": "http://0x7f000001/",
    "loopback hex parts": "http://0x7f.0x0.0x0.0x1/",
    "loopback hex in capitals": "http://0X7F000001/",
    "loopback mixed": "http://0x7f.0.0.1/",
    "loopback two parts": "http://127.1/",
    "loopback three parts": "http://127.0.1/",
    "loopback with a trailing dot": "http://127.0.0.1./",
    "loopback full-width": "http://１２７.０.０.１/",
    "loopback ideographic dots": "http://127。0。0。1/",
    "loopback circled digits": "http://①②⑦.⓪.⓪.①/",
    "loopback half-width dot": "http://127｡0｡0｡1/",
    "loopback percent-encoded": "http://%31%32%37.0.0.1/",
    "loopback percent-encoded dot": "http://127%2e0%2e0%2e1/",
    "loopback with leading zeros": "http://127.000.000.001/",
    "loopback overflowing": "http://4294967297/",
    "loopback overflowing part": "http://127.0.0.257/",
    "loopback v6": "http://[::1]/",
    "loopback v6 long": "http://[0:0:0:0:0:0:0:1]/",
    "loopback v6 padded": "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "loopback v6 mapped": "http://[::ffff:127.0.0.1]/",
    "loopback v6 mapped hex": "http://[::ffff:7f00:1]/",
    "loopback v6 compatible": "http://[::127.0.0.1]/",
    "loopback v6 translated": "http://[::ffff:0:127.0.0.1]/",
    "loopback v6 zone": "http://[::1%25lo]/",
    "loopback v6 raw zone": "http://[::1%lo]/",
    "unspecified": "http://0.0.0.0/",
    "unspecified short": "http://0/",
    "this network": "http://0.1.2.3/",
    "unspecified v6": "http://[::]/",
    "private ten": "http://10.0.0.1/",
    "private ten hex": "http://0x0a000001/",
    "private 172": "http://172.16.0.1/",
    "private 172 upper end": "http://172.31.255.254/",
    "private 192": "http://192.168.1.1/",
    "private mapped": "http://[::ffff:192.168.1.1]/",
    "carrier-grade": "http://100.64.0.1/",
    "carrier-grade upper end": "http://100.127.255.254/",
    "link-local": "http://169.254.1.1/",
    "metadata of most clouds": "http://169.254.169.254/latest/meta-data/",
    "metadata decimal": "http://2852039166/",
    "metadata hex": "http://0xa9fea9fe/",
    "metadata octal": "http://0251.0376.0251.0376/",
    "metadata mapped": "http://[::ffff:169.254.169.254]/",
    "metadata mapped hex": "http://[::ffff:a9fe:a9fe]/",
    "metadata compatible": "http://[::a9fe:a9fe]/",
    "metadata full-width": "http://１６９.２５４.１６９.２５４/",
    "metadata of EC2 v6": "http://[fd00:ec2::254]/",
    "metadata of Alibaba": "http://100.100.100.200/",
    "metadata of Oracle": "http://192.0.0.192/",
    "metadata of Azure": "http://168.63.129.16/",
    "protocol assignments": "http://192.0.0.8/",
    "documentation one": "http://192.0.2.1/",
    "documentation two": "http://198.51.100.1/",
    "documentation three": "http://203.0.113.1/",
    "documentation v6": "http://[2001:db8::1]/",
    "documentation v6 new": "http://[3fff::1]/",
    "benchmark": "http://198.18.0.1/",
    "benchmark upper end": "http://198.19.255.254/",
    "benchmark v6": "http://[2001:2::1]/",
    "6to4 relay": "http://192.88.99.1/",
    "multicast": "http://224.0.0.1/",
    "multicast upper end": "http://239.255.255.250/",
    "multicast v6": "http://[ff02::1]/",
    "multicast v6 global": "http://[ff0e::1]/",
    "reserved": "http://240.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    "link-local v6": "http://[fe80::1]/",
    "link-local v6 zone": "http://[fe80::1%25eth0]/",
    "unique-local": "http://[fc00::1]/",
    "unique-local fd": "http://[fd12:3456:789a::1]/",
    "site-local": "http://[fec0::1]/",
    "NAT64 of loopback": "http://[64:ff9b::127.0.0.1]/",
    "NAT64 of metadata": "http://[64:ff9b::a9fe:a9fe]/",
    "NAT64 of a public address": "http://[64:ff9b::93.184.216.34]/",
    "NAT64 local": "http://[64:ff9b:1::a00:1]/",
    "6to4 of loopback": "http://[2002:7f00:1::]/",
    "6to4 of private": "http://[2002:c0a8:101::1]/",
    "Teredo": "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "ORCHID": "http://[2001:20::1]/",
    "discard": "http://[100::1]/",
    "segment routing": "http://[5f00::1]/",
    "future literal": "http://[v1.127.0.0.1]/",
}

TRICKS = {
    "user-info before the host": "http://example.org@127.0.0.1/",
    "user and password": "http://user:secret@example.org/",
    "empty user-info": "http://@127.0.0.1/",
    "user-info twice": "http://a@b@127.0.0.1/",
    "user-info with a public host": "https://editor@example.org/",
    "backslash for a slash": "http://127.0.0.1\\@example.org/",
    "backslash host": "http:\\\\127.0.0.1\\",
    "backslash behind user-info": "http://example.org\\@127.0.0.1/",
    "fragment before user-info": "http://example.org#@127.0.0.1/\\",
    "tab in the host": "http://127.0.\t0.1/",
    "line break in the path": "http://example.org/\r\nHost: 127.0.0.1",
    "line break in the host": "http://example.org\n.127.0.0.1/",
    "space in the host": "http://127.0.0.1 .example.org/",
    "null byte": "http://127.0.0.1\x00.example.org/",
    "soft hyphen": "http://127.0.0.1\u00ad/",
    "zero-width space": "http://127.0.\u200b0.1/",
    "no host": "http:///etc/passwd",
    "one slash": "http:/127.0.0.1/",
    "no slash": "http:127.0.0.1",
    "no scheme": "//127.0.0.1/",
    "unclosed bracket": "http://[::1/",
    "bracket and more": "http://[::1].example.org/",
    "quotation mark in the host": 'http://127.0.0.1"/',
    "too long": "http://example.org/" + "a" * 5000,
    "empty": "",
    "words": "not a link at all",
    "comma host": "http://example.org,127.0.0.1/",
    "dollar host": "http://$HOST/",
}

SCHEMES = {
    scheme: f"{scheme}:{rest}"
    for scheme, rest in {
        "file": "///etc/passwd",
        "ftp": "//example.org/a",
        "gopher": "//example.org:70/_x",
        "dict": "//example.org:2628/d:x",
        "ldap": "//example.org/",
        "data": "text/html,<p>x</p>",
        "javascript": "alert(1)",
        "about": "blank",
        "ws": "//example.org/",
        "wss": "//example.org/",
        "jar": "http://example.org/a.jar!/b",
        "view-source": "http://example.org/",
        "blob": "http://example.org/x",
        "netdoc": "///etc/passwd",
        "unix": "///var/run/docker.sock",
        "HTTPX": "//example.org/",
        "slack": "//open",
    }.items()
}

PORTS = {
    str(port): f"http://example.org:{port}/"
    for port in (0, 1, 21, 22, 25, 81, 2375, 3306, 5432, 6379, 8000, 8080, 9200, 11211, 65535, 65536, -1)
} | {
    "443 over http": "http://example.org:443/",
    "80 over https": "https://example.org:80/",
    "words": "http://example.org:http/",
    "two": "http://example.org:80:22/",
    "22 over https": "https://example.org:22/",
    "full-width": "http://example.org:２２/",
}

ANSWERS = {
    "loopback": ["127.0.0.1"],
    "loopback v6": ["::1"],
    "private": ["10.1.2.3"],
    "private 192": ["192.168.0.10"],
    "link-local": ["169.254.169.254"],
    "carrier-grade": ["100.64.9.9"],
    "Alibaba's metadata": ["100.100.100.200"],
    "Oracle's metadata": ["192.0.0.192"],
    "Azure's metadata": ["168.63.129.16"],
    "EC2's metadata v6": ["fd00:ec2::254"],
    "unspecified": ["0.0.0.0"],
    "unspecified v6": ["::"],
    "mapped": ["::ffff:10.0.0.1"],
    "NAT64": ["64:ff9b::a00:1"],
    "NAT64 local": ["64:ff9b:1::a00:1"],
    "6to4": ["2002:a00:1::"],
    "Teredo": ["2001::1"],
    "site-local": ["fec0::1"],
    "link-local v6": ["fe80::1"],
    "multicast": ["224.1.1.1"],
    "benchmark": ["198.18.1.1"],
    "broadcast": ["255.255.255.255"],
    "several private": ["10.0.0.1", "172.16.0.1", "fd00::1"],
    "private of both families": ["127.0.0.1", "::1"],
}

REDIRECTS = {
    "loopback": "http://127.0.0.1/",
    "loopback decimal": "http://2130706433/",
    "loopback v6": "http://[::1]/",
    "metadata": "http://169.254.169.254/latest/",
    "metadata v6": "http://[fd00:ec2::254]/",
    "mapped": "http://[::ffff:10.0.0.1]/",
    "a name that is private": "http://inside.example/",
    "without a scheme": "//127.0.0.1/",
    "a file": "file:///etc/passwd",
    "gopher": "gopher://127.0.0.1:6379/_x",
    "data": "data:text/html,<p>x</p>",
    "javascript": "javascript:alert(1)",
    "another port": "http://example.org:6379/",
    "credentials": "http://a:b@example.org/",
    "backslashes": "http:\\\\127.0.0.1\\",
    "backslashes without a scheme": "\\\\127.0.0.1\\",
    "full-width": "http://１２７.０.０.１/".encode().decode("latin-1"),
    "no host": "http:///",
    "an unclosed bracket": "http://[::1",
    "private by upgrade": "https://10.0.0.1/",
}


@pytest.mark.parametrize("link", LITERALS.values(), ids=LITERALS)
async def test_literal(internet: Any, link: str) -> None:
    """An address that is refused is refused in every spelling, and no socket is made."""
    with pytest.raises(NotAllowed):
        await internet.downloader().get(link)
    assert internet.dialled == []


@pytest.mark.parametrize("link", TRICKS.values(), ids=TRICKS)
async def test_trick(internet: Any, link: str) -> None:
    """A link that two parsers would read differently is refused, and no socket is made."""
    with pytest.raises(NotAllowed):
        await internet.downloader().get(link)
    assert internet.dialled == []


@pytest.mark.parametrize("link", SCHEMES.values(), ids=SCHEMES)
async def test_scheme(internet: Any, link: str) -> None:
    """Only http and https are fetched."""
    with pytest.raises(NotAllowed):
        await internet.downloader().get(link)
    assert (internet.asked, internet.dialled) == ([], [])


@pytest.mark.parametrize("link", PORTS.values(), ids=PORTS)
async def test_port(internet: Any, link: str) -> None:
    """Only port 80 for http and 443 for https are connected to."""
    internet.names["example.org"] = [[internet.PUBLIC]]
    with pytest.raises(NotAllowed):
        await internet.downloader().get(link)
    assert internet.dialled == []


@pytest.mark.parametrize("addresses", ANSWERS.values(), ids=ANSWERS)
async def test_answer_of_the_name_server(internet: Any, addresses: list[str]) -> None:
    """A name that leads to a refused address is refused, and no socket is made."""
    internet.names["story.example"] = [addresses]
    with pytest.raises(NotAllowed) as refused:
        await internet.downloader().get("http://story.example/")
    assert internet.dialled == []
    assert "private network" in refused.value.sentence


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", REDIRECTS.values(), ids=REDIRECTS)
async def test_redirect(internet: Any, target: str, status: int) -> None:
    """A redirect is judged like a link: the first site is asked, and nobody else."""
    internet.names |= {"example.org": [[internet.PUBLIC]], "inside.example": [["10.0.0.5"]]}
    await internet.site(internet.moved(target, status))
    with pytest.raises(SourceError):
        await internet.downloader().get("http://example.org/")
    assert internet.dialled == [(internet.PUBLIC, 80)]


async def test_rebound_between_requests(internet: Any) -> None:
    """A name that turns private for the second request of one fetch is refused at that request."""
    internet.names["example.org"] = [[internet.PUBLIC], ["127.0.0.1"]]
    await internet.site(internet.moved("/again"))
    with pytest.raises(NotAllowed):
        await internet.downloader().get("http://example.org/")
    assert internet.dialled == [(internet.PUBLIC, 80)]


async def test_rebound_between_fetches(internet: Any) -> None:
    """No answer of the name server is remembered from one fetch to the next, nor any connection."""
    internet.names["example.org"] = [[internet.PUBLIC], ["169.254.169.254"]]
    await internet.site(internet.page())
    downloader = internet.downloader()
    await downloader.get("http://example.org/")
    with pytest.raises(NotAllowed):
        await downloader.get("http://example.org/")
    assert internet.dialled == [(internet.PUBLIC, 80)]


async def test_mixed_answer(internet: Any) -> None:
    """Of a public and a private answer only the public one is ever connected to."""
    internet.names["example.org"] = [["127.0.0.1", internet.PUBLIC, "::1", "10.0.0.1"]]
    await internet.site(internet.page())
    page = await internet.downloader().get("http://example.org/")
    assert (page.status, internet.dialled) == (200, [(internet.PUBLIC, 80)])


async def test_mixed_answer_with_a_dead_public_address(internet: Any) -> None:
    """When the public address does not answer, the private one beside it is not tried instead."""
    internet.names["example.org"] = [[internet.PUBLIC, "127.0.0.1"]]
    with pytest.raises(SourceError):
        await internet.downloader().get("http://example.org/")
    assert internet.dialled == [(internet.PUBLIC, 80)]


class TestPolicy:
    """Allow-list, deny-list and origins that may be private."""

    async def test_denied_host(self, internet: Any) -> None:
        """A denied host and its subdomains are refused, in capitals and with a trailing dot too."""
        policy = Policy(deny_hosts=["Example.org"])
        for link in ("http://example.org/", "https://www.EXAMPLE.org./", "http://a.b.example.org/"):
            with pytest.raises(NotAllowed, match=r"example\.org"):
                await internet.downloader(policy).get(link)
        assert internet.asked == []

    async def test_name_that_only_ends_alike(self, internet: Any) -> None:
        """notexample.org is no subdomain of example.org."""
        internet.names["notexample.org"] = [[internet.PUBLIC]]
        await internet.site(internet.page())
        page = await internet.downloader(Policy(deny_hosts=["example.org"])).get("http://notexample.org/")
        assert page.status == 200

    async def test_allow_list(self, internet: Any) -> None:
        """With an allow-list, only its hosts are fetched, redirects included."""
        internet.names |= {"a.example": [[internet.PUBLIC]], "b.example": [[internet.PUBLIC_TOO]]}
        await internet.site(internet.moved("http://b.example/"))
        await internet.site(internet.page(), ip=internet.PUBLIC_TOO)
        downloader = internet.downloader(Policy(allow_hosts=["a.example"]))
        with pytest.raises(NotAllowed, match=r"b\.example"):
            await downloader.get("http://b.example/")
        with pytest.raises(NotAllowed, match=r"b\.example"):
            await downloader.get("http://a.example/")
        assert internet.dialled == [(internet.PUBLIC, 80)]

    async def test_allow_list_does_not_open_private_addresses(self, internet: Any) -> None:
        """A host that is allowed is still judged by its address."""
        internet.names["a.example"] = [["10.0.0.1"]]
        with pytest.raises(NotAllowed):
            await internet.downloader(Policy(allow_hosts=["a.example"])).get("http://a.example/")
        assert internet.dialled == []

    async def test_private_origin(self, internet: Any) -> None:
        """A private origin is fetched at its own port, and at no other."""
        await internet.site(internet.page(), ip="127.0.0.1", port=8123)
        downloader = internet.downloader(Policy(private_origins=["127.0.0.1:8123"]))
        assert (await downloader.get("http://127.0.0.1:8123/story")).status == 200
        for link in ("http://127.0.0.1:8124/", "http://127.0.0.1/", "http://127.0.0.2:8123/", "http://localhost:8123/"):
            with pytest.raises(NotAllowed):
                await downloader.get(link)
        assert internet.dialled == [("127.0.0.1", 8123)]

    async def test_private_origin_does_not_vouch_for_its_redirects(self, internet: Any) -> None:
        """What a private origin redirects to is judged like everything else."""
        await internet.site(internet.moved("http://10.0.0.1/"), ip="127.0.0.1", port=8123)
        with pytest.raises(NotAllowed):
            await internet.downloader(Policy(private_origins=["127.0.0.1:8123"])).get("http://127.0.0.1:8123/")
        assert internet.dialled == [("127.0.0.1", 8123)]

    async def test_public_site_may_not_lead_to_a_rebound_private_origin_port(self, internet: Any) -> None:
        """A public name that resolves to loopback does not profit from an origin that names another host."""
        internet.names["story.example"] = [["127.0.0.1"]]
        with pytest.raises(NotAllowed):
            await internet.downloader(Policy(private_origins=["127.0.0.1:80"])).get("http://story.example/")
        assert internet.dialled == []
