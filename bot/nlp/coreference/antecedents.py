"""Which party an anaphor speaks of: a small learned model scores every candidate, and "none of these".

A mention ranker with a null option after Wiseman et al. 2015 ("Learning Anaphoricity and Antecedent Ranking Features
for Coreference Resolution"): one hidden layer over what can be counted of mention and candidate. The weights are in
``data/antecedents.json``; ``deploy/training/antecedents.py`` makes them. What stays between two candidates stays open:
a wrong speaker costs more than a missing one.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import log1p
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from bot.models import ActorKind, MentionForm
from bot.nlp.coreference.anaphors import ARTICLES, KINDS, Anaphor, Kind, Layout, find, is_subject
from bot.nlp.coreference.chains import Chain, Mention
from bot.nlp.document.actors import party_phrase
from bot.nlp.entities.roles import is_role
from bot.nlp.lexicon.countries import state_word
from bot.nlp.lexicon.load import word_list
from bot.nlp.syntax.subjects import speaks

Floats = NDArray[np.float64]
# Of the parties that fit, so many of the latest are candidates, and every one that is called so.
_LATEST: Final = 10
# How many sentences ahead a name may stand that a headline or first sentence only paraphrases.
_AHEAD: Final = 8
# How many words up a governing verb is looked for.
_CLAUSES: Final = 6
_CHAIN_KINDS: Final = ("person", "organisation", "state", "group", "document")
_FITTING: Final[dict[Kind, frozenset[str]]] = {
    "he": frozenset({"person", "other"}),
    "it": frozenset({"organisation", "state", "document", "other"}),
    "they": frozenset({"group", "organisation", "state", "person"}),
    "person": frozenset({"person", "other"}),
    "body": frozenset({"organisation", "state", "other"}),
    "people": frozenset({"group", "organisation"}),
    "state": frozenset({"state"}),
    "document": frozenset({"document", "organisation", "person", "state", "group"}),
    "other": frozenset({"organisation", "person", "state", "group", "document", "other"}),
}
_NEW: Final[dict[Kind, ActorKind]] = {
    "he": "person", "person": "person", "it": "organisation", "body": "organisation", "document": "organisation",
    "they": "group", "people": "group", "state": "state", "other": "organisation",
}  # fmt: skip
# Who will not be named is called so by turns.
_SOURCES: Final = frozenset({"source", "people", "person", "official", "insider", "individual"})
_COMPANIES: Final = frozenset({"company", "firm", "insurer", "carmaker", "automaker", "retailer", "bank", "maker"})


@dataclass(eq=False)
class Candidate:
    """A party as far as it has been spoken of when an anaphor is read."""

    party: Chain
    kind: str
    described: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    named: list[int] = field(default_factory=list)  # heads of its names, in order
    nouns: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)
    last: Token | None = None
    form: str = ""
    count: int = 0
    spoke: int = -9  # the paragraph where it last said something, outside quotation marks
    spoke_at: int = -1  # the token of it

    def described_as(self, lemma: str) -> bool:
        """Whether the story calls it so, up to here or anywhere beside its name."""
        return lemma in self.described or lemma in self.nouns


@dataclass(frozen=True, slots=True)
class Choice:
    """An anaphor with its candidates, what the model weighs of each, and of "none of these"."""

    anaphor: Anaphor
    candidates: list[Candidate]
    pairs: Floats
    none: Floats


Decide = Callable[[Choice], tuple[int, float]]


def resolve(parties: Sequence[Chain], layout: Layout, decide: Decide | None = None) -> list[Chain]:
    """Add the anaphors of a text to the ``parties`` they speak of; return the parties without a name that are left.

    One pass, in which each anaphor sees what was decided before it. ``decide`` (the learned model where None) gives
    the number of the chosen candidate, -1 for none, and how likely that is.
    """
    decide = decide or chosen
    taken = {i for party in parties for mention in party.mentions for i in range(mention.start, mention.end)}
    candidates = [_candidate(party, layout) for party in parties]
    names_at = {mention.head: (one, mention) for one in candidates for mention in one.party.mentions}
    anaphors = {one.head: one for one in find(layout, taken) if one.head not in names_at}
    latest: list[Candidate] = []  # by when they were last spoken of, the latest last
    nameless: list[Chain] = []
    for position in sorted({*names_at, *anaphors}):
        token = layout.doc[position]
        if position in names_at:
            one, mention = names_at[position]
            if layout.roles[position] in ("body", "headline"):
                _note(one, token, mention.form, layout, latest)
            continue
        anaphor = anaphors[position]
        fitting = _fitting(anaphor, candidates, latest, layout)
        choice = Choice(anaphor, fitting, _pairs(anaphor, fitting, latest, layout), _none(anaphor, fitting, layout))
        number, sure = decide(choice)
        form: MentionForm = "pronoun" if anaphor.pronoun else "nominal"
        if number >= 0:
            one = fitting[number]
        elif anaphor.pronoun:
            continue
        else:
            kind = anaphor.kind if anaphor.kind in ("document", "other") else _NEW[anaphor.kind]
            one = Candidate(Chain(_NEW[anaphor.kind]), kind)
            one.party.gender = anaphor.gender
            one.codes |= anaphor.codes
            candidates.append(one)
            nameless.append(one.party)
        one.party.add(Mention(anaphor.start, anaphor.end, anaphor.head, form, sure=sure))
        one.party.gender = one.party.gender or anaphor.gender
        if anaphor.kind == "he":
            one.kind = one.party.kind = "person"
        if not anaphor.pronoun:
            one.nouns.add(anaphor.lemma)
            one.phrases.add(_words(anaphor, layout))
            one.described |= anaphor.before
        _note(one, token, form, layout, latest)
    for party in nameless:
        party.named_by = _called(party, layout)
    return nameless


def _called(party: Chain, layout: Layout) -> str:
    """What a party without a name is called: the phrase that says most of who it is."""
    phrases = [
        party_phrase(layout.doc[mention.start : mention.end]) for mention in party.mentions if mention.form == "nominal"
    ]
    return max(phrases, key=len).text if phrases else ""


def _candidate(party: Chain, layout: Layout) -> Candidate:
    one = Candidate(party, party.kind)
    one.named = sorted(mention.head for mention in party.mentions if layout.roles[mention.head] in ("body", "headline"))
    for role in party.roles:
        one.described |= {token.lemma_.lower() for token in role}
    for mention in party.mentions:
        one.described |= set(_beside(mention, layout))
        one.described |= {word.casefold() for word in mention.name.split()}
    one.described |= {word for word in party.key if not word.startswith("=")}
    one.codes |= {word[1:] for word in party.key if word.startswith("=")}
    if party.state:
        one.codes.add(party.state)
    for role in party.roles:
        one.codes |= {state.code for token in role if (state := state_word(token.text)) is not None}
    return one


def _beside(mention: Mention, layout: Layout) -> list[str]:
    """The nouns that say what a name's bearer is: before it, in apposition, and after "is"."""
    doc, sentences = layout.doc, layout.sentences
    head = doc[mention.head]
    nouns = []
    at = mention.start - 1
    while (
        at >= 0
        and mention.start - at < 8
        and doc[at].tag_ in ("NN", "NNP", "JJ", "HYPH", "NNS")
        and sentences[at] == sentences[head.i]
    ):
        nouns.append(doc[at])
        at -= 1
    nouns += [child for child in head.rights if child.dep_ == "appos"]
    if head.dep_ == "appos":
        nouns.append(head.head)
    if head.dep_ == "nsubj" and head.head.lemma_ == "be":
        nouns += [child for child in head.head.rights if child.dep_ == "attr"]
    for noun in nouns[:]:
        if noun.i >= mention.end or noun.i < at:
            nouns += [child for child in noun.lefts if child.tag_ in ("NN", "NNP", "JJ", "NNS")]
    return [noun.lemma_.lower() for noun in nouns]


def _words(anaphor: Anaphor, layout: Layout) -> str:
    words = [token.lower_ for token in layout.doc[anaphor.start : anaphor.end]]
    return " ".join(words[1:] if words[0] in ("the", "a", "an", "this", "that") else words)


def _note(one: Candidate, token: Token, form: str, layout: Layout, latest: list[Candidate]) -> None:
    """Move a party to the end of those last spoken of."""
    said = not layout.quoted[token.i] and speaks(token)
    if said:
        one.spoke, one.spoke_at = layout.numbers[token.i], token.i
    one.count += 1
    last = one.last
    same = last is not None and layout.sentences[last.i] == layout.sentences[token.i]
    # A mention as subject earlier in this sentence stays the one that counts ("Ruiz said Ruiz's union …").
    if not (same and last is not None and is_subject(last) and not is_subject(token)):
        one.last, one.form = token, form
        if one in latest:
            latest.remove(one)
        latest.append(one)


def _fitting(anaphor: Anaphor, candidates: list[Candidate], latest: list[Candidate], layout: Layout) -> list[Candidate]:
    kinds = _FITTING[anaphor.kind]
    found: list[Candidate] = []
    for one in reversed(latest):
        if one.kind not in kinds or (anaphor.gender and one.party.gender not in (None, anaphor.gender)):
            continue
        if _barred(anaphor, one, layout):
            continue
        if len(found) < _LATEST or (not anaphor.pronoun and one.described_as(anaphor.lemma)):
            found.append(one)
    if not anaphor.pronoun:
        here = layout.sentences[anaphor.head]
        for one in candidates:
            if one.count or not one.named or one.kind not in kinds:
                continue
            if _barred(anaphor, one, layout):
                continue
            if layout.sentences[one.named[0]] - here <= _AHEAD or one.described_as(anaphor.lemma):
                found.append(one)
    return found[: 2 * _LATEST]


def _is_office(lemma: str) -> bool:
    """Whether a noun names an office or trade, which the story says of whoever has it; anybody is a "man"."""
    return is_role(lemma) and not any(lemma in word_list(name) for name in ("male_nouns", "female_nouns", "anybody"))


def _barred(anaphor: Anaphor, one: Candidate, layout: Layout) -> bool:
    """Whether grammar keeps a noun phrase from speaking of a party: "the lawyer of Ana Ruiz" is not Ana Ruiz, and "a
    driver" is nobody whom the story has named by then, headlines aside."""
    if anaphor.pronoun or anaphor.kind == "document":
        return False
    if any(anaphor.start <= head < anaphor.end for head in one.named):
        return True
    if not anaphor.before and _is_office(anaphor.lemma) and not one.described_as(anaphor.lemma):
        return True  # "the judge" is not whom the story calls a lawyer, or nothing at all
    return anaphor.article == "a" and any(
        head < anaphor.head and layout.roles[head] != "headline" for head in one.named
    )


def _pairs(anaphor: Anaphor, candidates: list[Candidate], latest: list[Candidate], layout: Layout) -> Floats:
    speaker = max((one.spoke_at for one in latest), default=-1)
    subject = max((one.last.i for one in candidates if one.last is not None and is_subject(one.last)), default=-1)
    rows = [_pair(anaphor, one, rank, layout, speaker, subject) for rank, one in enumerate(candidates)]
    width = len(rows[0]) if rows else 0
    table = np.array(rows, dtype=np.float64).reshape(len(rows), width)
    return table


def _pair(anaphor: Anaphor, one: Candidate, rank: int, layout: Layout, speaker: int, subject: int) -> list[float]:
    head, party = anaphor.head, one.party
    here, paragraph = layout.sentences[head], layout.numbers[head]
    last = one.last
    back = here - layout.sentences[last.i] if last is not None else -1
    apart = paragraph - layout.numbers[last.i] if last is not None else -1
    ahead = 0
    if last is None:
        ahead = max(0, layout.sentences[one.named[0]] - here)
    quoted = bool(layout.quoted[head])
    last_quoted = last is not None and bool(layout.quoted[last.i])
    gender = anaphor.gender
    missing = anaphor.before - one.described
    role = one.described_as(anaphor.lemma)
    inside = any(anaphor.start <= position < anaphor.end for position in one.named)
    company = anaphor.lemma in _COMPANIES and bool(party.key & word_list("company_ends"))
    return [
        *(float(anaphor.kind == kind) for kind in KINDS),
        *(float(anaphor.article == article) for article in ARTICLES),
        float(anaphor.subject), float(anaphor.speaks), float(anaphor.possessive), float(anaphor.plural),
        float(quoted), float(here < 3), float(layout.roles[head] == "headline"), float(anaphor.heavy),
        *(float(one.kind == kind) for kind in _CHAIN_KINDS),
        float(bool(one.named) and not anaphor.pronoun),
        float(back == 0), float(back == 1), float(back == 2), float(3 <= back <= 5), float(back > 5),
        float(apart == 0), float(apart == 1), float(apart > 1),
        float(last is None and ahead <= 1), float(last is None and 1 < ahead <= 4), float(last is None and ahead > 4),
        float(last is not None and is_subject(last)), float(last is not None and speaks(last)), float(last_quoted),
        float(last is not None and last.dep_ == "poss"), float(one.form == "pronoun"),
        float(one.form == "nominal" and not anaphor.pronoun),
        float(last is not None and layout.roles[last.i] == "headline"),
        float(rank == 0), float(rank == 1), min(rank, 10) / 10,
        # A hero is not likelier to be the "he" who speaks than whoever spoke last.
        log1p(one.count) * (not (anaphor.pronoun and anaphor.speaks)),
        float(one.spoke == paragraph), float(0 < paragraph - one.spoke <= 2),
        float(last is not None and _bound(layout.doc[head], last)),
        float(back == 0 and last is not None and _governs(last, layout.doc[head])),
        float(role), float(role and bool(anaphor.before) and not missing), float(bool(anaphor.before) and not missing),
        len(missing) / 3, float(anaphor.lemma in party.key), float(anaphor.lemma in one.nouns),
        float(not anaphor.pronoun and _words(anaphor, layout) in one.phrases),
        float(not role and not anaphor.pronoun and bool(party.roles)), float(not role and not anaphor.pronoun),
        float(bool(anaphor.codes & one.codes)), float(bool(anaphor.codes) and bool(one.codes - anaphor.codes)),
        float(inside), float(company),
        float(quoted and not last_quoted and last is not None),
        float(quoted and one.spoke == paragraph),
        float(last_quoted and not quoted and apart == 0),
        float(last_quoted and not quoted and apart == 0 and anaphor.speaks),
        float(speaker >= 0 and one.spoke_at == speaker),
        float(speaker >= 0 and one.spoke_at == speaker and anaphor.speaks),
        float(speaker >= 0 and one.spoke_at == speaker and paragraph - one.spoke <= 1),
        float(last is not None and last.i == subject),
        float(anaphor.lemma in _SOURCES and bool(one.nouns & _SOURCES)),
        float(anaphor.lemma in _SOURCES and bool(one.named)),
        # the last, which training leaves out now and then: who is nameless often has no gender
        0.0 if gender is None else 1.0 if party.gender == gender else 0.7,  # else it is not known
    ]  # fmt: skip


def _governs(subject: Token, anaphor: Token) -> bool:
    """Whether an anaphor stands in a clause of the verb that a party is the subject of ("Ruiz said she had …")."""
    if subject.dep_ not in ("nsubj", "nsubjpass"):
        return False
    at = anaphor.head
    for _ in range(_CLAUSES):
        if at.i == subject.head.i:
            return True
        at = at.head
    return False


def _bound(anaphor: Token, other: Token) -> bool:
    """Whether grammar forbids the two to be one: subject and object of one verb ("Ruiz told her")."""
    if anaphor.tag_ == "PRP$" or anaphor.lower_.endswith("self"):
        return False
    if anaphor.head.i == other.head.i and other.dep_ in ("nsubj", "nsubjpass") and anaphor.dep_ not in ("nsubj",):
        return True
    above = anaphor.head
    return above.dep_ in ("prep", "dative") and above.head.i == other.head.i and other.dep_ in ("nsubj", "nsubjpass")


_EMPTY: Final = frozenset({"be", "seem", "appear", "happen", "take", "turn", "rain", "matter", "make"})


def _none(anaphor: Anaphor, candidates: list[Candidate], layout: Layout) -> Floats:
    token = layout.doc[anaphor.head]
    called = sum(one.described_as(anaphor.lemma) for one in candidates)
    fitting = sum(anaphor.gender is None or one.party.gender == anaphor.gender for one in candidates)
    return np.array([
        *(float(anaphor.kind == kind) for kind in KINDS),
        *(float(anaphor.article == article) for article in ARTICLES),
        float(anaphor.subject), float(anaphor.speaks), float(anaphor.possessive), float(anaphor.plural),
        float(bool(layout.quoted[anaphor.head])), float(layout.sentences[anaphor.head] < 3),
        float(layout.roles[anaphor.head] == "headline"), float(anaphor.heavy),
        float(not candidates), float(len(candidates) == 1), log1p(len(candidates)), float(called == 0),
        float(called == 1), float(fitting == 0), float(fitting > 1), min(3, len(anaphor.before)) / 3,
        float(bool(anaphor.codes)), float(anaphor.kind == "it" and token.head.lemma_ in _EMPTY),
        float(any(child.tag_ == "CD" for child in token.lefts)),
    ])  # fmt: skip


def chosen(choice: Choice) -> tuple[int, float]:
    """The likeliest candidate (-1 for none) and its probability."""
    likely = probabilities(choice)
    best = int(likely.argmax())
    return best - 1, float(likely[best])


def probabilities(choice: Choice) -> Floats:
    """How likely "none of these" and each candidate are; shape (1 + candidates,)."""
    table = weights()
    none = np.tanh(choice.none @ table["none_in"] + table["none_bias"]) @ table["none_out"]
    scores = np.zeros(1 + len(choice.candidates))
    scores[0] = none + table["none_level"]
    if choice.candidates:
        scores[1:] = np.tanh(choice.pairs @ table["pair_in"] + table["pair_bias"]) @ table["pair_out"]
    raised = np.exp(scores - scores.max())
    found: Floats = raised / raised.sum()
    return found


@cache
def weights() -> dict[str, Floats]:
    """What ``deploy/training/antecedents.py`` wrote."""
    data = json.loads((files("bot.nlp.coreference") / "data" / "antecedents.json").read_text("utf-8"))
    return {name: np.array(values, dtype=np.float64) for name, values in data.items()}
