"""Active or passive: who a verb has for subject, who does it ("by X"), and who only hears of it."""

from bisect import bisect_right

from spacy.tokens import Token

from bot.nlp.document.labels import OBJECTS, SUBJECTS
from bot.nlp.document.spans import PARAGRAPHS
from bot.nlp.lexicon.load import word_list
from bot.nlp.syntax.phrases import is_infinitive


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on ``verb`` itself, before or after it."""
    before = None
    for child in verb.lefts:
        if _is_subject(child):
            before = child
    return before or next((child for child in verb.rights if _is_subject(child)), None)


def _is_subject(child: Token) -> bool:
    return child.dep_ in SUBJECTS and child.tag_ != "EX" and child.pos_ not in ("PUNCT", "SPACE", "VERB", "AUX")


def agent(verb: Token) -> Token | None:
    """ "by X" of a passive."""
    for child in verb.rights:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for inner in child.rights:
                if inner.dep_ == "pobj":
                    return inner
    return None


def is_passive(verb: Token) -> bool:
    """Whether ``verb`` stands in the passive ("was told", a headline's "Villagers told to leave"); "he's predicted a
    storm" does not."""
    if is_told(verb) or _shares_passive(verb):
        return True
    if verb.tag_ != "VBN" or not any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return False
    short = any(child.dep_ == "auxpass" and child.lower_ in ("'s", "’s") for child in verb.lefts)
    return not (short and any(child.dep_ == "dobj" for child in verb.rights))


def _shares_passive(verb: Token) -> bool:
    """ "was told to go and warned that …": the second participle shares auxiliary and subject of the first."""
    return (
        verb.dep_ == "conj"
        and verb.head.tag_ == "VBN"
        and (verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.lemma_.lower() in word_list("hearing")))
        and not any(child.dep_ in OBJECTS for child in verb.rights)
        and any(child.dep_ == "auxpass" for child in verb.head.lefts)
        and not any(child.dep_ in ("aux", "auxpass", *SUBJECTS) for child in verb.lefts)
    )


def hearer(verb: Token) -> Token | None:
    """Who is told, of a passive: its subject, or the noun that a bare participle hangs on."""
    own = own_subject(verb)
    if own is None and verb.dep_ == "acl" and verb.head.i < verb.i:
        return verb.head
    return own_subject(verb.head) if own is None and _shares_passive(verb) else own


def is_told(verb: Token) -> bool:
    """ "Villagers told to leave", "Minister warned of floods": a passive without its auxiliary.

    Nobody tells without a hearer, so who stands before "told" heard it. In a headline that holds whatever follows, for
    there the active stands in the present; elsewhere only before an infinitive.
    """
    lemma = verb.lemma_.lower()
    if verb.tag_ not in ("VBD", "VBN") or lemma not in word_list("hearing") | word_list("hearing_in_headlines"):
        return False
    if any(child.dep_ in ("aux", "auxpass") for child in verb.lefts):
        return False
    told = hearer(verb)
    if told is not None and told.i > verb.i:
        return False  # "warned the mayor"
    errand = next((c for c in verb.rights if c.dep_ in ("xcomp", "advcl", "ccomp") and is_infinitive(c)), None)
    end = len(verb.doc) if errand is None else errand.left_edge.i
    if any(child.dep_ in OBJECTS and child.i < end and not begins_clause(child) for child in verb.rights):
        return False
    if errand is not None and lemma in word_list("hearing"):
        return own_subject(errand) is None and (errand.dep_ != "ccomp" or told is not None)
    return told is not None and _in_headline(verb)


def begins_clause(noun: Token) -> bool:
    """ "told schools will not open": an object that is the subject of the finite verb right behind it."""
    following = noun.right_edge.i + 1
    if following >= len(noun.doc):
        return False
    verb = noun.doc[following]
    clause = verb.head if verb.dep_ in ("aux", "auxpass") else verb
    return (
        verb.tag_ in ("MD", "VBZ", "VBP")
        and clause.dep_ in ("xcomp", "ccomp")
        and clause.head == noun.head
        and own_subject(clause) is None
    )


def _in_headline(token: Token) -> bool:
    paragraphs = token.doc.spans.get(PARAGRAPHS)
    if not paragraphs:
        return False
    at = bisect_right(paragraphs, token.i, key=lambda span: span.start) - 1
    return at >= 0 and bool(paragraphs[at].label_ == "headline") and token.i < paragraphs[at].end
