"""What is threatened, and by whom: from the warnings."""

from collections.abc import Collection

from bot.answers.retrieval.story import Story
from bot.answers.retrieval.topic import Topic
from bot.answers.stems import stem
from bot.models import Answer, IssuedWarning

VERBS = frozenset(map(stem, ("threaten", "warn")))
# The share of the topic that a warning, with the sentence around it, must meet; as for sentences that say "if".
AT_LEAST = 0.4


def threatened(about: Topic, story: Story, *, by: Collection[str] | None = None) -> Answer | None:
    """The warning that meets the topic best, in its own words; of the actors ``by`` alone where they are given.

    None where no warning does; one that the text says was not issued never does.
    """
    issued = [w for w in story.report.warnings if not w.negated and (by is None or w.actor in by)]
    best = max(issued, key=lambda warning: _score(warning, about, story), default=None)
    if best is None:
        return None
    score = _score(best, about, story)
    if about.terms and score < AT_LEAST:
        return None
    actor = story.actor(best.actor)
    return Answer(kind="condition", spans=[best.content], speaker=actor.name if actor else None, score=min(1.0, score))


def _score(warning: IssuedWarning, about: Topic, story: Story) -> float:
    parts = [span for span in (warning.content, warning.condition, warning.consequence) if span is not None]
    return about.cover(story.around(parts)) if about.terms else warning.confidence
