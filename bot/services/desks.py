"""Whether the bot reads every link in a channel: quiet until somebody there says so."""

from bot.models import Desk
from bot.ports import Channels
from bot.services.clock import Clock, utc_now


class Desks:
    """The switch of each channel."""

    def __init__(self, *, channels: Channels, default_on: bool, now: Clock = utc_now) -> None:
        self._channels = channels
        self._now = now
        self.default_on = default_on

    async def choice(self, team: str, channel: str) -> Desk | None:
        """What the channel chose, or None where nobody chose."""
        desk = await self._channels.desk(team, channel)
        return desk if desk and desk.changed_by else None

    async def is_on(self, team: str, channel: str, *, shared: bool = False) -> bool:
        """Whether links in this channel are read without being asked.

        A channel that is shared with another organisation is off until somebody switches it on, whatever the default.
        """
        desk = await self.choice(team, channel)
        return desk.on if desk else self.default_on and not shared

    async def switch(self, team: str, channel: str, *, on: bool, user: str) -> Desk:
        """Switch the channel on or off and remember who did."""
        before = await self._channels.desk(team, channel) or Desk()
        desk = before.model_copy(update={"on": on, "changed_by": user, "changed_at": self._now()})
        await self._channels.set_desk(team, channel, desk)
        return desk

    async def maps(self, team: str, channel: str) -> bool:
        """Whether a story with several places gets a map without being asked for it; so it is until switched off."""
        desk = await self._channels.desk(team, channel)
        return desk is None or desk.maps

    async def switch_maps(self, team: str, channel: str, *, on: bool) -> None:
        """Switch that map on or off; whether links are read stays as it is."""
        desk = await self._channels.desk(team, channel) or Desk()
        await self._channels.set_desk(team, channel, desk.model_copy(update={"maps": on}))
