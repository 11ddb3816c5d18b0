"""What may be fetched, as far as the URL tells; ``bot.fetch.addresses`` judges where it leads."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from ipaddress import ip_address

from yarl import URL

from bot.errors import NotAllowed
from bot.fetch.problems import refused_address

PORTS = {"http": 80, "https": 443}
LONGEST_URL = 4096

# What no honest link holds and parsers disagree about: control characters, white space, backslashes (some read
# them as slashes), and the characters that browsers drop without a word.
_TRICKS = {*map(chr, range(0x21)), "\x7f", "\\", "\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}

_CREDENTIALS = re.compile(r"^[^/?#]*//[^/?#]*@")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")  # a name (IDNA is ASCII by now) or a literal, without a zone
_NUMBER = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?", re.IGNORECASE)


def _names(hosts: Collection[str]) -> frozenset[str]:
    return frozenset(host.strip().lower().strip(".") for host in hosts if host.strip(" ."))


@dataclass(frozen=True)
class Policy:
    """The hosts that may be fetched.

    ``allow_hosts``: when not empty, only these and their subdomains; ``deny_hosts``: never these nor their
    subdomains. ``private_origins`` are exact ``host:port`` pairs that may be fetched although their address is
    private or their port unusual; they need not be in ``allow_hosts``, and ``deny_hosts`` still holds.
    """

    allow_hosts: Collection[str] = ()
    deny_hosts: Collection[str] = ()
    private_origins: Collection[str] = ()
    _allow: frozenset[str] = field(init=False, repr=False, compare=False)
    _deny: frozenset[str] = field(init=False, repr=False, compare=False)
    _private: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_allow", _names(self.allow_hosts))
        object.__setattr__(self, "_deny", _names(self.deny_hosts))
        object.__setattr__(self, "_private", frozenset(origin.strip().lower() for origin in self.private_origins))

    def is_private_origin(self, url: URL) -> bool:
        """Whether ``url`` leads to one of the ``private_origins``."""
        host = (url.host or "").lower()
        return f"{f'[{host}]' if ':' in host else host}:{url.port}" in self._private

    def judge(self, link: str) -> URL:
        """``link`` as the URL that will be fetched, unchanged but for the fragment.

        Raises NotAllowed where scheme, port, host, credentials or spelling are refused.
        """
        if len(link) > LONGEST_URL:
            raise NotAllowed("This link is too long to be a page's address. Paste the text instead.")
        if _TRICKS.intersection(link):
            raise NotAllowed("This link holds characters that no web address has. Copy it from the browser again.")
        try:
            url = URL(link, encoded=link.isascii())  # encoded: not a character is rewritten
            host, port, _ = url.raw_host, url.port, url.host  # the last raises on punycode that means nothing
        except ValueError:
            raise NotAllowed("This is not a web address. Copy the link from the browser again.") from None
        if url.scheme not in PORTS:
            raise NotAllowed("Only links that begin with http or https can be read.")
        if _CREDENTIALS.match(link):
            raise NotAllowed("This link holds a user name or password, so it was not opened. Paste the text instead.")
        if not host:
            raise NotAllowed("This link names no site. Copy it from the browser again.")
        if not _HOST.fullmatch(host.lower()):
            raise NotAllowed("This link names no site that there can be. Copy it from the browser again.")
        if _NUMBER.fullmatch(host) and not _is_plain(host):
            # 2130706433, 0x7f.1, 0177.0.0.1, 127.1, 127.0.0.1.: no honest link spells an address like that.
            raise refused_address()
        self._judge_host(url, host.lower().strip("."), port)
        return url.with_fragment(None)

    def _judge_host(self, url: URL, host: str, port: int | None) -> None:
        if _within(host, self._deny):
            raise NotAllowed(f"Your newsroom's settings say that {host} is not read. Paste the text instead.")
        if self.is_private_origin(url):
            return
        if port != PORTS[url.scheme]:
            raise NotAllowed("This link uses an unusual port, so it was not opened. Paste the text instead.")
        if self._allow and not _within(host, self._allow):
            raise NotAllowed(f"Your newsroom's settings do not list {host} as a site to read. Paste the text instead.")


def _is_plain(host: str) -> bool:
    """Whether ``host`` is an IPv4 address as everybody writes it, or an IPv6 address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _within(host: str, names: frozenset[str]) -> bool:
    """Whether ``host`` is one of ``names`` or a subdomain of one."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in names for start in range(len(labels)))
