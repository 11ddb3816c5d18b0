"""How a story is had: fetched safely from a link, or taken from a file or pasted text."""

from bot.fetch.policy import Policy
from bot.fetch.reader import Reader

__all__ = ["Policy", "Reader"]
