"""The words that attribute, read from ``attribution_cues.tsv``."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.models import Stance
from bot.nlp.lexicon.load import read_rows

POS: Final = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word: what it makes of its content, how it takes it (see the file's head), and how often it is one.

    ``prepositions`` are those behind which it names what it says ("warned of", "a call for").
    """

    lemma: str
    stance: Stance
    frames: frozenset[str]
    confidence: float
    prepositions: frozenset[str] = frozenset()


@cache
def cues() -> dict[tuple[str, str], Cue]:
    """Every cue by (lemma, "v" | "n" | "a"). Raises ValueError on a broken line of the file."""
    found: dict[tuple[str, str], Cue] = {}
    for lemma, pos, stance, frames, confidence, *rest in read_rows("attribution_cues.tsv"):
        behind = frozenset(rest[0].split()) if rest else frozenset[str]()
        found[lemma, pos] = Cue(lemma, _stance(stance), frozenset(frames), float(confidence), behind)
    return found


def _stance(word: str) -> Stance:
    match word:
        case "states" | "claims" | "confirms" | "denies" | "accuses" | "warns" | "demands" | "promises" | "asks":
            return word
    raise ValueError(f"not a stance: {word}")


@cache
def speech_verbs() -> frozenset[str]:
    """Lemmas of the verbs by which a party says something; those that only a document takes ("shows that") are none."""
    return frozenset(
        cue.lemma for (_, pos), cue in cues().items() if pos == "v" and cue.frames - {"-"} and "d" not in cue.frames
    )
