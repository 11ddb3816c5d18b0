"""Whether Slack takes our token, and who we are."""

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SettingsError
from bot.slack.events import Bot
from bot.slack.problems import RAISED, SlackProblem, problem_of
from bot.slack.serving.health import Check

_log = structlog.get_logger()


async def known_to_slack(client: AsyncWebClient) -> Bot | None:
    """Who we are, as Slack says; None while it cannot be reached. Raises ``SettingsError`` for a refused token."""
    try:
        told = await client.auth_test()
    except RAISED as error:
        problem = problem_of(error)
        if isinstance(problem, SlackProblem) and problem.closed:
            raise SettingsError(f"Slack refuses the bot token ({problem.code}). Run: nutgraf doctor") from error
        _log.warning("Slack not reached at start", error=str(problem))
        return None
    bot = Bot(str(told.get("enterprise_id") or told["team_id"]), told["user_id"], told.get("bot_id"))
    _log.info("connected to Slack", team=bot.team, bot=bot.user_id)
    return bot


def token_check(client: AsyncWebClient) -> Check:
    """For ``/readyz``: Slack takes the token."""

    async def check() -> None:
        try:
            await client.auth_test()
        except RAISED as error:
            raise problem_of(error) from error

    return check
