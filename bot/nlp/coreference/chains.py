"""A party while it is being put together: its names, where it is spoken of, what is known of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from bot.models import ActorKind, MentionForm
from bot.nlp.lexicon import names
from bot.nlp.lexicon.names import Gender

PASSIVE = frozenset({"caption", "boilerplate"})
# A paragraph of so few tokens, line break included, says nothing by itself.
_LABEL = 3


@dataclass(eq=False)
class Mention:
    """A mention: tokens ``start`` to ``end`` around ``head``; ``name`` is the bare name in it, as words.

    ``titled`` marks one in the headline, where capitals tell little ("Docker Rips Karl Blum"). ``sure`` is how likely
    it speaks of its party.
    """

    start: int
    end: int
    head: int
    form: MentionForm
    name: str = ""
    titled: bool = False
    sure: float = 1.0


@dataclass(eq=False)
class Chain:
    """One party. ``words`` is the fullest name in small letters; ``key`` tells bodies and states apart."""

    kind: ActorKind
    mentions: list[Mention] = field(default_factory=list)
    words: tuple[str, ...] = ()
    key: frozenset[str] = frozenset()
    state: str | None = None
    known: str | None = None
    gender: Gender | None = None
    role: Span | None = None
    roles: list[Span] = field(default_factory=list)
    named_by: str = ""
    acts: bool = True

    @property
    def first(self) -> int:
        """The token of its first mention."""
        return min(mention.start for mention in self.mentions)

    def add(self, mention: Mention) -> None:
        """Note a mention."""
        self.mentions.append(mention)

    def fullest(self) -> str:
        """Its fullest name in the story: the most words; of those the first; "US" gives way to "United States"."""
        named = [mention for mention in self.mentions if mention.form == "name" and mention.name]
        given = [mention.name for mention in named if not mention.titled] or [mention.name for mention in named]
        if self.named_by:
            given = [self.named_by, *given]
        shown = [names.without_article(name) for name in dict.fromkeys(given)]
        if not shown:
            return ""
        if self.kind == "state":
            return max(shown, key=lambda name: (names.acronym(name) is None, len(name)))
        return max(
            shown, key=lambda name: (len(name.split()), names.acronym(name) is None, len(name) if self.key else 0)
        )


def texts(doc: Doc, party: Chain) -> Iterator[str]:
    """The forms in which a party is spoken of, pronouns aside, in the order of the text."""
    for mention in sorted(party.mentions, key=lambda one: one.start):
        if mention.form != "pronoun":
            yield doc[mention.start : mention.end].text


def paragraph_roles(doc: Doc) -> list[str]:
    """For each token the role of its paragraph ("body" where none is marked).

    A word or two without a stop amid the story ("City", "World news") is the page's, not the story's.
    """
    roles = ["body"] * len(doc)
    for span in doc.spans.get("paragraphs", []):
        role = span.label_
        if role == "body" and span.end - span.start <= _LABEL and not any(token.is_punct for token in span):
            role = "boilerplate"
        if role != "body":
            roles[span.start : span.end] = [role] * (span.end - span.start)
    return roles


def paragraph_numbers(doc: Doc) -> list[int]:
    """For each token the number of its paragraph."""
    numbers = [0] * len(doc)
    for number, span in enumerate(doc.spans.get("paragraphs", [])):
        numbers[span.start : span.end] = [number] * (span.end - span.start)
    return numbers
