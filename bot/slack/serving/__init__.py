"""How Slack reaches the app, and how an operator looks at it."""

from bot.slack.serving.health import Check, Health
from bot.slack.serving.http import listening, web_app
from bot.slack.serving.socket import SocketKeeper

__all__ = ["Check", "Health", "SocketKeeper", "listening", "web_app"]
