"""What Slack sends, each kind in its place; a listener acknowledges, hands on and is done."""

from bot.slack.listeners.register import register

__all__ = ["register"]
