"""Who said something, and what somebody said: from the claims."""

from dataclasses import dataclass

from bot.answers.candidates import Said, claims
from bot.answers.match import Topic, topic
from bot.answers.meaning import Meaning
from bot.answers.owners import all_named, claims_of, owners_of
from bot.answers.parties import named
from bot.answers.reading import PLAIN_SPEECH, STANCE_OF, Reading
from bot.answers.story import Story
from bot.answers.threats import VERBS, threatened
from bot.answers.weighing import Measures, weigh
from bot.answers.words import stem, words
from bot.models import Answer, Claim, Span

# From what likelihood on somebody is named. In five folds "who said …" was answered rightly 230 times and wrongly 88
# times from .35 on, 206 and 54 times from .5 on: what lies between is shown with a word of doubt. "Who runs …", asked
# for somebody and not for words, was answered rightly 37 times and wrongly 10 times from .75 on.
NAMED = 0.35
NAMED_UNSAID = 0.75
# From what likelihood on words are shown as what was said about the topic.
ABOUT = 0.4
SURE = 0.5
UNSURE = "The closest in this story; it may not be what you asked for."
# The weight of a word that the story has in no form, against that of a rare one.
UNKNOWN = 0.5
# A long quotation meets some word of any question: beyond this length (characters) a meeting tells less.
LONG = 250
# A further claim is shown where it is at least this likely, measured by the best one.
NEARLY = 0.5
ADDRESSING = frozenset(map(stem, ["tell", "ask", "urge", "order", "want", "warn", "advise"]))
MOST_CLAIMS = 3
MOST_WORDS = 75


@dataclass(frozen=True, slots=True)
class Scored:
    """A claim, and how likely it answers."""

    claim: Claim
    score: float


def who_said(reading: Reading, story: Story, meaning: Meaning, *, but: frozenset[str] = frozenset()) -> Answer:
    """The speaker of the claim that answers most likely. ``but`` are ids of actors that were named before."""
    about = topic(reading.topic, story, unknown=UNKNOWN)
    if not about.terms:
        warned = threatened(about, story) if reading.verb in VERBS else None
        return warned if warned is not None and warned.speaker else Answer(kind="who_said", abstained=True)
    found = who_candidates(reading, story, meaning, but=but)
    weighed = weigh("who_said", [measures for _, measures in found])
    if weighed is None:
        return Answer(kind="who_said", abstained=True)
    best = found[weighed.best][0].claim
    # whose words the best ones are, the story may not tell
    enough = NAMED if reading.kind == "who_said" else NAMED_UNSAID
    if best.speaker is None or weighed.likely < enough:
        return Answer(kind="who_said", abstained=True, nearest=_whole(best), score=weighed.likely)
    speaker = story.actor(best.speaker)
    scored = [Scored(one.claim, share) for (one, _), share in zip(found, weighed.shares, strict=True)]
    return Answer(
        kind="who_said",
        spans=_shown([one for one in scored if one.claim.speaker == best.speaker], story),
        speaker=speaker.name if speaker else None,
        score=weighed.likely,
        note=None if weighed.likely >= SURE else UNSURE,
    )


def who_candidates(
    reading: Reading, story: Story, meaning: Meaning, *, but: frozenset[str] = frozenset()
) -> list[tuple[Said, Measures]]:
    """The claims that may be what a question asks the speaker of, each with what tells whether it is."""
    about = topic(reading.topic, story, unknown=UNKNOWN)
    asked = {one.actor.id for one in named(reading.topic, story)}
    stance = STANCE_OF.get(reading.verb or "")
    rows = [row for row in story.claims if row[0].speaker is None or row[0].speaker not in but]
    found = claims(reading.question, reading.topic, about, rows, story, meaning)
    return [
        (
            one,
            {
                **_measures(one, about, stance),
                # "who said Rask is wrong" is hardly Rask
                "asked": float(one.claim.speaker in asked),
                # "The paper reported that Rask said …": whose words they are is asked, not who passed them on
                "relayed": float(any(_within(other, one.claim) for other, _, _ in story.claims)),
                "confidence": one.claim.confidence,
                "nobody": float(one.claim.speaker is None),
                # "who runs the party": asked for somebody, not for words
                "unsaid": float(reading.kind != "who_said"),
            },
        )
        for one in found
    ]


def _measures(one: Said, about: Topic, stance: str | None) -> dict[str, float]:
    length = sum(span.end - span.start for span in one.claim.content)
    return {
        "near": one.near,
        "near_content": one.near_content,
        "cover": about.cover(one.content),
        "cover_around": about.cover(one.around),
        "stance": float(stance is not None and one.claim.stance == stance),
        "long": min(1.0, max(0, length - LONG) / 1000),
    }


def _within(inner: Claim, outer: Claim) -> bool:
    """Whether a claim of another speaker, its source included, stands inside a claim's content."""
    if inner.source is None or inner.speaker in (None, outer.speaker):
        return False
    return any(
        span.start <= inner.source.start and all(span.start <= c.start and c.end <= span.end for c in inner.content)
        for span in outer.content
    )


def what_said(reading: Reading, story: Story, meaning: Meaning) -> Answer:
    """What the party said, about the topic where one is given."""
    party = reading.party or ""
    owners = owners_of(party, story)
    owned = claims_of(party, owners, story)
    if reading.verb in VERBS:
        speakers = owners | {claim.speaker for claim, _, _ in owned if claim.speaker}
        about = topic(reading.topic, story, without=_addressee(reading, story)) if reading.topic else Topic(())
        warned = threatened(about, story, by=speakers)
        if warned is not None:
            return warned
    if not owned:
        return Answer(
            kind="what_said", abstained=True, note=_no_statement(party, story), nearest=_mention(party, story)
        )
    if not topic(reading.topic, story, without=_addressee(reading, story)).terms:
        return _everything(reading, [claim for claim, _, _ in owned], story)
    found = what_candidates(reading, story, meaning)
    weighed = weigh("what_said", [measures for _, measures in found])
    if weighed is None:
        return Answer(kind="what_said", abstained=True)
    best = found[weighed.best][0].claim
    speaker = story.actor(best.speaker)
    if weighed.likely < ABOUT:
        return Answer(
            kind="what_said",
            abstained=True,
            nearest=_whole(best),
            score=weighed.likely,
            note=f"No statement by {speaker.name if speaker else _shown_name(party)} about that in this story.",
        )
    return Answer(
        kind="what_said",
        spans=_shown([Scored(one.claim, share) for (one, _), share in zip(found, weighed.shares, strict=True)], story),
        speaker=speaker.name if speaker else None,
        score=weighed.likely,
        note=None if weighed.likely >= SURE else UNSURE,
    )


def what_candidates(reading: Reading, story: Story, meaning: Meaning) -> list[tuple[Said, Measures]]:
    """The claims of the party that a question names, each with what tells whether it is about the topic."""
    party = reading.party or ""
    about = topic(reading.topic, story, without=_addressee(reading, story))
    stance = STANCE_OF.get(reading.verb or "")
    rows = claims_of(party, owners_of(party, story), story)
    found = claims(reading.question, reading.topic, about, rows, story, meaning)
    return [(one, _measures(one, about, stance)) for one in found]


def _everything(reading: Reading, owned: list[Claim], story: Story) -> Answer:
    """What a party said, no matter about what: first what was said in the way that is asked for."""
    stance = STANCE_OF.get(reading.verb or "") if reading.verb not in PLAIN_SPEECH else None
    score = {True: 0.9, False: 0.5}
    scored = [Scored(claim, score[stance is None or claim.stance == stance] * claim.confidence) for claim in owned]
    best = max(scored, key=lambda one: one.score)
    speaker = story.actor(best.claim.speaker)
    return Answer(
        kind="what_said", spans=_shown(scored, story), speaker=speaker.name if speaker else None, score=best.score
    )


def _addressee(reading: Reading, story: Story) -> frozenset[str]:
    """Whom the verb of a question addresses ("what did she tell Rask to do"): no part of what was said."""
    if reading.verb not in ADDRESSING:
        return frozenset()
    return frozenset(one.actor.id for one in named(reading.topic, story) if 0 in one.at)


def _shown(scored: list[Scored], story: Story) -> list[Span]:
    """The best claim, and those that are nearly as likely, while there is room."""
    ranked = sorted(scored, key=lambda one: -one.score)
    chosen = ranked[:1]
    size = _size(chosen[0].claim, story)
    for one in ranked[1:]:
        if len(chosen) == MOST_CLAIMS or one.score < NEARLY * chosen[0].score:
            break
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
