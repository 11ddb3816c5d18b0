"""Every regular expression takes time in proportion to the text, whatever the text: nobody's words stop others."""

import ast
import importlib
import math
import pkgutil
import re
import signal
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]  # the parsed form has no public name
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

import pytest

import bot

LENGTH: Final = 50_000  # characters
SECONDS: Final = 3.0  # linear patterns take some milliseconds; the machine may be busy
PUMPED: Final = 400  # a repeat that allows more than this can be pumped
TYPED: Final = (" ", "\n", "a", "A", "1", '"', "“", "a ", "A ", "A. ", "a, ", "? ", "<", "(", "a-", "\t ")
CALLS: Final = {f"re.{name}" for name in ("match", "search", "fullmatch", "sub", "split", "findall", "finditer")}
SHORT: Final = 5_000  # characters on which all attacks are tried; only what takes long on them is tried on LENGTH
NOTED_S: Final = 0.005  # a quadratic pattern that takes 3 s on LENGTH takes 0.03 s on a tenth of it
# Patterns that see a clipped piece and no more: the longest that the code gives them, in characters.
PIECES: Final[dict[str, int]] = {
    "bot.answers.question.": 1_000,  # intake.LONGEST_QUESTION
    "bot.answers.search.": 1_000,  # a search, of 500 characters at most
    "bot.fetch.jsonld._CLOSED": 100,
    "bot.fetch.people.": 1_000,  # decoding.LONGEST_METADATA
    "bot.fetch.people._TAIL": 300,
    "bot.fetch.policy.": 4_096,  # policy.LONGEST_URL
    "bot.fetch.roles._patterns": 400,  # roles._LONG
    "bot.fetch.story._DAY": 300,
    "bot.fetch.verdicts.": 20_000,  # verdicts._LOOKED_AT
    "bot.nlp.document.paragraphs._ENDS_QUOTED": 20,
}


def compiled() -> dict[str, re.Pattern[Any]]:
    """All patterns of the package, by where they stand."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.endswith("__main__") or module.name == "bot.fetch.worker" or is_local(module.name):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for at, pattern in enumerate(_patterns_in(value)):
                found.setdefault(f"{module.name}.{name}" + (f"[{at}]" if at else ""), pattern)
    found |= written_in_calls()
    own: dict[int, str] = {}
    for name, pattern in found.items():  # one that is imported stands where it was made first
        own.setdefault(id(pattern), name)
    return {name: found[name] for name in own.values()}


def is_local(module: str) -> bool:
    """Whether the only text that a module sees is that of whoever runs it on their own machine."""
    return module.startswith(("bot.playground", "bot.demo", "bot.cli"))


def written_in_calls() -> dict[str, re.Pattern[Any]]:
    """The patterns that are written into a call of ``re``, by the line of that call."""
    found: dict[str, re.Pattern[Any]] = {}
    for module, call in calls_of_re():
        written = call.args[0] if call.args else None
        if isinstance(written, ast.Constant):
            flags = re.IGNORECASE if "IGNORECASE" in ast.unparse(call) else 0
            found[f"{module}: {written.value!r}"] = re.compile(written.value, flags)
    return found


def calls_of_re() -> Iterator[tuple[str, ast.Call]]:
    """Each call of a function of ``re`` that looks for a pattern, with its module."""
    root = Path(bot.__file__).parent
    for path in sorted(root.rglob("*.py")):
        module = "bot." + ".".join(path.relative_to(root).with_suffix("").parts)
        if is_local(module):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS:
                yield module, node


def _patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        yield from _patterns_in(list(value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from _patterns_in(inner)
    elif callable(value) and hasattr(value, "cache_info") and not getattr(value, "__code__", None):
        made = getattr(value, "__wrapped__", None)
        if made is not None and made.__code__.co_argcount == 0 and "Pattern" in str(made.__annotations__.get("return")):
            yield from _patterns_in(value())


@dataclass(frozen=True)
class Attack:
    """A text that makes a pattern go back: what it repeats, repeated, behind what stands before it, and then nothing
    that it wants."""

    prefix: str
    pumped: str

    def text(self, length: int) -> str:
        """The attack, so many characters long."""
        return (self.prefix + self.pumped * (length // len(self.pumped) + 1))[: length - 1] + "\x00"


def attacks(pattern: re.Pattern[Any]) -> list[Attack]:
    """For each repeat of a pattern a few attacks, with what stands before it once and again and again; and what people
    type too much of."""
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    found = [
        Attack(prefix, pumped)
        for prefix, body in _repeats(parsed, "")
        for pumped in (body, prefix + body, body + " ", body + "a")
    ]
    found += [Attack("", text) for text in (_sample(parsed), *TYPED)]
    return [attack for attack in dict.fromkeys(found) if attack.pumped]


def _repeats(items: Iterable[Any], prefix: str) -> Iterator[tuple[str, str]]:
    """For each repeat that can go on: a text that leads to it, and one that it takes."""
    for code, value in items:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            most, inner = value[1], value[2]
            if most is codes.MAXREPEAT or most > PUMPED:
                for body in _samples(inner):
                    yield prefix, body
            yield from _repeats(inner, prefix)
        elif code is codes.SUBPATTERN:
            yield from _repeats(value[3], prefix)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, prefix)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(value[1], prefix)
        elif code is codes.ATOMIC_GROUP:
            yield from _repeats(value, prefix)
        prefix += _sample([(code, value)])


def _samples(items: Iterable[Any]) -> list[str]:
    """Texts that ``items`` take: each of the members of a class or of the branches, a few."""
    listed = list(items)
    if len(listed) == 1 and listed[0][0] is codes.IN:
        return [*dict.fromkeys(filter(None, (_member(listed[0][1], which) for which in range(6))))]
    if len(listed) == 1 and listed[0][0] is codes.BRANCH:
        return [_sample(branch) for branch in listed[0][1][1]][:6]
    return [_sample(listed)]


def _sample(items: Iterable[Any]) -> str:
    """One text that ``items`` take; looking around is left out."""
    made = []
    for code, value in items:
        if code is codes.LITERAL:
            made.append(chr(value))
        elif code is codes.NOT_LITERAL:
            made.append("a" if value != ord("a") else "b")
        elif code is codes.ANY:
            made.append("a")
        elif code is codes.IN:
            made.append(_member(value, 0))
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            made.append(_sample(value[2]) * max(value[0], 1 if value[1] else 0))
        elif code is codes.SUBPATTERN:
            made.append(_sample(value[3]))
        elif code is codes.BRANCH:
            made.append(_sample(value[1][0]))
        elif code is codes.ATOMIC_GROUP:
            made.append(_sample(value))
    return "".join(made)


def _member(members: Iterable[Any], which: int) -> str:
    """A character of a class: one for each of its members, or one that it does not exclude."""
    named = {
        codes.CATEGORY_SPACE: " ",
        codes.CATEGORY_WORD: "a",
        codes.CATEGORY_DIGIT: "1",
        codes.CATEGORY_NOT_SPACE: "a",
        codes.CATEGORY_NOT_WORD: "-",
        codes.CATEGORY_NOT_DIGIT: "a",
    }
    listed = list(members)
    if listed[0][0] is codes.NEGATE:
        one = re.compile("[^" + "".join(map(_source, listed[1:])) + "]", re.DOTALL)
        others = [character for character in 'a <"“(.A1-\n' if one.match(character)]
        return others[which % len(others)] if others else ""
    code, value = listed[which % len(listed)]
    return chr(value) if code is codes.LITERAL else chr(value[0]) if code is codes.RANGE else named.get(value, "a")


def _source(member: tuple[Any, Any]) -> str:
    code, value = member
    if code is codes.LITERAL:
        return re.escape(chr(value))
    if code is codes.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {
        codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_WORD: r"\w", codes.CATEGORY_DIGIT: r"\d",
        codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_NOT_WORD: r"\W", codes.CATEGORY_NOT_DIGIT: r"\D",
    }[value]  # fmt: skip


class TooSlow(Exception):
    """The time is over."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise ``TooSlow`` in the block when it takes longer: the engine of ``re`` looks for signals as it goes."""

    def over(_number: int, _frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


PATTERNS: Final = compiled()


def longest(name: str) -> int:
    """The longest text that the code gives to the pattern of this name."""
    known = [start for start in PIECES if name.startswith(start)]
    return PIECES[max(known, key=len)] if known else LENGTH


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    """How long it takes to match the text as a whole and to search it through; more than ``SECONDS`` is infinite."""
    subject = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    started = time.perf_counter()
    try:
        with at_most(SECONDS):
            pattern.fullmatch(subject)
            for _ in pattern.finditer(subject):
                pass
    except TooSlow:
        return math.inf
    return time.perf_counter() - started


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_is_linear(name: str) -> None:
    """None of the texts that are made against a pattern takes seconds."""
    pattern, length = PATTERNS[name], longest(name)
    noted = [attack for attack in attacks(pattern) if seconds(pattern, attack.text(min(SHORT, length))) > NOTED_S]
    assert [attack for attack in noted if seconds(pattern, attack.text(length)) > SECONDS] == []


# Patterns that are built from words, which are escaped, at run time: each repeat in them is bounded by these words.
BUILT: Final = {
    "bot.answers.reading.identity", "bot.fetch.signs", "bot.nlp.warnings.deadlines", "bot.presentation.fragment",
}  # fmt: skip


def test_no_pattern_escapes_the_test_above() -> None:
    """A pattern in a call of ``re`` is written out there, or is a name of one that was compiled; what is built at run
    time is known here."""
    built = {module for module, call in calls_of_re() if not isinstance(call.args[0], ast.Constant | ast.Name)}
    assert built - BUILT == set()


@pytest.mark.parametrize(
    ("pattern", "slow"), [(r"(?:a+)+b", True), (r"(?:\w+ ?)*:", True), (r"[a-z]+", False), (r"\bby\b", False)]
)
def test_the_attacks_find_what_they_are_made_for(pattern: str, slow: bool) -> None:
    """A pattern that is known to take long is found out, and one that is known not to is not."""
    compiled = re.compile(pattern)
    assert any(seconds(compiled, attack.text(SHORT)) > SECONDS / 3 for attack in attacks(compiled)) == slow
