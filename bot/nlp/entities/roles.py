"""What a person is, as the story says it: before the name, after it between commas, or with "is"."""

from typing import Final

from spacy.tokens import Doc, Span, Token

from bot.nlp.document.labels import FINITE
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.parties import titles

_RUN: Final = frozenset({"NN", "NNP", "NNPS", "NNS", "JJ", "POS", "HYPH", "VBN"})
_ENDINGS: Final = tuple(word_list("role_endings"))
_COURTESY: Final = word_list("courtesy")
_LONGEST: Final = 14


def is_role(word: str) -> bool:
    """Whether a word (small letters, singular) says what a person is: "minister", "co-founder", "cardiologist"."""
    if word in word_list("roles"):
        return True
    tail = word.rsplit("-", 1)[-1]
    return tail in word_list("roles") or (len(word) > 6 and word.endswith(_ENDINGS))


def _says_role(token: Token) -> bool:
    return is_role(token.lower_) or is_role(token.lemma_.lower()) or token.lower_ in titles("before")


def before(doc: Doc, name: int) -> int:
    """Where the run of nouns that stands before a name begins ("Defense Ministry spokesperson Maj. Gen. | …").

    It may hold an "of" or "for" between a role and capitals ("Secretary of State").
    """
    start = name
    while start > 0:
        token = doc[start - 1]
        if token.tag_ in _RUN and not token.is_space and token.tag_ != "VBN":
            start -= 1
        elif (
            token.text == "."
            and start > 1
            and doc[start - 2].text.isalpha()
            and len(doc[start - 2]) < 5
            and start != name
        ):
            break
        elif start < name and token.lower_ in ("of", "for", "to", "the") and doc[start].text[0].isupper():
            role = _joined(doc, start - 1)
            if role is None:
                break
            start = role
        else:
            break
    return start


def _joined(doc: Doc, joint: int) -> int | None:
    """The token where a role begins whose joint ("of", "for the") stands at ``joint``; None where no role is there."""
    at = joint
    while at > 0 and joint - at < 3 and doc[at].lower_ in ("of", "for", "to", "the", "and"):
        at -= 1
    if at < joint and doc[at].text[0].isupper() and (_says_role(doc[at]) or doc[at].tag_ in ("NNP", "NNPS")):
        for back in range(at, max(at - 6, -1), -1):
            if _says_role(doc[back]):
                return at
            if doc[back].tag_ not in _RUN and doc[back].lower_ not in ("of", "for", "to", "the", "and"):
                return None
    return None


def of_person(doc: Doc, name: Span) -> Span | None:
    """The words that say what the bearer of ``name`` is, without article, rank, "Mr" and relative clause; or None."""
    return _after(doc, name) or _before_name(doc, name) or _hung_on(name) or _said_to_be(name)


def _before_name(doc: Doc, name: Span) -> Span | None:
    start, end = before(doc, name.start), name.start
    ranked = end
    while ranked > start and (doc[ranked - 1].lower_ in titles("rank") or doc[ranked - 1].lower_ in titles("civil")):
        # An office is a role, a courtesy title or a rank only where nothing better stands before it.
        if is_role(doc[ranked - 1].lower_) and doc[ranked - 1].lower_ not in titles("rank"):
            break
        ranked -= 1
    # "the way Sen. …": a small word before a title in capitals belongs to it only when it is part of a role.
    small = [token for token in doc[start:end] if not token.text[0].isupper()]
    if small and small[-1].tag_ == "NN" and not any(_says_role(token) for token in doc[start : small[-1].i + 1]):
        start = small[-1].i + 1
    for stop in (ranked, end):
        if stop > start and any(_says_role(token) for token in doc[start:stop]):
            words = [token.lower_ for token in doc[start:stop]]
            if all(word in _COURTESY for word in words):
                continue
            # "developers A and B": a plural is no one's role.
            roled = [token for token in doc[start:stop] if _says_role(token) and token.lower_ not in _COURTESY]
            if not roled or roled[-1].tag_ in ("NNS", "NNPS"):
                continue
            while words and words[0] in _COURTESY:
                start, words = start + 1, words[1:]
            if doc[start].tag_ == "POS":
                start += 1
            return doc[start:stop]
    return None


def _after(doc: Doc, name: Span) -> Span | None:
    """The apposition after a name: ", the ministry's spokesman," and ", 45, a teacher,"."""
    at = name.end
    if at + 2 >= len(doc) or doc[at].text != ",":
        return None
    at += 1
    if doc[at].like_num and at + 2 < len(doc) and doc[at + 1].text == ",":
        at += 2
    if doc[at].lower_ in ("who", "which") and at + 2 < len(doc) and doc[at + 1].lemma_ == "be":
        at += 2
    if doc[at].lower_ in ("now", "then", "currently", "himself", "herself"):
        at += 1
    if doc[at].tag_ == "WP$":
        return None  # "Ana Ruiz, whose brother …"
    start = at
    if start < len(doc) and doc[start].tag_ in ("DT", "PRP$"):
        start += 1
    return _phrase(doc, start)


def _phrase(doc: Doc, start: int) -> Span | None:
    """The noun phrase at ``start`` when its head is a role: up to a comma, a verb or a clause."""
    end, role = start, -1
    while end < len(doc) and end - start < _LONGEST:
        token = doc[end]
        if token.is_space or token.text in (",", ";", ":", "(", ")", "—", "–", ".", "”", "“", '"'):
            break
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD", "WP", "WDT", "WRB", "PRP", "EX", "RB", "VBG"):
            break
        if role < 0 and token.tag_ in ("IN", "TO"):
            return None
        if (
            role < 0
            and _says_role(token)
            and not (end + 1 < len(doc) and doc[end + 1].tag_ in ("NN", "NNS", "POS", "NNP"))
        ):
            role = end
        end += 1
    while end > start and doc[end - 1].tag_ in ("IN", "CC", "DT", "TO", "HYPH", "POS", "JJ"):
        end -= 1
    if role < 0 or role >= end or doc[role].tag_ in ("NNS", "NNPS"):
        return None
    # "Mr Diaz, a lawyer, …" is closed; a list ("A, the mayor and B, …") is not an apposition when a name follows.
    return doc[start:end]


def _hung_on(name: Span) -> Span | None:
    """The role that a name is an apposition of: "the union's chairwoman, Ana Ruiz"."""
    root = name.root
    head = root.head
    # "the mayor of Porto, Ana Ruiz": the parser may hang the name on the town.
    for _ in range(4):
        if head.dep_ not in ("pobj", "prep", "poss", "compound") or _says_role(head):
            break
        head = head.head
    if root.dep_ != "appos" or not (_says_role(head) and head.pos_ in ("NOUN", "PROPN")) or head.i > root.i:
        return None
    return phrase_of(head, before=name.start)


def phrase_of(head: Token, before: int) -> Span | None:
    """The noun phrase of ``head`` without its article, ending before the token ``before``."""
    doc = head.doc
    start = head.left_edge.i
    while start < head.i and doc[start].tag_ in ("DT", "PRP$", "``", "RB", "CC", "IN"):
        start += 1
    end = head.i + 1
    for child in head.rights:
        if child.dep_ == "prep" and child.i < before:
            end = max(end, min(child.right_edge.i + 1, before))
        else:
            break
    while end > head.i + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return doc[start:end] if end - start <= _LONGEST else doc[start : head.i + 1]


def _said_to_be(name: Span) -> Span | None:
    """The role of "X is the minister of …", "X, who is a lawyer"."""
    root = name.root
    if root.dep_ != "nsubj" or root.head.lemma_ != "be" or root.head.tag_ not in FINITE:
        return None
    if any(child.dep_ == "neg" for child in root.head.children):
        return None
    for child in root.head.children:
        if child.dep_ == "attr" and _says_role(child) and child.tag_ == "NN":
            return phrase_of(child, before=child.right_edge.i + 1)
    return None


def better(one: Span, other: Span) -> bool:
    """Whether ``one`` says more of what a person is than ``other``: a body or state in it, then length."""
    return _weight(one) > _weight(other)


def _weight(role: Span) -> tuple[bool, int]:
    # Not span.ents, which looks through the whole document each time.
    named = any(token.ent_type_ in ("ORG", "GPE", "NORP") for token in role)
    return (named, min(len(role), 6))
