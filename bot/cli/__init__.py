"""The commands. Imports that take time happen in the command that needs them, so that ``--help`` is there at once."""

from bot.cli.program import main

__all__ = ["main"]
