"""robots.txt, respected when a story is looked at again without anyone asking.

A link that a person posts is opened for that person, as their browser would; a look that the bot takes of its own
accord is a robot's.
"""

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

AGENT = "nutgraf"
LARGEST = 500_000  # bytes that are read, as RFC 9309 allows


def address(url: str) -> str:
    """Where the rules for ``url`` stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def allows(rules: bytes, url: str) -> bool:
    """Whether the robots.txt in ``rules`` lets nutgraf look at ``url``."""
    parser = RobotFileParser()
    parser.parse(rules[:LARGEST].decode("utf-8", "replace").splitlines())
    return parser.can_fetch(AGENT, url)
