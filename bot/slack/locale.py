"""Whose spelling and dates: as Slack tells of the person, where it tells."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from bot.slack.blocks import Locale
from bot.slack.posting import Clients
from bot.slack.problems import RAISED

_KNOWN_S: Final = 6 * 3600.0
_PEOPLE: Final = 10_000


class Locales:
    """The locale of a person, from ``users.info`` where the scope allows it, remembered for hours."""

    def __init__(self, *, clients: Clients, default: Locale, clock: Callable[[], float] = time.monotonic) -> None:
        self._clients = clients
        self._default = default
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[float, Locale]] = OrderedDict()

    async def of(self, team: str, user: str | None) -> Locale:
        """The person's locale, or the default where Slack does not tell."""
        if not user:
            return self._default
        known = self._known.get((team, user))
        if known and known[0] > self._clock():
            return known[1]
        locale = await self._ask(team, user)
        self._known[team, user] = (self._clock() + _KNOWN_S, locale)
        while len(self._known) > _PEOPLE:
            self._known.popitem(last=False)
        return locale

    async def _ask(self, team: str, user: str) -> Locale:
        try:
            answer = await (await self._clients(team)).users_info(user=user, include_locale=True)
        except RAISED:
            return self._default
        told = (answer.get("user") or {}).get("locale")
        return "en-US" if told == "en-US" else "en-GB" if told == "en-GB" else self._default
