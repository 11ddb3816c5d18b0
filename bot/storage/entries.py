"""One story of a channel with its claims: how it is stored, and how a process keeps it at hand."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bot.models import ChannelClaim, ChannelStory, ChannelWarning, Model, Span, Stance, StoryCard, WarningKind

# A decoded claim takes about 1.6 kB (measured on 50,000), so this is about 160 MB at the very most, and the two
# largest channels of a worker at once.
MOST_CLAIMS = 100_000


class StoredClaim(Model):
    """A ``ChannelClaim`` without what its story says already; spans as pairs. Names are short: there are many."""

    id: str
    by: str | None
    aka: list[str] = []
    st: Stance
    w: str
    at: list[tuple[int, int]]
    c: float

    @classmethod
    def of(cls, claim: ChannelClaim) -> Self:
        """``claim`` without its story."""
        return cls(
            id=claim.claim_id,
            by=claim.speaker,
            aka=claim.speaker_aliases,
            st=claim.stance,
            w=claim.words,
            at=[(span.start, span.end) for span in claim.content],
            c=claim.confidence,
        )


class StoredWarning(Model):
    """A ``ChannelWarning`` without what its story says already."""

    id: str
    k: WarningKind
    by: str | None = None
    aka: list[str] = []
    to: str | None = None
    to_aka: list[str] = []
    w: str
    if_: str | None = None
    then: str | None = None
    no: bool = False
    c: float

    @classmethod
    def of(cls, warning: ChannelWarning) -> Self:
        """``warning`` without its story."""
        return cls(
            id=warning.warning_id,
            k=warning.kind,
            by=warning.actor,
            aka=warning.actor_aliases,
            to=warning.recipient,
            to_aka=warning.recipient_aliases,
            w=warning.words,
            if_=warning.condition,
            then=warning.consequence,
            no=warning.negated,
            c=warning.confidence,
        )

    def whole(self, card: StoryCard, channel: str, thread_ts: str) -> ChannelWarning:
        """This warning with its story."""
        return ChannelWarning(
            warning_id=self.id,
            story=card,
            channel=channel,
            thread_ts=thread_ts,
            kind=self.k,
            actor=self.by,
            actor_aliases=self.aka,
            recipient=self.to,
            recipient_aliases=self.to_aka,
            words=self.w,
            condition=self.if_,
            consequence=self.then,
            negated=self.no,
            confidence=self.c,
        )


class StoredStory(Model):
    """A channel's entry as it lies in Redis. ``added_at`` is in seconds since 1970."""

    thread_ts: str
    added_at: float
    card: StoryCard
    claims: list[StoredClaim]
    warnings: list[StoredWarning] = []

    def entry(self, channel: str) -> "Entry":
        """This story as a search sees it."""
        claims = tuple(
            ChannelClaim(
                claim_id=claim.id,
                story=self.card,
                channel=channel,
                thread_ts=self.thread_ts,
                speaker=claim.by,
                speaker_aliases=claim.aka,
                stance=claim.st,
                words=claim.w,
                content=[Span(start=start, end=end) for start, end in claim.at],
                confidence=claim.c,
            )
            for claim in self.claims
        )
        warnings = tuple(warning.whole(self.card, channel, self.thread_ts) for warning in self.warnings)
        return Entry(self.added_at, ChannelStory(self.card, self.thread_ts, claims, warnings))


def packed(
    thread_ts: str,
    card: StoryCard,
    claims: Sequence[ChannelClaim],
    warnings: Sequence[ChannelWarning] = (),
    *,
    added_at: float,
) -> str:
    """A story with its claims and warnings as JSON."""
    return StoredStory(
        thread_ts=thread_ts,
        added_at=added_at,
        card=card,
        claims=[StoredClaim.of(claim) for claim in claims],
        warnings=[StoredWarning.of(warning) for warning in warnings],
    ).model_dump_json()


@dataclass(frozen=True, slots=True)
class Entry:
    """A story of a channel, decoded; ``added_at`` is in seconds since 1970."""

    added_at: float
    story: ChannelStory


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
