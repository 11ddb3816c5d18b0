"""Look through what was said in a channel's stories, and in no other's."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from bot import answers
from bot.answers import Listed, RelatedClaim, SearchFilters, SentenceEncoder, listing
from bot.models import ChannelClaim, ChannelStory, ChannelWarning, Hit, StoryResult
from bot.ports import Channels
from bot.services.threads import Place, channel_claims

T = TypeVar("T")

_EVERYTHING: Final = SearchFilters()
MOST_HITS = 100  # of a search by words: behind these, nothing is close


@dataclass(frozen=True)
class Found:
    """The hits of one page, how many there are in all, how many stories were searched, and since when they were
    read or since when was asked for."""

    hits: list[Hit]
    stories: int
    since: datetime | None
    total: int = 0


@dataclass(frozen=True)
class Rows(Generic[T]):
    """One page of what a party said or of warnings; ``total`` is how many there are in all.

    ``showing`` and ``unknown`` are as in ``answers.Listed``.
    """

    items: list[T]
    total: int
    stories: int
    since: datetime | None
    showing: tuple[str, ...]
    unknown: tuple[str, ...]


class Searching:
    """Searches over one channel's stories. Every method raises ``StoreUnavailable``."""

    def __init__(self, *, channels: Channels, encoder: SentenceEncoder | None = None) -> None:
        self._channels = channels
        self._encoder = encoder

    async def who_said(
        self,
        team: str,
        channel: str,
        words: str,
        *,
        filters: SearchFilters = _EVERYTHING,
        limit: int = 10,
        skip: int = 0,
    ) -> Found:
        """The claims of the channel, of the time in ``filters``, that say ``words`` or something like it, the closest
        first."""
        held = await self._channels.held(team, channel)
        stories = listing.in_time(filters, held) if filters.timed else held
        hits = await asyncio.to_thread(answers.search, words, stories, limit=MOST_HITS, encoder=self._encoder)
        return Found(hits[skip : skip + limit], len(stories), _since(stories, filters), len(hits))

    async def said_by(
        self, team: str, channel: str, filters: SearchFilters, *, limit: int = 10, skip: int = 0
    ) -> Rows[ChannelClaim]:
        """The claims of the channel by the party that is asked for, newest first."""
        stories = await self._channels.held(team, channel)
        found = await asyncio.to_thread(listing.said_by, filters, stories, self._encoder)
        return _page(found, stories, filters, limit, skip)

    async def warnings(
        self, team: str, channel: str, filters: SearchFilters, *, limit: int = 10, skip: int = 0
    ) -> Rows[ChannelWarning]:
        """The warnings of the channel, newest first."""
        stories = await self._channels.held(team, channel)
        return _page(await asyncio.to_thread(listing.warnings, filters, stories), stories, filters, limit, skip)

    async def related(self, place: Place, readings: Sequence[StoryResult]) -> list[RelatedClaim]:
        """What older stories of the channel say to the claims of these: said too, denied, another number."""
        new = [
            ChannelStory(one.card, place.thread_ts, tuple(channel_claims(place, one.card, one.report)))
            for one in readings
            if one.card and one.report
        ]
        stories = await self._channels.held(place.team, place.channel) if new else []
        if not stories:
            return []
        found = await asyncio.to_thread(lambda: [answers.find_related(story, stories) for story in new])
        return [pair for pairs in found for pair in pairs if not _same_story(pair)]


def _same_story(pair: RelatedClaim) -> bool:
    """Whether a story only repeats itself, under another address of its site or in an earlier version."""
    group = pair.claim.story.group
    return pair.kind == "also" and group is not None and group == pair.earlier.story.group


def _page(found: Listed[T], stories: Sequence[ChannelStory], filters: SearchFilters, limit: int, skip: int) -> Rows[T]:
    return Rows(
        found.items[skip : skip + limit],
        len(found.items),
        found.stories,
        _since(stories, filters),
        found.showing,
        found.unknown,
    )


def _since(stories: Sequence[ChannelStory], filters: SearchFilters) -> datetime | None:
    return filters.since or min((story.card.read_at for story in stories), default=None)
