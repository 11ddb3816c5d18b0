"""Who or what somebody is: the role that the story gives, in its words."""

import re

from bot.answers.meaning import Meaning
from bot.answers.parties import SMALL, acronym, described, named, telling
from bot.answers.passages import AT_LEAST, passages, told
from bot.answers.reading import Reading
from bot.answers.said import who_said
from bot.answers.story import Story
from bot.answers.weighing import weigh
from bot.answers.words import plain, speech, stopwords, words
from bot.models import Actor, Answer, Span

# "Rask, the union's head, said": what stands between commas behind a name, and before it.
# The role ends at a stop, or at the verb of the name where the second comma was forgotten.
VERB = r"\s(?:has|have|had|is|are|was|were|will|would|said|says|told|wrote)\b"
BEHIND = re.compile(
    rf"^[’']?s?,\s+(?P<role>(?:an?|the|who|whose|which|one|[a-z])[^,.;:()\"“”]{{3,140}}?)(?=[,.;:]|$|(?<!who){VERB})"
)
IS = re.compile(r"^\s+(?:is|are|was|were|became|becomes)\s+(?P<role>(?:an?|the|one)\s[^.;:()\"“”]{3,140})")
BRACKETS = re.compile(r"^[^()]{0,3}\((?P<role>[^()]{2,100})\)")
DETERMINERS = frozenset({"a", "an", "the", "who", "whose", "which", "one"})
LONGEST_ROLE_AWAY = 120


def who_is(reading: Reading, story: Story, meaning: Meaning, *, but: frozenset[str] = frozenset()) -> Answer:
    """The role of a party by its name, or the party that fits a description and is none of ``but`` (ids)."""
    if reading.asks_someone or reading.party is None:
        return _someone(reading, story, meaning, but)
    party = re.sub(r"^(?:this|that|the|a|an)\s+", "", reading.party, flags=re.IGNORECASE)
    actors = [one.actor for one in named(reading.party, story)] or described(party, story)
    if not actors:
        found = _by_words(party, story)
        if found.abstained and not reading.question.lower().startswith("who "):
            return passages(reading, story, meaning)  # "what was the vote in the end"
        return found
    told_ = [(actor, _expansion(party, actor, story) or _role(actor, story)) for actor in actors]
    actor, spans = next((pair for pair in told_ if pair[1]), told_[0])
    if not spans:
        return Answer(kind="who_is", abstained=True, nearest=_first_mention(actor, story), speaker=None)
    return Answer(kind="who_is", spans=spans[:2], speaker=actor.name, score=0.9)


def _expansion(party: str, actor: Actor, story: Story) -> list[Span]:
    """What an acronym stands for: the longest mention whose letters it is, and what is said of it."""
    short = plain(party).replace(".", "").strip()
    if len(short.split()) != 1 or not short:
        return []
    long = [m for m in actor.mentions if m.form == "name" and acronym(m.of(story.text)) == short]
    if not long:
        return []
    first = min(long, key=lambda mention: mention.start)
    return [Span(start=first.start, end=first.end), *_role(actor, story)]


def _role(actor: Actor, story: Story) -> list[Span]:
    """Where the actor's role stands, close to one of its mentions; then what stands beside its names."""
    found: list[Span] = []
    for mention in actor.mentions:
        if mention.form != "name":
            continue
        behind = story.text[mention.end : mention.end + 200]
        if actor.role:
            from_ = max(0, mention.start - LONGEST_ROLE_AWAY)
            at = story.text.find(actor.role, from_, mention.end + LONGEST_ROLE_AWAY)
            if at >= 0:
                found.append(Span(start=at, end=at + len(actor.role)))
        for pattern in (BEHIND, IS, BRACKETS):
            beside = pattern.match(behind)
            if beside and _a_role(beside.group("role")):
                start = mention.end + beside.start("role")
                found.append(Span(start=start, end=mention.end + beside.end("role")))
    return _apart(found)


def _a_role(text: str) -> bool:
    """Whether the words can say who somebody is: "head of the union", not "called for a strike" or "on Monday"."""
    first = words(text)[0]
    if first.form.lower() in DETERMINERS:
        return True
    return not (first.stem in stopwords() | speech() or first.form.endswith(("ed", "ing")) or first.form.isdigit())


def _by_words(party: str, story: Story) -> Answer:
    """A party that is no actor: an acronym that the text spells out, or a sentence that tells what it is."""
    wanted = telling(party)
    short = plain(party).replace(".", "").strip()
    small = rf"(?:(?:{'|'.join(SMALL)})\s+)*"
    in_brackets = rf"\(\s*{re.escape(party)}\s*\)"
    spelt = re.search(rf"\b((?:[A-Z][\w’'-]*\s+{small})+)(?i:{in_brackets})", story.text)
    if spelt and len(short.split()) == 1:
        whole = spelt.group(1).rstrip()
        return Answer(kind="who_is", spans=[Span(start=spelt.start(1), end=spelt.start(1) + len(whole))], score=0.9)
    holding = [s for s in story.sentences if wanted and all(w in s.bag for w in wanted)]
    for sentence in holding:
        at = plain(sentence.span.of(story.text)).find(plain(party))
        if at < 0:
            continue
        end = sentence.span.start + at + len(party)
        for pattern in (BEHIND, IS, BRACKETS):
            beside = pattern.match(story.text[end : end + 200])
            if beside:
                return Answer(
                    kind="who_is",
                    spans=[Span(start=end + beside.start("role"), end=end + beside.end("role"))],
                    score=0.7,
                )
    nearest = holding[0].span if holding else None
    note = None if holding else f"{party[:1].upper()}{party[1:]} is not in this story."
    return Answer(kind="who_is", abstained=True, nearest=nearest, note=note)


def _someone(reading: Reading, story: Story, meaning: Meaning, but: frozenset[str]) -> Answer:
    """Who fits a description: whoever said it, where that is likelier, or the sentence that names somebody whom the
    question does not name."""
    speaking = who_said(reading, story, meaning, but=but)
    asked = {one.actor.id for one in named(reading.topic, story)} | but
    found = [
        (one, measures)
        for one, measures in told(reading, story, meaning)
        if any(_is_somebody(story.actor(actor)) for actor in story.sentences[one.number].actors - asked)
    ]
    weighed = weigh("passage", [measures for _, measures in found])
    if not speaking.abstained and (weighed is None or speaking.score >= weighed.likely):
        return speaking
    if weighed is None:
        return Answer(kind="who_is", abstained=True)
    sentence = story.sentences[found[weighed.best][0].number]
    if weighed.likely >= AT_LEAST:
        speaker = _only_speaker(sentence.span, story)
        return Answer(kind="who_is", spans=[sentence.span], speaker=speaker, score=weighed.likely)
    return Answer(kind="who_is", abstained=True, nearest=sentence.span, score=weighed.likely)


def _only_speaker(sentence: Span, story: Story) -> str | None:
    """Whose claims stand in a sentence, where they are all one party's."""
    speakers = {
        claim.speaker
        for claim, _, _ in story.claims
        if any(span.start < sentence.end and sentence.start < span.end for span in claim.content)
    }
    speaker = story.actor(speakers.pop()) if len(speakers) == 1 else None
    return speaker.name if speaker else None


def _is_somebody(actor: Actor | None) -> bool:
    return actor is not None and actor.kind in ("person", "organisation", "group")


def _first_mention(actor: Actor, story: Story) -> Span | None:
    return next((s.span for s in story.sentences if actor.id in s.actors), None)


def _apart(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return kept
