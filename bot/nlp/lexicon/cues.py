"""The words that attribute, read from ``bot/nlp/lexicon/data/attribution_cues.tsv``."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from bot.models import Stance

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
    for line in (files("bot.nlp.lexicon") / "data" / "attribution_cues.tsv").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        lemma, pos, stance, frames, confidence, *rest = line.split("\t")
        behind = frozenset(rest[0].split()) if rest else frozenset[str]()
        found[lemma, pos] = Cue(lemma, _stance(stance), frozenset(frames), float(confidence), behind)
    return found


def _stance(word: str) -> Stance:
    match word:
        case "states" | "claims" | "confirms" | "denies" | "accuses" | "warns" | "demands" | "promises" | "asks":
            return word
    raise ValueError(f"not a stance: {word}")


# Things that speak without a mouth: their clause is an attribution with verbs that otherwise are none ("found that").
@cache
def documents() -> frozenset[str]:
    """Lemmas of nouns for polls, studies, records and papers."""
    lines = (files("bot.nlp.lexicon") / "data" / "attribution_documents.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
