"""What a story holds on a request: its nut graf, its warnings, what there is on somebody, somebody's words."""

from collections.abc import Sequence
from typing import Final

from bot.answers.question import Request
from bot.answers.retrieval.actors import named
from bot.answers.retrieval.speakers import claims_of, owners_of
from bot.answers.retrieval.story import Story
from bot.models import Answer, Claim, IssuedWarning, Span

MOST: Final = 4
LEAD: Final = 2
# Claims that carry a story beside its warnings: somebody is accused, something is denied.
_GRAVE: Final = frozenset({"accuses", "denies", "demands"})
_SURE: Final = 0.7


def listed_facts(request: Request, story: Story) -> Answer:
    """The story's own words on the request, in the story's order; an abstention where it has none."""
    spans: Sequence[Span]
    match request.kind:
        case "summary":
            spans = [*_lead(story), *_gravest(story)][: LEAD + MOST]
        case "warnings":
            spans = [warning.content for warning in _issued(story)]
        case "quotes":
            rows = claims_of(request.name, owners_of(request.name, story), story)
            spans = [span for claim, _, _ in sorted(rows, key=lambda row: -row[0].confidence) for span in claim.content]
        case "about":
            actors = {one.actor.id for one in named(request.name, story)}
            spans = [sentence.span for sentence in story.sentences if actors & sentence.actors]
    shown = list(spans[: LEAD + MOST if request.kind == "summary" else MOST])
    return Answer(kind="list", spans=shown, abstained=not shown, score=0.9 if shown else 0.0)


def _lead(story: Story) -> list[Span]:
    """The first sentences of the body: the headline says it shorter, and less."""
    headline = [part for part in story.report.article.paragraphs if part.role == "headline"]
    start = headline[0].end if headline else 0
    return [sentence.span for sentence in story.sentences if sentence.span.start >= start][:LEAD]


def _gravest(story: Story) -> list[Span]:
    lead = _lead(story)
    grave: list[IssuedWarning | Claim] = [*_issued(story)]
    grave += [one for one in story.report.claims if one.stance in _GRAVE and one.confidence >= _SURE and one.speaker]
    found: list[Span] = []
    for one in grave:
        span = one.content if isinstance(one, IssuedWarning) else one.content[0]
        if not any(span.start < other.end and other.start < span.end for other in [*lead, *found]):
            found.append(span)
    return found[:MOST]


def _issued(story: Story) -> list[IssuedWarning]:
    return [warning for warning in story.report.warnings if not warning.negated]
