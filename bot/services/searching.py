"""Look through what was said in a channel's stories, and in no other's."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot import answers
from bot.models import Hit
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
        claims = [claim async for claim in self._channels.claims(team, channel)]
        hits = await asyncio.to_thread(answers.search, words, claims, limit=limit)
        return Found(hits, len(stories), min((c.read_at for c in stories), default=None))
