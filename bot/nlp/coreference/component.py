"""Coreference: one chain an actor. Names first, then nominals ("the spokesman", "the group"), then pronouns."""

from spacy.tokens import Doc, Span

from bot.nlp.coreference import agency, nominals, organisations, persons, pronouns, states
from bot.nlp.coreference.chains import PASSIVE, Chain, Mention, paragraph_numbers, paragraph_roles, texts
from bot.nlp.document.spans import MENTIONS, Record
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.names import distinct
from bot.nlp.syntax.speaking import speaks


def build_actors(doc: Doc) -> Doc:
    """Put every party of the story once into ``doc._.actors``, with its mentions in ``doc.spans["mentions"]``.

    Names in captions and page furniture are read as further names of a party, and make none by themselves; by-lines
    are not read at all.
    """
    roles = paragraph_roles(doc)
    numbers = paragraph_numbers(doc)
    entities = [e for e in doc.ents if roles[e.start] != "byline" and e.kb_id_ != "dateline:"]
    people = persons.build_chains(doc, [entity for entity in entities if entity.label_ == "PERSON"], numbers)
    bodies = organisations.build_chains(
        doc, [entity for entity in entities if entity.label_ == "ORG" and _is_body(entity)]
    )
    _add_members(doc, bodies)
    places = [entity for entity in entities if entity.label_ in ("GPE", "NORP")]
    parties = [*people, *bodies, *states.build_chains(doc, places, bodies)]
    for party in parties:
        for mention in party.mentions:
            mention.titled = roles[mention.head] == "headline"
    parties = [
        party
        for party in parties
        if _beyond_headline(doc, party)
        and any(roles[mention.head] not in PASSIVE for mention in party.mentions)
        and not _medium(doc, party)
    ]
    nominals.resolve(doc, parties, roles)
    nameless = nominals.speakers(doc, parties, roles)
    pronouns.resolve(doc, [*parties, *nameless], roles, numbers)
    _write(doc, [*parties, *(party for party in nameless if len(party.mentions) > 1)])
    return doc


def _is_body(entity: Span) -> bool:
    return entity[0].text not in word_list("events")


def _beyond_headline(doc: Doc, party: Chain) -> bool:
    """Whether a party is named in the story itself, or is known, or speaks in the headline.

    In a headline in title case a name's edges cannot be told; what stands there alone is a party only with a reason.
    """
    if party.kind == "state" or party.known or not all(mention.titled for mention in party.mentions):
        return True
    return any(speaks(doc[mention.head]) for mention in party.mentions)


def _medium(doc: Doc, party: Chain) -> bool:
    """Whether a body is only where something was said ("on Twitter", "via Telegram")."""
    heads = [doc[mention.head] for mention in party.mentions]
    return party.kind == "organisation" and all(
        head.dep_ == "pobj" and head.head.lower_ in ("on", "via") for head in heads
    )


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


def _write(doc: Doc, parties: list[Chain]) -> None:
    parties.sort(key=lambda party: party.first)
    records: list[Record] = []
    at = [""] * len(doc)
    spans: list[Span] = []
    for number, party in enumerate(parties):
        actor_id = f"a{number}"
        name = party.fullest() or next(texts(doc, party), "")
        for mention in party.mentions:
            at[mention.head] = actor_id
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
    doc.spans[MENTIONS] = spans
    doc._.actors = records
    doc._.actor_at = at


def _affiliation(doc: Doc, role: Span, at: list[str], records: list[Record], own: str) -> str | None:
    """The body named in a role; failing that the state ("Russian foreign minister")."""
    kinds = {record["id"]: record["kind"] for record in records}
    named = [at[token.i] for token in role if at[token.i] and at[token.i] != own]
    for kind in ("organisation", "state"):
        for actor_id in named:
            if kinds[actor_id] == kind:
                return actor_id
    return None


def spoken(span: Span) -> Mention:
    """A nominal mention of ``span``."""
    return Mention(span.start, span.end, span.root.i, "nominal")
