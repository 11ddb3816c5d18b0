"""One installation, one bot token: what comes from another workspace is refused before anything looks at it.

An app that is installed in several workspaces gets the requests of all of them, signed with one secret and through
one socket. Bolt gives each the identity of our token, so the stories, switches and searches of our workspace would
stand open to the others.
"""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

import structlog
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.presentation import sentences
from bot.slack.metrics import EVENTS

Json = dict[str, Any]

_IDS: Final = ("team_id", "context_team_id", "app_installed_team_id", "enterprise_id", "context_enterprise_id")
_log = structlog.get_logger()


async def from_here(
    body: Json, context: AsyncBoltContext, next_: Callable[[], Awaitable[BoltResponse]]
) -> BoltResponse | None:
    """Let through what comes from the workspace or the enterprise of our token, and acknowledge the rest."""
    told = context.authorize_result
    if told is None or {told.team_id, told.enterprise_id} & set(named_in(body)):
        await next_()
        return None
    kind = (body.get("event") or {}).get("type") or body.get("type") or "command"
    EVENTS.labels(kind, "another workspace").inc()
    _log.warning("refused", why="another workspace", type=kind, team=context.team_id)
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentences.OTHER_WORKSPACE})
    return BoltResponse(status=200, body="")


def named_in(body: Json) -> Iterator[str]:
    """The ids of workspaces and enterprises that a request belongs to.

    In a channel that several organisations share, these are whoever may see the event; a button is also its
    message's, and a modal also that of the workspace which opened it.
    """
    parts = [body, body.get("user"), body.get("view"), *(body.get("authorizations") or [])]
    if body.get("type") == "block_actions":
        parts.append(body.get("message"))
    for part in parts:
        if not isinstance(part, dict):
            continue
        yield from (str(part[name]) for name in _IDS if part.get(name))
        for whole in (part.get("team"), part.get("enterprise")):
            named = whole.get("id") if isinstance(whole, dict) else whole
            if named:
                yield str(named)
