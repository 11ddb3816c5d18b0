"""Statements: in which order, under whose name, and as a sentence.

A statement is a claim as a person reads it: who, a verb, the words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.models import Claim, Report, Span, Stance
from bot.presentation.quotes import FULL, words
from bot.presentation.text import clipped, one_line
from bot.presentation.wording import LOW_CONFIDENCE, NO_SPEAKER, SAID, UNCLEAR_SPEAKER

_NAME: Final = 80
# What may stand between the story's own verb and its words for the two to be read on as one sentence.
_LINKS: Final = "that|to|of|for|against|over|it|them|him|her|us|reporters|about"
_BETWEEN: Final = re.compile(rf"(?: (?:{_LINKS}))?[ ,:]{{1,2}}[“\"‘']?")
_VERB: Final = re.compile(r"[a-z]{2,20}(?:ed|id|ld|ew|ote|oke|ore|s)(?: (?:against|for|of|to|that|off|out))?")
# How much a statement carries of a story, before its likelihood: what is disputed, threatened or demanded first.
_GRAVITY: Final[dict[Stance, int]] = {
    "warns": 0,
    "accuses": 0,
    "denies": 0,
    "demands": 1,
    "promises": 1,
    "confirms": 2,
    "claims": 2,
    "states": 2,
    "asks": 3,
}
_LEAST: Final = max(_GRAVITY.values())
_CERTAIN: Final = 0.85
_COMPARED: Final = 500  # characters of a claim that are held against another


@dataclass(frozen=True)
class Speaker:
    """Whose statements follow: a name or, where nobody could be told, what the story says instead."""

    name: str
    role: str | None = None
    known: bool = True


@dataclass(frozen=True)
class Statement:
    """A claim as one sentence after its speaker's name: ``verb``, then ``words``, verbatim.

    ``joined`` says that the verb, too, is the story's own and runs on into the words ("denied that its forces …");
    else a colon stands between them. ``unsure`` asks the reader to check.
    """

    claim: Claim
    verb: str
    words: str
    joined: bool
    unsure: bool


def is_sure(claim: Claim) -> bool:
    """Whether a claim is shown without the word "check"."""
    return claim.confidence >= LOW_CONFIDENCE


def speaker_of(claim: Claim, report: Report) -> Speaker:
    """The speaker's name and role; the source's own words where nobody knows who that is."""
    actor = report.actor(claim.speaker)
    if actor is not None:
        role = clipped(one_line(actor.role), _NAME) if actor.role else None
        return Speaker(clipped(one_line(actor.name), _NAME), role)
    source = one_line(claim.source.of(report.article.text)) if claim.source is not None else ""
    return Speaker(f"{UNCLEAR_SPEAKER}: “{clipped(source, _NAME)}”" if source else NO_SPEAKER, known=False)


def group_by_speaker(claims: Iterable[Claim], report: Report) -> list[tuple[Speaker, list[Claim]]]:
    """The claims under their speakers, who come in the order of their first claim here.

    Claims whose speaker could not be told come last, under the source's own words where the story has any, so that
    nobody takes "he" or "officials" for a party that is known.
    """
    groups: dict[Speaker, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(speaker_of(claim, report), []).append(claim)
    return sorted(groups.items(), key=lambda group: not group[0].known)


def order_claims(report: Report) -> list[Claim]:
    """The claims by worth.

    Sure before unsure, a known speaker before none; of those that are nearly certain the gravest first, then by
    likelihood.
    """
    return sorted(report.claims, key=_worth)


def select_statements(report: Report, most: int, *, told: frozenset[str] = frozenset()) -> list[Claim]:
    """The first ``most`` claims of ``order_claims``, without those of the ids ``told`` and without restatements.

    A statement that the headline and the body both have is shown once, in the body's words.
    """
    seen: set[tuple[str | None, frozenset[str]]] = set()
    kept: list[Claim] = []
    for claim in order_claims(report):
        if len(kept) >= most:
            break
        key = (claim.speaker, _content_words(claim, report))
        if claim.id in told or key in seen or _restates_headline(claim, report):
            continue
        seen.add(key)
        kept.append(claim)
    return kept


def _worth(claim: Claim) -> tuple[bool, bool, int, float, int]:
    # Gravity counts only where the reading is nearly certain: "accused" and "denied" are also what is misread most.
    gravity = _GRAVITY[claim.stance] if claim.confidence >= _CERTAIN else _LEAST
    return not is_sure(claim), claim.speaker is None, gravity, -round(claim.confidence, 1), claim.content[0].start


def _restates_headline(claim: Claim, report: Report) -> bool:
    """Whether a headline's claim is told in the body: most of its words by the same speaker, or a warning of theirs."""
    headline = next((one for one in report.article.paragraphs if one.role == "headline"), None)
    if headline is None or claim.content[0].start >= headline.end:
        return False
    if claim.stance == "warns" and any(warning.actor == claim.speaker for warning in report.warnings):
        return True
    own = _content_words(claim, report)
    return any(
        len(own & _content_words(other, report)) >= 0.6 * len(own)
        for other in report.claims
        if other.speaker == claim.speaker and other.content[0].start >= headline.end
    )


def _content_words(claim: Claim, report: Report) -> frozenset[str]:
    """The longer words of what a claim begins with: enough to know it again."""
    words = report.words(claim.content)[:_COMPARED].casefold()
    return frozenset(word for word in re.findall(r"\w+", words) if len(word) > 3)


def statement(claim: Claim, report: Report, length: int = FULL) -> Statement:
    """The claim as a sentence, at most ``length`` characters of its words.

    Where the story's own verb stands right before the words it is shown with them: "denied that its forces had
    fired". Else the stance lends a verb: "denied:".
    """
    own = _verb_before(claim, report)
    if own is not None:
        verb, span = own
        text = one_line(words(report, [span, *claim.content[1:]], length))
        return Statement(claim, verb, text, joined=True, unsure=not is_sure(claim))
    addressee = report.actor(claim.addressee)
    to_whom = f" to {clipped(one_line(addressee.name), 60)}" if addressee and claim.stance in _TO else ""
    verb = f"{SAID[claim.stance]}{to_whom}"
    text = one_line(words(report, claim.content, length))
    return Statement(claim, verb, text, joined=False, unsure=not is_sure(claim))


_TO: Final = frozenset(["states", "promises", "confirms"])  # "said to", but "accused" and "warned" take no "to"


def _verb_before(claim: Claim, report: Report) -> tuple[str, Span] | None:
    """The story's own verb where it runs on into the words, and the span of all that follows it."""
    content, cue = claim.content[0], claim.cue
    if cue is None or claim.kind == "direct" or cue.end >= content.start:
        return None
    verb, between = cue.of(report.article.text), report.article.text[cue.end : content.start]
    if not _VERB.fullmatch(verb) or not _BETWEEN.fullmatch(between):
        return None
    begin = cue.end + len(between) - len(between.lstrip(" ,:"))
    return one_line(verb), Span(start=begin, end=content.end)
