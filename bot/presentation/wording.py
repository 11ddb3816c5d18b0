"""Names of kinds and stances, and labels that stand in several places."""

from typing import Final

from bot.models import ActorKind, Stance, WarningKind
from bot.presentation.formats import Locale

# After a name: "Geologists said" is right whether the name is one or many, and nobody here knows which.
SAID: Final[dict[Stance, str]] = {
    "states": "said",
    "claims": "claimed",
    "confirms": "confirmed",
    "denies": "denied",
    "accuses": "accused",
    "warns": "warned",
    "demands": "demanded",
    "promises": "promised",
    "asks": "asked",
}

WARNINGS: Final[dict[WarningKind, str]] = {
    "threat": "Threat",
    "ultimatum": "Ultimatum",
    "caution": "Caution",
    "commitment": "Commitment",
}

# A finding below this is shown with the word "check", and after the others. On PolNeAR's development part (two folds),
# 92 % of the claims from .70 on have the right words and source; they are 71 % of all that is shown.
LOW_CONFIDENCE: Final = 0.7
CHECK: Final = "check: this reading is uncertain"

JUMP_LABEL: Final = "show in story"
UNATTRIBUTED: Final = "unattributed"
NO_SPEAKER: Final = "Speaker not named"
UNCLEAR_SPEAKER: Final = "Speaker not clear"


def actor_kind(kind: ActorKind, locale: Locale) -> str:
    """The kind of an actor in the reader's spelling."""
    return "organization" if kind == "organisation" and locale == "en-US" else kind
