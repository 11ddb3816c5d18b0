"""Names of organisations told by their shape: a word for a body at either end of capitals, or after a state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from bot.nlp.document.switches import applies
from bot.nlp.document.tokenizer import ranks
from bot.nlp.entities.candidates import BODY, STOCK, EntityCandidate
from bot.nlp.lexicon.load import word_list

_JOINTS: Final = frozenset({"of", "for", "&", "and", "the", "-", "–"})


@dataclass(slots=True)
class _Story:
    """What else is known of a story: tokens of persons and of dates and sums, words in small letters, states by end."""

    people: set[int]
    other: set[int]
    small: set[str]
    named: dict[int, int]


def heads() -> frozenset[str]:
    """Words that close an organisation's name ("… Ministry")."""
    return word_list("name_heads")


def find(doc: Doc, others: Sequence[EntityCandidate]) -> Iterator[EntityCandidate]:
    """The organisations named in ``doc``, beside ``others`` that are found already (states among them)."""
    story = _Story(
        people=_tokens(others, {"PERSON"}),
        other=_tokens(others, {"DATE", "TIME", "MONEY", "PERCENT"}),
        # A word that the story also writes in small letters is shouted, not an acronym.
        small={token.text for token in doc if token.text.islower()} if any(map(_acronym, doc)) else set(),
        named={one.end: one.start for one in others if one.known.startswith("state:") or one.label == "PERSON"},
    )
    for token in doc:
        found = _by_its_words(token, story)
        if found is not None:
            yield EntityCandidate(*found, "ORG", BODY)
        elif applies("acronym") and _is_name(token, story):
            yield EntityCandidate(token.i, token.i + 1, "ORG", STOCK)
    # A town or province has bodies as a state has ("Porto police").
    states = {
        one.start: one
        for one in others
        if one.known.startswith(("state:", "adjective:", "seat:")) or (one.label == "GPE" and not one.known)
    }
    starts = {one.end: one.start for one in states.values()}
    for state in states.values() if applies("state's organisation") else ():
        end = _state_body(doc, state.end)
        if end:
            yield EntityCandidate(starts.get(state.start, state.start), end, "ORG", BODY)


def _tokens(others: Sequence[EntityCandidate], labels: set[str]) -> set[int]:
    return {i for one in others if one.label in labels for i in range(one.start, one.end)}


def _is_name(token: Token, story: _Story) -> bool:
    return (
        _acronym(token)
        and token.text.lower() not in story.small
        and token.i not in story.people
        and token.i not in story.other
    )


def _by_its_words(token: Token, story: _Story) -> tuple[int, int] | None:
    """The name in which ``token`` is the word for an organisation: at its end, at its start, or behind its owner."""
    doc, word = token.doc, token.text
    goes_on = token.i + 1 < len(doc) and doc[token.i + 1].lower_ in ("of", "for")
    if word in heads() and token.i not in story.other:
        return _closed_by(token, story, goes_on) if applies("closing word") else None
    if word in word_list("owned_bodies") and token.i - 1 in story.people:
        start = token.i - 1
        while start - 1 in story.people:
            start -= 1
        return (start, token.i + 1) if applies("owned") else None
    if goes_on and (word in word_list("name_starts") or word in word_list("state_bodies")):
        end = _right(doc, token.i + 1, story.people)
        opens = end > token.i + 1 and (word[0].isupper() or _owner(doc, token.i + 2, end, story.named))
        return (_left(doc, token.i, story.people), end) if opens and applies("opening word") else None
    if word in word_list("own_kinds") and token.i and _capital(doc[token.i - 1]):
        start = _left(doc, token.i, story.people)
        named = token.i - start > 1 or doc[start].text.isupper()
        return (start, token.i) if named and applies("kind behind") else None
    return None


def _closed_by(token: Token, story: _Story, goes_on: bool) -> tuple[int, int] | None:
    """The capitals that a word for an organisation closes, with its "of …" where it opens names too."""
    start = _left(token.doc, token.i, story.people)
    if start < token.i and token.doc[start].text in ranks():
        return None  # "Mr. Tribe"
    end = token.i + 1
    if goes_on and token.text in word_list("name_starts"):
        end = _right(token.doc, token.i + 1, story.people)
    return (start, end) if start < token.i or end > token.i + 1 or _definite(token) else None


def _owner(doc: Doc, start: int, end: int, named: dict[int, int]) -> bool:
    """Whether what follows "government of" is the name of a state or person, whole."""
    if start < end and doc[start].lower_ == "the":
        start += 1
    return named.get(end, -1) == start


def _state_body(doc: Doc, position: int) -> int:
    """Where a state's body ends that begins right after the state's name, or 0 ("Russian | defense ministry |").

    A word for people after it makes it theirs, not the body's ("special forces personnel"). Bodies of which a state has
    several take their place with them ("U.S. command | in Al Udeid").
    """
    if position < len(doc) and doc[position].tag_ == "POS":
        position += 1
    kinds, members = word_list("state_bodies"), word_list("members")
    best = 0
    for end in range(position + 1, min(position + 5, len(doc)) + 1):
        token = doc[end - 1]
        if token.tag_ not in ("NN", "NNS", "NNP", "NNPS", "JJ") or token.is_space:
            break
        tail = {doc[end - 1].lower_, doc[max(end - 2, position) : end].text.lower()}
        if tail & kinds:
            best = end
    if not best:
        return 0
    if best < len(doc) and doc[best].lower_ in members:
        return 0
    after = doc[best : best + 2]
    if doc[best - 1].lower_ in word_list("located_bodies") and len(after) == 2 and after[0].lower_ in ("in", "at"):
        end = best + 1
        while end < len(doc) and _capital(doc[end]):
            end += 1
        if end > best + 1:
            return end
    return best


def _left(doc: Doc, position: int, people: set[int]) -> int:
    """Where the run of capitals that ends before ``position`` starts, over joints between two capitals."""
    start = position
    while start > 0:
        before = doc[start - 1]
        # A person's name may open an organisation's ("Clinton Foundation"): only where it touches the word for it.
        if before.i in people and start != position:
            break
        if _capital(before) or (before.like_num and before.text[0].isdigit() and before.text[-1] in "thsdrn"):
            start -= 1
        elif (
            start > 1 and before.text in ("&", "-", "–", "of", "for") and start < position and _capital(doc[start - 2])
        ):
            start -= 2
        elif start > 1 and before.text in ("'", "’") and before.tag_ == "POS" and _capital(doc[start - 2]):
            start -= 2  # "Quarry Workers' Guild"
        else:
            break
    while start < position and (
        doc[start].tag_ in ("DT", "IN", "CC", "PRP", "PRP$", "WRB", "RB") or doc[start].is_punct
    ):
        start += 1
    return start


def _right(doc: Doc, position: int, people: set[int]) -> int:
    """Where a name ends that goes on with "of …": capitals, over joints with a capital behind them.

    A person's name right behind it is the person's ("University of Porto | Rosa Stein").
    """
    end = position
    while end < len(doc):
        token = doc[end]
        if _capital(token):
            if token.i in people and token.i - 1 not in people and _capital(doc[end - 1]):
                break
            end += 1
            continue
        ahead = end
        while ahead < len(doc) and ahead - end < 3 and doc[ahead].text in _JOINTS:
            ahead += 1
        if ahead == end or ahead >= len(doc) or not _capital(doc[ahead]):
            break
        # An "and" goes on only to a bare noun of the same name ("the Ministry of Health and Welfare"), not to a second
        # name ("the Ministry of Health and the President", "the Bank of Norland and Bank of Sudland").
        if doc[end].text == "and" and (ahead > end + 1 or doc[ahead].text in word_list("name_starts")):
            break
        end = ahead + 1
    return end


def _capital(token: Token) -> bool:
    text = token.text
    return text[0].isupper() and token.tag_ not in (
        "DT",
        "IN",
        "CC",
        "PRP",
        "PRP$",
        "WRB",
        "WDT",
        "WP",
        "MD",
        "EX",
        "TO",
    )


def _definite(token: Token) -> bool:
    """Whether a lone capital word for a body is used as a name: "the Coalition", in the middle of a sentence or not."""
    if not token.i or token.tag_ not in ("NNP", "NNPS", "NN"):
        return False
    before = token.nbor(-1)
    if before.lower_ == "the":
        return True
    # Without an article only where nothing else in capitals is near (a headline in title case has them all).
    alone = not before.text[0].isupper() and not (token.i + 1 < len(token.doc) and token.nbor().text[0].isupper())
    return alone and not token.is_sent_start and token.text in word_list("name_alone")


def _acronym(token: Token) -> bool:
    text = token.text
    letters = text.replace("-", "").replace("&", "").replace("’", "").removesuffix("s")
    if (
        not (2 <= len(letters) <= 8)
        or not letters.isalpha()
        or not letters.isupper()
        or text.lower() in word_list("acronyms_not")
    ):
        return False
    if token.tag_ not in ("NNP", "NNPS", "NN", "NNS") or token.is_stop:
        return False
    # A line in capitals is shouting, not a row of acronyms.
    near = [t for t in token.doc[max(0, token.i - 2) : token.i + 3] if t.is_alpha and t.i != token.i]
    return not near or not all(t.is_upper for t in near)
