"""Persons: their names put together, with title, role and the words that tell whom a surname means."""

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc, Span

from bot.nlp.coreference.chains import Chain, Mention
from bot.nlp.document.switches import applies
from bot.nlp.entities import roles
from bot.nlp.lexicon import names
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.names import Gender
from bot.nlp.lexicon.parties import titles


def build_chains(doc: Doc, entities: Sequence[Span], paragraphs: Sequence[int]) -> list[Chain]:
    """The persons among ``entities``, each once; full names first, then surnames and given names.

    A surname that two bear is theirs whom a title or gender decides for, else whose full name stood last in the same
    paragraph, else theirs who is named most; that is how reporters use it.
    """
    persons: list[Chain] = []
    by_word: dict[str, list[Chain]] = {}
    short: list[tuple[Span, tuple[str, ...], Mention, Gender | None]] = []
    for entity in entities:
        words = names.person_words(entity.text)
        if not words:
            continue
        mention, gender = _mention(doc, entity)
        if len(words) < 2:
            short.append((entity, words, mention, gender))
            continue
        known = dict.fromkeys([*by_word.get(words[-1], []), *by_word.get(words[0], [])])
        party = next((one for one in known if names.same_person(one.words, words)), None)
        if party is None:
            party = Chain("person", words=words)
            persons.append(party)
        _take(doc, party, entity, words, mention, gender)
        for word in {*words, words[-1].removeprefix("al-").removeprefix("el-")}:
            if party not in by_word.setdefault(word, []):
                by_word[word].append(party)
    counts = Counter({id(party): len(party.mentions) for party in persons})
    lone: dict[str, Chain] = {}
    for entity, words, mention, gender in short:
        bearers = list(dict.fromkeys(by_word.get(words[0], [])))
        party = _by_role(doc, entity, bearers) or _bearer(words, gender, mention, bearers, paragraphs, counts)
        if party is None:
            party = lone.get(words[0])
            if party is None or (gender and party.gender and gender != party.gender):
                party = lone[words[0]] = Chain("person", words=words)
                persons.append(party)
        _take(doc, party, entity, words, mention, gender)
    return persons


def _by_role(doc: Doc, entity: Span, bearers: Sequence[Chain]) -> Chain | None:
    """The one of several namesakes who is what the words beside a surname say ("Singh, the prime minister, …")."""
    role = roles.of_person(doc, entity) if len(bearers) > 1 else None
    if role is None:
        return None
    said = {token.lemma_.lower() for token in role if roles.is_role(token.lemma_.lower())}
    fitting = [one for one in bearers if said & {token.lemma_.lower() for known in one.roles for token in known}]
    return fitting[0] if len(fitting) == 1 else None


def _take(
    doc: Doc, party: Chain, entity: Span, words: tuple[str, ...], mention: Mention, gender: Gender | None
) -> None:
    party.add(mention)
    if len(words) > len(party.words):
        party.words = words
    party.gender = party.gender or gender or names.gender_of(words)
    role = roles.of_person(doc, entity)
    if role is not None:
        party.roles.append(role)
    if role is not None and (party.role is None or roles.better(role, party.role)):
        party.role = role


def _bearer(
    words: tuple[str, ...],
    gender: Gender | None,
    mention: Mention,
    persons: Sequence[Chain],
    paragraphs: Sequence[int],
    counts: Counter[int],
) -> Chain | None:
    fitting = [(party, names.short_of(words, party.words)) for party in persons if len(party.words) > 1]
    for how in ("family", "given"):
        bearers = [party for party, fits in fitting if fits == how]
        if gender is not None and len(bearers) > 1:
            bearers = [party for party in bearers if party.gender in (None, gender)] or bearers
        if len(bearers) > 1:
            here = paragraphs[mention.head]
            near = [
                (spoken.head, party)
                for party in bearers
                for spoken in party.mentions
                if spoken.head < mention.head and paragraphs[spoken.head] == here and " " in spoken.name
            ]
            if near and applies("surname in its paragraph"):
                return max(near, key=lambda pair: pair[0])[1]
            return max(bearers, key=lambda party: (counts[id(party)], -party.first))
        if bearers:
            return bearers[0]
    return None


def _mention(doc: Doc, entity: Span) -> tuple[Mention, Gender | None]:
    """The mention with its title in capitals, and what the title says of the person's pronoun."""
    start = entity.start
    run = roles.before(doc, entity.start)
    capital = entity.start
    while capital > run and doc[capital - 1].text[0].isupper():
        capital -= 1
    before = [token.lower_ for token in doc[capital : entity.start]]
    told: Gender | None = None
    if any(word in titles("male") for word in before):
        told = "male"
    elif any(word in titles("female") for word in before):
        told = "female"
    if any(word in titles("all") or roles.is_role(word) for word in before):
        start = capital
    text = doc[entity.start : entity.end].text
    mention = Mention(start, entity.end, entity.root.i, "name", names.without_article(text))
    return mention, told


def gender_by_role(party: Chain) -> Gender | None:
    """What the nouns said of a person tell of the pronoun ("the spokeswoman, Ana Ruiz"), or None."""
    words = {token.lemma_.lower() for role in party.roles for token in role}
    if words & word_list("female_nouns") or words & titles("female"):
        return "female"
    if words & word_list("male_nouns"):
        return "male"
    return None
