"""Names of keys: one team's keys share a prefix that no part of a name can forge.

A key reads ``nutgraf:{T0123}:thread:C42:1699.0001``. The braces are meant: they are Redis Cluster's hash tag, so
that everything of one team lies on one node and scripts may touch several of its keys.
"""

from urllib.parse import quote

ROOT = "nutgraf"


def escaped(part: str) -> str:
    """``part`` as one piece of a key: letters, digits and ``_.-~`` stay, all else is percent-encoded.

    Different parts give different pieces, and no piece holds a colon, a brace or a glob character.
    """
    return quote(part, safe="", errors="surrogatepass")


def key(team: str, *parts: str) -> str:
    """The key of ``parts`` under ``team``'s prefix."""
    return ":".join((ROOT, "{" + escaped(team) + "}", *map(escaped, parts)))
