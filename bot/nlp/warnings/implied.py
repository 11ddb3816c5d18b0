"""Warnings without a word of warning, in what somebody says: "if X, we will Y", "any attempt … will …", "or face …"."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.rules import Attribution
from bot.nlp.attribution.sources import is_party
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import Range, trimmed
from bot.nlp.syntax.voice import own_subject
from bot.nlp.warnings.build import sufferer
from bot.nlp.warnings.parts import WarningCandidate, conditions, deterred
from bot.nlp.warnings.risks import of_danger
from bot.nlp.warnings.said import RULES, future, said, sentence_of, weak
from bot.nlp.warnings.terms import demanded
from bot.nlp.warnings.words import is_word, mode_of, phrase_of

_OWN: Final = frozenset({"i", "we"})
_REFERRING: Final = frozenset({"it", "they", "he", "she"})
_CONDITIONS: Final = frozenset({"if", "should"})
_TRIGGERS: Final = frozenset({"if", "should", "when", "before", "unless"})
_MAIN: Final = frozenset({"ccomp", "ROOT", "xcomp", "conj"})
_BROUGHT: Final = frozenset({"dobj", "pobj", "attr", "nsubj", "conj"})
_FORCE: Final = frozenset({"military", "force", "means", "immediately", "weapons", "army", "troops"})
_PRESSURE: Final = frozenset({"pressure", "sanction", "strike", "operation", "fight", "attack"})
_CONSEQUENCES: Final = frozenset({"consequence", "repercussion", "retaliation", "reprisal"})


def in_claim(claim: Attribution, number: int, layout: DocLayout) -> list[WarningCandidate]:
    """The warnings that stand in the contents of a claim, at most one a sentence."""
    found = []
    for content in claim.contents:
        for verb in _main_verbs(content, layout):
            one = _one(verb, content, claim, layout)
            if one is not None:
                one.claim = number
                found.append(one)
                break
        else:
            one = demanded(content, claim, layout) or of_danger(content, claim, layout)
            if one is not None:
                one.claim = number
                found.append(one)
    return found


def _main_verbs(content: Range, layout: DocLayout) -> list[Token]:
    """The verbs of a content that could carry a warning, in order."""
    tokens = layout.doc[slice(*content)]
    on_condition = any(token.lower_ == "unless" for token in tokens)
    return [
        token
        for token in tokens
        if token.pos_ in ("VERB", "AUX")
        and (
            on_condition
            or is_word(token, "harm", "soft", "hold", "yield", "doing", "care")
            or is_word(token, "bring")
            or token.lemma_ in ("be", "increase", "intensify", "put", "apply")
        )
    ]


def deed(verb: Token) -> Token | None:
    """ "carry out an attack", "begin a military operation": the harm that is done."""
    if not is_word(verb, "doing"):
        return None
    return next((c for c in verb.rights if c.dep_ == "dobj" and is_word(c, "deed")), None)


@dataclass(slots=True)
class _Clause:
    """A clause of a content that could carry a warning, with what the rules ask of it."""

    verb: Token
    subject: Token
    ours: bool  # the speaker or his side does it
    ahead: bool  # it is said to happen ("will", "would")
    denied: bool
    deed: Token | None
    cost: Token | None  # "consequences", "retaliation" that the verb brings
    marker: str  # the word that begins its condition, or ""
    sufferer: bool

    def rule(self) -> str | None:
        """The rule that makes this clause a warning, or None; the first that fits."""
        if not self.ours:
            return self._of_others()
        if self.marker == "unless" and (self.denied or is_word(self.verb, "harm", "soft")):
            return "unless" if self.verb.dep_ != "advcl" else None
        if not self.ahead:
            return None
        if self.denied:
            return "will not allow" if is_word(self.verb, "refuse") else self._of_others()
        if self.marker in ("if", "should", "until") and is_word(self.verb, "hold"):
            return "will hold if" if self._pressing() or not is_word(self.verb, "press") else None
        if self.marker in _TRIGGERS and (self.deed is not None or is_word(self.verb, "harm")):
            return "will harm if"
        if is_word(self.verb, "soft") and (self.marker in _CONDITIONS or (self.marker == "when" and self.sufferer)):
            answers = self.verb.lemma_ in ("respond", "act")
            return "will do if" if answers or mode_of(self.verb) is not None else self._of_others()
        if is_word(self.verb, "press") and self._pressing():
            return "keeps pressure"
        if self.deed is not None and self.verb.dep_ in _MAIN:
            return "will do harm"
        return self._of_others()

    def _of_others(self) -> str | None:
        if not self.ahead or self.denied:
            return None
        if self.cost is not None and self.cost.lemma_ in _CONSEQUENCES:
            return "consequences" if is_word(self.verb, "bring") or self.verb.lemma_ == "be" else None
        if is_word(self.verb, "plain") and self.verb.dep_ in _MAIN:
            passive = any(child.dep_ == "auxpass" for child in self.verb.lefts)
            forced = any(token.lower_ in _FORCE for token in phrase_of(self.verb))
            return "will harm" if (self.ours and not passive) or (passive and forced) else None
        return None

    def _pressing(self) -> bool:
        return any(token.lemma_.lower() in _PRESSURE for token in phrase_of(self.verb))


def _one(verb: Token, content: Range, claim: Attribution, layout: DocLayout) -> WarningCandidate | None:
    if verb.dep_ in ("advcl", "acl", "relcl") and not future(verb):
        return None
    subject = own_subject(verb)
    carrier = verb
    if subject is None and verb.dep_ in ("xcomp", "conj") and content[0] <= verb.head.i < content[1]:
        carrier = verb.head
        subject = own_subject(carrier)
    if subject is None:
        exists = verb.lemma_ == "be" and any(c.dep_ == "expl" for c in verb.lefts)
        return _existing(verb, content, claim, layout) if exists else None
    if any(c.lower_ in ("have", "'ve", "’ve") and c.dep_ == "aux" for c in carrier.lefts):
        return None  # "would have struck": it did not happen, and will not
    ahead = future(carrier) or future(verb)
    if not ahead and not weak(carrier) and not weak(verb):
        return None
    sentence = sentence_of(verb, content, layout)
    denied = any(c.dep_ == "neg" or c.lower_ == "never" for c in (*verb.lefts, *carrier.lefts))
    cost = next((t for t in phrase_of(verb) if t.i > verb.i and is_word(t, "cost") and t.dep_ in _BROUGHT), None)
    priced = cost is not None or is_word(verb, "harm", "soft") or verb.lemma_ == "face"
    if deterred(subject) and not denied and priced:
        # "any attempt to … will result in retaliation", "… would be shut down"
        condition, consequence = conditions(verb, sentence, subject_is_condition=True)
        return said(RULES["any attempt"], sentence, claim, layout, verb, condition, consequence, cost)
    condition, consequence = conditions(verb, sentence)
    clause = _Clause(
        verb,
        subject,
        _speaks_for_itself(subject, claim, layout) and not any(c.dep_ == "auxpass" for c in verb.lefts),
        ahead,
        denied,
        deed(verb),
        cost,
        _marker(condition, layout),
        sufferer(verb, sentence) is not None,
    )
    rule = clause.rule()
    if rule is None:
        return None
    return said(RULES[rule], sentence, claim, layout, verb, condition, consequence, clause.deed or cost)


def _marker(condition: Range | None, layout: DocLayout) -> str:
    """The word that begins a condition; "" for "what if", "as if", "even if", which set none."""
    if condition is None:
        return ""
    before = layout.doc[condition[0] - 1].lower_ if condition[0] else ""
    return "" if before in ("what", "as", "even") else layout.doc[condition[0]].lower_


def _existing(verb: Token, content: Range, claim: Attribution, layout: DocLayout) -> WarningCandidate | None:
    """ "there will be consequences", "there are consequences to leaving"."""
    cost = next((c for c in verb.rights if c.dep_ in ("attr", "nsubj") and c.lemma_ in _CONSEQUENCES), None)
    if cost is None or any(c.lower_ == "no" for c in cost.lefts) or any(c.dep_ == "neg" for c in verb.children):
        return None
    sentence = sentence_of(verb, content, layout)
    condition, _ = conditions(verb, sentence)
    for child in cost.rights:
        if condition is None and child.dep_ == "prep" and child.lower_ in ("to", "for"):
            inner = next((c for c in child.rights if c.dep_ in ("pcomp", "pobj")), None)
            if inner is not None:
                condition = trimmed(layout.doc, (inner.left_edge.i, inner.right_edge.i + 1))
    if not future(verb) and condition is None:
        return None
    return said(RULES["consequences"], sentence, claim, layout, verb, condition, (cost.i, cost.i + 1), cost)


def _speaks_for_itself(subject: Token, claim: Attribution, layout: DocLayout) -> bool:
    """Whether the subject is the speaker or his side."""
    lower = subject.lower_
    quoted = layout.quoted[subject.i] >= 0
    if lower in _OWN:
        return True
    if lower in _REFERRING:
        return not quoted and claim.source is not None and subject.dep_ in ("nsubj",)
    if claim.source is not None and is_party(subject):
        names = {t.text for t in layout.doc[slice(*claim.source)] if t.pos_ == "PROPN"}
        if subject.text in names:
            return True
        first = layout.doc[claim.source[0]]
        if first.tag_ == "PRP$" and first.lower_ in ("its", "their") and subject.i < first.i:
            return not quoted and subject.sent.start == first.sent.start  # "the drivers will …, their union said"
        at = layout.doc._.actor_at  # "Norland will …, its minister said"
        return bool(at) and bool(at[subject.i]) and at[subject.i] in at[slice(*claim.source)]
    return False
