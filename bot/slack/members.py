"""Who is in a conversation: looked up whenever somebody presses a button or sends a form, and never remembered."""

from typing import Final

import structlog

from bot.slack.posting import Clients
from bot.slack.problems import RAISED, SlackProblem, problem_of

_PAGE: Final = 1_000  # members, the most that Slack gives at a time
_PAGES: Final = 50
_HIDDEN: Final = frozenset({"channel_not_found", "not_in_channel", "method_not_supported_for_channel_type"})
_log = structlog.get_logger()


class Members:
    """Asks Slack. A person who left a channel a moment ago is no member, so no answer is kept."""

    def __init__(self, *, clients: Clients) -> None:
        self._clients = clients

    async def has(self, team: str, channel: str, user: str | None, *, vouched: bool) -> bool:
        """Whether ``user`` is in the conversation.

        Where Slack does not tell, for want of the scope, it is so when ``vouched``: when Slack itself has just named
        the conversation as the one that the person acts in. Raises ``SlackProblem`` and ``SlackUnreachable``.
        """
        if not channel or not user:
            return False
        client, cursor = await self._clients(team), ""
        for _ in range(_PAGES):
            try:
                answer = await client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor)
            except RAISED as error:
                problem = problem_of(error, channel)
                if isinstance(problem, SlackProblem) and problem.code == "missing_scope":
                    _log.info("membership unknown", needed=problem.needed, vouched=vouched)
                    return vouched
                if isinstance(problem, SlackProblem) and problem.code in _HIDDEN:
                    return False
                raise problem from error
            if user in (answer.get("members") or ()):
                return True
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return False
        return False
