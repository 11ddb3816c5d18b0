"""A warning in tokens, as a rule or the reader found it."""

from dataclasses import dataclass

from bot.models import WarningKind
from bot.nlp.syntax.phrases import Range

_SAME_POLARITY: frozenset[WarningKind] = frozenset({"threat", "ultimatum", "commitment"})


@dataclass(slots=True)
class WarningCandidate:
    """A warning in tokens; ``actor`` and ``recipient`` are noun phrases, None where the text does not name them.

    ``rule`` names what found it and ``confidence`` is how likely it is one (0 to 1). ``kind`` is None until the
    reader has told it.
    """

    content: Range
    rule: str
    confidence: float
    kind: WarningKind | None = None
    cue: Range | None = None
    actor: Range | None = None
    recipient: Range | None = None
    condition: Range | None = None
    consequence: Range | None = None
    deadline: Range | None = None
    claim: int | None = None
    negated: bool = False

    @property
    def cautions(self) -> bool:
        """Whether others, nature or events would do the harm."""
        return self.kind not in _SAME_POLARITY


def shared(a: Range, b: Range) -> float:
    """The share of the shorter of two stretches that both have."""
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / min(a[1] - a[0], b[1] - b[0]) if both > 0 else 0.0
