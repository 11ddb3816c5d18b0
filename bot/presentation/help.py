"""How nutgraf is used, in the order in which a newcomer needs it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class CommandHelp:
    """A command: how it is written, what it does, its options, examples."""

    usage: str
    does: str
    options: tuple[str, ...]
    examples: tuple[str, ...]


ABOUT: Final = "nutgraf reads stories and answers with their warnings, claims, actors and places, word for word."
# Headings, and what stands under each.
HELP: Final = (
    (
        "Have a story read",
        (
            "Mention me with a link, or with the text of a story.",
            "Send me a link, a text or a file in a direct message.",
            "On any message, choose More actions, then Read this story.",
            "For a story behind a paywall, use the shortcut Paste a story.",
        ),
    ),
    (
        "Ask about it",
        (
            "Ask in the thread of my reply. I answer in the story’s own words, or say that I couldn’t find it.",
            "Type stop or mute in the thread and I’ll stay silent there until you mention me.",
        ),
    ),
    (
        "Search this channel’s stories",
        (
            "/who-said WORDS finds who said this, or something like it.",
            "/said-by NAME lists what somebody said; /warnings lists who warned whom.",
            "/story URL shows you a story without posting its link.",
            "Only you see the answer until you share it. Other channels’ stories are never searched.",
            "/who-said help shows options and examples.",
        ),
    ),
    (
        "Choose what I do here",
        (
            "/desk on: I read every link posted in this channel.",
            "/desk off: I read only what you ask me to read.",
            "/desk map off: I won’t post maps automatically.",
            "/desk map on: I will, for stories with three or more places.",
            "/desk status: what I’m doing here now.",
        ),
    ),
)
_SINCE: Final = (
    "since 12h, 7d, 2w, 3m, yesterday or 2026-11-01, until one of them, today, last week: only stories published then"
)
COMMANDS: Final = {
    "who-said": CommandHelp(
        "/who-said WORDS [since 7d]",
        "Who said this, or something like it. Closest first.",
        (_SINCE,),
        ("/who-said the ferry will stop", "/who-said paid every bill"),
    ),
    "said-by": CommandHelp(
        "/said-by NAME [about WORDS] [since 7d]",
        "What somebody said, under every name and spelling in the stories. Newest first.",
        ("about WORDS: only what is about these words", _SINCE),
        ("/said-by Lindqvist", "/said-by transport ministry about wages since 2w"),
    ),
    "warnings": CommandHelp(
        "/warnings [since 7d] [by NAME] [to NAME]",
        "Threats, ultimatums, cautions and commitments. Newest first.",
        ("by NAME: only this party’s", "to NAME: only those addressed to this party", _SINCE),
        ("/warnings", "/warnings since 7d by dockers’ union to government"),
    ),
    "story": CommandHelp(
        "/story URL",
        "Reads the story at this address and shows it to you. The link is not posted.",
        (),
        ("/story https://news.example/ferries",),
    ),
}
COMMAND_NOTES: Final = (
    "Only you see an answer until you share it: the whole page, or just the results you choose.",
    "A search covers this channel’s stories and no others.",
    "/desk on, /desk off and /desk status: what I do with links in this channel.",
)
