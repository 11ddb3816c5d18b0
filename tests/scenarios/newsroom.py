"""What people in a newsroom do and see, for the scenarios."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.bootstrap import Running
from bot.playground import Playground
from bot.settings import Settings
from bot.slack.jobs.reading import reply_mark
from tests.slack_messages import text_of

DESK = "#world-desk"
STRIKE = "dock-strike-ultimatum"
BRIDGE = "lesna-bridge-shelling"
STORY = (
    "Ferry to Hallum will stop at midnight, harbour master warns\n\n"
    "The harbour master of Velm threatened on Tuesday to stop the ferry to Hallum unless the island council pays "
    "its debts.\n\n"
    '"If the council does not pay by Friday, the ferry will stay in port," harbour master Marta Klein told reporters '
    "in Rotterdam.\n\n"
    "The council's speaker, Jonas Reed, denied that money was owed. "
    '"We have paid every bill since March," he said. "The harbour master should read her own books."\n\n'
    "Klein said that her office had sent eleven letters since the summer, and that none of them had been answered "
    "by the council."
)


@dataclass
class Newsroom:
    """The pretend Slack, and the bot in it."""

    slack: Playground
    bot: Running
    settings: Settings

    def url(self, page: str) -> str:
        """The address of a page of the sample news site."""
        return f"{self.slack.site_url}{page}"

    async def post(self, page: str, *, channel: str = DESK, user: str = "ana") -> str:
        """Somebody posts a link; the post's ts."""
        return await self.slack.post(channel, user, f"Look: {self.url(page)}")

    async def upload(self, text: str = STORY, *, channel: str = DESK, name: str = "story.txt") -> str:
        """Ana uploads a text; the post's ts."""
        return await self.slack.post(channel, "ana", "", files=[(name, text.encode())])

    async def reply(self, ts: str, *, channel: str = DESK, number: int = 1, saying: str = "") -> str:
        """What the reader of the ``number``-th reply sees, once it is there and holds ``saying``."""

        def there() -> str:
            replies = self.slack.replies(channel, ts)
            words = text_of(replies[number - 1]) if len(replies) >= number else ""
            return words if saying in words else ""

        return await self.slack.until(there, 30)

    async def kept(self, number: int = 1, *, channel: str = DESK) -> None:
        """Wait until the channel has so many stories that a search finds: a moment after the reply is seen."""
        team, where = self.slack.team_id, self.slack.channel(channel).id

        async def there() -> bool:
            return len(await self.bot.parts.threads.latest(team, where, number)) >= number

        await self.eventually(there)

    async def settled(self, ts: str, *, channel: str = DESK) -> None:
        """Wait until the bot has noted its reply to a post: a moment after the reply is seen."""
        team, mark = self.slack.team_id, reply_mark(self.slack.channel(channel).id, ts)

        async def noted() -> bool:
            return await self.bot.parts.idempotency.result(team, mark) is not None

        await self.eventually(noted)

    async def eventually(self, condition: Callable[[], Awaitable[bool]], within: float = 20) -> None:
        """Wait until ``condition`` holds, which looks at what Slack does not show. Raises TimeoutError."""
        for _ in range(round(within / 0.02)):
            if await condition():
                return
            await asyncio.sleep(0.02)
        raise TimeoutError(f"not within {within} s")

    async def whisper(self, user: str = "ana", *, channel: str = DESK, number: int = 1) -> str:
        """What one person alone is shown, once it is there."""
        shown = await self.slack.until(
            lambda: found if len(found := self.slack.ephemerals(channel, user)) >= number else None, 20
        )
        return text_of(shown[number - 1])

    async def told(self, user: str = "ana", *, number: int = 1) -> str:
        """What the bot says to one person in their direct messages, once it is there."""
        direct = self.slack.direct(user).id
        said = await self.slack.until(lambda: found if len(found := self.said(direct)) >= number else None, 20)
        return text_of(said[number - 1])

    async def quiet(self, seconds: float = 0.4) -> None:
        """Wait until all events are delivered, and then longer than a second answer would take."""
        await self.slack.delivered()
        await asyncio.sleep(seconds)

    def said(self, channel: str = DESK) -> list[dict[str, Any]]:
        """All that the bot has posted in the channel, replies included."""
        every = self.slack.channel(channel).messages.values()
        return [message for message in every if message.get("user") == self.slack.bot_user_id]
