"""URLs as addresses: which page one names, and which site it belongs to. The URL that is fetched is never rewritten."""

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Labels that name an edition of the same site and not another site.
_EDITIONS = {"www", "www2", "m", "mobile", "amp", "edition", "beta"}
_PORTS = {"http": 80, "https": 443}


def key(url: str) -> str:
    """The address that ``url`` names: without fragment and default port, scheme and host in lower case.

    All else stays. Another scheme, another order of parameters or a parameter more may give another page: a preview,
    a reader's own link. What cannot be read as a URL is its own key.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    host = (parts.hostname or "").rstrip(".")
    if not host:
        return url.strip()
    authority = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS.get(parts.scheme):
        authority = f"{authority}:{port}"
    return urlunsplit((parts.scheme, authority, parts.path or "/", parts.query, ""))


def site(host: str) -> str:
    """``host`` without the labels that name an edition: ``amp.example.org`` is ``example.org``."""
    labels = host.lower().rstrip(".").split(".")
    while len(labels) > 2 and labels[0] in _EDITIONS:
        labels.pop(0)
    return ".".join(labels)


def same_site(url: str, other: str) -> bool:
    """Whether both belong to one site, by the public-suffix list with its private part: two papers under ``co.uk`` are
    two sites, and so are two users of one hosting domain."""
    try:
        first, second = (_registrable(urlsplit(each).hostname or "") for each in (url, other))
    except ValueError:
        return False
    return bool(first) and first == second


def _registrable(host: str) -> str:
    """The registrable domain of ``host``; an address, a public suffix or a name without a dot is its own.

    A suffix that the list does not know is one label long, as the list's own rules have it.
    """
    host = host.lower().rstrip(".")
    found = _suffixes()(host)
    if found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


@cache
def _suffixes() -> "TLDExtract":
    # imported here: only the process that parses pages needs it. The list is the package's own: nothing is fetched.
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
