"""Warnings without a word of warning, in what somebody says: "if X, we will Y", "any attempt … will …", "or face …"."""

from typing import Final

from spacy.tokens import Token

from bot.models import WarningKind
from bot.nlp.attribution.found import Found, Reading
from bot.nlp.attribution.phrases import Range, content_range, noun_phrase, trimmed
from bot.nlp.attribution.subjects import own_subject
from bot.nlp.warned.parts import Warned, conditions, deterred
from bot.nlp.warned.spoken import sufferer
from bot.nlp.warned.words import MODALS, WEAK_MODALS, is_party, is_public, is_word, mode_of

_BRINGING: Final = frozenset(
    [
        "result",
        "lead",
        "draw",
        "trigger",
        "bring",
        "mean",
        "face",
        "meet",
        "provoke",
        "invite",
        "have",
        "carry",
        "cause",
        "prompt",
        "suffer",
        "pay",
        "risk",
        "entail",
    ]
)
_OWN: Final = frozenset({"i", "we"})
_REFERRING: Final = frozenset({"it", "they", "he", "she"})
# harms that are violent or final enough to be a threat when somebody says, without a condition, that they will be done
_PLAIN: Final = frozenset(
    [
        "attack",
        "strike",
        "bomb",
        "shell",
        "destroy",
        "retaliate",
        "suppress",
        "annihilate",
        "obliterate",
        "crush",
        "punish",
        "avenge",
        "invade",
        "kill",
        "boycott",
        "eliminate",
        "sue",
        "expel",
        "veto",
    ]
)


def in_claim(claim: Found, number: int, reading: Reading) -> list[Warned]:
    """The warnings that stand in the contents of a claim, at most one a sentence."""
    found = []
    for content in claim.contents:
        for verb in _main_verbs(content, reading):
            one = _one(verb, content, claim, reading)
            if one is not None:
                one.claim = number
                found.append(one)
                break
    return found


def _main_verbs(content: Range, reading: Reading) -> list[Token]:
    """The verbs of a content that could carry a warning, in order."""
    return [
        token
        for token in reading.doc[slice(*content)]
        if token.pos_ in ("VERB", "AUX")
        and (is_word(token, "harm", "soft", "hold", "yield") or token.lemma_ in _BRINGING or token.lemma_ == "be")
    ]


def _one(verb: Token, content: Range, claim: Found, reading: Reading) -> Warned | None:
    if verb.dep_ in ("advcl", "acl", "relcl") and not _future(verb):
        return None
    subject = own_subject(verb)
    carrier = verb
    if subject is None and verb.dep_ in ("xcomp", "conj") and content[0] <= verb.head.i < content[1]:
        carrier = verb.head
        subject = own_subject(carrier)
    if subject is None:
        return None
    future, weak = _future(carrier) or _future(verb), _weak(carrier) or _weak(verb)
    if not (future or weak):
        return None
    sentence = _sentence(verb, content, reading)
    denied = any(c.dep_ == "neg" or c.lower_ == "never" for c in (*verb.lefts, *carrier.lefts))
    costly = next(
        (
            t
            for t in verb.subtree
            if t.i > verb.i and is_word(t, "cost") and t.dep_ in ("dobj", "pobj", "attr", "nsubj", "conj")
        ),
        None,
    )
    # "any attempt to … will result in retaliation", "… would be shut down"
    if (
        deterred(subject)
        and not denied
        and (costly is not None or is_word(verb, "harm", "soft") or verb.lemma_ == "face")
    ):
        condition, consequence = conditions(verb, sentence, subject_is_condition=True)
        return _made("threat", sentence, "any attempt", 0.85, claim, reading, verb, condition, consequence, costly)
    condition, consequence = conditions(verb, sentence)
    ours = _speaks_for_itself(subject, claim, reading)
    marker = reading.doc[condition[0]].lower_ if condition is not None else ""
    if condition is not None and marker in ("if", "unless", "should", "when", "before", "until"):
        if ours and marker == "unless" and (denied or is_word(verb, "harm", "soft")):
            return _made("ultimatum", sentence, "unless", 0.75, claim, reading, verb, condition, consequence, costly)
        if ours and future and not denied and is_word(verb, "hold") and marker in ("if", "should", "until"):
            if verb.lemma_ in ("continue", "keep", "maintain") and not _pressing(verb):
                return None
            return _made(
                "commitment", sentence, "will hold if", 0.75, claim, reading, verb, condition, consequence, costly
            )
        if ours and future and not denied and is_word(verb, "harm") and marker != "until":
            return _made("threat", sentence, "will harm if", 0.8, claim, reading, verb, condition, consequence, costly)
        if (
            ours
            and future
            and not denied
            and is_word(verb, "soft")
            and marker in ("if", "should")
            and (mode_of(verb) or verb.lemma_ in ("respond", "act"))
        ):
            return _made("threat", sentence, "will do if", 0.65, claim, reading, verb, condition, consequence, costly)
    if (
        future
        and not denied
        and costly is not None
        and costly.lemma_ in ("consequence", "repercussion", "retaliation", "reprisal")
    ):
        if verb.lemma_ in _BRINGING or verb.lemma_ == "be":
            return _made("threat", sentence, "consequences", 0.75, claim, reading, verb, condition, consequence, costly)
    if (
        ours
        and future
        and denied
        and is_word(verb, "yield")
        and verb.lemma_ in ("tolerate", "allow", "permit", "surrender")
    ):
        return _made(
            "commitment", sentence, "will not allow", 0.6, claim, reading, verb, condition, consequence, costly
        )
    if future and not denied and verb.lemma_ in _PLAIN and verb.dep_ in ("ccomp", "ROOT", "xcomp", "conj"):
        passive = subject.dep_ == "nsubjpass"
        forced = any(
            t.lower_ in ("military", "force", "means", "immediately", "weapons", "army", "troops") for t in verb.subtree
        )
        if (ours and not passive) or (passive and forced):
            return _made("threat", sentence, "will harm", 0.65, claim, reading, verb, condition, consequence, costly)
    return None


def _future(verb: Token) -> bool:
    for child in verb.lefts:
        if child.dep_ == "aux" and child.lower_ in MODALS:
            return True
    # "is going to", "are ready to"
    head = verb.head
    if verb.dep_ == "xcomp" and (head.lower_ in ("going", "gon") or head.lemma_ in ("ready", "prepared")):
        return True
    return False


def _weak(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in WEAK_MODALS for child in verb.lefts)


def _pressing(verb: Token) -> bool:
    return any(
        t.lemma_.lower() in ("pressure", "sanction", "strike", "operation", "fight", "pursue", "attack")
        for t in verb.subtree
    )


def _sentence(verb: Token, content: Range, reading: Reading) -> Range:
    """The sentence of ``verb`` within the content, without quotation marks and stops at its edges; or its "that" clause."""
    sentence = verb.sent
    start, end = max(content[0], sentence.start), min(content[1], sentence.end)
    # a clause that is itself reported inside the content ("was told that …")
    at = verb
    while at.head.i != at.i and content[0] <= at.head.i < content[1]:
        if at.dep_ == "ccomp" and any(c.dep_ == "mark" and c.lower_ == "that" for c in at.lefts):
            start, end = max(start, at.left_edge.i), min(end, at.right_edge.i + 1)
            break
        at = at.head
    span = content_range(reading.doc, (start, end), [-1] * 0 or reading.quoted)
    return _bare(span, reading)


def _bare(span: Range, reading: Reading) -> Range:
    """Without quotation marks at the edges."""
    start, end = trimmed(reading.doc, span)
    while start < end and reading.doc[start].lower_ == "that":
        start += 1
    return start, end


def _speaks_for_itself(subject: Token, claim: Found, reading: Reading) -> bool:
    """Whether the subject is the speaker or his side."""
    lower = subject.lower_
    quoted = reading.quoted[subject.i] >= 0
    if lower in _OWN:
        return quoted or True
    if lower in _REFERRING:
        return not quoted and claim.source is not None and subject.dep_ in ("nsubj",)
    if claim.source is not None and is_party(subject):
        names = {t.text for t in reading.doc[slice(*claim.source)] if t.pos_ == "PROPN"}
        return subject.text in names
    return False


def _made(
    kind: WarningKind,
    content: Range,
    rule: str,
    confidence: float,
    claim: Found,
    reading: Reading,
    verb: Token,
    condition: Range | None,
    consequence: Range,
    costly: Token | None,
) -> Warned:
    cue, recipient, via = _reporting(verb, content, claim, reading)
    if recipient is None and kind in ("threat", "ultimatum"):
        recipient = sufferer(verb, content)
    return Warned(
        kind,
        content,
        rule,
        confidence,
        cue=cue,
        actor=claim.source if not via else claim.source,
        recipient=recipient,
        condition=condition,
        consequence=consequence,
        mode=mode_of(verb) or (mode_of(costly) if costly is not None else None),
        threatens=kind in ("threat", "ultimatum"),
    )


def _reporting(verb: Token, content: Range, claim: Found, reading: Reading) -> tuple[Range | None, Range | None, bool]:
    """The cue of a warning in a claim, and who is told: of the inner "was told that …" where there is one."""
    at = verb
    while at.head.i != at.i:
        if (
            at.dep_ == "ccomp"
            and at.head.lemma_ in ("tell", "inform", "notify")
            and claim.contents[0][0] <= at.head.i < claim.contents[-1][1]
        ):
            teller = at.head
            end = teller.i + 1
            for child in teller.rights:
                if child.dep_ == "prep" and child.lower_ == "in" and child.right_edge.lemma_.lower() == "term":
                    end = child.right_edge.i + 1
            told = (
                own_subject(teller)
                if teller.tag_ == "VBN"
                else next((c for c in teller.rights if c.dep_ in ("dobj", "dative")), None)
            )
            if told is None and teller.tag_ == "VBN":
                told = _before_quotation(teller, reading)
            return (teller.i, end), noun_phrase(told) if told is not None else None, True
        at = at.head
    recipient = claim.addressee
    if recipient is not None:
        head = reading.doc[recipient[0] : recipient[1]].root
        if not (is_party(head) or is_public(head)) or head.lemma_.lower() in (
            "reporter",
            "journalist",
            "conference",
            "forum",
            "newspaper",
            "interview",
        ):
            recipient = None
    return claim.cue, recipient, False


def _before_quotation(verb: Token, reading: Reading) -> Token | None:
    """The noun phrase before a quotation that begins with its verb: 'the command “was told …”'."""
    number = reading.quoted[verb.i]
    if number < 0:
        return None
    start = reading.quotes[number].start
    for position in range(start - 1, max(start - 15, -1), -1):
        token = reading.doc[position]
        if token.pos_ in ("VERB", "AUX"):
            return None
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
            return token
    return None
