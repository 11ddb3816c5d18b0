"""A story and what was found in it.

Offsets are half-open character offsets into ``Article.text``. The vocabulary is the field's: source, cue and
content are PARC 3.0's and PolNeAR's terms for attribution; actor, recipient, event and mode are PLOVER's; a
toponym is a name of a place, a location is what it resolves to.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

ParagraphRole = Literal["headline", "byline", "caption", "body", "boilerplate"]
ActorKind = Literal["person", "organisation", "state", "group"]
MentionForm = Literal["name", "nominal", "pronoun"]
ClaimKind = Literal["direct", "indirect", "mixed"]
Stance = Literal["states", "claims", "confirms", "denies", "accuses", "warns", "demands", "promises", "asks"]
NoteKind = Literal["correction", "live"]
WarningKind = Literal["threat", "ultimatum", "caution", "commitment"]

# What may stand between the story's verb and its words for both to be read on: "threatened to", "cautioned against".
_BETWEEN: Final = re.compile(r"\s+(?:(?:that|to|of|against|about|for|over|with)\s+)?")
_VERB: Final = re.compile(r"[A-Za-z]{3,20}(?:ed|ing|s|id|ld|rn|ore)")
# Without these the words would say the contrary: "moving" for "cautioned them against moving".
_AGAINST: Final = re.compile(r"\b(?:against|not to|never to|not|never)\s+$", re.IGNORECASE)
_MARKS: Final = "“\"'‘"


class Model(BaseModel):
    """Frozen, and strict about names: a misspelt field is an error, not a silent loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Model):
    """A stretch of ``Article.text``: ``text[start:end]``."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _not_backwards(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"span ends before it starts: {self.start}..{self.end}")
        return self

    def of(self, text: str) -> str:
        """The words of this span in ``text``."""
        return text[self.start : self.end]


class Paragraph(Span):
    """A paragraph and what it is for; facts come from body and headline alone."""

    role: ParagraphRole


class Note(Model):
    """What the page says of its own text: that it was corrected, in its words, or that it is live and may grow.

    The words are no part of ``Article.text``: a correction repeats what was wrong, and no facts come from it.
    """

    kind: NoteKind
    text: str | None = None


class Article(Model):
    """A story as it was read. ``text`` is what every offset counts in and is never rewritten afterwards.

    ``partial`` is true when the page gave away only the beginning of its story.
    """

    text: str
    paragraphs: list[Paragraph] = []
    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    authors: list[str] = []
    publisher: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    retrieved: datetime | None = None
    language: str = "en"
    partial: bool = False
    notes: list[Note] = []


class Mention(Span):
    """A place where an actor is spoken of."""

    form: MentionForm


class Actor(Model):
    """A party of the story, once, under its fullest name. ``role_span`` is where its ``role`` stands."""

    id: str
    name: str
    kind: ActorKind
    aliases: list[str] = []
    role: str | None = None
    role_span: Span | None = None
    affiliation: str | None = None
    mentions: list[Mention] = []


class Claim(Model):
    """An attribution: content, and whose it is.

    ``source`` is the mention that stands in the text ("he"); ``speaker`` is the id of the actor that this is,
    or None where it cannot be told. ``content`` has more than one span when the quotation is broken.
    """

    id: str
    kind: ClaimKind
    stance: Stance
    content: list[Span] = Field(min_length=1)
    source: Span | None = None
    cue: Span | None = None
    speaker: str | None = None
    addressee: str | None = None
    confidence: float = Field(ge=0, le=1)


class Plover(Model):
    """PLOVER's event and mode, for joining with event data."""

    event: str
    mode: str | None = None


class Deadline(Span):
    """By when a demand must be met, as it is written ("by Friday noon"), and what that means where the story tells.

    ``due`` is the day, ``at`` its hour: with a zone where the words name one, else by the clocks of the story.
    """

    due: date | None = None
    at: datetime | None = None


class IssuedWarning(Model):
    """A threat, ultimatum, caution or commitment; ``actor`` and ``recipient`` are actors' ids.

    ``negated`` marks one that the text says was not issued ("declined to threaten") or was taken back. ``event`` is
    the same for warnings that tell the same thing: headline, lead and quotation of one ultimatum.
    """

    id: str
    kind: WarningKind
    content: Span
    cue: Span | None = None
    actor: str | None = None
    actor_span: Span | None = None
    recipient: str | None = None
    recipient_span: Span | None = None
    condition: Span | None = None
    consequence: Span | None = None
    deadline: Deadline | None = None
    event: str | None = None
    claim: str | None = None
    negated: bool = False
    plover: Plover | None = None
    confidence: float = Field(default=1.0, ge=0, le=1)


class Place(Model):
    """Where a location is. ``feature_code`` is GeoNames' (PPL, ADM1, STM …); degrees are WGS 84.

    ``country_code`` is ISO 3166-1 alpha-2, and None for what lies in several countries.
    """

    name: str
    feature_code: str
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    geonames_id: int | None = None
    country_code: str | None = None
    admin1: str | None = None


class Alternative(Model):
    """Another place that a name could mean, and how likely that is (0 to 1)."""

    place: Place
    score: float = Field(ge=0, le=1)


class Location(Model):
    """A place that the story names, under every name it uses; ``place`` is None where it cannot be told.

    ``aliases`` are its wordings with the word that says what it is ("Raqqa province"); ``alternatives`` are the
    places that came close, the likeliest first.
    """

    id: str
    name: str
    aliases: list[str] = []
    mentions: list[Span] = []
    place: Place | None = None
    alternatives: list[Alternative] = []


class Report(Model):
    """Everything that was found in one story, and the version of what found it.

    ``sentences`` are those of its headline and body, in order, without the space around them.
    """

    article: Article
    sentences: list[Span] = []
    actors: list[Actor] = []
    claims: list[Claim] = []
    warnings: list[IssuedWarning] = []
    locations: list[Location] = []
    pipeline: str

    def actor(self, actor_id: str | None) -> Actor | None:
        """The actor with this id, or None."""
        return next((actor for actor in self.actors if actor.id == actor_id), None)

    def events(self) -> list[list[IssuedWarning]]:
        """The warnings by event, in the order of the text, of each event the fullest first.

        The fullest tells most of who, whom, if what, then what, by when; a headline tells least. A warning without an
        event stands alone.
        """
        found: dict[str, list[IssuedWarning]] = {}
        for warning in self.warnings:
            found.setdefault(warning.event or warning.id, []).append(warning)
        headline = next((one.end for one in self.article.paragraphs if one.role == "headline"), 0)

        def fullness(warning: IssuedWarning) -> tuple[bool, int, int]:
            parts = (warning.actor, warning.recipient, warning.condition, warning.consequence, warning.deadline)
            told = sum(part is not None for part in parts)
            return warning.content.start >= headline, told, warning.content.end - warning.content.start

        return [sorted(event, key=fullness, reverse=True) for event in found.values()]

    def warning_words(self, warning: IssuedWarning) -> Span:
        """The words of a warning from the story's own verb on, where that runs on into them: "threatened to publish".

        Where it does not, what denies them still belongs to them: "against moving", never "moving".
        """
        content, cue, text = warning.content, warning.cue, self.article.text
        if cue is not None and cue.end < content.start and _VERB.fullmatch(cue.of(text)):
            joined = _BETWEEN.fullmatch(text[cue.end : content.start]) and text[content.start] not in _MARKS
            if joined:
                return Span(start=cue.start, end=content.end)
        denial = _AGAINST.search(text[max(0, content.start - 20) : content.start])
        return Span(start=content.start - len(denial[0]), end=content.end) if denial else content

    def words(self, spans: Span | Sequence[Span]) -> str:
        """The words of one span, or of several with an ellipsis between them."""
        parts = [spans] if isinstance(spans, Span) else list(spans)
        return " … ".join(part.of(self.article.text) for part in parts)
