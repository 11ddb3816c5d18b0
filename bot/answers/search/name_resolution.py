"""Whom a name means among all who speak in a channel's stories: aliases, spellings, and typos that are told.

A person is found under the whole name and under the surname; a surname alone that stands in a story ("Klein said") is
taken for a full name only where no other party of the channel bears it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.answers.retrieval.actors import SMALL, STATES, acronym, stems_of
from bot.answers.stems import plain, stopwords, titles, words

# One letter of five; the first letter must be right, as people's typing mostly has it.
TYPO: Final = 0.8
# Two spellings of one surname ("Zelensky", "Zelenskyy"), where the first names agree.
SPELLING: Final = 0.85
SHORTEST_TYPO: Final = 5

Party = tuple[str, tuple[str, ...]]
Form = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """The parties that a name means. ``showing`` is the name that was taken for a misspelt one, else None."""

    parties: frozenset[Party]
    showing: str | None = None


def party(name: str | None, aliases: Sequence[str]) -> Party | None:
    """A party as a key; None where there is no name."""
    return (name, tuple(aliases)) if name else None


def meant(asked: str, parties: Iterable[Party]) -> Meant:
    """The ``parties`` that ``asked`` names: exactly, else by the nearest name, which is said."""
    everybody = set(parties)
    wanted = _form(asked)
    if not wanted:
        return Meant(frozenset())
    exact = {one for one in everybody if _is(wanted, one)}
    if not exact and _titled(wanted) != wanted:  # "President Putin" where the stories say Vladimir Putin
        wanted = _titled(wanted)
        exact = {one for one in everybody if _is(wanted, one)}
    if exact:
        return Meant(frozenset(exact | _same(exact, everybody)))
    near = _nearest(wanted, everybody)
    if near is None:
        return Meant(frozenset())
    found = {one for one in everybody if _is(near, one)}
    if not found:
        return Meant(frozenset())
    return Meant(frozenset(found | _same(found, everybody)), _written(near, found))


@lru_cache(maxsize=20_000)
def _form(name: str) -> Form:
    """A name as the plain forms of its words, without an article, titles before a person's name and a possessive."""
    row = [word.removesuffix("'s").replace(".", "") for word in (plain(w.form) for w in words(name))]
    while len(row) > 1 and row[0] in {"the", "a", "an"}:
        row.pop(0)
    return tuple(row)


@lru_cache(maxsize=20_000)
def _forms(one: Party) -> frozenset[Form]:
    """Every way to write a party."""
    names = (one[0], *one[1])
    found = {_form(name) for name in names} | {(short,) for name in names if (short := acronym(name))}
    stems = {" ".join(stems_of(name)) for name in names}
    for group in STATES:
        if stems & group or {" ".join(form) for form in found} & group:
            found |= {tuple(name.split()) for name in group}
            found |= {("united", "states")} if "us" in group else set()
            found |= {("united", "nations")} if "un" in group else set()
            found |= {("united", "kingdom")} if "uk" in group else set()
    return frozenset(form for form in found if form)


def _is(wanted: Form, one: Party) -> bool:
    """Whether a party may be called so: its whole name, several words of it in a row, or its last word."""
    for form in _forms(one):
        if form == wanted:
            return True
        if len(wanted) == 1:
            # "Klein" is Marta Klein; "Velm" is not the Council of Velm, "ministry" nobody's name
            if form[-1:] == wanted and len(form) > 1 and form[-2] not in SMALL and not _common(wanted[0]):
                return True
        elif _titled(wanted) == _titled(form) or any(
            form[at : at + len(wanted)] == wanted for at in range(len(form) - len(wanted) + 1)
        ):
            return True
    return False


def _titled(form: Form) -> Form:
    """A name without the titles before it ("maj gen", "president")."""
    at = 0
    while at < len(form) - 1 and (_common(form[at]) or form[at] in _RANKS):
        at += 1
    return form[at:]


_RANKS: Final = frozenset(
    "mr mrs ms dr prof gen maj lt col capt sgt sen rep gov sir dame lord lady brig adm st".split()
)


@lru_cache(maxsize=5_000)
def _common(word: str) -> bool:
    stems = stems_of(word)
    return bool(stems) and stems[0] in titles() | stopwords()


def _same(found: set[Party], everybody: set[Party]) -> set[Party]:
    """The parties that are those of ``found`` under a shorter name or in another spelling."""
    full = {form for one in found for form in _forms(one) if len(form) > 1}
    bearers: dict[str, set[Form]] = {}
    for form in {form for one in everybody for form in _forms(one) if len(form) > 1}:
        bearers.setdefault(form[-1], set()).add(form)
    same = set()
    for one in everybody - found:
        forms = _forms(one)
        longest = max(forms, key=len)
        if len(longest) == 1:
            named = bearers.get(longest[0])
            if named and named <= full and not _common(longest[0]):
                same.add(one)
        elif any(_respelt(mine, form) for mine in full for form in forms):
            same.add(one)
    return same


def _respelt(one: Form, other: Form) -> bool:
    """Whether two full names differ in the spelling of the surname alone."""
    return (
        len(one) == len(other) > 1
        and one[:-1] == other[:-1]
        and min(len(one[-1]), len(other[-1])) > SHORTEST_TYPO
        and OSA.normalized_similarity(one[-1], other[-1]) >= SPELLING
    )


def _nearest(wanted: Form, everybody: set[Party]) -> Form | None:
    """The form of a name nearest to what was typed; None where none is near or two are equally."""
    best: dict[Form, float] = {}
    for form in {form for one in everybody for form in _forms(one)}:
        for known in {form, form[-1:], _titled(form)}:
            if known != wanted and len(known) == len(wanted) and not (len(known) == 1 and _common(known[0])):
                score = _likeness(wanted, known)
                if score > 0:
                    best[known] = score
    if not best:
        return None
    top = max(best.values())
    nearest = [form for form, score in best.items() if score == top]
    return nearest[0] if len(nearest) == 1 else None


def _likeness(one: Form, other: Form) -> float:
    """How like two names are, word by word; 0 where a word is another one."""
    scores = []
    for mine, theirs in zip(one, other, strict=True):
        if mine == theirs:
            scores.append(1.0)
            continue
        score = OSA.normalized_similarity(mine, theirs)
        if min(len(mine), len(theirs)) < SHORTEST_TYPO or mine[0] != theirs[0] or score < TYPO:
            return 0.0
        scores.append(score)
    return sum(scores) / len(scores)


def _written(form: Form, found: set[Party]) -> str:
    """The form as a story writes it."""
    for name in (name for one in sorted(found) for name in (one[0], *one[1])):
        row = words(name)
        keys = [plain(word.form).removesuffix("'s").replace(".", "") for word in row]
        for at in range(len(keys) - len(form) + 1):
            if tuple(keys[at : at + len(form)]) == form:
                return name[row[at].start : row[at + len(form) - 1].end]
    return " ".join(form)
