"""One story of a channel with its claims, as it lies in Redis.

A story is a value of four lines, so that a search after a start decodes what it needs and no more::

    the card, when it was added, how many claims and warnings there are, a checksum of the next two lines
    the claims and warnings
    the version and the data of ``answers.packed_words``
    the version and the data (base64) of ``answers.packing``; missing until the vectors are made

Earlier releases wrote one line, the card with claims and warnings; that is read, too.
"""

import base64
import binascii
import gc
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self, TypeVar, overload

import structlog
from pydantic import ValidationError

from bot.models import (
    ChannelClaim,
    ChannelStory,
    ChannelWarning,
    Derived,
    Model,
    Span,
    Stance,
    StoryCard,
    WarningKind,
)

T = TypeVar("T")

# From so many stories decoded on, what was decoded is taken out of the collector's sight: it holds no cycles, is let
# go of by its counts, and walking it at every full collection took longer than the searches (50,000 claims).
MANY: Final = 1_000
_FORMAT: Final = 2
log = structlog.get_logger(__name__)


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

    def whole(self, card: StoryCard, channel: str, thread_ts: str) -> ChannelClaim:
        """This claim with its story. What was checked when it was read is not checked again: half of the time."""
        return ChannelClaim.model_construct(
            claim_id=self.id,
            story=card,
            channel=channel,
            thread_ts=thread_ts,
            speaker=self.by,
            speaker_aliases=self.aka,
            stance=self.st,
            words=self.w,
            content=[Span(start=start, end=end) for start, end in self.at],
            confidence=self.c,
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
    by_when: str | None = None
    due: date | None = None
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
            by_when=warning.deadline,
            due=warning.due,
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
            deadline=self.by_when,
            due=self.due,
            negated=self.no,
            confidence=self.c,
        )


class StoredStory(Model):
    """A channel's entry as earlier releases wrote it. ``added_at`` is in seconds since 1970."""

    thread_ts: str
    added_at: float
    card: StoryCard
    claims: list[StoredClaim]
    warnings: list[StoredWarning] = []


class Head(Model):
    """The first line of an entry."""

    format: int
    thread_ts: str
    added_at: float
    card: StoryCard
    claims: int
    warnings: int
    sum: int


class Body(Model):
    """The second line of an entry."""

    claims: list[StoredClaim]
    warnings: list[StoredWarning]


def packed(
    thread_ts: str,
    card: StoryCard,
    claims: Sequence[ChannelClaim],
    warnings: Sequence[ChannelWarning] = (),
    *,
    added_at: float,
    words: Derived | None = None,
) -> str:
    """A story with its claims and warnings as it is stored, without vectors."""
    body = Body(
        claims=[StoredClaim.of(claim) for claim in claims],
        warnings=[StoredWarning.of(warning) for warning in warnings],
    ).model_dump_json()
    index = f"{words.version} {words.data.decode()}" if words else ""
    head = Head(
        format=_FORMAT,
        thread_ts=thread_ts,
        added_at=added_at,
        card=card,
        claims=len(claims),
        warnings=len(warnings),
        sum=zlib.crc32(f"{body}\n{index}".encode()),
    )
    return f"{head.model_dump_json()}\n{body}\n{index}"


def with_vectors(raw: str, vectors: Derived) -> str | None:
    """A stored story with these vectors; None for one that an older release wrote, which has no place for them."""
    lines = raw.split("\n")
    if len(lines) < 3:
        return None
    return "\n".join([*lines[:3], f"{vectors.version} {base64.b64encode(vectors.data).decode()}"])


@dataclass(frozen=True, slots=True)
class Entry:
    """A story of a channel, decoded; ``added_at`` is in seconds since 1970."""

    added_at: float
    story: ChannelStory


def unpacked(raw: str | None, channel: str) -> Entry | None:
    """A stored story as a search sees it; None where there is none, or where another release wrote what this one
    cannot read: that is logged, never with its content, and runs out with its time to live."""
    if raw is None:
        return None
    try:
        return _entry(raw, channel)
    except (ValidationError, ValueError, binascii.Error) as error:
        log.warning("stored value cannot be read", what="story", problem=type(error).__name__)
        return None


def _entry(raw: str, channel: str) -> Entry:
    first, *more = raw.split("\n")
    if not more:
        old = StoredStory.model_validate_json(first)
        claims = tuple(claim.whole(old.card, channel, old.thread_ts) for claim in old.claims)
        warnings = tuple(warning.whole(old.card, channel, old.thread_ts) for warning in old.warnings)
        return Entry(old.added_at, ChannelStory(old.card, old.thread_ts, claims, warnings))
    head = Head.model_validate_json(first)
    body, index, *vectors = more
    if head.format != _FORMAT or head.sum != zlib.crc32(f"{body}\n{index}".encode()):
        raise ValueError("not this format")
    version, _, data = index.partition(" ")
    vectors_version, _, encoded = vectors[0].partition(" ") if vectors else ("", "", "")
    folded = LazyBody(body, head.card, channel, head.thread_ts)
    return Entry(
        head.added_at,
        ChannelStory(
            head.card,
            head.thread_ts,
            LazySequence(head.claims, lambda: folded.both()[0]),
            LazySequence(head.warnings, lambda: folded.both()[1]),
            Derived(version, data.encode()) if index else None,
            Derived(vectors_version, base64.b64decode(encoded, validate=True)) if vectors else None,
        ),
    )


class LazySequence(Sequence[T]):
    """Claims or warnings of a stored story, decoded when one of them is first looked at."""

    __slots__ = ("_items", "_size", "_unfold")

    def __init__(self, size: int, unfold: Callable[[], Sequence[T]]) -> None:
        self._size = size
        self._unfold = unfold

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._unfold()[at]


class LazyBody:
    """The second line of an entry until it is needed, what stands in it afterwards."""

    __slots__ = ("_both", "_card", "_channel", "_raw", "_thread_ts")
    decoded = 0

    def __init__(self, raw: str, card: StoryCard, channel: str, thread_ts: str) -> None:
        self._raw = raw
        self._card, self._channel, self._thread_ts = card, channel, thread_ts
        self._both: tuple[tuple[ChannelClaim, ...], tuple[ChannelWarning, ...]] | None = None

    def both(self) -> tuple[tuple[ChannelClaim, ...], tuple[ChannelWarning, ...]]:
        """The claims and the warnings. Two threads may both decode them; they find the same."""
        both, raw = self._both, self._raw
        if both is None:
            body = Body.model_validate_json(raw)
            both = self._both = (
                tuple(claim.whole(self._card, self._channel, self._thread_ts) for claim in body.claims),
                tuple(warning.whole(self._card, self._channel, self._thread_ts) for warning in body.warnings),
            )
            self._raw = ""
            LazyBody.decoded += 1
            if LazyBody.decoded % MANY == 0:
                gc.freeze()
        return both
