"""Who we are in the workspace that a request came from, and in which conversation a person acts."""

from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.services import Place
from bot.slack.events import Bot


def bot_in(context: AsyncBoltContext) -> Bot:
    """Our identity where the request came from; it was authorised, so Slack has told it."""
    told = context.authorize_result
    team = (told.enterprise_id or told.team_id) if told else (context.enterprise_id or context.team_id)
    return Bot(
        team=str(team or ""),
        user_id=str((told.bot_user_id if told else context.bot_user_id) or ""),
        bot_id=told.bot_id if told else context.bot_id,
    )


def place_in(body: dict[str, Any], context: AsyncBoltContext) -> Place:
    """Where a button was pressed, as Slack tells it; a button's own value says nothing about that.

    The channel is empty, as no conversation's is, where Slack names two.
    """
    message, container = body.get("message") or {}, body.get("container") or {}
    told = {str(where) for where in ((body.get("channel") or {}).get("id"), container.get("channel_id")) if where}
    ts = str(message.get("ts") or container.get("message_ts") or "")
    thread_ts = str(message.get("thread_ts") or container.get("thread_ts") or ts)
    return Place(bot_in(context).team, told.pop() if len(told) == 1 else "", thread_ts, ts)
