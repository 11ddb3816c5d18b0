"""States, peoples and other places where they act."""

from collections.abc import Sequence

from spacy.tokens import Doc, Span

from bot.nlp.coreference import agency
from bot.nlp.coreference.chains import Chain, Mention
from bot.nlp.document.switches import applies
from bot.nlp.lexicon import names
from bot.nlp.lexicon.cues import speech_verbs
from bot.nlp.lexicon.load import word_list


def build_chains(doc: Doc, entities: Sequence[Span], bodies: Sequence[Chain]) -> list[Chain]:
    """The states, peoples and places among ``entities`` that act somewhere in the story.

    Adjectives count before the forces of a state ("Russian troops"); a capital counts for its government where it acts.
    Where a story names a state only through adjectives, and names its government, the government is meant.
    """
    states: dict[str, Chain] = {}
    others: dict[str, Chain] = {}
    governments = _governments(bodies)
    adjectives: list[tuple[str, Mention]] = []
    for entity in entities:
        known, _, code = entity.kb_id_.partition(":")
        name = names.without_article(entity.text)
        if known in ("state", "seat"):
            _state(doc, entity, known, code, name, states)
        elif known == "adjective":
            spoken = _adjective(doc, entity)
            if spoken is not None and applies("adjective before forces"):
                adjectives.append((code, spoken))
            elif entity.root.tag_ in ("NNP", "NNPS", "NNS") and entity.root.dep_ not in ("compound", "amod"):
                _other(doc, entity, name, others)
        elif entity.label_ in ("NORP", "GPE") and applies("people or place that acts"):
            _other(doc, entity, name, others)
    for code, spoken in adjectives:
        if code in governments and not (code in states and states[code].acts):
            governments[code].add(spoken)
            continue
        states.setdefault(code, Chain("state", state=code, acts=True)).add(spoken)
        states[code].acts = True
    named = [party for party in states.values() if party.acts]
    return [*named, *(party for party in others.values() if party.acts)]


def _state(doc: Doc, entity: Span, known: str, code: str, name: str, states: dict[str, Chain]) -> None:
    end = agency.members(doc, entity.end)
    if end and known == "state":
        party = states.setdefault(code, Chain("state", state=code, acts=True))
        party.acts = True
        party.add(Mention(entity.start, end, end - 1, "name", name))
        return
    does = agency.acts(entity.root)
    if known == "seat" and not does:
        return
    if known == "seat" and code not in states and not _speaks(entity):
        return
    party = states.setdefault(code, Chain("state", state=code, acts=False))
    party.acts = party.acts or does
    if known == "seat":
        party.add(Mention(entity.start, entity.end, entity.root.i, "name", ""))
        return
    if not _place_here(doc, entity):
        party.add(Mention(entity.start, entity.end, entity.root.i, "name", name))
    elif not party.mentions:
        party.named_by = name


def _speaks(entity: Span) -> bool:

    root = entity.root
    verb = root.head.lemma_.lower()
    return root.dep_ == "nsubj" and (verb in speech_verbs() or verb in word_list("affect"))


def _place_here(doc: Doc, entity: Span) -> bool:
    """Whether a state's name stands only for where something is ("in Russia", "Russia coast"); "Russia-backed" acts."""
    root = entity.root
    if (
        entity.end + 1 < len(doc)
        and doc[entity.end].text == "-"
        and doc[entity.end + 1].tag_ in ("VBN", "VBD", "JJ", "NNP")
    ):
        return False
    if root.dep_ == "pobj" and root.head.lower_ in (
        "in",
        "near",
        "across",
        "inside",
        "outside",
        "throughout",
        "around",
    ):
        return True
    return root.dep_ in ("compound", "nmod", "amod") and root.i >= entity.start


def _adjective(doc: Doc, entity: Span) -> Mention | None:
    end = agency.members(doc, entity.end)
    if end:
        return Mention(entity.start, end, end - 1, "name", "")
    if agency.in_row(doc, entity) and agency.row_members(doc, entity):
        return Mention(entity.start, entity.end, entity.root.i, "name", "")
    return None


def _other(doc: Doc, entity: Span, name: str, others: dict[str, Chain]) -> None:
    """A people ("Kurds", "Republicans") is a group; a town or province that acts is a state's part."""
    root = entity.root
    persons = entity.label_ == "NORP"
    if persons and root.tag_ not in ("NNPS", "NNS"):
        return
    party = others.setdefault(
        name.casefold(), Chain("group" if persons else "state", acts=False, key=names.body_key(name))
    )
    party.acts = party.acts or (agency.acts(root) if persons else _speaks(entity) and agency.acts(root))
    if persons or not _place_here(doc, entity):
        party.add(Mention(entity.start, entity.end, root.i, "name", name))
    else:
        party.named_by = party.named_by or name


def _governments(bodies: Sequence[Chain]) -> dict[str, Chain]:
    found = {}
    for party in bodies:
        code = next((word[1:] for word in party.key if word.startswith("=")), None)
        if code and len(party.key) == 2 and party.key & {"government", "regime"}:
            found[code] = party
    return found
