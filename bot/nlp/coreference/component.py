"""Coreference: one chain an actor. Names first, then what speaks of them: noun phrases and pronouns."""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Doc, Span

from bot.nlp.coreference import agency, antecedents, organisations, persons, selection, states
from bot.nlp.coreference.anaphors import Layout, first_person
from bot.nlp.coreference.chains import PASSIVE, Chain, paragraph_numbers, paragraph_roles, texts
from bot.nlp.document.spans import MENTIONS, Record
from bot.nlp.document.switches import applies
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.names import distinct
from bot.nlp.syntax.subjects import speaks

# Below this likelihood a named party is none of the story's actors. On the 57 stories held back .5 keeps .943 of them
# at a precision of .852, .3 .958 at .845, .2 .958 at .839; a lost ministry costs more than a law that is shown.
ACTOR: Final = 0.2


def build_actors(doc: Doc) -> Doc:
    """Put every party of the story once into ``doc._.actors``, with its mentions in ``doc.spans["mentions"]``.

    Names in captions and page furniture are read as further names of a party, and make none by themselves; by-lines
    are not read at all.
    """
    parties, layout = named(doc)
    nameless = antecedents.resolve(parties, layout)
    parties = [party for party in parties if selection.likelihood(party, layout) >= ACTOR]
    first_person(layout, [*parties, *nameless])
    _write(doc, parties, nameless)
    return doc


def named(doc: Doc) -> tuple[list[Chain], Layout]:
    """The parties that a text names, with their names alone, and how the text is laid out."""
    layout = Layout(doc, paragraph_roles(doc), paragraph_numbers(doc))
    roles = layout.roles
    entities = [e for e in doc.ents if roles[e.start] != "byline" and e.kb_id_ != "dateline:"]
    surnames = _speaking_surnames(doc, entities)
    people = persons.build_chains(
        doc, [e for e in entities if e.label_ == "PERSON" or (len(e) == 1 and e.text in surnames)], layout.numbers
    )
    entities = [e for e in entities if len(e) > 1 or e.text not in surnames]
    bodies = organisations.build_chains(doc, [entity for entity in entities if entity.label_ == "ORG"])
    bodies = _without_surnames(people, bodies)
    if applies("people of an organisation"):
        _add_members(doc, bodies)
    places = [entity for entity in entities if entity.label_ in ("GPE", "NORP")]
    parties = [*people, *bodies, *states.build_chains(doc, places, bodies)]
    for party in parties:
        if party.kind == "person" and party.gender is None:
            party.gender = persons.gender_by_role(party)
        for mention in party.mentions:
            mention.titled = roles[mention.head] == "headline"
    parties = [
        party
        for party in parties
        if _beyond_headline(doc, party) and any(roles[mention.head] not in PASSIVE for mention in party.mentions)
    ]
    return parties, layout


def _speaking_surnames(doc: Doc, entities: Sequence[Span]) -> frozenset[str]:
    """Single names that speak and close or open the full name of a person, whatever the recogniser took them for."""
    parts = {word for e in entities if e.label_ == "PERSON" and len(e) > 1 for word in (e[0].text, e[-1].text)}
    alone = {e.text for e in entities if len(e) == 1 and e.label_ != "PERSON" and not e.kb_id_ and speaks(e[0])}
    return frozenset(parts & alone)


def _without_surnames(people: list[Chain], bodies: list[Chain]) -> list[Chain]:
    """Give a lone surname that the recogniser took for a body to the one person of that name."""
    bearers: dict[str, list[Chain]] = {}
    for person in people:
        if len(person.words) > 1:
            bearers.setdefault(person.words[-1], []).append(person)
    kept = []
    for body in bodies:
        words = {word.casefold() for mention in body.mentions for word in mention.name.split()}
        owners = bearers.get(next(iter(words)), []) if len(words) == 1 and not body.known else []
        if len(owners) == 1:
            owners[0].mentions.extend(body.mentions)
        else:
            kept.append(body)
    return kept


def _beyond_headline(doc: Doc, party: Chain) -> bool:
    """Whether a party is named in the story itself, or is known, or speaks in the headline.

    In a headline in title case a name's edges cannot be told; what stands there alone is a party only with a reason.
    """
    if party.kind == "state" or party.known or not all(mention.titled for mention in party.mentions):
        return True
    if not applies("headline alone"):
        return True
    return any(speaks(doc[mention.head]) for mention in party.mentions)


def _add_members(doc: Doc, bodies: list[Chain]) -> None:
    """Widen a body's name over the noun for its people: "SDF fighters" speaks of the SDF."""
    for party in bodies:
        for mention in party.mentions:
            end = agency.members(doc, mention.end)
            own = mention.end < len(doc) and doc[mention.end].lower_ in word_list("own_kinds")
            if end:
                mention.end, mention.head = end, end - 1
            elif own:
                mention.end, mention.head = mention.end + 1, mention.end


def _write(doc: Doc, parties: list[Chain], nameless: list[Chain]) -> None:
    parties.sort(key=lambda party: party.first)
    records: list[Record] = []
    at = [""] * len(doc)
    sure = [1.0] * len(doc)
    spans: list[Span] = []
    for number, party in enumerate(parties):
        actor_id = f"a{number}"
        name = party.fullest() or next(texts(doc, party), "")
        for mention in party.mentions:
            at[mention.head] = actor_id
            sure[mention.head] = mention.sure
            spans.append(Span(doc, mention.start, mention.end, label=mention.form, span_id=actor_id))
        records.append(
            {
                "id": actor_id,
                "name": name,
                "kind": party.kind,
                "aliases": distinct(texts(doc, party), name),
                "role": party.role.text if party.role is not None else None,
                "role_span": {"start": party.role.start_char, "end": party.role.end_char} if party.role else None,
                "affiliation": None,
            }
        )
    for party, record in zip(parties, records, strict=True):
        if party.role is not None:
            record["affiliation"] = _affiliation(doc, party.role, at, records, record["id"])
        for role in party.roles:
            # The role's own noun speaks of its bearer, but where it is a mere part of the name's phrase.
            noun = role.root
            if noun.dep_ not in ("compound", "nmod", "amod", "poss") and not at[noun.i]:
                at[noun.i] = record["id"]
    spans.sort(key=lambda span: (span.start, -span.end))
    for party in nameless:
        for mention in party.mentions:
            sure[mention.head] = mention.sure
    doc.spans[MENTIONS] = spans
    doc._.actors = records
    doc._.actor_at = at
    doc._.actor_sure = sure
    doc._.nameless = [
        {
            "name": party.named_by,
            "kind": party.kind,
            "mentions": [(mention.start, mention.end, mention.head, mention.form) for mention in party.mentions],
        }
        for party in nameless
        if party.named_by
    ]


def _affiliation(doc: Doc, role: Span, at: list[str], records: list[Record], own: str) -> str | None:
    """The body named in a role; failing that the state ("Russian foreign minister")."""
    kinds = {record["id"]: record["kind"] for record in records}
    named = [at[token.i] for token in role if at[token.i] and at[token.i] != own]
    for kind in ("organisation", "state"):
        for actor_id in named:
            if kinds[actor_id] == kind:
                return actor_id
    return None
