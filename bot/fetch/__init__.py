"""How a story is had: fetched safely from a link, or taken from a file or pasted text."""

from bot.fetch.policy import Policy
from bot.fetch.reader import Look, Reader, fingerprint

__all__ = ["Look", "Policy", "Reader", "fingerprint"]
