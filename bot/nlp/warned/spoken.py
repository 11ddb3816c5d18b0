"""Warnings with a word of warning: warn, threaten, vow, caution, alert, ultimatum, notice. Rules over the parse."""

from typing import Final

from spacy.tokens import Token

from bot.models import WarningKind
from bot.nlp.attribution.found import Reading
from bot.nlp.attribution.parties import is_party, source_of, source_range
from bot.nlp.attribution.phrases import Range, content_range, noun_phrase, trimmed
from bot.nlp.attribution.stances import negation
from bot.nlp.attribution.subjects import agent, is_passive, own_subject
from bot.nlp.warned.parts import Warned, conditions, deterred, verb_phrase
from bot.nlp.warned.words import MODALS, WEAK_MODALS, is_public, is_word, mode_of

_OBJECTS: Final = frozenset({"dobj", "dative"})
_ABOUT: Final = frozenset({"of", "about", "against", "on", "over", "with", "for"})
_ISSUING: Final = frozenset(
    [
        "issue",
        "give",
        "deliver",
        "send",
        "put",
        "serve",
        "set",
        "make",
        "repeat",
        "renew",
        "release",
        "present",
        "hand",
        "get",
        "receive",
        "publish",
        "announce",
    ]
)
_NOUNS: Final = frozenset({"warning", "threat", "ultimatum", "alert", "advisory", "deadline", "vow"})
_LEAST: Final = 2
# A cue and its quotation stand within so many tokens ("he warned the council on Monday: “…”", "“…,” she warned").
_QUOTE_BEHIND: Final = 12
_QUOTE_BEFORE: Final = 6
_SEARCHED: Final = 12
_OBJECT_PRONOUNS: Final = frozenset({"him", "her", "them", "us", "you", "me"})
_MESSAGES: Final = frozenset("letter message alert warning ultimatum email e-mail note statement memo call".split())


def by_verb(token: Token, reading: Reading) -> Warned | None:
    """What ``token`` warns of, when it is a verb of warning."""
    match token.lemma_.lower():
        case "warn" | "caution" | "alert":
            return _warn(token, reading)
        case "threaten" | "threate":
            return _threaten(token, reading)
        case "vow" | "pledge" | "promise" | "swear":
            return _vow(token, reading)
        case "advise" | "urge" | "ask" | "tell" | "order":
            return _advise(token, reading)
    return None


def _complement(token: Token, reading: Reading) -> tuple[Range, Token] | None:
    """The content of a verb of warning, with its head: a clause, an infinitive, or a phrase with of, about, against."""
    doc = reading.doc
    for child in token.children:
        if child.dep_ in ("ccomp", "xcomp") or (child.dep_ == "advcl" and _infinitive(child) and child.i > token.i):
            if child.i < token.i and child.right_edge.i > token.i:
                continue
            start, end = child.left_edge.i, child.right_edge.i + 1
            first = next((c for c in token.rights if c.dep_ in _OBJECTS), None)
            if first is not None and start <= first.i:
                start = first.right_edge.i + 1
            # "warned residents to boil": the parser puts the addressee into the infinitive clause
            inner = own_subject(child)
            if inner is not None and _infinitive(child) and inner.i < child.i and inner.i > token.i:
                start = inner.right_edge.i + 1
            if start <= token.i < end:
                end = token.i
            return content_range(doc, (start, end), reading.quoted), child
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in _ABOUT:
            inner_ = next((c for c in child.rights if c.dep_ in ("pobj", "pcomp")), None)
            if inner_ is not None:
                end = token.right_edge.i + 1
                return content_range(doc, (inner_.left_edge.i, end), reading.quoted), inner_
        if child.dep_ in _OBJECTS:
            for later in child.rights:
                if later.dep_ == "prep" and later.lower_ in ("of", "about", "against", "with", "over"):
                    inner_ = next((c for c in later.rights if c.dep_ in ("pobj", "pcomp")), None)
                    if inner_ is not None and (is_party(child) or is_public(child)):
                        end = child.right_edge.i + 1
                        return content_range(doc, (inner_.left_edge.i, end), reading.quoted), inner_
    return None


def _infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.lefts)


def _quotation(token: Token, reading: Reading) -> tuple[Range, Token] | None:
    """A quotation right behind or before a verb of warning."""
    for quote in _quotes_near(token, reading):
        start, end = quote
        span = trimmed(reading.doc, (start + 1, end - 1))
        if span[1] - span[0] > _LEAST:
            return span, reading.doc[span[0] : span[1]].root
    return None


def _quotes_near(token: Token, reading: Reading) -> list[Range]:
    """The quotations that a cue introduces or follows: nothing but its own phrase stands between."""
    found = []
    for step, limit in ((1, _QUOTE_BEHIND), (-1, _QUOTE_BEFORE)):
        position = token.i + step
        while 0 <= position < len(reading.doc) and abs(position - token.i) <= limit:
            between = reading.doc[position]
            number = reading.quoted[position]
            if number >= 0:
                quote = reading.quotes[number]
                edge = reading.doc[quote.start - 1].text if quote.start else ""
                if step < 0 or edge in (",", ":", "that") or quote.start == token.i + 1:
                    found.append((quote.start, quote.end))
                break
            if between.text in (".", "?", "!", ";") or between.is_space:
                break
            position += step
    return found


def _short_passive(token: Token) -> bool:
    """ "Drivers warned to stay away": a headline's passive, which the parser takes for the active."""
    own = own_subject(token)
    return (
        own is not None
        and own.i < token.i
        and is_public(own)
        and token.tag_ in ("VBD", "VBN")
        and not any(c.dep_ in _OBJECTS for c in token.rights)
        and any(c.dep_ in ("xcomp", "advcl", "prep", "agent") for c in token.rights)
    )


def _addressee(token: Token) -> Range | None:
    if is_passive(token) or _short_passive(token):
        own = own_subject(token)
        return noun_phrase(own, whole=True) if own is not None and (is_party(own) or is_public(own)) else None
    for child in token.rights:
        if child.dep_ in _OBJECTS and (is_party(child) or is_public(child) or child.pos_ == "PRON"):
            return noun_phrase(child, whole=True)
        if child.dep_ in ("ccomp", "xcomp") and _infinitive(child):
            inner = own_subject(child)
            if inner is not None and inner.i < child.i:
                return noun_phrase(inner, whole=True)
    return None


def _told_by_message(token: Token) -> Range | None:
    """ "sent a letter to X threatening to …": who got the message that threatens."""
    head = token.head
    message = head if head.lemma_.lower() in _MESSAGES else None
    if token.dep_ in ("advcl", "xcomp", "conj") and head.pos_ == "VERB":
        message = next((c for c in head.rights if c.dep_ == "dobj" and c.lemma_.lower() in _MESSAGES), None)
    if message is None or token.tag_ != "VBG":
        return None
    for holder in (message, message.head):
        for child in holder.rights:
            if child.dep_ in ("prep", "dative") and child.lower_ == "to":
                inner = next((c for c in child.rights if c.dep_ == "pobj"), None)
                if inner is not None and (is_party(inner) or is_public(inner)):
                    return noun_phrase(inner, whole=True)
    return None


def _actor(token: Token) -> tuple[Token | None, Range | None]:
    head = agent(token) if is_passive(token) or _short_passive(token) else source_of(token)
    span, _ = source_range(head)
    return head, span


def _made(
    token: Token, reading: Reading, kind: WarningKind, content: Range, head: Token, rule: str, confidence: float
) -> Warned:
    condition, consequence = _halves(head, content)
    _, actor = _actor(token)
    return Warned(
        kind,
        content,
        rule,
        confidence,
        cue=(token.i, token.i + 1),
        actor=actor,
        recipient=_addressee(token) or _told_by_message(token),
        condition=condition,
        consequence=consequence,
        negated=negation(token) is not None,
        mode=_mode(reading, content),
        threatens=kind in ("threat", "ultimatum"),
    )


def _halves(head: Token, content: Range) -> tuple[Range | None, Range | None]:
    if head.pos_ in ("VERB", "AUX"):
        subject = own_subject(head)
        if subject is not None and deterred(subject):
            return conditions(head, content, subject_is_condition=True)
        condition, consequence = conditions(head, content)
        if subject is not None and content[0] <= subject.i < content[1] and condition is None:
            if head.lemma_ == "be" and any(c.dep_ in ("acomp", "attr") and _likely(c) for c in head.rights):
                return None, noun_phrase(subject)
            ahead = any(c.lower_ in MODALS or c.lower_ in WEAK_MODALS for c in head.lefts if c.dep_ == "aux")
            if ahead and is_word(subject, "danger") and any(c.lower_ in ("a", "an", "another") for c in subject.lefts):
                return noun_phrase(subject), consequence
        if _infinitive(head) and is_word(head, "care"):
            return condition, None  # advice names what to do, not what happens
        return condition, consequence
    condition, _ = conditions(head, content)
    if not is_word(head, "danger", "cost") and head.tag_ != "VBG":
        return condition, None
    span = noun_phrase(head, whole=True)
    return condition, (max(span[0], content[0]), min(span[1], content[1])) if span[1] > span[0] else None


def _likely(word: Token) -> bool:
    """ "is very likely", "is a serious risk": the danger is the subject."""
    return word.lemma_ in ("likely", "possible", "imminent", "inevitable") or is_word(word, "danger")


def _mode(reading: Reading, content: Range) -> str | None:
    for token in reading.doc[slice(*content)]:
        mode = mode_of(token)
        if mode is not None:
            return mode
    return None


def _long_enough(content: Range) -> bool:
    return content[1] - content[0] >= _LEAST


def _warn(token: Token, reading: Reading) -> Warned | None:
    if token.tag_ in ("NN", "NNS") or token.dep_ in ("amod", "compound"):
        return None
    found = _complement(token, reading) or _quotation(token, reading)
    if found is None or not _long_enough(found[0]):
        return None
    content, head = found
    source, actor = _actor(token)
    passive = is_passive(token) or _short_passive(token)
    if actor is None and not passive:
        return None
    if token.lemma_ == "alert" and not (is_word(head, "danger") or "that" in {t.lower_ for t in head.subtree}):
        return None
    threat = _threatening(token, head, content, source)
    if not threat and own_subject(token) is not None and not passive and not _speaks(own_subject(token)):
        return None
    made = _made(token, reading, "threat" if threat else "caution", content, head, "warn", 0.8)
    if threat and reading.doc[content[0] - 1].lower_ == "against":
        made.condition, made.consequence = content, None  # what must not be done; the harm is left open
    if threat and made.condition is not None and _ultimate(reading, made.condition):
        made.kind = "ultimatum"
    return made


def _speaks(subject: Token | None) -> bool:
    return subject is not None and (
        is_party(subject)
        or subject.pos_ in ("PROPN", "PRON")
        or subject.lower_
        in ("who", "that", "which", "report", "statement", "letter", "study", "sign", "forecasters", "experts")
    )


def _threatening(token: Token, head: Token, content: Range, source: Token | None) -> bool:
    """Whether a warning comes from those who would do the harm, or admonishes an opponent."""
    told = next((c for c in token.rights if c.dep_ in _OBJECTS), None)
    if told is None and head.pos_ == "VERB" and _infinitive(head):
        told = own_subject(head)
    opponent = told is not None and is_party(told) and not is_public(told) and told.pos_ != "PRON"
    against = any(c.dep_ == "prep" and c.lower_ == "against" for c in token.rights)
    if against and opponent:
        return True
    if opponent and head.pos_ == "VERB" and _infinitive(head) and head.i > token.i:
        return True
    words = list(head.subtree)
    if any(
        is_word(word, "cost")
        and word.lemma_
        in ("retaliation", "reprisal", "consequence", "repercussion", "retribution", "response", "action", "force")
        for word in words
    ) and (opponent or (source is not None and source.ent_type_ in ("GPE", "NORP"))):
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
    return bool(opponent and ahead and own)


def _ultimate(reading: Reading, condition: Range) -> bool:
    first = {token.lower_ for token in reading.doc[condition[0] : min(condition[0] + 2, condition[1])]}
    return bool(first & {"unless"})


def _threaten(token: Token, reading: Reading) -> Warned | None:
    if token.dep_ in ("amod", "compound") or (
        token.tag_ == "VBN" and token.dep_ not in ("ROOT", "conj", "ccomp", "relcl", "advcl")
    ):
        return None
    source, actor = _actor(token)
    if is_passive(token):
        return None
    if source is None or actor is None:
        return None
    if not (is_party(source) or (source.lower_ in ("that", "which", "it") and _stands_for_party(source))):
        return None
    found = _complement(token, reading) or _quotation(token, reading)
    if found is None or not _long_enough(found[0]):
        return None
    content, head = found
    made = _made(token, reading, "threat", content, head, "threaten", 0.9)
    if made.recipient is None:
        made.recipient = sufferer(head, content, made.condition)
    if made.condition is not None:
        first = reading.doc[made.condition[0]].lower_
        if first in ("unless", "should") or (
            first == "if" and any(t.dep_ == "neg" for t in reading.doc[slice(*made.condition)])
        ):
            made.kind = "ultimatum"
    return made


def _stands_for_party(pronoun: Token) -> bool:
    """Whether "that", "which" follows a party; "it" counts as one with verbs of threatening to do."""
    if pronoun.lower_ == "it":
        return True
    head = pronoun.head
    while head.dep_ != "relcl" and head.head.i != head.i:
        head = head.head
    return head.dep_ == "relcl" and is_party(head.head)


def sufferer(head: Token, content: Range, condition: Range | None = None) -> Range | None:
    """The party that a harm would hit: the object of the verb, or what its phrase is "on", "against", "of".

    Where none is named, the party that would have to meet the condition ("unless Norland pays").
    """
    queue = [head]
    for _ in range(_SEARCHED):
        if not queue:
            break
        at = queue.pop(0)
        for child in at.rights:
            if not content[0] <= child.i < content[1]:
                continue
            hit = child.dep_ in ("dobj", "dative", "pobj")
            if hit and (is_party(child) or child.lower_ in _OBJECT_PRONOUNS) and child.ent_type_ != "DATE":
                return noun_phrase(child, whole=True)
            if child.dep_ == "ccomp" and at.lemma_ in ("make", "have", "let", "see"):
                forced = own_subject(child)
                if forced is not None and is_party(forced):
                    return noun_phrase(forced, whole=True)
            if child.dep_ in ("dobj", "prep", "pobj", "agent", "xcomp", "pcomp", "prt"):
                queue.append(child)
    if condition is not None:
        first = head.doc[condition[0]]
        if first.lower_ in ("unless", "if", "should"):
            for token in head.doc[condition[0] + 1 : condition[1]]:
                if token.dep_ in ("nsubj", "nsubjpass"):
                    return noun_phrase(token) if is_party(token) and token.lower_ not in ("i", "we") else None
    return None


def _vow(token: Token, reading: Reading) -> Warned | None:
    found = _complement(token, reading)
    source, actor = _actor(token)
    if source is None or actor is None or is_passive(token) or not (is_party(source) or source.pos_ == "PRON"):
        return None
    if found is None:
        harm = next(
            (
                c
                for c in token.rights
                if c.dep_ in _OBJECTS
                and is_word(c, "cost")
                and c.lemma_
                in (
                    "veto",
                    "retaliation",
                    "revenge",
                    "reprisal",
                    "vengeance",
                    "sanction",
                    "punishment",
                    "response",
                    "lawsuit",
                )
            ),
            None,
        )
        if harm is None:
            return None
        content = trimmed(reading.doc, (harm.left_edge.i, harm.right_edge.i + 1))
        return _made(token, reading, "threat", content, harm, "vow of harm", 0.8)
    content, head = found
    if not _long_enough(content):
        return None
    denied = any(c.dep_ == "neg" or c.lower_ == "never" for c in head.lefts)
    if is_word(head, "harm") and not denied:
        made = _made(token, reading, "threat", content, head, "vow", 0.75)
        made.recipient = made.recipient or sufferer(head, content)
        return made
    if (
        token.lemma_ in ("vow", "swear", "pledge")
        and (
            (denied and is_word(head, "yield", "soft", "harm", "hold"))
            or (is_word(head, "hold") and head.lemma_ in ("defend", "resist", "refuse", "fight", "oppose"))
        )
    ) or (is_word(head, "soft") and head.lemma_ == "fight" and token.lemma_ == "vow"):
        made = _made(token, reading, "commitment", content, head, "vow to hold", 0.65)
        made.threatens = False
        if denied:
            made.recipient = made.recipient or sufferer(head, content)
        return made
    made = _made(token, reading, "threat", content, head, "vow", 0.7)
    if is_word(head, "soft") and made.condition is not None and not denied:
        return made
    return None


def _advise(token: Token, reading: Reading) -> Warned | None:
    """Safety advice to the public: "motorists were advised to slow down"."""
    found = _complement(token, reading)
    told = own_subject(token) if is_passive(token) else next((c for c in token.rights if c.dep_ in _OBJECTS), None)
    if found is None:
        return None
    content, head = found
    if told is None:
        told = own_subject(head)
    if told is None or not is_public(told) or not _long_enough(content):
        return None
    if not is_word(head, "care"):
        return None
    danger = any(
        is_word(t, "danger") or t.lemma_ in ("caution", "indoors", "home", "slow", "water", "road", "away")
        for t in reading.doc[slice(*content)]
    )
    if not danger:
        return None
    made = _made(token, reading, "caution", content, head, "advice", 0.7)
    made.recipient = noun_phrase(told, whole=True)
    return made


def by_noun(token: Token, reading: Reading) -> Warned | None:
    """A warning, threat, alert or ultimatum that is issued or owned, with what it says."""
    lemma = token.lemma_.lower()
    if lemma not in _NOUNS or (token.dep_ in ("compound", "amod", "nsubj") and lemma != "warning"):
        return None
    actor = _issuer(token)
    to = next(
        (
            c
            for child in (*token.rights, *(token.head.rights if token.dep_ == "dobj" else ()))
            if child.dep_ in ("prep", "dative") and child.lower_ == "to"
            for c in child.rights
            if c.dep_ == "pobj"
        ),
        None,
    )
    issued = token.head if token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_ in _ISSUING else None
    if to is None and issued is not None:
        to = next((c for c in issued.rights if c.dep_ in ("dative", "dobj") and c.i < token.i), None)
    if lemma in ("ultimatum", "deadline"):
        return _ultimatum(token, reading, actor, to, issued)
    found = _noun_content(token, reading)
    if found is None or not _long_enough(found[0]):
        return None
    content, head, about = found
    if actor is None and issued is None:
        return None
    kind: WarningKind = "caution"
    subject = own_subject(head) if head.pos_ in ("VERB", "AUX") else None
    if lemma in ("threat", "vow"):
        if about:
            return None
        kind = "threat"
    elif (
        lemma == "warning"
        and not about
        and (
            (subject is not None and deterred(subject))
            or (
                to is not None and is_party(to) and not is_public(to) and is_word(head, "harm", "soft", "yield", "cost")
            )
            or (subject is not None and subject.lower_ in ("it", "he", "they", "we") and is_word(head, "harm", "yield"))
            or (actor is not None and to is not None and is_party(to) and not is_public(to))
        )
    ):
        kind = "threat"
    condition, consequence = _halves(head, content)
    return Warned(
        kind,
        content,
        f"noun {lemma}",
        0.7,
        cue=(token.i, token.i + 1),
        actor=actor,
        recipient=noun_phrase(to, whole=True) if to is not None else None,
        condition=condition,
        consequence=consequence,
        negated=issued is not None and negation(issued) is not None,
        mode=_mode(reading, content),
        threatens=kind == "threat",
    )


def _issuer(noun: Token) -> Range | None:
    for child in noun.lefts:
        if child.dep_ == "poss":
            return noun_phrase(child)
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("from", "by"):
            inner = next((c for c in child.rights if c.dep_ == "pobj"), None)
            if inner is not None:
                return noun_phrase(inner, whole=True)
    if noun.dep_ == "nsubjpass" and noun.head.lemma_ in _ISSUING:
        for child in noun.head.rights:
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "from"):
                inner = next((c for c in child.rights if c.dep_ == "pobj"), None)
                return noun_phrase(inner, whole=True) if inner is not None else None
    if noun.dep_ == "dobj" and noun.head.lemma_ in _ISSUING:
        head = source_of(noun.head)
        if head is not None and (is_party(head) or head.pos_ in ("PROPN", "PRON")):
            return source_range(head)[0]
    return None


def _noun_content(noun: Token, reading: Reading) -> tuple[Range, Token, bool] | None:
    for child in noun.rights:
        if child.dep_ in ("acl", "relcl", "ccomp") and any(
            c.lower_ in ("that", "to") and c.dep_ in ("mark", "aux") for c in child.lefts
        ):
            span = child.left_edge.i, child.right_edge.i + 1
            return content_range(reading.doc, span, reading.quoted), child, False
    hung = noun.head.rights if noun.dep_ == "nsubjpass" and noun.head.lemma_ in _ISSUING else ()
    for child in (*noun.rights, *(c for c in hung if c.lower_ in ("about", "of", "over"))):
        if child.dep_ == "prep" and child.lower_ in ("of", "about", "on", "against", "over", "for"):
            inner = next((c for c in child.rights if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                span = inner.left_edge.i, inner.right_edge.i + 1
                return content_range(reading.doc, span, reading.quoted), inner, True
    return None


def _ultimatum(
    token: Token, reading: Reading, actor: Range | None, to: Token | None, issued: Token | None
) -> Warned | None:
    """ "issued an ultimatum to X", "gave X a deadline to …": the content is the whole phrase and what follows it."""
    if actor is None or issued is None:
        return None
    if to is None:
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "for":
                to = next((c for c in child.rights if c.dep_ == "pobj" and is_party(c)), None)
    if token.lemma_ == "deadline" and to is None:
        return None
    end = issued.right_edge.i + 1
    content = content_range(reading.doc, (token.left_edge.i, end), reading.quoted)
    demand = next(
        (c for c in (*issued.rights, *token.rights) if c.dep_ in ("xcomp", "advcl", "acl", "relcl") and _infinitive(c)),
        None,
    )
    harm = next(
        (
            c
            for c in reading.doc[slice(*content)]
            if c.lower_ in ("if", "unless", "should") and c.dep_ in ("mark", "aux")
        ),
        None,
    )
    condition = consequence = None
    if harm is not None:
        condition = trimmed(reading.doc, (harm.head.left_edge.i, min(harm.head.right_edge.i + 1, end)))
    elif demand is not None:
        condition = verb_phrase(demand, content)
    return Warned(
        "ultimatum",
        content,
        f"noun {token.lemma_}",
        0.8,
        cue=(token.i, token.i + 1),
        actor=actor,
        recipient=noun_phrase(to, whole=True) if to is not None else None,
        condition=condition,
        consequence=consequence,
        negated=negation(issued) is not None,
        mode=_mode(reading, content),
    )
