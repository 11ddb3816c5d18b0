"""Slack's error codes, each with what it means for us and the sentence for the person who can act on it."""

from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import NutgrafError
from bot.presentation.sentences import SLACK_REFUSALS

TOO_LONG: Final = frozenset({"msg_blocks_too_long", "msg_too_long"})
NOT_BLOCKS: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_arguments"})
GONE: Final = frozenset({"message_not_found", "thread_not_found", "cannot_reply_to_message", "user_not_in_channel"})
CLOSED: Final = frozenset(
    {"token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired", "org_login_required"}
)
_PASSING: Final = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "timeout",
    }
)


class SlackProblem(NutgrafError):
    """Slack refused a call. ``code`` is Slack's word for it, ``sentence`` is for the person who can act, or None.

    ``gone`` means that what it was about is no more; ``closed`` that the workspace no longer lets us in.
    """

    def __init__(self, code: str, *, needed: str = "", channel: str = "") -> None:
        super().__init__(f"{code} (needs {needed})" if needed else code)
        self.code = code
        self.needed = needed
        self.passing = code in _PASSING
        self.gone = code in GONE
        self.closed = code in CLOSED
        known = "restricted_action" if code.startswith("restricted_action") else code
        sentence = SLACK_REFUSALS.get(known)
        self.sentence = sentence.format(channel=channel, needed=needed or "it asks for") if sentence else None


class SlackUnreachable(NutgrafError):
    """Slack could not be reached, or its answer was lost: the call may have been carried out all the same."""

    passing = True


def problem_of(error: Exception, channel: str = "") -> NutgrafError:
    """Our error for one that slack-sdk raised."""
    if isinstance(error, SlackApiError):
        answer: Any = error.response
        code, needed = answer.get("error"), answer.get("needed")
        if not code:  # a gateway's page instead of Slack's JSON
            return SlackUnreachable(f"status {getattr(answer, 'status_code', 'unknown')}")
        return SlackProblem(str(code), needed=str(needed or ""), channel=channel)
    return SlackUnreachable(type(error).__name__)


RAISED: Final = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
"""What slack-sdk's asynchronous client raises when a call fails, on any level."""
