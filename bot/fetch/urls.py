"""URLs as names of stories. The URL that is fetched is never rewritten; these forms are for remembering."""

from functools import cache
from importlib.resources import files
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

# Labels that name an edition of the same site and not another site.
_EDITIONS = {"www", "www2", "m", "mobile", "amp", "edition", "beta"}


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    """Names of tracking parameters, and prefixes of such names (written with a trailing ``*``)."""
    lines = files("bot.fetch").joinpath("data/tracking_parameters.txt").read_text("utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return (
        frozenset(word for word in words if not word.endswith("*")),
        tuple(word[:-1] for word in words if word.endswith("*")),
    )


def key(url: str) -> str:
    """The form of ``url`` under which a story is remembered.

    Without fragment, tracking parameters and default port, parameters in order, https for http. Parameters that may
    name the article stay. What cannot be read as a URL is its own key.
    """
    names, prefixes = _tracking()
    try:
        parts = urlsplit(canonicalize_url(url.strip(), keep_fragments=False))
        port = parts.port
    except ValueError:
        return url.strip()
    host = (parts.hostname or "").rstrip(".")
    if not host:
        return url.strip()
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in names and not name.lower().startswith(prefixes)
    ]
    authority = f"[{host}]" if ":" in host else host
    if port is not None and (parts.scheme, port) not in {("http", 80), ("https", 443)}:
        authority = f"{authority}:{port}"
    scheme = "https" if parts.scheme == "http" else parts.scheme
    return urlunsplit((scheme, authority, parts.path or "/", urlencode(kept), ""))


def site(host: str) -> str:
    """``host`` without the labels that name an edition: ``amp.example.org`` is ``example.org``."""
    labels = host.lower().rstrip(".").split(".")
    while len(labels) > 2 and labels[0] in _EDITIONS:
        labels.pop(0)
    return ".".join(labels)


def same_site(url: str, other: str) -> bool:
    """Whether both belong to one site, so that one may speak for the other.

    True for the same host, for editions of it, and where one host is a subdomain of the other.
    """
    try:
        first, second = (site(urlsplit(each).hostname or "") for each in (url, other))
    except ValueError:
        return False
    if not first or not second:
        return False
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")
