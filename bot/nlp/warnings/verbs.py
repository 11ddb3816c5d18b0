"""Warnings with a verb of warning: warn, caution, alert, threaten, vow, promise, advise. Rules over the parse."""

from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.sources import is_party
from bot.nlp.document.actors import actor_of
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import Range, noun_phrase, trimmed
from bot.nlp.syntax.voice import hearer, is_passive, own_subject
from bot.nlp.warnings.build import actor, made, short_passive, sufferer
from bot.nlp.warnings.contents import OBJECTS, WITH, complement, infinitive, long_enough, quotation
from bot.nlp.warnings.parts import WarningCandidate, deterred
from bot.nlp.warnings.words import MODALS, WEAK_MODALS, is_public, is_word, mode_of, phrase_of

# harms that are promised as a thing: "promised a veto"
_PROMISED: Final = frozenset("veto retaliation revenge reprisal vengeance sanction punishment response lawsuit".split())
# nouns whose mention in a warning to an opponent makes it a threat
_ANSWERS: Final = frozenset("retaliation reprisal consequence repercussion retribution response action force".split())
# whatever warns without being a person or body
_VOICES: Final = frozenset("who that which report statement letter study sign forecasters experts".split())


def by_verb(token: Token, layout: DocLayout) -> WarningCandidate | None:
    """What ``token`` warns of, when it is a verb of warning."""
    match token.lemma_.lower():
        case "warn" | "caution" | "alert":
            return _warn(token, layout)
        case "threaten" | "threate":
            return _threaten(token, layout)
        case "vow" | "pledge" | "promise" | "swear":
            return _vow(token, layout)
        case "advise" | "urge" | "ask" | "tell" | "order":
            return _advise(token, layout)
    return None


def _warn(token: Token, layout: DocLayout) -> WarningCandidate | None:
    if token.tag_ in ("NN", "NNS") or token.dep_ in ("amod", "compound"):
        return None
    found = complement(token, layout) or quotation(token, layout)
    if found is None or not long_enough(layout, found[0]):
        return None
    content, head = found
    source, phrase = actor(token)
    passive = is_passive(token) or short_passive(token)
    if phrase is None and not passive:
        return None
    if token.lemma_ == "alert" and not any(is_word(word, "danger") for word in phrase_of(head)):
        return None
    threat = _threatening(token, head, content, source)
    if not threat and own_subject(token) is not None and not passive and not _speaks(own_subject(token)):
        return None
    one = made(token, layout, "threat" if threat else "caution", content, head, "warn", 0.8)
    if not threat and layout.doc[content[0] - 1].lower_ == "against":
        one.condition, one.consequence = None, None  # what had better not be done is no condition of a harm
    if threat and layout.doc[content[0] - 1].lower_ == "against":
        one.condition, one.consequence = content, None  # what must not be done; the harm is left open
    if threat and one.condition is not None and _ultimate(layout, one.condition):
        one.kind = "ultimatum"
    return one


def _speaks(subject: Token | None) -> bool:
    return subject is not None and (is_party(subject) or subject.pos_ in ("PROPN", "PRON") or subject.lower_ in _VOICES)


def _threatening(token: Token, head: Token, content: Range, source: Token | None) -> bool:
    """Whether a warning comes from those who would do the harm, or admonishes an opponent."""
    told = next((c for c in token.rights if c.dep_ in OBJECTS), None)
    if told is None and head.pos_ == "VERB" and infinitive(head):
        told = own_subject(head)
    opponent = told is not None and is_party(told) and not is_public(told) and told.pos_ != "PRON"
    against = any(c.dep_ == "prep" and c.lower_ == "against" for c in token.rights)
    # a call on both sides is a neutral's, and who cautions is no opponent
    neutral = token.lemma_ == "caution" or (
        told is not None and any(c.lower_ in ("both", "all", "each", "either") for c in told.lefts)
    )
    if neutral and not any(is_word(word, "cost") for word in phrase_of(head)):
        opponent = False
    if against and opponent:
        return True
    if opponent and head.pos_ == "VERB" and infinitive(head) and head.i > token.i:
        return True
    words = list(phrase_of(head))
    if any(is_word(word, "cost") and word.lemma_ in _ANSWERS for word in words) and (
        opponent or (source is not None and source.ent_type_ in ("GPE", "NORP"))
    ):
        return True
    verb = head if head.pos_ in ("VERB", "AUX") else None
    if verb is None:
        return False
    subject = own_subject(verb)
    if subject is not None and deterred(subject):
        return True
    ahead = any(c.lower_ in MODALS or c.lower_ in WEAK_MODALS for c in verb.lefts if c.dep_ == "aux")
    own = subject is not None and (
        subject.lower_ in ("we", "i")
        or (subject.lower_ in ("it", "he", "she", "they") and source is not None and source.i != subject.i)
        or (source is not None and subject.text == source.text)
        or (
            subject.lemma_ in ("government", "country", "army", "force", "military", "troop")
            and any(c.dep_ == "poss" for c in subject.lefts)
        )
    )
    if own and ahead and is_word(verb, "harm", "soft", "yield"):
        return True
    named = subject is not None and subject.ent_type_ in ("GPE", "ORG", "NORP")
    return opponent and ahead and (own or (named and any(is_word(word, "harm", "soft") for word in words)))


def _ultimate(layout: DocLayout, condition: Range) -> bool:
    first = {token.lower_ for token in layout.doc[condition[0] : min(condition[0] + 2, condition[1])]}
    return bool(first & {"unless"})


def _threaten(token: Token, layout: DocLayout) -> WarningCandidate | None:
    if token.dep_ in ("amod", "compound") or (
        token.tag_ == "VBN" and token.dep_ not in ("ROOT", "conj", "ccomp", "relcl", "advcl")
    ):
        return None
    source, phrase = actor(token)
    if is_passive(token):
        return None
    if source is None or phrase is None:
        return None
    if not is_party(source) and not _stands_for_party(source):
        return None
    found = complement(token, layout, WITH) or quotation(token, layout)
    if found is None or not long_enough(layout, found[0]):
        return None
    content, head = found
    one = made(token, layout, "threat", content, head, "threaten", 0.9)
    if one.recipient is None:
        one.recipient = sufferer(head, content, one.condition)
    if one.condition is not None:
        first = layout.doc[one.condition[0]].lower_
        if first in ("unless", "should") or (
            first == "if" and any(t.dep_ == "neg" for t in layout.doc[slice(*one.condition)])
        ):
            one.kind = "ultimatum"
    return one


def _stands_for_party(pronoun: Token) -> bool:
    """Whether "it" is an actor of the story, or "that", "which" follows a party: fires and deals threaten nobody."""
    if pronoun.lower_ == "it":
        return actor_of(pronoun.doc, pronoun.doc[pronoun.i : pronoun.i + 1]) is not None
    if pronoun.lower_ not in ("that", "which"):
        return False
    head = pronoun.head
    while head.dep_ != "relcl" and head.head.i != head.i:
        head = head.head
    return head.dep_ == "relcl" and is_party(head.head)


def _vow(token: Token, layout: DocLayout) -> WarningCandidate | None:
    found = complement(token, layout)
    source, phrase = actor(token)
    if source is None or phrase is None or is_passive(token) or not (is_party(source) or source.pos_ == "PRON"):
        return None
    if found is None:
        harm = next(
            (c for c in token.rights if c.dep_ in OBJECTS and is_word(c, "cost") and c.lemma_ in _PROMISED),
            None,
        )
        if harm is None:
            return None
        content = trimmed(layout.doc, (harm.left_edge.i, harm.right_edge.i + 1))
        return made(token, layout, "threat", content, harm, "vow of harm", 0.8)
    content, head = found
    if not long_enough(layout, content):
        return None
    denied = any(c.dep_ == "neg" or c.lower_ == "never" for c in head.lefts)
    if is_word(head, "harm") and not denied:
        one = made(token, layout, "threat", content, head, "vow", 0.75)
        one.recipient = one.recipient or sufferer(head, content)
        return one
    if (
        token.lemma_ in ("vow", "swear", "pledge")
        and (
            (denied and is_word(head, "yield", "soft", "harm", "hold"))
            or (is_word(head, "hold") and head.lemma_ in ("defend", "resist", "refuse", "fight", "oppose"))
        )
    ) or (is_word(head, "soft") and head.lemma_ == "fight" and token.lemma_ == "vow"):
        one = made(token, layout, "commitment", content, head, "vow to hold", 0.65)
        one.threatens = False
        if denied:
            one.recipient = one.recipient or sufferer(head, content)
        return one
    one = made(token, layout, "threat", content, head, "vow", 0.7)
    if (
        is_word(head, "soft")
        and head.lemma_ != "fight"
        and mode_of(head) is not None
        and one.condition is not None
        and not denied
    ):
        return one
    return None


def _advise(token: Token, layout: DocLayout) -> WarningCandidate | None:
    """Safety advice to the public: "motorists were advised to slow down"."""
    found = complement(token, layout)
    told = hearer(token) if is_passive(token) else next((c for c in token.rights if c.dep_ in OBJECTS), None)
    if found is None:
        return None
    content, head = found
    if told is None:
        told = own_subject(head)
    if told is None or not is_public(told) or not long_enough(layout, content):
        return None
    if not is_word(head, "care"):
        return None
    danger = any(
        is_word(t, "danger") or t.lemma_ in ("caution", "indoors", "home", "slow", "water", "road", "away")
        for t in layout.doc[slice(*content)]
    )
    if not danger:
        return None
    one = made(token, layout, "caution", content, head, "advice", 0.7)
    one.recipient = noun_phrase(told, whole=True)
    return one
