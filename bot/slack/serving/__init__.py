"""How Slack reaches the app, and how an operator looks at it."""

from bot.slack.serving.health import Check, Health
from bot.slack.serving.http import listening, monitor_app, slack_app
from bot.slack.serving.socket import SocketKeeper
from bot.slack.serving.token import known_to_slack, token_check

__all__ = ["Check", "Health", "SocketKeeper", "known_to_slack", "listening", "monitor_app", "slack_app", "token_check"]
