"""Who we are in the workspace that a request came from, and who sent it."""

from slack_bolt.async_app import AsyncBoltContext

from bot.slack.intake import Bot


def bot_in(context: AsyncBoltContext) -> Bot:
    """Our identity where the request came from; it was authorised, so Slack has told it."""
    told = context.authorize_result
    team = (told.enterprise_id or told.team_id) if told else (context.enterprise_id or context.team_id)
    return Bot(
        team=str(team or ""),
        user_id=str((told.bot_user_id if told else context.bot_user_id) or ""),
        bot_id=told.bot_id if told else context.bot_id,
    )
