"""The stories of the channels that were searched last, as this process keeps them at hand."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.storage.entries import Entry

# A claim takes about 1.5 kB with its stems and vectors after a search and 3.5 kB once everything was looked at (50,000
# claims, make bench), so this is 260 MB at the very most: the largest channel of a worker, and others beside it.
MOST_CLAIMS = 75_000


@dataclass(frozen=True, slots=True)
class Edition:
    """A channel's entries, newest first, as they were when its edition had this name."""

    edition: str
    entries: dict[str, Entry]


class EntryCache:
    """The entries of the channels that were searched last, by (team, channel); never more than ``most_claims``.

    A channel that alone holds more is not kept, and is read anew at each search.
    """

    def __init__(self, most_claims: int = MOST_CLAIMS) -> None:
        self._most = most_claims
        self._size = 0
        self._channels: OrderedDict[tuple[str, str], tuple[int, Edition]] = OrderedDict()

    def get(self, place: tuple[str, str]) -> Edition | None:
        """What is kept of a channel, or None."""
        held = self._channels.get(place)
        if held is None:
            return None
        self._channels.move_to_end(place)
        return held[1]

    def put(self, place: tuple[str, str], edition: str, entries: dict[str, Entry]) -> Edition:
        """Keep a channel's entries, and let go of those that were searched longest ago."""
        self.drop(place)
        kept = Edition(edition, entries)
        size = sum(len(e.story.claims) + len(e.story.warnings) for e in entries.values()) + len(entries)
        if size <= self._most:
            self._channels[place] = (size, kept)
            self._size += size
        while self._size > self._most:
            _, (freed, _) = self._channels.popitem(last=False)
            self._size -= freed
        return kept

    def drop(self, place: tuple[str, str]) -> None:
        """Forget a channel."""
        size, _ = self._channels.pop(place, (0, None))
        self._size -= size
