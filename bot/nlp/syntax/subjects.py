"""Who a cue word speaks for: its subject, found over the parse."""

from typing import Final

from spacy.tokens import Token

from bot.nlp.document.labels import FINITE, PARTIES, SUBJECTS
from bot.nlp.lexicon.cues import cues, speech_verbs
from bot.nlp.lexicon.load import word_list
from bot.nlp.syntax.phrases import is_infinitive
from bot.nlp.syntax.voice import agent, is_passive, own_subject

_CLIMB: Final = 6
_SHARING: Final = frozenset({"xcomp", "advcl", "conj", "dep", "pcomp", "prep", "aux", "ccomp", "acomp"})


def subject(verb: Token) -> Token | None:
    """Who does what ``verb`` says: its subject, or the one it shares with the verb or noun that it hangs on."""
    at: Token = verb
    for _ in range(_CLIMB):
        if is_passive(at) and at.i == verb.i:
            return agent(at)
        found = own_subject(at)
        if found is not None or at.head.i == at.i:
            return found
        above = _above_noun(at) or _above_clause(at)
        if above is not None:
            at = above
        elif at.dep_ in ("acl", "relcl") and at.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return at.head if at.tag_ in ("VBG", "VB", "VBD", "VBZ", "VBP") else None
        elif at.dep_ == "pcomp" and at.head.pos_ in ("ADP", "SCONJ"):
            blamed = _blamed(at.head)
            if blamed is not None:
                return blamed
            at = _above_preposition(at.head)
            if at.pos_ in ("NOUN", "PROPN"):
                return at if at.dep_ in SUBJECTS else None
        elif at.dep_ in _SHARING:
            moved = _moved(at, verb)
            if moved is not None or (at.dep_ == "ccomp" and at.tag_ not in ("VBG", "VB")):
                return moved
            at = at.head
        else:
            return None
    return None


def _above_preposition(preposition: Token) -> Token:
    """The verb that a clause behind a preposition hangs on: "in addition to saying", "faced criticism for saying"."""
    at = preposition.head if preposition.dep_ in ("prep", "advcl", "mark") else preposition
    if at.dep_ == "pobj" and at.head.dep_ == "prep" and at.head.head.pos_ == "VERB":
        return at.head.head
    return at.head if at.dep_ == "dobj" and at.head.pos_ == "VERB" else at


def _blamed(preposition: Token) -> Token | None:
    """ "criticised the minister for saying": the minister said it."""
    above = preposition.head
    if preposition.lower_ != "for":
        return None
    if above.dep_ == "dobj":  # the parser hangs it on either
        cue = cues().get((above.head.lemma_.lower(), "v"))
        return above if above.ent_type_ in PARTIES or (cue is not None and cue.frames & {"g", "o"}) else None
    cue = cues().get((above.lemma_.lower(), "v"))
    if cue is None or not cue.frames & {"g", "o"}:
        return None
    return next((child for child in above.rights if child.dep_ == "dobj" and child.i < preposition.i), None)


def _moved(at: Token, verb: Token) -> Token | None:
    """ "led them to say": who is led says it."""
    head = at.head
    if at.dep_ not in ("xcomp", "ccomp", "advcl") or head.lemma_ not in word_list("bringing") or not is_infinitive(at):
        return None
    moved = [child for child in head.rights if child.dep_ == "dobj" and child.i < at.i]
    return moved[-1] if moved and at.i == verb.i else None


def _above_noun(at: Token) -> Token | None:
    """The verb whose subject speaks, of a cue that the parser hangs on that verb's object or on a noun before a comma.

    "issued a statement saying", "held a meeting to say", "praised the plan, saying".
    """
    head = at.head
    if at.dep_ not in ("acl", "relcl") or head.pos_ not in ("NOUN", "PROPN") or head.dep_ not in ("dobj", "pobj"):
        return None
    above = head.head.head if head.dep_ == "pobj" else head.head
    if above.pos_ not in ("VERB", "AUX"):
        return None
    if at.dep_ == "acl" and head.lemma_.lower() in word_list("documents"):
        return above
    if at.dep_ == "acl" and at.tag_ == "VB" and is_infinitive(at):
        return above if head.ent_type_ not in PARTIES else None
    if at.tag_ == "VBG" and _behind_comma(at) and head.ent_type_ not in PARTIES:
        return above
    return None


def _above_clause(at: Token) -> Token | None:
    """The cue above a clause, of a verb that goes on with what its speaker says or did.

    "said it is so and insisted that", "announced that he has filed it, saying": the second cue shares the first one's
    subject.
    """
    head = at.head
    if at.dep_ == "conj" and head.dep_ == "ccomp" and head.head.i < head.i and _goes_on(head.head, head, at):
        return head.head
    if (
        at.dep_ == "conj"
        and at.tag_ == "VBD"
        and (head.tag_ == "VB" or head.dep_ == "relcl")
        and _tense(head) != "past"
    ):
        return _finite_above(head)
    if at.dep_ == "advcl" and at.tag_ == "VBG" and _behind_comma(at):
        clause = head
        while clause.dep_ in ("xcomp", "conj", "aux") and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ == "ccomp" and clause.i > clause.head.i and (clause.head.lemma_.lower(), "v") in cues():
            return clause.head
    return None


def _finite_above(verb: Token) -> Token | None:
    """The nearest verb above that stands in the past: "ran on his ability to heal it and accused the others"."""
    at = verb
    for _ in range(_CLIMB):
        at = at.head
        if at.pos_ in ("VERB", "AUX") and (at.tag_ == "VBD" or _tense(at) == "past" or _perfect(at)):
            return at
        if at.head.i == at.i:
            return None
    return None


def _goes_on(cue: Token, clause: Token, verb: Token) -> bool:
    """Whether ``verb``, joined to ``clause``, goes on with what the speaker of ``cue`` says, by its form."""
    form = _form(verb)
    if verb.tag_ == "VBG" and form is None:  # "saying that it is so and warning that …"
        return cue.tag_ == "VBG" and _form(cue) is None and _form(clause) is not None and _says(verb)
    if form is None:
        return False
    if form == _form(cue) and _says(verb) and _apart(verb):
        return True
    if form == _form(clause):
        own = own_subject(clause)
        return form == _form(cue) and own is not None and own.lower_ in ("he", "she", "they") and _says(verb)
    return form == "past" or (form == _form(cue) and _says(verb))


def _apart(verb: Token) -> bool:
    """Whether a comma stands before the "and" that joins ``verb``."""
    first = verb.left_edge.i
    return first > 1 and verb.doc[first - 1].dep_ == "cc" and verb.doc[first - 2].text == ","


def _behind_comma(verb: Token) -> bool:
    """Whether the clause of ``verb`` begins behind a comma, perhaps with a quotation mark between."""
    first = verb.left_edge.i
    return any(
        verb.doc[i].text == ","
        for i in (first - 1, first - 2)
        if i >= 0 and (i == first - 1 or verb.doc[first - 1].is_quote)
    )


def _says(verb: Token) -> bool:
    cue = cues().get((verb.lemma_.lower(), "v"))
    return cue is not None and bool(cue.frames & {"c", "q"})


def _form(verb: Token) -> str | None:
    """past, perfect, or the present of one or of many; None for what is not finite."""
    helping = [child for child in verb.lefts if child.dep_ in ("aux", "auxpass")]
    if any(child.tag_ == "MD" or child.lower_ == "to" for child in helping):
        return "modal"
    if verb.tag_ == "VBN" and any(child.lemma_ == "have" for child in helping):
        return "perfect"
    finite = next((child for child in helping if child.tag_ in FINITE), verb)
    return {"VBD": "past", "VBZ": "one", "VBP": "many"}.get(finite.tag_)


def _perfect(verb: Token) -> bool:
    return verb.tag_ == "VBN" and any(child.lemma_ == "have" for child in verb.lefts if child.dep_ == "aux")


def _tense(verb: Token) -> str:
    if verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in verb.lefts if child.dep_ in ("aux", "auxpass")):
        return "past"
    return "other"


def was_asked(verb: Token) -> bool:
    """ "Asked whether it would sail, the captain …": who asked is not said, and the captain did not."""
    participle = verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("advcl", "csubj", "dep")
    return participle and verb.lemma_ == "ask" and not any(c.dep_ in ("nsubj", "aux", "mark") for c in verb.lefts)


def is_wished(verb: Token) -> bool:
    """ "urged the mayor to condemn it", "demands that he condemn it": he has not, and who urges says something else."""
    head = verb.head
    if verb.dep_ == "ccomp" and verb.tag_ == "VB" and not any(child.dep_ == "aux" for child in verb.lefts):
        cue = cues().get((head.lemma_.lower(), "v"))
        return cue is not None and cue.stance == "demands"
    return (
        verb.dep_ in ("xcomp", "ccomp", "advcl")
        and head.lemma_ in word_list("asking")
        and head.i < verb.i
        and is_infinitive(verb)
        and (own_subject(verb) is not None or any(child.dep_ == "dobj" and child.i < verb.i for child in head.rights))
    )


def speaks(token: Token) -> bool:
    """Whether the noun is the subject of a verb of saying, or an apposition of it ("the mayor, Ana Ruiz,")."""
    if _said_behind(token):
        return True
    for _ in range(3):
        if token.dep_ != "appos":
            break
        token = token.head
    return token.dep_ in SUBJECTS and token.head.lemma_.lower() in speech_verbs()


def _said_behind(token: Token) -> bool:
    """Whether a name is closed by a comma and a verb of saying follows, wherever the parser hung the name."""
    doc = token.doc
    if token.pos_ != "PROPN" or token.i + 2 >= len(doc) or doc[token.i + 1].text != ",":
        return False
    verb = doc[token.i + 2]
    return (
        verb.tag_ in FINITE
        and verb.lemma_.lower() in speech_verbs()
        and not any(child.dep_ in SUBJECTS for child in verb.lefts if child.i != token.i)
    )
