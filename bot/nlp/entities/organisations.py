"""Names of organisations told by their shape: a word for a body at either end of capitals, or after a state."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from spacy.tokens import Doc, Token

from bot.nlp.document.tokenizer import ranks
from bot.nlp.entities.candidates import BODY, STOCK, EntityCandidate
from bot.nlp.lexicon.load import word_list

_JOINTS: Final = frozenset({"of", "for", "&", "and", "the", "-", "–"})


@cache
def heads() -> frozenset[str]:
    """Words that close an organisation's name ("… Ministry")."""
    return word_list("name_heads")


def find(doc: Doc, others: Sequence[EntityCandidate]) -> Iterator[EntityCandidate]:
    """The bodies named in ``doc``, beside ``others`` that are found already (states among them)."""
    people = {i for one in others if one.label == "PERSON" for i in range(one.start, one.end)}
    other = {
        i for one in others if one.label in ("DATE", "TIME", "MONEY", "PERCENT") for i in range(one.start, one.end)
    }
    # A town or province has bodies as a state has ("Porto police").
    states = {
        one.start: one
        for one in others
        if one.known.startswith(("state:", "adjective:", "seat:")) or (one.label == "GPE" and not one.known)
    }
    ends = {one.end: one for one in states.values()}
    # A word that the story also writes in small letters is shouted, not an acronym.
    small = {token.text for token in doc if token.text.islower()} if any(_acronym(token) for token in doc) else set()
    named = {one.end: one.start for one in others if one.known.startswith("state:") or one.label == "PERSON"}
    own_bodies, bodies_of_states = word_list("owned_bodies"), word_list("state_bodies")
    starts, closes = word_list("name_starts"), heads()
    own = word_list("own_kinds")
    for token in doc:
        word = token.text
        if word in closes and token.i not in other:
            start = _left(doc, token.i, people)
            if start < token.i and doc[start].text in ranks():
                continue  # "Mr. Tribe"
            goes_on = word in starts and token.i + 1 < len(doc) and doc[token.i + 1].lower_ in ("of", "for")
            end = _right(doc, token.i + 1, people) if goes_on else token.i + 1
            if start < token.i or end > token.i + 1 or _definite(token):
                yield EntityCandidate(start, end, "ORG", BODY)
        elif word in own_bodies and token.i - 1 in people:
            start = token.i - 1
            while start - 1 in people:
                start -= 1
            yield EntityCandidate(start, token.i + 1, "ORG", BODY)
        elif (
            (word in starts or word in bodies_of_states)
            and token.i + 1 < len(doc)
            and doc[token.i + 1].lower_ in ("of", "for")
        ):
            end = _right(doc, token.i + 1, people)
            if end > token.i + 1 and (word[0].isupper() or _owner(doc, token.i + 2, end, named)):
                yield EntityCandidate(_left(doc, token.i, people), end, "ORG", BODY)
        elif word in own and token.i and _capital(doc[token.i - 1]):
            start = _left(doc, token.i, people)
            if token.i - start > 1 or doc[start].text.isupper():
                yield EntityCandidate(start, token.i, "ORG", BODY)
        elif _acronym(token) and word.lower() not in small and token.i not in people and token.i not in other:
            yield EntityCandidate(token.i, token.i + 1, "ORG", STOCK)
    for start, state in states.items():
        if start != state.start:
            continue
        end = _state_body(doc, state.end)
        if end:
            begin = ends[start].start if start in ends and ends[start].end == start else start
            yield EntityCandidate(begin, end, "ORG", BODY)


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
        if before.i in people and not _capital_noun(doc, start, position):
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


def _capital_noun(doc: Doc, start: int, position: int) -> bool:
    # A person's name may open a body's ("Clinton Foundation"): only when it touches the word for the body.
    return start == position


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
        # "the Ministry of Health and the President": an "and" goes on only to a bare noun of the same name.
        if doc[end].text == "and" and (ahead > end + 1 or doc[ahead].i == position):
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
