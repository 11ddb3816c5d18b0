"""The address table, against IANA's registries as Python knows them."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.addresses import refusal


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "223.255.255.1"],
)
def test_public_v4(address: str) -> None:
    """Public IPv4 addresses pass, those next to refused blocks too."""
    assert refusal(address) is None


@pytest.mark.parametrize("address", ["2606:2800:220:1::1", "2a00:1450:4001:81b::200e", "2001:200::1", "2400:cb00::1"])
def test_public_v6(address: str) -> None:
    """Global unicast IPv6 addresses pass."""
    assert refusal(address) is None


@pytest.mark.parametrize(
    "word", ["", "example.org", "127.0.0.1 ", "0177.0.0.1", "1.2.3", "::1%lo", "fe80::1%eth0", "²"]
)
def test_what_is_no_plain_address(word: str) -> None:
    """A word that is no address, or an address with a zone, is refused."""
    assert refusal(word) is not None


@given(st.ip_addresses(v=4))
def test_never_wider_than_the_registry_v4(address: IPv4Address) -> None:
    """What the registry calls not global, or multicast, is refused."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert refusal(address) is not None


@given(st.ip_addresses(v=6))
def test_never_wider_than_the_registry_v6(address: IPv6Address) -> None:
    """What the registry calls not global is refused, and so is everything that carries an IPv4 address."""
    if not address.is_global or address.ipv4_mapped or address.sixtofour or address.teredo or address.is_site_local:
        assert refusal(address) is not None


@given(st.ip_addresses(v=4))
def test_no_wrapping_helps(address: IPv4Address) -> None:
    """No IPv4 address is reachable in an IPv6 wrapping, public or not."""
    number = int(address)
    wrapped = [
        number,
        0xFFFF << 32 | number,
        0xFFFF << 48 | number,
        0x64FF9B << 96 | number,
        0x2002 << 112 | number << 80,
    ]
    assert all(refusal(ip_address(each) if each >= 2**32 else IPv6Address(each)) for each in wrapped)
