"""Warnings without a word of warning, in what somebody says: "if X, we will Y", "any attempt … will …", "or face …"."""

from typing import Final

from spacy.tokens import Token

from bot.models import WarningKind
from bot.nlp.attribution.found import Found, Reading
from bot.nlp.attribution.parties import is_party
from bot.nlp.attribution.phrases import Range, content_range, noun_phrase, trimmed
from bot.nlp.attribution.subjects import own_subject
from bot.nlp.warned.parts import Warned, conditions, deterred
from bot.nlp.warned.spoken import sufferer
from bot.nlp.warned.words import MODALS, WEAK_MODALS, is_public, is_word, mode_of

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
_CONSEQUENCES: Final = frozenset({"consequence", "repercussion", "retaliation", "reprisal"})
_SHOULD: Final = frozenset({"should", "must", "ought", "better"})
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


def _of_danger(content: Range, claim: Found, reading: Reading) -> Warned | None:
    """Somebody speaks of a risk, or admonishes: "are at risk of", "risks losing", "should be careful"."""
    doc = reading.doc
    for token in doc[slice(*content)]:
        lemma = token.lemma_.lower()
        if lemma == "risk" and token.dep_ == "pobj" and token.head.lower_ == "at" and token.i + 1 < len(doc):
            verb = token.head.head
            if verb.pos_ not in ("VERB", "AUX") or any(c.dep_ == "neg" for c in verb.children):
                continue
            sentence = _sentence(verb, content, reading)
            condition, consequence = conditions(verb, sentence)
            return _made("caution", sentence, "at risk", 0.6, claim, reading, verb, condition, consequence, None)
        if lemma == "risk" and token.tag_ in ("VBZ", "VBP") and any(c.tag_ == "VBG" for c in token.rights):
            sentence = _sentence(token, content, reading)
            condition, consequence = conditions(token, sentence)
            return _made("caution", sentence, "risks", 0.6, claim, reading, token, condition, consequence, None)
        if lemma == "careful" and token.dep_ == "acomp" and any(c.lower_ in _SHOULD for c in token.head.lefts):
            told = own_subject(token.head)
            if told is None or not is_party(told):
                continue
            sentence = _sentence(token.head, content, reading)
            opponent = bool(told.ent_type_) and not is_public(told)
            demand = next((c for c in token.rights if c.dep_ == "xcomp"), None)
            condition = None if demand is None else trimmed(doc, (demand.left_edge.i, demand.right_edge.i + 1))
            kind: WarningKind = "threat" if opponent else "caution"
            one = _made(kind, sentence, "careful", 0.6, claim, reading, token.head, condition, (0, 0), None)
            one.recipient = noun_phrase(told)
            return one
    return None


def advice(verb: Token, reading: Reading) -> Warned | None:
    """Safety advice in the text's own voice or in somebody's: "motorists should avoid the pier", "use caution"."""
    told = own_subject(verb)
    head = verb
    if told is None and verb.dep_ == "xcomp" and verb.head.lemma_ in ("need", "have", "ought"):
        head = verb.head
        told = own_subject(head)
    if told is None or not is_public(told):
        return None
    urged = head is not verb or any(c.lower_ in _SHOULD for c in verb.lefts)
    careful = any(t.lemma_ in ("caution", "avoid", "evacuate", "beware", "indoors", "boil") for t in verb.subtree)
    if not urged or not careful or any(c.dep_ == "neg" for c in verb.lefts):
        return None
    region = reading.regions[reading.region_of[verb.i]]
    content = _sentence(verb, (region.start, region.end), reading)
    return Warned(
        "caution",
        content,
        "advice to the public",
        0.65,
        recipient=noun_phrase(told, whole=True),
        threatens=False,
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
        else:
            one = _of_danger(content, claim, reading)
            if one is not None:
                one.claim = number
                found.append(one)
    return found


def _main_verbs(content: Range, reading: Reading) -> list[Token]:
    """The verbs of a content that could carry a warning, in order."""
    tokens = reading.doc[slice(*content)]
    on_condition = any(token.lower_ == "unless" for token in tokens)
    return [
        token
        for token in tokens
        if token.pos_ in ("VERB", "AUX")
        and (
            on_condition
            or is_word(token, "harm", "soft", "hold", "yield", "doing", "care")
            or token.lemma_ in _BRINGING
            or token.lemma_ in ("be", "increase", "intensify", "put", "apply")
        )
    ]


def deed(verb: Token) -> Token | None:
    """ "carry out an attack", "begin a military operation": the harm that is done."""
    if not is_word(verb, "doing"):
        return None
    return next((c for c in verb.rights if c.dep_ == "dobj" and is_word(c, "deed")), None)


def _one(verb: Token, content: Range, claim: Found, reading: Reading) -> Warned | None:
    if verb.dep_ in ("advcl", "acl", "relcl") and not _future(verb):
        return None
    subject = own_subject(verb)
    carrier = verb
    if subject is None and verb.dep_ in ("xcomp", "conj") and content[0] <= verb.head.i < content[1]:
        carrier = verb.head
        subject = own_subject(carrier)
    if subject is None and verb.lemma_ == "be" and any(c.dep_ == "expl" for c in verb.lefts):
        return _existing(verb, content, claim, reading)
    if subject is None:
        return None
    future, weak = _future(carrier) or _future(verb), _weak(carrier) or _weak(verb)
    if not (future or weak):
        return None
    sentence = _sentence(verb, content, reading)
    done = deed(verb)
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
        if ours and marker == "unless" and (denied or is_word(verb, "harm", "soft")) and verb.dep_ != "advcl":
            return _made("ultimatum", sentence, "unless", 0.75, claim, reading, verb, condition, consequence, costly)
        if ours and future and not denied and is_word(verb, "hold") and marker in ("if", "should", "until"):
            if verb.lemma_ in ("continue", "keep", "maintain") and not _pressing(verb):
                return None
            return _made(
                "commitment", sentence, "will hold if", 0.75, claim, reading, verb, condition, consequence, costly
            )
        if ours and future and not denied and (done or is_word(verb, "harm")) and marker != "until":
            return _made("threat", sentence, "will harm if", 0.8, claim, reading, verb, condition, consequence, costly)
        if (
            ours
            and future
            and not denied
            and is_word(verb, "soft")
            and (marker in ("if", "should") or (marker == "when" and sufferer(verb, sentence) is not None))
            and (mode_of(verb) or verb.lemma_ in ("respond", "act"))
        ):
            return _made("threat", sentence, "will do if", 0.65, claim, reading, verb, condition, consequence, costly)
    if future and not denied and costly is not None and costly.lemma_ in _CONSEQUENCES:
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
    pressing = verb.lemma_ in ("increase", "intensify", "apply", "keep", "maintain", "continue") and any(
        t.lemma_ == "pressure" for t in verb.subtree
    )
    if ours and future and not denied and pressing:
        return _made(
            "commitment", sentence, "keeps pressure", 0.65, claim, reading, verb, condition, consequence, costly
        )
    if ours and future and not denied and done is not None and verb.dep_ in ("ccomp", "ROOT", "xcomp", "conj"):
        return _made("threat", sentence, "will do harm", 0.7, claim, reading, verb, condition, consequence, done)
    if future and not denied and verb.lemma_ in _PLAIN and verb.dep_ in ("ccomp", "ROOT", "xcomp", "conj"):
        passive = subject.dep_ == "nsubjpass"
        forced = any(
            t.lower_ in ("military", "force", "means", "immediately", "weapons", "army", "troops") for t in verb.subtree
        )
        if (ours and not passive) or (passive and forced):
            return _made("threat", sentence, "will harm", 0.65, claim, reading, verb, condition, consequence, costly)
    return None


def _existing(verb: Token, content: Range, claim: Found, reading: Reading) -> Warned | None:
    """ "there will be consequences", "there are consequences to leaving"."""
    cost = next((c for c in verb.rights if c.dep_ in ("attr", "nsubj") and c.lemma_ in _CONSEQUENCES), None)
    if cost is None or any(c.lower_ == "no" for c in cost.lefts) or any(c.dep_ == "neg" for c in verb.children):
        return None
    sentence = _sentence(verb, content, reading)
    condition, _ = conditions(verb, sentence)
    for child in cost.rights:
        if condition is None and child.dep_ == "prep" and child.lower_ in ("to", "for"):
            inner = next((c for c in child.rights if c.dep_ in ("pcomp", "pobj")), None)
            if inner is not None:
                condition = trimmed(reading.doc, (inner.left_edge.i, inner.right_edge.i + 1))
    if not _future(verb) and condition is None:
        return None
    return _made("threat", sentence, "consequences", 0.7, claim, reading, verb, condition, (cost.i, cost.i + 1), cost)


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
    span = content_range(reading.doc, (start, end), reading.quoted)
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
        return True
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
    cue, recipient = _reporting(verb, content, claim, reading)
    if recipient is None and kind in ("threat", "ultimatum"):
        recipient = sufferer(verb, content, condition)
    return Warned(
        kind,
        content,
        rule,
        confidence,
        cue=cue,
        actor=claim.source,
        recipient=recipient,
        condition=condition,
        consequence=consequence,
        mode=mode_of(verb) or (mode_of(costly) if costly is not None else None),
        threatens=kind in ("threat", "ultimatum"),
    )


def _reporting(verb: Token, content: Range, claim: Found, reading: Reading) -> tuple[Range | None, Range | None]:
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
            return (teller.i, end), noun_phrase(told) if told is not None else None
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
    return claim.cue, recipient


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
