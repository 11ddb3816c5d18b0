"""How the commands that search are used: options and examples."""

from bot.presentation.help import COMMAND_NOTES, COMMANDS
from bot.slack.blocks import rich
from bot.slack.blocks.message import Message


def command_help(command: str) -> Message:
    """How ``command`` ("who-said", "said-by", "warnings", "story") is used, and after it the others."""
    parts = []
    for name in sorted(COMMANDS, key=lambda one: one != command):
        told = COMMANDS[name]
        parts.append(rich.line(rich.text(told.usage, bold=True), rich.text(f"\n{told.does}")))
        lines = [*told.options, *(f"Example: {example}" for example in told.examples)]
        parts.append(rich.bullets([rich.line(rich.text(line)) for line in lines]))
    return Message(f"How to use /{command}", [rich.rich(*parts), rich.context(*COMMAND_NOTES)])
