"""An answer to a question: the words of the story, or that it does not say."""

from bot.answers.identity import who_is
from bot.answers.meaning import Meaning
from bot.answers.passages import passages
from bot.answers.reading import Reading, follow
from bot.answers.said import what_said, who_said
from bot.answers.story import Story
from bot.models import Answer, Report


def answer(question: str, report: Report, meaning: Meaning, *, previous: str | None = None) -> Answer:
    """Answer ``question`` from ``report`` alone. ``previous`` is the question before, which this one may lean on.

    ``meaning`` tells how close texts are. The answer's spans are evidence, verbatim, the best first; its score is how
    likely it answers. Where the story does not say, ``abstained`` is true and ``nearest`` is the passage closest to the
    question. Nothing is raised for any text.
    """
    story = Story(report)
    reading, somebody_else = follow(question, previous)
    but: frozenset[str] = frozenset()
    if somebody_else and previous is not None:
        named_before = answer(previous, report, meaning).speaker
        but = frozenset(actor.id for actor in report.actors if actor.name == named_before)
    return _answered(reading, story, meaning, but)


def _answered(reading: Reading, story: Story, meaning: Meaning, but: frozenset[str]) -> Answer:
    if reading.kind == "who_said":
        return who_said(reading, story, meaning, but=but)
    if reading.kind == "what_said":
        return what_said(reading, story, meaning)
    if reading.kind == "who_is":
        return who_is(reading, story, meaning, but=but)
    return passages(reading, story, meaning)
