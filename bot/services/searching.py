"""Look through what was said in a channel's stories, and in no other's."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot import answers
from bot.answers import Listed, Meaning, Neighbour, Wish, listing
from bot.models import ChannelClaim, ChannelStory, ChannelWarning, Hit, StoryResult
from bot.ports import Channels
from bot.services.threads import Place, channel_claims

T = TypeVar("T")

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

    def __init__(self, *, channels: Channels, meaning: Meaning | None = None) -> None:
        self._channels = channels
        self._meaning = meaning

    async def who_said(self, team: str, channel: str, words: str, *, limit: int = 10, skip: int = 0) -> Found:
        """The claims of the channel that say ``words`` or something like it, the closest first."""
        stories = await self._channels.held(team, channel)
        hits = await asyncio.to_thread(answers.search, words, stories, limit=MOST_HITS, meaning=self._meaning)
        return Found(hits[skip : skip + limit], len(stories), _since(stories, None), len(hits))

    async def said_by(
        self, team: str, channel: str, wish: Wish, *, limit: int = 10, skip: int = 0
    ) -> Rows[ChannelClaim]:
        """The claims of the channel by the party that is asked for, newest first."""
        stories = await self._channels.held(team, channel)
        return _page(await asyncio.to_thread(listing.said_by, wish, stories), stories, wish, limit, skip)

    async def warnings(
        self, team: str, channel: str, wish: Wish, *, limit: int = 10, skip: int = 0
    ) -> Rows[ChannelWarning]:
        """The warnings of the channel, newest first."""
        stories = await self._channels.held(team, channel)
        return _page(await asyncio.to_thread(listing.warnings, wish, stories), stories, wish, limit, skip)

    async def neighbours(self, place: Place, readings: Sequence[StoryResult]) -> list[Neighbour]:
        """What older stories of the channel say to the claims of these: said too, denied, another number."""
        new = [
            ChannelStory(one.card, place.thread_ts, tuple(channel_claims(place, one.card, one.report)))
            for one in readings
            if one.card and one.report
        ]
        stories = await self._channels.held(place.team, place.channel) if new else []
        if not stories:
            return []
        found = await asyncio.to_thread(lambda: [answers.neighbours(story, stories) for story in new])
        return [pair for pairs in found for pair in pairs if not _same_story(pair)]


def _same_story(pair: Neighbour) -> bool:
    """Whether a story only repeats itself, under another address of its site or in an earlier version."""
    group = pair.claim.story.group
    return pair.kind == "also" and group is not None and group == pair.earlier.story.group


def _page(found: Listed[T], stories: Sequence[ChannelStory], wish: Wish, limit: int, skip: int) -> Rows[T]:
    return Rows(
        found.items[skip : skip + limit],
        len(found.items),
        found.stories,
        _since(stories, wish.since),
        found.showing,
        found.unknown,
    )


def _since(stories: Sequence[ChannelStory], asked: datetime | None) -> datetime | None:
    return asked or min((story.card.read_at for story in stories), default=None)
