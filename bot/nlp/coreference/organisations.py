"""Bodies and states: their names put together."""

from collections.abc import Sequence

from spacy.tokens import Doc, Span

from bot.nlp.coreference.chains import Chain, Mention
from bot.nlp.document.switches import applies
from bot.nlp.lexicon import names
from bot.nlp.lexicon.load import word_list


def build_chains(doc: Doc, entities: Sequence[Span]) -> list[Chain]:
    """The bodies among ``entities``, each once.

    Two names are one body's when they are the same words in any order and spelling, when the data knows them as names
    of one body, when one is the acronym of the other (defined in brackets, or the only body here with these initials),
    or when one is the other cut short and no third body could be meant.
    """
    by_key: dict[frozenset[str], Chain] = {}
    by_known: dict[str, Chain] = {}
    for entity in entities:
        key = names.body_key(entity.text)
        if not key:
            continue
        known = entity.kb_id_.removeprefix("body:") if entity.kb_id_.startswith("body:") else None
        party = by_known.get(known) if known else by_key.get(key)
        if party is None:
            party = Chain("organisation", key=key, known=known)
            if known:
                by_known[known] = party
        by_key.setdefault(key, party)
        if len(key) > len(party.key):
            party.key = key
        party.add(Mention(entity.start, entity.end, entity.root.i, "name", names.without_article(entity.text)))
    parties = list(dict.fromkeys([*by_key.values(), *by_known.values()]))
    parties = _expand(doc, parties) if applies("acronym spelt out") else parties
    return _lengthen(doc, parties) if applies("name cut short") else parties


def _expand(doc: Doc, parties: list[Chain]) -> list[Chain]:
    """Join acronyms with the names they are short for."""
    long: dict[str, list[Chain]] = {}
    for party in parties:
        for mention in party.mentions:
            for letters in names.initials(mention.name):
                bearers = long.setdefault(letters, [])
                if party not in bearers:
                    bearers.append(party)
    into: dict[int, Chain] = {}
    defined = _defined(doc, parties)
    for party in parties:
        short = names.acronym(party.mentions[0].name)
        if short is None or " " in party.mentions[0].name:
            continue
        bearers = [one for one in long.get(short, []) if one is not party]
        target = defined.get(id(party)) or (bearers[0] if len(bearers) == 1 else None)
        if target is not None and target is not party:
            into[id(party)] = target
    return _merge(parties, into)


def _defined(doc: Doc, parties: Sequence[Chain]) -> dict[int, Chain]:
    """Acronyms explained in brackets: "Harbour Workers' Union (HWU)" and "HWU (Harbour Workers' Union)"."""
    at_start = {mention.start: party for party in parties for mention in party.mentions}
    found = {}
    for party in parties:
        for mention in party.mentions:
            bracket = mention.end
            if bracket < len(doc) and doc[bracket].tag_ == "POS":
                bracket += 1
            if bracket + 1 < len(doc) and doc[bracket].text == "(" and bracket + 1 in at_start:
                other = at_start[bracket + 1]
                if other is party:
                    continue
                one_letters, other_letters = names.acronym(mention.name), names.acronym(other.mentions[0].name)
                # Letters of another tongue stand for a translated name where they close the bracket.
                closed = other.mentions[0].end < len(doc) and doc[other.mentions[0].end].text == ")"
                if other_letters and one_letters is None and (closed or _subsequence(other_letters, mention.name)):
                    found[id(other)] = party
                elif one_letters and other_letters is None and _subsequence(one_letters, other.mentions[0].name):
                    found[id(party)] = other
    return found


def _subsequence(letters: str, name: str) -> bool:
    rest = iter(name.casefold())
    return all(letter in rest for letter in letters.casefold())


def _lengthen(doc: Doc, parties: list[Chain]) -> list[Chain]:
    """Join names cut short with the one longer name that they can mean."""
    into: dict[int, Chain] = {}
    words = {id(party): [names.plain_words(mention.name) for mention in party.mentions] for party in parties}
    generic = word_list("org_nouns") | {word.lower() for word in word_list("name_heads")}
    sharing: dict[str, list[Chain]] = {}
    for party in parties:
        for word in party.key | {word for name in words[id(party)] for word in name}:
            sharing.setdefault(word, []).append(party)
    for party in parties:
        longer = []
        # Only a body that shares its words can be the longer name; the rarest of them says which.
        for other in min((sharing[word] for word in party.key), key=len, default=[]):
            if other is party or len(other.key) <= len(party.key):
                continue
            rest = other.key - party.key
            state_apart = party.key < other.key and len(rest) == 1 and next(iter(rest)).startswith("=")
            cut = any(
                names.shortened(one, full) or _opens(one, full, generic)
                for one in words[id(party)]
                for full in words[id(other)]
                if len(one) > 1 or _may_stand_alone(doc, party, one[0], generic)
            )
            if party.known and len(party.known.split()) == 1:
                state_apart = False
                cut = cut and all(word in word_list("company_ends") for word in rest)
            if (state_apart and len(party.key) > 1) or cut:
                longer.append(other)
        longer = [one for one in longer if not any(one.key < other.key for other in longer)]
        if len(longer) == 1:
            into[id(party)] = longer[0]
        elif len(longer) > 1:
            before = [one for one in longer if one.first < party.first]
            if before and len(party.key) == 1 and next(iter(party.key)) in generic:
                into[id(party)] = max(
                    before, key=lambda one: max(m.start for m in one.mentions if m.start < party.first)
                )
    return _merge(parties, into)


def _opens(short: Sequence[str], long: Sequence[str], generic: frozenset[str]) -> bool:
    """Whether a company's own word is a longer name cut short ("Harland" of "Harland Marine Holdings Ltd"); another
    kind of body after that word is another body ("Harland Foundation")."""
    bare = list(long)
    while bare and bare[-1] in word_list("company_ends"):
        bare.pop()
    return (
        len(short) == 1
        and len(bare) > 1
        and bare[0] == short[0]
        and short[0] not in generic
        and len(short[0]) > 3
        and not generic & set(bare[1:])
    )


def _may_stand_alone(doc: Doc, party: Chain, word: str, generic: frozenset[str]) -> bool:
    """Whether one word is a name cut short: a word for a body with "the" before it, or a company's own word."""
    if word not in generic:
        return True
    return all(mention.start and doc[mention.start - 1].lower_ in ("the", "The") for mention in party.mentions)


def _merge(parties: list[Chain], into: dict[int, Chain]) -> list[Chain]:
    kept = []
    for party in parties:
        target = into.get(id(party))
        seen = {id(party)}
        while target is not None and id(target) in into and id(target) not in seen:
            seen.add(id(target))
            target = into[id(target)]
        if target is None or target is party:
            kept.append(party)
            continue
        target.mentions.extend(party.mentions)
        target.known = target.known or party.known
    return kept
