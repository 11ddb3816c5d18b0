"""Which addresses may be connected to: the public internet, and nothing else.

``ipaddress.is_global`` will not do: it passes 192.0.0.192, 2002::/16, 64:ff9b:1::/48, fec0::/10 and multicast. So
IPv4 has a table of what is refused, and IPv6 a table of what is refused inside the one block that is global
unicast (2000::/3); whatever lies outside it is refused without a row of its own: loopback, mapped and compatible
IPv4, NAT64 (64:ff9b::/96 and the local 64:ff9b:1::/48), unique-local (with the metadata service fd00:ec2::254),
link-local, site-local and multicast.

Sources: IANA's special-purpose address registries for IPv4 and IPv6, and the clouds' documents for the metadata
services.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

_REFUSED_4: Final = tuple(
    (IPv4Network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade"),  # with the metadata service 100.100.100.200
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "metadata"),
        ("169.254.0.0/16", "link-local"),  # with the metadata service 169.254.169.254
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),  # with the metadata service 192.0.0.192
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "reserved"),  # AS112
        ("192.52.193.0/24", "reserved"),  # AMT
        ("192.88.99.0/24", "6to4"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),  # AS112
        ("198.18.0.0/15", "benchmark"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),  # with the broadcast address
    )
)

_GLOBAL_6: Final = IPv6Network("2000::/3")
_REFUSED_6: Final = tuple(
    (IPv6Network(network), reason)
    for network, reason in (
        ("2001::/23", "reserved"),  # Teredo, benchmark, ORCHID and the other protocol assignments
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "reserved"),  # AS112
        ("3fff::/20", "documentation"),
    )
)


def refusal(address: str | IPv4Address | IPv6Address) -> str | None:
    """Why ``address`` may not be connected to, in a word or two; None when it may.

    A string that is no address, or an IPv6 address with a zone, is refused too.
    """
    if isinstance(address, str):
        try:
            address = ip_address(address)
        except ValueError:
            return "not an address"
    if isinstance(address, IPv4Address):
        return next((reason for network, reason in _REFUSED_4 if address in network), None)
    if address.scope_id is not None:
        return "zone"
    if address not in _GLOBAL_6:
        return "not global"
    return next((reason for network, reason in _REFUSED_6 if address in network), None)
