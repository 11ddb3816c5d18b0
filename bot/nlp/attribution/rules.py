"""What a rule of attribution yields, and how often each rule is right."""

from dataclasses import dataclass
from typing import Final

from bot.models import Stance
from bot.nlp.syntax.phrases import Range

# Of the findings of each rule, the share with content (IoU >= .5) and source as annotated, on 450 articles of PolNeAR's
# training part; "clause" and "noun" take their cue's own share (attribution_cues.tsv). Rounded down where few
# were seen.
MEASURED: Final[dict[str, float]] = {
    "quotation, cue behind": 0.96,
    "quotation, cue before": 0.87,
    "headline with colon": 0.85,
    "according to": 0.82,
    "inserted": 0.77,
    "quotation behind a colon": 0.7,
    "name and colon": 0.7,
    "transcript": 0.7,
    "quotation afloat": 0.68,
    "called": 0.65,
    "object": 0.65,
    "gap": 0.55,
    "thing": 0.61,
    "about": 0.6,
    "accused": 0.7,
    "infinitive": 0.56,
    "as X said": 0.47,
}


@dataclass(slots=True)
class Attribution:
    """An attribution in tokens. ``rule`` names what found it; ``confidence`` is how often that rule is right."""

    contents: list[Range]
    rule: str
    stance: Stance
    confidence: float
    cue: Range | None = None
    source: Range | None = None
    addressee: Range | None = None
    # where the speaker stands when it is not the source itself: the noun before "who"
    antecedent: Range | None = None
    # how likely the content is one, by the ranking
    content: float = 0.5

    @property
    def start(self) -> int:
        return self.contents[0][0]
