"""Block Kit's rules: what Slack refuses, and what it fills in."""

from bot.playground.blocks.message import checked_blocks, checked_text
from bot.playground.blocks.options import checked_options
from bot.playground.blocks.view import checked_view

__all__ = ["checked_blocks", "checked_options", "checked_text", "checked_view"]
