"""An invented story with the facts that a pipeline would find in it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.answers import answer
from bot.encoder import CrossEncoder, SentenceEncoder
from bot.models import (
    Actor,
    Answer,
    Article,
    ChannelClaim,
    Claim,
    IssuedWarning,
    Mention,
    Paragraph,
    Report,
    Span,
    Stance,
    StoryCard,
)

Ask = Callable[..., Answer]

TEXT = """Crane drivers shut port of Velm for third day
By Our Correspondent
VELM - Some 1,400 crane drivers walked out on Tuesday over a plan to cut night crews at the port of Velm.
Ina Rask, head of the Dockers' Union of Norrland (DUN), said the cranes would "stand still until the plan is dead."
"Nobody will sign away the night shift," she added. She also accused the Harbour Board of hiding its accounts.
The Harbour Board's director, Tomas Lind, denied that any accounts had been withheld. "We have opened every book," \
he said.
Lind warned that shipping lines would move to Osterby if the strike went on past Friday.
In Velm's old town, cafe owner Mira Solvang said takings had fallen by 40 percent because the ferry crews stay away.
The transport minister, Per Aalto, visited the port on Monday but took no questions.
About 300 people marched to the customs house in Kaj Street on Wednesday evening. Dr. A. Holm of St. Erik's Hospital \
said two marchers were treated for broken wrists.
Subscribe to our newsletter for more stories like this."""


# After a stop that ends a sentence, and not after "Dr.", "A." or "St.".
STOP = re.compile(r"(?<![DS][rt]\.)(?<!A\.)(?<=[.\"])\s(?=\"?[A-Z])")


def span(words: str, *, after: str = "") -> Span:
    """Where words stand in the story."""
    start = TEXT.index(words, TEXT.index(after) if after else 0)
    return Span(start=start, end=start + len(words))


def mentions(*named: str, pronouns: tuple[tuple[str, str], ...] = ()) -> list[Mention]:
    """Mentions of an actor: each by the words that stand there, pronouns with the words that stand before them."""
    found = [Mention(start=s.start, end=s.end, form="name") for s in map(span, named)]
    found += [
        Mention(start=s.start, end=s.end, form="pronoun") for word, after in pronouns for s in [span(word, after=after)]
    ]
    return sorted(found, key=lambda mention: mention.start)


def claim(number: int, speaker: str | None, stance: Stance, *content: str, source: str, after: str = "") -> Claim:
    """A claim of the story."""
    return Claim(
        id=f"c{number}",
        kind="direct",
        stance=stance,
        content=[span(words) for words in content],
        source=span(source, after=after),
        speaker=speaker,
        confidence=0.9,
    )


@pytest.fixture(scope="session")
def ask(encoder: SentenceEncoder, reader: CrossEncoder) -> Ask:
    """Asks a report a question, and where one is given with the question before."""

    def ask(question: str, report: Report, *, previous: str | None = None) -> Answer:
        return answer(question, report, encoder, reader, previous=previous)

    return ask


@pytest.fixture
def report() -> Report:
    """The report of the story."""
    lines = TEXT.split("\n")
    roles = ["headline", "byline", *["body"] * (len(lines) - 3), "boilerplate"]
    paragraphs = []
    at = 0
    for line, role in zip(lines, roles, strict=True):
        paragraphs.append(Paragraph.model_validate({"start": at, "end": at + len(line), "role": role}))
        at += len(line) + 1
    actors = [
        Actor(
            id="rask",
            name="Ina Rask",
            kind="person",
            aliases=["Rask"],
            role="head of the Dockers' Union of Norrland",
            affiliation="dun",
            mentions=mentions("Ina Rask", pronouns=(("she", "night shift"), ("She", "added"))),
        ),
        Actor(
            id="dun",
            name="Dockers' Union of Norrland",
            kind="organisation",
            aliases=["DUN"],
            mentions=mentions("Dockers' Union of Norrland", "DUN"),
        ),
        Actor(id="board", name="Harbour Board", kind="organisation", mentions=mentions("Harbour Board")),
        Actor(
            id="lind",
            name="Tomas Lind",
            kind="person",
            aliases=["Lind"],
            role="The Harbour Board's director",
            affiliation="board",
            mentions=mentions("Tomas Lind", "Lind warned"[:4], pronouns=(("he", "every book"),)),
        ),
        Actor(id="solvang", name="Mira Solvang", kind="person", role="cafe owner", mentions=mentions("Mira Solvang")),
        Actor(
            id="aalto",
            name="Per Aalto",
            kind="person",
            role="The transport minister",
            mentions=mentions("Per Aalto"),
        ),
        Actor(id="holm", name="A. Holm", kind="person", mentions=mentions("A. Holm")),
    ]
    claims = [
        claim(1, "rask", "states", 'the cranes would "stand still until the plan is dead."', source="Ina Rask"),
        claim(2, "rask", "states", '"Nobody will sign away the night shift,"', source="she", after="night shift"),
        claim(3, "rask", "accuses", "the Harbour Board of hiding its accounts", source="She", after="added"),
        claim(4, "lind", "denies", "any accounts had been withheld", source="Tomas Lind"),
        claim(5, "lind", "states", '"We have opened every book,"', source="he", after="every book"),
        claim(
            6,
            "lind",
            "warns",
            "shipping lines would move to Osterby if the strike went on past Friday",
            source="Lind",
            after="he said",
        ),
        claim(
            7,
            "solvang",
            "states",
            "takings had fallen by 40 percent because the ferry crews stay away",
            source="Mira Solvang",
        ),
        claim(8, "holm", "states", "two marchers were treated for broken wrists", source="A. Holm"),
    ]
    warning = IssuedWarning(
        id="w1",
        kind="caution",
        content=span("Lind warned that shipping lines would move to Osterby if the strike went on past Friday"),
        actor="lind",
        condition=span("if the strike went on past Friday"),
        consequence=span("shipping lines would move to Osterby"),
    )
    return Report(
        article=Article(text=TEXT, paragraphs=paragraphs),
        sentences=[
            span(sentence)
            for line, role in zip(lines, roles, strict=True)
            if role in ("headline", "body")
            for sentence in STOP.split(line)
        ],
        actors=actors,
        claims=claims,
        warnings=[warning],
        pipeline="p1",
    )


@pytest.fixture
def said() -> Callable[..., ChannelClaim]:
    """Makes a claim of a channel."""

    def said(words: str, speaker: str | None = "Ina Rask", claim_id: str = "c1") -> ChannelClaim:
        card = StoryCard(story_id="s1", title="Port shut", read_at=datetime(2026, 11, 2, tzinfo=UTC))
        return ChannelClaim(
            claim_id=claim_id,
            story=card,
            channel="C1",
            thread_ts="1.0",
            speaker=speaker,
            stance="states",
            words=words,
            content=[Span(start=0, end=len(words))],
            confidence=0.9,
        )

    return said
