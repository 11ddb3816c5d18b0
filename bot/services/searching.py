"""Look through what was said in a channel's stories, and in no other's."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from bot import answers
from bot.models import ChannelClaim, Hit
from bot.ports import Channels


@dataclass(frozen=True)
class Found:
    """The hits, how many stories were searched, and when the oldest of them was read."""

    hits: list[Hit]
    stories: int
    since: datetime | None


class Searching:
    """Searches over one channel's claims."""

    def __init__(self, *, channels: Channels) -> None:
        self._channels = channels

    async def who_said(self, team: str, channel: str, words: str, *, limit: int = 10) -> Found:
        """The claims of the channel that match ``words``, best first. Raises ``StoreUnavailable``."""
        stories = await self._channels.stories(team, channel)
        claims = await _one_of_each(self._channels.claims(team, channel))
        hits = await asyncio.to_thread(answers.search, words, claims, limit=limit)
        return Found(hits, len({card.story_id for card in stories}), min((c.read_at for c in stories), default=None))


async def _one_of_each(claims: AsyncIterator[ChannelClaim]) -> list[ChannelClaim]:
    """A story that was posted in two threads has its claims twice; the newer thread's stay."""
    kept: dict[tuple[str, str], ChannelClaim] = {}
    async for claim in claims:
        kept.setdefault((claim.story.story_id, claim.claim_id), claim)
    return list(kept.values())
