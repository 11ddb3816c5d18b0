"""How the commands that search are used: options and examples."""

from typing import Final

from bot.slack.blocks import rich
from bot.slack.blocks.message import Message

_SINCE: Final = "since 12h, 7d, 2w, 3m, yesterday or 2026-11-01: only stories from then on"
# Each command: how it is written, what it does, its options, examples.
_COMMANDS: Final[dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]]] = {
    "who-said": (
        "/who-said WORDS",
        "Who said this or something like it, the closest first.",
        (),
        ("/who-said the ferry will stop", "/who-said paid every bill"),
    ),
    "said-by": (
        "/said-by NAME [about WORDS] [since 7d]",
        "What somebody said, the newest first, under every name and spelling in the stories.",
        ("about WORDS: only what is about these words", _SINCE),
        ("/said-by Lindqvist", "/said-by transport ministry about wages since 2w"),
    ),
    "warnings": (
        "/warnings [since 7d] [by NAME] [to NAME]",
        "Threats, ultimatums, cautions and commitments, the newest first.",
        ("by NAME: only those of this party", "to NAME: only those addressed to this party", _SINCE),
        ("/warnings", "/warnings since 7d by dockers’ union to government"),
    ),
    "story": (
        "/story URL",
        "Reads the story at this address and shows it to you. The link is not posted.",
        (),
        ("/story https://news.example/ferries",),
    ),
}


def command_help(command: str) -> Message:
    """How ``command`` ("who-said", "said-by", "warnings", "story") is used, and after it the others."""
    parts = []
    for name in sorted(_COMMANDS, key=lambda one: one != command):
        usage, does, options, examples = _COMMANDS[name]
        parts.append(rich.line(rich.text(usage, bold=True), rich.text(f"\n{does}")))
        lines = [*options, *(f"Example: {example}" for example in examples)]
        parts.append(rich.bullets([rich.line(rich.text(line)) for line in lines]))
    notes = (
        "Only you see an answer until you share it: a page of it, or what you choose from all its results.",
        "A search covers this channel’s stories and no other’s.",
        "/desk on, /desk off and /desk status: what I do with links in this channel.",
    )
    return Message(f"How to use /{command}", [rich.rich(*parts), rich.context(*notes)])
