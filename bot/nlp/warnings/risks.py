"""Cautions without a word of warning: a risk that somebody speaks of, advice to the public."""

from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.rules import Attribution
from bot.nlp.attribution.sources import is_party
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import Range, noun_phrase, trimmed
from bot.nlp.syntax.voice import own_subject
from bot.nlp.warnings.parts import WarningCandidate, conditions
from bot.nlp.warnings.said import RULES, said, sentence_of
from bot.nlp.warnings.words import is_public, phrase_of

_SHOULD: Final = frozenset({"should", "must", "ought", "better"})


def of_danger(content: Range, claim: Attribution, layout: DocLayout) -> WarningCandidate | None:
    """Somebody speaks of a risk, or admonishes: "are at risk of", "risks losing", "should be careful"."""
    doc = layout.doc
    for token in doc[slice(*content)]:
        lemma = token.lemma_.lower()
        if lemma == "risk" and token.dep_ == "pobj" and token.head.lower_ == "at" and token.i + 1 < len(doc):
            verb = token.head.head
            if verb.pos_ not in ("VERB", "AUX") or verb.tag_ == "VBD" or any(c.dep_ == "neg" for c in verb.children):
                continue
            sentence = sentence_of(verb, content, layout)
            condition, consequence = conditions(verb, sentence)
            return said(RULES["at risk"], sentence, claim, layout, verb, condition, consequence, None)
        if lemma == "risk" and token.tag_ in ("VBZ", "VBP") and any(c.tag_ == "VBG" for c in token.rights):
            sentence = sentence_of(token, content, layout)
            condition, consequence = conditions(token, sentence)
            return said(RULES["risks"], sentence, claim, layout, token, condition, consequence, None)
        if lemma == "careful" and token.dep_ == "acomp" and any(c.lower_ in _SHOULD for c in token.head.lefts):
            told = own_subject(token.head)
            if told is None or not is_party(told):
                continue
            sentence = sentence_of(token.head, content, layout)
            opponent = bool(told.ent_type_) and not is_public(told)
            demand = trimmed(doc, (token.i + 1, sentence[1]))
            condition = demand if any(word.lower_ == "to" for word in doc[demand[0] : demand[0] + 3]) else None
            rule = RULES["admonition" if opponent else "be careful"]
            one = said(rule, sentence, claim, layout, token.head, condition, None, None)
            one.recipient = noun_phrase(told)
            return one
    return None


def advice(verb: Token, layout: DocLayout) -> WarningCandidate | None:
    """Safety advice in the text's own voice or in somebody's: "motorists should avoid the pier", "use caution"."""
    told = own_subject(verb)
    head = verb
    if told is None and verb.dep_ == "xcomp" and verb.head.lemma_ in ("need", "have", "ought"):
        head = verb.head
        told = own_subject(head)
    if told is None or not is_public(told):
        return None
    urged = head is not verb or any(c.lower_ in _SHOULD for c in verb.lefts)
    careful = any(t.lemma_ in ("caution", "avoid", "evacuate", "beware", "indoors", "boil") for t in phrase_of(verb))
    if not urged or not careful or any(c.dep_ == "neg" for c in verb.lefts):
        return None
    region = layout.regions[layout.region_of[verb.i]]
    content = sentence_of(verb, (region.start, region.end), layout)
    return WarningCandidate(
        "caution",
        content,
        "advice to the public",
        0.65,
        recipient=noun_phrase(told, whole=True),
        threatens=False,
    )
