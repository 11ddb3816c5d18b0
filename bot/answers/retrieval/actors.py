"""Which party of the story a question means."""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.answers.retrieval.story import Story
from bot.answers.stems import paraphrases, stopwords, titles, words
from bot.models import Actor

# A name of five letters or more may be misspelt by one of five, two neighbours swapped counting as one ("Solvnag").
TYPO = 0.8
SHORTEST_TYPO = 5
SMALL = frozenset({"of", "the", "and", "for", "to", "at", "by", "with", "a", "an", "in", "on"})
# Countries under the names that people type.
STATES = (
    frozenset({"us", "usa", "america", "american", "unit state"}),
    frozenset({"uk", "britain", "british", "unit kingdom"}),
    frozenset({"eu", "european union"}),
    frozenset({"un", "unit nation"}),
)


@dataclass(frozen=True, slots=True)
class Named:
    """An actor that a question names, and by which of its words (positions among the question's words)."""

    actor: Actor
    at: frozenset[int]
    exact: bool


def stems_of(name: str) -> tuple[str, ...]:
    """The stems of a name, without articles and the like at its start."""
    row = [word.stem for word in words(name)]
    while len(row) > 1 and row[0] in ("the", "a", "an"):
        row.pop(0)
    return tuple(row)


def acronym(name: str) -> str:
    """The first letters of a name of three words or more, lower case; empty for shorter ones."""
    big = [word.form for word in words(name) if word.form.lower() not in SMALL]
    return "".join(form[0] for form in big).lower() if len(big) >= 3 else ""


def forms(actor: Actor) -> set[tuple[str, ...]]:
    """Every way in which a question may write an actor's name, as stems."""
    found = {stems_of(name) for name in (actor.name, *actor.aliases)}
    found |= {(short,) for name in (actor.name, *actor.aliases) if (short := acronym(name))}
    if actor.kind == "person":
        found |= {row[-1:] for row in list(found) if len(row) > 1}
    joined = {" ".join(row) for row in found}
    for group in STATES:
        if joined & group:
            found |= {tuple(name.split()) for name in group}
    alone = (stopwords() | titles()) - {"us"}
    return {row for row in found if row and not all(part in alone for part in row)}


def named(question: str, story: Story) -> list[Named]:
    """The actors that the question names, each once, the longest names first."""
    row = [word.stem for word in words(question)]
    written = [word.form for word in words(question)]
    found: list[Named] = []
    taken: set[int] = set()
    known = [(form, actor) for actor in story.report.actors for form in forms(actor)]
    for form, actor in sorted(known, key=lambda pair: -len(pair[0])):
        if any(one.actor.id == actor.id for one in found):
            continue
        for at in range(len(row) - len(form) + 1):
            places = frozenset(range(at, at + len(form)))
            if places & taken or tuple(row[at : at + len(form)]) != form:
                continue
            if form == ("us",) and not (written[at].isupper() or (at > 0 and row[at - 1] == "the")):
                continue
            found.append(Named(actor, places, True))
            taken |= places
            break
    for at, word in enumerate(row):
        if at in taken or len(word) < SHORTEST_TYPO or word in story.vocabulary or word in stopwords():
            continue
        near = [
            (OSA.normalized_similarity(word, part), actor)
            for form, actor in known
            for part in form[-1:]
            if len(part) >= SHORTEST_TYPO and part[0] == word[0] and not any(one.actor.id == actor.id for one in found)
        ]
        best = max(near, key=lambda pair: pair[0], default=None)
        if best is not None and best[0] >= TYPO:
            found.append(Named(best[1], frozenset({at}), False))
            taken.add(at)
    return found


def is_state(party: str) -> bool:
    """Whether the party's words are a country's short name: no role or description can stand for that."""
    return any(" ".join(telling(party)) in group for group in STATES)


def known_as(actor: Actor, story: Story) -> frozenset[str]:
    """The stems of everything that the story calls an actor."""
    texts = [actor.name, *actor.aliases, actor.role or ""]
    texts += [story.text[m.start : m.end] for m in actor.mentions if m.form == "nominal"]
    return frozenset(word.stem for text in texts for word in words(text))


def described(party: str, story: Story) -> list[Actor]:
    """The actors whose role, or whose description somewhere in the story, holds every telling word of ``party``."""
    wanted = telling(party)
    if not wanted:
        return []
    fits: list[tuple[bool, Actor]] = []
    for actor in story.report.actors:
        texts = [actor.role or "", actor.name, *actor.aliases]
        texts += [story.text[m.start : m.end] for m in actor.mentions if m.form == "nominal"]
        tried = [*texts, " ".join(texts[:2])]
        exactly = any(_holds(text, wanted, exactly=True) for text in tried)
        if exactly or any(_holds(text, wanted) for text in tried):
            fits.append((not exactly, actor))
    # "the director" is the director, not the head of something else
    return [actor for loosely, actor in fits if loosely == min(fit[0] for fit in fits)]


def telling(party: str) -> list[str]:
    """The stems of a party's name that tell who it is."""
    return [word.stem for word in words(party) if word.stem not in stopwords() or word.form == "US"]


def _holds(text: str, wanted: list[str], *, exactly: bool = False) -> bool:
    there = {word.stem for word in words(text)}
    return all(one in there or (not exactly and paraphrases().get(one, frozenset()) & there) for one in wanted)
