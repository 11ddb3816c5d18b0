"""An answer to a question: the words of the story, or that it does not say."""

from collections.abc import Sequence
from typing import Final

from bot.answers.encoders import CrossEncoder, SentenceEncoder, cosines
from bot.answers.question import Question, parse, parse_request
from bot.answers.question.parse import PLAIN_SPEECH
from bot.answers.reading.answer_words import words_that_answer
from bot.answers.reading.listed_facts import listed_facts
from bot.answers.reading.measuring import Measured, measure
from bot.answers.reading.ranking import Ranked, rank
from bot.answers.reading.replies import Replies
from bot.answers.reading.threats import VERBS, threatened
from bot.answers.retrieval.actors import named
from bot.answers.retrieval.speakers import claims_of, owners_of
from bot.answers.retrieval.story import Story
from bot.answers.retrieval.topic import topic
from bot.answers.stems import stopwords, words
from bot.models import Answer, Claim, Report, Span

# An answer is shown where it is at least so much likelier right than the story is silent, and without a word of doubt
# from the second likelihood on.
AGAINST_SILENCE: Final = 0.8
SURE: Final = 0.72
UNSURE: Final = "The closest in this story; it may not be what you asked for."
# A second sentence is shown where its utility is this close to the first's.
SECOND: Final = 1.5
MOST_WORDS: Final = 75
MOST_CLAIMS: Final = 3
# Below this cosine no passage is offered as the closest one.
CLOSE: Final = 0.35
# A denial that is this close to what is shown is of the same thing.
OPPOSED: Final = 0.45
# A party is meant where so few words stand for it.
_PARTY_WORDS: Final = 4


def answer(
    question: str,
    report: Report,
    encoder: SentenceEncoder,
    reader: CrossEncoder,
    *,
    previous: str | None = None,
) -> Answer:
    """Answer ``question`` from ``report`` alone. ``previous`` is the question before, which this one may lean on.

    The answer's spans are evidence, verbatim, the best first; its score is how likely it answers. Where the story does
    not say, ``abstained`` is true and ``nearest`` is the closest passage, where one is close. Nothing is raised for
    any text.
    """
    story = Story(report)
    request = parse_request(question)
    if request is not None:
        return listed_facts(request, story)
    asked = parse(question, previous)
    but: frozenset[str] = frozenset()
    if asked.someone_else and previous is not None:
        before = answer(previous, report, encoder, reader).speaker
        but = frozenset(actor.id for actor in report.actors if actor.name == before)
    return _from_facts(asked, story) or _from_sentences(asked, story, encoder, reader, but)


def _from_facts(question: Question, story: Story) -> Answer | None:
    """An answer that stands in the report already: warnings, or all that a party said."""
    about = topic(question.topic, story)
    if question.kind == "condition":
        return threatened(about, story)
    if question.kind == "who_said" and question.verb in VERBS and not about.terms:
        warned = threatened(about, story)
        return warned if warned is not None and warned.speaker else None
    if question.kind != "what_said" or question.party is None:
        return None
    owners = owners_of(question.party, story)
    owned = [claim for claim, _, _ in claims_of(question.party, owners, story)]
    if question.verb in VERBS:
        warned = threatened(about, story, by=owners | {claim.speaker for claim in owned if claim.speaker})
        if warned is not None:
            return warned
    return None if about.terms or not owned else _everything(question, owned, story)


def _everything(question: Question, owned: Sequence[Claim], story: Story) -> Answer:
    """What a party said, no matter about what: first what was said in the way that is asked for."""
    stance = question.stance if question.verb not in PLAIN_SPEECH else None
    ranked = sorted(owned, key=lambda claim: (stance is not None and claim.stance != stance, -claim.confidence))
    speaker = story.actor(ranked[0].speaker)
    spans: list[Span] = []
    for claim in ranked[:MOST_CLAIMS]:
        if not spans or _length([*spans, *claim.content], story) <= MOST_WORDS:
            spans += claim.content
    score = ranked[0].confidence * (0.9 if stance is None or ranked[0].stance == stance else 0.5)
    return Answer(kind="what_said", spans=spans, speaker=speaker.name if speaker else None, score=score)


def _from_sentences(
    question: Question, story: Story, encoder: SentenceEncoder, reader: CrossEncoder, but: frozenset[str]
) -> Answer:
    measured, none, replies = measure(question, story, encoder, reader, but=but)
    if not measured:
        return Answer(kind=question.kind, abstained=True, note=_missing(question, story, replies))
    ranked = rank([one.features for one in measured], none)
    best = measured[ranked.order[0]]
    nobody = question.kind == "who_said" and best.reply.speaker is None
    if nobody or ranked.right < AGAINST_SILENCE * ranked.unanswerable:
        near = best.features["near"] >= CLOSE
        return Answer(
            kind=question.kind,
            abstained=True,
            nearest=best.reply.spans[0] if near else None,
            score=ranked.right,
            note=_missing(question, story, replies),
        )
    chosen = [best, *_second(measured, ranked, question, story)]
    spans = [span for one in chosen for span in one.reply.spans]
    if question.yes_no and best.reply.claim is None:
        spans += _opposed(best, story, encoder)
    return Answer(
        kind=question.kind,
        spans=spans,
        words=words_that_answer(question, best.reply, best.judged, story),
        speaker=best.reply.speaker.name if best.reply.speaker else None,
        score=ranked.right,
        note=None if ranked.right >= SURE else UNSURE,
    )


def _second(measured: Sequence[Measured], ranked: Ranked, question: Question, story: Story) -> list[Measured]:
    """A second sentence, where it is nearly as likely, of the same speaker, and there is room."""
    first = measured[ranked.order[0]]
    for at in ranked.order[1:2]:
        other = measured[at]
        spoken = question.kind in ("who_said", "what_said") and other.reply.speaker != first.reply.speaker
        close = ranked.utilities[ranked.order[0]] - ranked.utilities[at] <= SECOND
        same = first.reply.claim is not None and first.reply.claim == other.reply.claim
        room = _length([*first.reply.spans, *other.reply.spans], story) <= MOST_WORDS
        if close and room and not spoken and not same:
            return [other]
    return []


def _opposed(best: Measured, story: Story, encoder: SentenceEncoder) -> list[Span]:
    """Who denies what a sentence says, or says what it denies: whether something is so has two sides."""
    sentence = story.sentences[best.reply.sentence]
    said = {claim.id: story.touched(claim.content) for claim in story.report.claims}
    inside = [claim for claim in story.report.claims if best.reply.sentence in said[claim.id]]
    denied = any(claim.stance == "denies" for claim in inside)
    others = [one for one in story.report.claims if one not in inside and (one.stance == "denies") != denied]
    if not others:
        return []
    wanted = encoder.vectors([sentence.span.of(story.text)])[0]
    near = cosines(wanted, encoder.vectors([story.report.words(claim.content) for claim in others]))
    at = int(near.argmax())
    return list(others[at].content) if near[at] >= OPPOSED else []


def _length(spans: Sequence[Span], story: Story) -> int:
    return sum(len(words(span.of(story.text))) for span in spans)


def _missing(question: Question, story: Story, replies: Replies) -> str | None:
    """Why there is no answer, where it is that a party says nothing: only where one was meant."""
    party = question.party
    if party is None or question.kind not in ("what_said", "who_is") or not _meant(party):
        return None
    actor = next((one.actor for one in named(party, story)), None)
    name = actor.name if actor is not None else shown_name(party)
    if question.kind == "who_is":
        return None if replies.owners else f"{name[:1].upper()}{name[1:]} is not in this story."
    about = " about that" if replies.owned and question.topic else ""
    return f"No statement by {name}{about} in this story."


def _meant(party: str) -> bool:
    row = words(party)
    while row and row[0].form.lower() in ("the", "a", "an"):
        row.pop(0)
    return 0 < len(row) <= _PARTY_WORDS and not any(word.stem in stopwords() for word in row)


def shown_name(party: str) -> str:
    """A party as it was typed, with the capitals that a name has where none were typed."""
    name = party.strip(" ,.?!'\"")
    return name if name != name.lower() or name.startswith("the ") else name.title()
