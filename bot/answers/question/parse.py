"""Read a question into what it asks for; with the question before, where it leans on that."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.answers.question import patterns
from bot.answers.question.question import Question
from bot.answers.stems import Word, people, speech, stem, stopwords, words
from bot.models.answer import AnswerKind

# Verbs of speech that carry no matter of their own.
PLAIN_SPEECH: Final = frozenset(map(stem, "say said tell told think thought claim state add tweet post write".split()))
_SOMEBODY: Final = frozenset({"anyone", "anybody", "someone", "somebody"})
_LEADING: Final = re.compile(r"^\s*(?:that|about|on|of|for|to|if|whether)\b")
_ANYTHING: Final = re.compile(r"^\s*(?:anything|something|any\w*)\b")


def parse(question: str, previous: str | None = None) -> Question:
    """What ``question`` asks for. ``previous`` is the question before it in the thread."""
    typed = " ".join(question.split())
    if previous is None:
        return replace(_alone(typed), in_thread=typed)
    before = _alone(previous)
    found = _following(typed, before)
    return found if found.in_thread else replace(found, in_thread=f"{' '.join(previous.split())} ; {typed}")


def tidy(question: str) -> str:
    """The question without greeting and politeness, with what is typed short written out."""
    text = " ".join(question.split())
    for pattern, full in patterns.SHORT:
        text = re.sub(pattern, full, text, flags=re.IGNORECASE)
    text = patterns.POLITE.sub("", text, count=1) or text
    return text.strip().rstrip("?!. ")


def _alone(question: str) -> Question:
    text = tidy(question)
    for read in _READERS:
        found = read(text)
        if found is not None:
            return replace(found, text=text)
    return Question("open", text, text=text, yes_no=patterns.YES_NO.match(text) is not None)


def _following(typed: str, before: Question) -> Question:
    """A question that may lean on the one before: "anyone else?", "when was that?", "and the director?", "did he?"."""
    text = tidy(typed)
    if patterns.ELSE.match(text):
        return replace(before, someone_else=True, in_thread=before.text)
    bare = patterns.BARE.match(text)
    if bare:
        kind = _alone(bare.group("wh") + " x").kind
        topic = f"{before.party or ''} {before.topic}".strip()
        return Question(kind, topic, f"{bare.group('wh')} {topic}", asks_someone=kind == "who_is")
    rest = patterns.FOLLOWS.match(typed)
    now = _alone(rest.group("rest") if rest else typed)
    if rest and now.kind == "open" and not now.yes_no:
        instead = _instead(before, tidy(rest.group("rest")))
        return replace(instead, in_thread=instead.text)
    return _leaning(now, before)


def _instead(before: Question, other: str) -> Question:
    """The question before, asked of another party ("And the Coalition?") or about something else ("And fuel?")."""
    about = re.match(r"^(?:about|on) (.+)$", other, re.IGNORECASE)
    if before.party is not None and not about:
        return replace(before, party=other, text=before.text.replace(before.party, other))
    topic = about.group(1) if about else other
    if before.kind not in ("who_said", "what_said"):
        topic = f"{before.topic} {topic}"
    asked = f"what did {before.party} say about" if before.party else "who said" if before.kind == "who_said" else ""
    return replace(before, topic=topic, text=f"{asked} {topic}".strip())


def _leaning(now: Question, before: Question) -> Question:
    if now.party is not None and patterns.PRONOUN.fullmatch(now.party.strip()):
        party = before.party or before.topic
        return replace(now, party=party, text=f"{now.text} ({party})")
    vague = patterns.PRONOUN.search(now.topic) or (now.party is None and _telling(now.topic) < 2)
    if now.kind != "who_is" and vague and _telling(now.topic) < 3:
        return replace(now, topic=f"{now.topic} {before.topic}".strip(), text=f"{now.text} {before.topic}")
    return now


def _telling(text: str) -> int:
    return sum(word.stem not in stopwords() for word in words(text))


def _number(text: str) -> Question | None:
    if not patterns.ASKS_NUMBER.search(text):
        return None
    topic = re.sub(r"^.*?\bhow (?:many|much|long|old|big|large|often|far|high|fast|deep)\b", "", text)
    return Question("number", topic)


def _shaped(kind: AnswerKind, pattern: re.Pattern[str]) -> Callable[[str], Question | None]:
    return lambda text: Question(kind, text) if pattern.search(text) else None


def _who_said(text: str) -> Question | None:
    row = words(text)
    if len(row) < 2 or re.match(r"^who (?:did|does|do)\b", text, re.IGNORECASE):
        return None
    first, second = row[0].form.lower(), row[1].form.lower()
    if patterns.ANYONE.match(text):
        verb = _verb_of_speech(row[:8])
        return Question("who_said", _rest(text, verb.end), verb=verb.stem) if verb is not None else None
    if first in ("who", "whose", "whom") or first in _SOMEBODY:
        start = 1
    elif first == "which" or (first in ("did", "does", "do", "has", "have") and second in _SOMEBODY):
        start = 2
    else:
        return None
    # "who else has publicly said …": a few small words may stand before the verb
    for word in row[start : start + 4]:
        if word.stem in speech():
            return Question("who_said", _rest(text, word.end), verb=word.stem)
        if word.form.lower() in ("is", "are", "was", "were") and first == "who":
            return None
    return None


def _rest(text: str, at: int) -> str:
    return _LEADING.sub("", text[at:]).strip()


def _what_said(text: str) -> Question | None:
    for pattern in (patterns.WHAT_SAID, patterns.DID_SAY):
        found = pattern.match(text)
        if found is None:
            continue
        rest = found.group("party")
        verb = _verb_of_speech(words(rest)[:8])
        if verb is not None:
            topic = _rest(_ANYTHING.sub("", rest[verb.end :]), 0)
            party = rest[: verb.start].strip(" ,")
            return Question("what_said", topic, party=party, verb=verb.stem, yes_no=pattern is patterns.DID_SAY)
        if pattern is patterns.WHAT_SAID and re.match(r"how\b", text, re.IGNORECASE):
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


def _who_is(text: str) -> Question | None:
    for pattern in (patterns.STANDS_FOR, patterns.WHO_IS):
        found = pattern.match(text)
        if found and words(found.group("party")):
            party = found.group("party").strip()
            somebody = patterns.DESCRIBES.search(party) is not None and pattern is patterns.WHO_IS
            return Question("who_is", party, party=None if somebody else party, asks_someone=somebody)
    which = re.match(r"^which (\w+)\b", text, re.IGNORECASE)
    if re.match(r"^(?:who|whom|whose)\b", text, re.IGNORECASE) or (which and stem(which.group(1)) in people()):
        return Question("who_is", text, asks_someone=True)
    return None


_READERS: Final[tuple[Callable[[str], Question | None], ...]] = (
    _number,
    _shaped("when", patterns.ASKS_WHEN),
    _shaped("why", patterns.ASKS_WHY),
    _shaped("condition", patterns.ASKS_CONDITION),
    _shaped("where", patterns.ASKS_WHERE),
    _who_said,
    _what_said,
    _who_is,
)
