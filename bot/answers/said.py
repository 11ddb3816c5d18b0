"""Who said something, and what somebody said: from the claims."""

from dataclasses import dataclass

from bot.answers.match import Topic, topic
from bot.answers.owners import all_named, claims_of, owners_of
from bot.answers.parties import named
from bot.answers.reading import PLAIN_SPEECH, STANCE_OF, Reading
from bot.answers.story import Passage, Story
from bot.answers.threats import VERBS, threatened
from bot.answers.words import stem, words
from bot.models import Answer, Claim, Span

# Swept on the development questions, in steps of .05.
WHO_SAID_AT_LEAST = 0.3
ABOUT_AT_LEAST = 0.25
# "The paper reported that Rask said …": whose words they are is asked, not who passed them on.
RELAYED = 0.8
# Swept with the thresholds above: below SURE, a RIVAL that is this close makes naming anybody a guess.
SURE = 0.5
RIVAL = 0.8
STANCE_BONUS = 0.15
# The weight of a word that the story has in no form, against that of a rare one.
UNKNOWN = 0.5
# A long quotation meets some word of any question: beyond this length (characters) a meeting tells less.
LONG = 250
LONG_HALVES = 1000
SHORT_WORDS = 3
# Claims that follow each other belong together when they are this close (characters), and this nearly as good.
CLOSE = 250
NEARLY = 0.7
ADDRESSING = frozenset(map(stem, ["tell", "ask", "urge", "order", "want", "warn", "advise"]))
MOST_CLAIMS = 3
MOST_WORDS = 75


@dataclass(frozen=True, slots=True)
class Scored:
    """A claim, and how well it meets the question."""

    claim: Claim
    content: Passage
    score: float


def who_said(reading: Reading, story: Story, *, but: frozenset[str] = frozenset()) -> Answer:
    """The speaker whose words meet the topic best. ``but`` are ids of actors that were named before."""
    about = topic(reading.topic, story, unknown=UNKNOWN)
    asked = {one.actor.id for one in named(reading.topic, story)}
    if not about.terms:
        warned = threatened(about, story) if reading.verb in VERBS else None
        return warned if warned is not None and warned.speaker else Answer(kind="who_said", abstained=True)
    stance = STANCE_OF.get(reading.verb or "")
    scored = [
        Scored(claim, content, _who_score(claim, content, around, about, asked, stance, story))
        for claim, content, around in story.claims
        if claim.speaker is None or claim.speaker not in but
    ]
    spoken = [one for one in scored if one.claim.speaker is not None]
    best = max(spoken, key=lambda one: one.score, default=None)
    if best is None or best.score < WHO_SAID_AT_LEAST or _by_chance(best, about) or _rivalled(best, spoken):
        nearest = max(scored, key=lambda one: one.score, default=None)
        return Answer(
            kind="who_said",
            abstained=True,
            nearest=_whole(nearest.claim) if nearest and nearest.score > 0 else None,
            score=nearest.score if nearest else 0.0,
        )
    speaker = story.actor(best.claim.speaker)
    same = [one for one in spoken if one.claim.speaker == best.claim.speaker]
    return Answer(
        kind="who_said",
        spans=_shown(best, same, story),
        speaker=speaker.name if speaker else None,
        score=min(1.0, best.score),
    )


def _by_chance(best: Scored, about: Topic) -> bool:
    """Whether one word of several is all that meets: any long quotation does that."""
    return best.score < SURE and len(about.terms) > 1 and about.terms_met(best.content) < 2


def _within(inner: Claim, outer: Claim) -> bool:
    """Whether a claim of another speaker, its source included, stands inside a claim's content."""
    if inner.source is None or inner.speaker in (None, outer.speaker):
        return False
    return any(
        span.start <= inner.source.start and all(span.start <= c.start and c.end <= span.end for c in inner.content)
        for span in outer.content
    )


def _rivalled(best: Scored, spoken: list[Scored]) -> bool:
    """Whether another's words are nearly as close, where the best are not very close: then naming one is a guess."""
    others = [one.score for one in spoken if one.claim.speaker != best.claim.speaker]
    return best.score < SURE and max(others, default=0.0) > RIVAL * best.score


def _who_score(
    claim: Claim, content: Passage, around: Passage, about: Topic, asked: set[str], stance: str | None, story: Story
) -> float:
    score = 0.8 * about.cover(content) + 0.2 * about.cover(around)
    if stance is not None and claim.stance == stance:
        score += STANCE_BONUS
    if claim.speaker in asked:
        score *= 0.5  # "who said Rask is wrong" is hardly Rask
    if any(_within(other, claim) for other, _, _ in story.claims):
        score *= RELAYED
    length = sum(span.end - span.start for span in claim.content)
    return score * (0.85 + 0.15 * claim.confidence) / (1 + max(0, length - LONG) / LONG_HALVES)


def what_said(reading: Reading, story: Story) -> Answer:
    """What the party said, about the topic where one is given."""
    party = reading.party or ""
    owners = owners_of(party, story)
    owned = claims_of(party, owners, story)
    verb = "" if reading.verb in PLAIN_SPEECH or reading.verb is None else reading.verb
    told = _addressee(reading, story)
    about = topic(f"{reading.topic} {verb}" if not reading.topic else reading.topic, story, without=told)
    if reading.verb in VERBS:
        speakers = owners | {claim.speaker for claim, _, _ in owned if claim.speaker}
        warned = threatened(about if reading.topic else Topic(()), story, by=speakers)
        if warned is not None:
            return warned
    if not owned:
        return Answer(
            kind="what_said", abstained=True, note=_no_statement(party, story), nearest=_mention(party, story)
        )
    wanted = bool(reading.topic.strip() and about.terms)
    stance = STANCE_OF.get(reading.verb or "")
    scored = [
        Scored(
            claim,
            content,
            (0.75 * about.cover(content) + 0.25 * about.cover(around) if wanted else 0.5)
            * (0.8 if _size(claim, story) < SHORT_WORDS else 1.0)
            + (STANCE_BONUS if stance is not None and claim.stance == stance else 0.0),
        )
        for claim, content, around in owned
    ]
    best = max(scored, key=lambda one: one.score)
    speaker = story.actor(best.claim.speaker)
    if best.score < ABOUT_AT_LEAST:
        return Answer(
            kind="what_said",
            abstained=True,
            nearest=_whole(best.claim),
            score=best.score,
            note=f"No statement by {speaker.name if speaker else _shown_name(party)} about that in this story.",
        )
    return Answer(
        kind="what_said",
        spans=_shown(best, scored, story),
        speaker=speaker.name if speaker else None,
        score=min(1.0, best.score),
    )


def _addressee(reading: Reading, story: Story) -> frozenset[str]:
    """Whom the verb of a question addresses ("what did she tell Rask to do"): no part of what was said."""
    if reading.verb not in ADDRESSING:
        return frozenset()
    return frozenset(one.actor.id for one in named(reading.topic, story) if 0 in one.at)


def _shown(best: Scored, same: list[Scored], story: Story) -> list[Span]:
    """The best claim, and those of the same speaker that are nearly as good, while there is room."""
    chosen = [best]
    size = _size(best.claim, story)
    for one in sorted(same, key=lambda one: -one.score):
        if len(chosen) == MOST_CLAIMS or one is best or one.score < NEARLY * best.score:
            continue
        more = _size(one.claim, story)
        if size + more <= MOST_WORDS:
            chosen.append(one)
            size += more
    return [span for one in chosen for span in one.claim.content]


def _size(claim: Claim, story: Story) -> int:
    return sum(len(words(span.of(story.text))) for span in claim.content)


def _whole(claim: Claim) -> Span:
    return Span(start=claim.content[0].start, end=claim.content[-1].end)


def _no_statement(party: str, story: Story) -> str:
    found = named(party, story)
    name = found[0].actor.name if found and all_named(party, story) else _shown_name(party)
    return f"No statement by {name} in this story."


def _shown_name(party: str) -> str:
    """A party as it was typed, with the capitals that a name has where none were typed."""
    name = party.strip(" ,.?!'\"")
    return name if name != name.lower() or name.startswith("the ") else name.title()


def _mention(party: str, story: Story) -> Span | None:
    wanted = {one.actor.id for one in named(party, story)}
    return next((sentence.span for sentence in story.sentences if wanted & sentence.actors), None)
