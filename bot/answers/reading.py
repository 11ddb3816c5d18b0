"""What a question asks for: its kind, the party whose words are wanted, and what it is about."""

import re
from dataclasses import dataclass, replace

from bot.answers.patterns import (
    ANYONE,
    ASKS_NUMBER,
    ASKS_THREAT,
    ASKS_WHEN,
    ASKS_WHERE,
    ASKS_WHY,
    BARE,
    DID_SAY,
    ELSE,
    FOLLOWS,
    POLITE,
    POSITION,
    PRONOUN,
    SHORT,
    STANDS_FOR,
    THINKS,
    WHAT_SAID,
    WHO_IS,
)
from bot.answers.words import Word, people, speech, stem, stopwords, words
from bot.models import Stance
from bot.models.answer import AnswerKind

# Verbs of speech that carry no matter of their own.
PLAIN_SPEECH = frozenset(map(stem, "say said tell told think thought claim state add tweet post write".split()))
STANCES: tuple[tuple[Stance, str], ...] = (
    ("denies", "deny reject"),
    ("accuses", "accuse blame"),
    ("warns", "warn threaten"),
    ("demands", "demand urge call order want"),
    ("promises", "promise pledge vow"),
    ("asks", "ask"),
    ("confirms", "confirm admit"),
)
# How a question of a kind begins, where one is put together.
ASKING: dict[AnswerKind, str] = {
    "who_is": "who",
    "where": "where",
    "when": "when",
    "number": "how many",
    "why": "why",
    "threat": "what if",
}
STANCE_OF = {stem(verb): stance for stance, verbs in STANCES for verb in verbs.split()}


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood. ``party`` and ``topic`` are words of the question; ``verb`` is the stem of
    the verb of speech; ``asks_someone`` tells a question for somebody described ("the officer who …") from one for a
    name, ``counts`` "how many" and ``amounts`` "how much" from how long, old, far; ``typed`` is the question where it
    stands by itself."""

    kind: AnswerKind
    topic: str
    party: str | None = None
    verb: str | None = None
    asks_someone: bool = False
    counts: bool = False
    amounts: bool = False
    typed: str | None = None

    @property
    def question(self) -> str:
        """The whole question: as it was typed, or put together where it leaned on the one before."""
        if self.typed is not None:
            return self.typed
        if self.kind == "who_said":
            return f"who said {self.topic}"
        if self.kind == "what_said":
            return f"what did {self.party} say {self.topic}".strip()
        return f"{ASKING.get(self.kind, '')} {self.topic}".strip()


def tidy(question: str) -> str:
    """The question without greeting and politeness, with what is typed short written out."""
    text = " ".join(question.split())
    for pattern, full in SHORT:
        text = re.sub(pattern, full, text, flags=re.IGNORECASE)
    text = POLITE.sub("", text, count=1) or text
    return text.strip().rstrip("?!. ")


def read(question: str) -> Reading:
    """What a question that stands by itself asks for."""
    text = tidy(question)
    for reader in (_number, _when, _why, _threat, _thinks, _where, _who_said, _what_said, _who_is):
        understood = reader(text)
        if understood is not None:
            return replace(understood, typed=text)
    return Reading("open", text, typed=text)


def _number(text: str) -> Reading | None:
    if not ASKS_NUMBER.search(text):
        return None
    topic = re.sub(r"^.*?\bhow (?:many|much|long|old|big|large|often|far|high|fast|deep)\b", "", text)
    counts, amounts = (
        re.match(rf"^(?:\w+ )?how {what}\b", text, re.IGNORECASE) is not None for what in ("many", "much")
    )
    return Reading("number", topic, counts=counts, amounts=amounts)


def _when(text: str) -> Reading | None:
    return Reading("when", text) if ASKS_WHEN.search(text) else None


def _where(text: str) -> Reading | None:
    return Reading("where", text) if ASKS_WHERE.search(text) else None


def _why(text: str) -> Reading | None:
    return Reading("why", text) if ASKS_WHY.search(text) else None


def _threat(text: str) -> Reading | None:
    return Reading("threat", text) if ASKS_THREAT.search(text) else None


def _thinks(text: str) -> Reading | None:
    found = THINKS.match(text)
    if found is None or not found.group("topic"):
        return None
    return Reading("what_said", found.group("topic"), party=found.group("party"), verb="think")


def _who_said(text: str) -> Reading | None:
    row = words(text)
    if len(row) < 2 or re.match(r"^who (?:did|does|do)\b", text, re.IGNORECASE):
        return None
    first = row[0].form.lower()
    start = 1
    if first == "which":
        start = 2
    elif ANYONE.match(text):
        verb = _verb_of_speech(row[:8])
        return Reading("who_said", _rest(text, verb.end), verb=verb.stem) if verb is not None else None
    elif first in ("anyone", "anybody", "someone", "somebody", "who", "whose", "whom"):
        start = 1
    elif first in ("did", "does", "do", "has", "have") and row[1].form.lower() in ("anyone", "anybody", "someone"):
        start = 2
    else:
        return None
    # "who else has publicly said …": a few small words may stand before the verb
    for word in row[start : start + 4]:
        if word.stem in speech():
            return Reading("who_said", _rest(text, word.end), verb=word.stem)
        if word.form.lower() in ("is", "are", "was", "were") and first == "who":
            return None
    return None


def _rest(text: str, at: int) -> str:
    return re.sub(r"^\s*(?:that|about|on|of|for|to|if|whether)\b", "", text[at:]).strip()


def _what_said(text: str) -> Reading | None:
    position = POSITION.match(text)
    if position:
        return Reading("what_said", position.group("topic").strip(), party=position.group("party"), verb="say")
    for pattern in (WHAT_SAID, DID_SAY):
        found = pattern.match(text)
        if found is None:
            continue
        rest = found.group("party")
        verb = _verb_of_speech(words(rest)[:8])
        if verb is not None:
            party = rest[: verb.start].strip(" ,")
            topic = re.sub(r"^\s*(?:anything|something|any\w*)\b", "", rest[verb.end :])
            return Reading("what_said", _rest(topic, 0), party=party, verb=verb.stem)
        if pattern is WHAT_SAID and re.match(r"how\b", text, re.IGNORECASE):
            return None
    return None


def _verb_of_speech(row: list[Word]) -> Word | None:
    """The verb behind a party ("did the appeals court | say"): a plain one before any that may be a noun, and none
    with an ending, which stands behind no auxiliary. "Going to appeal" says nothing."""
    behind = [word for at, word in enumerate(row) if at > 0 and word.stem in speech() and not _infinitive(row, at)]
    plain = [word for word in behind if word.stem in PLAIN_SPEECH]
    bare = [word for word in behind if not word.form.lower().endswith(("s", "ed", "ing"))]
    return next(iter(plain or bare or behind), None)


def _infinitive(row: list[Word], at: int) -> bool:
    """ "Going to appeal", but not "had to say about it"."""
    return row[at - 1].form == "to" and not (at > 1 and row[at - 2].form in ("have", "has", "had"))


def _who_is(text: str) -> Reading | None:
    for pattern in (STANDS_FOR, WHO_IS):
        found = pattern.match(text)
        if found:
            party = found.group("party").strip()
            somebody = bool(re.search(r"\b(?:who|that|which|whose)\b", party))
            return Reading("who_is", party, party=None if somebody else party, asks_someone=somebody)
    which = re.match(r"^which (\w+)\b", text, re.IGNORECASE)
    if re.match(r"^(?:who|whom|whose)\b", text, re.IGNORECASE) or (which and stem(which.group(1)) in people()):
        return Reading("who_is", text, asks_someone=True)
    return None


def follow(question: str, previous: str | None) -> tuple[Reading, bool]:
    """What a question asks for when it may lean on the one before, and whether it asks for somebody else."""
    text = tidy(question)
    if previous is None:
        return read(question), False
    before = read(previous)
    if ELSE.match(text):
        return before, True
    bare = BARE.match(text)
    if bare:
        topic = f"{before.party or ''} {before.topic}".strip()
        kind = read(bare.group("wh") + " x").kind
        return Reading(kind, topic, asks_someone=kind == "who_is"), False
    rest = FOLLOWS.match(" ".join(question.split()))
    if rest:
        understood = read(rest.group("rest"))
        if understood.kind == "open":
            return replace(_instead(before, tidy(rest.group("rest"))), typed=None), False
        return _leaning(understood, before), False
    understood = read(question)
    return _leaning(understood, before), False


def _instead(before: Reading, other: str) -> Reading:
    """The question before, asked of another party ("And the Coalition?") or about something else ("And fuel?")."""
    if before.party is not None:
        about = re.match(r"^(?:about|on) (.+)$", other, re.IGNORECASE)
        return replace(before, topic=about.group(1)) if about else replace(before, party=other)
    if before.kind == "who_said":
        return replace(before, topic=other)
    return replace(before, topic=f"{before.topic} {other}")


def _leaning(now: Reading, before: Reading) -> Reading:
    if now.party is not None and PRONOUN.fullmatch(now.party.strip()):
        now = replace(now, party=before.party or before.topic, typed=None)
    elif now.kind not in ("who_said", "what_said", "who_is") and PRONOUN.search(now.topic) and not _telling(now.topic):
        now = replace(now, topic=f"{now.topic} {before.topic}", typed=None)
    return now


def _telling(text: str) -> bool:
    return sum(word.stem not in stopwords() for word in words(text)) >= 2
