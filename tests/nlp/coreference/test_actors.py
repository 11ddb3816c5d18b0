"""Actors: each party once, under its fullest name, with role, aliases and everything that speaks of it."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from bot.models import Actor, Report
from bot.nlp.document.actors import actor, actor_of, add_actor

Reporting = Callable[[str], Report]


def named(report: Report, name: str) -> Actor:
    """The actor of this name; fails with the names that are there."""
    found = {actor.name: actor for actor in report.actors}
    assert name in found, sorted(found)
    return found[name]


def words(report: Report, actor: Actor, form: str) -> list[str]:
    """The words of an actor's mentions of one form."""
    return [mention.of(report.article.text) for mention in actor.mentions if mention.form == form]


def test_a_person_is_one_under_title_surname_and_pronoun(report: Reporting) -> None:
    """Full name with rank, surname, "he" and the apposition's role are one actor."""
    found = report(
        "Harbour Ministry spokesman Maj. Gen. Karl Blum said on Monday that the port was closed.\n\n"
        "“Nobody will pass,” he said.\n\nBlum added that the ministry had decided so."
    )
    blum = named(found, "Karl Blum")

    assert blum.kind == "person"
    assert blum.role == "Harbour Ministry spokesman"
    assert found.actor(blum.affiliation) == named(found, "Harbour Ministry")
    assert blum.aliases == ["Maj. Gen. Karl Blum", "Blum"]
    assert words(found, blum, "pronoun") == ["he"]


def test_a_role_after_the_name(report: Reporting) -> None:
    """An apposition behind the name says the role as one before it does."""
    found = report("Rosa Stein, the mayor of Porto Velho, told the council on Monday that the gate would stay shut.")

    assert named(found, "Rosa Stein").role == "mayor of Porto Velho"


def test_two_of_one_surname_stay_two(report: Reporting) -> None:
    """ "Mr" and "Mrs" decide who is meant where two share a surname."""
    found = report(
        "Peter Hartley and his wife, Susan Hartley, came to the harbour on Monday.\n\n"
        "Mr Hartley said the port would close.\n\nMrs Hartley said the opposite."
    )

    assert "Mr Hartley" in words(found, named(found, "Peter Hartley"), "name")
    assert "Mrs Hartley" in words(found, named(found, "Susan Hartley"), "name")


def test_an_acronym_and_its_name_are_one(report: Reporting) -> None:
    """Defined in brackets or not, an acronym is its body's."""
    found = report(
        "The Harbour Workers Union (HWU) called a strike on Monday. The HWU said it would last a week. "
        "The National Fishing Council joined. The NFC has ten members."
    )

    assert "HWU" in named(found, "Harbour Workers Union").aliases
    assert "NFC" in named(found, "National Fishing Council").aliases


def test_a_capital_that_acts_is_its_government(report: Reporting) -> None:
    """ "Lisbon warned" is Portugal; "in Lisbon" is a town and no actor."""
    found = report(
        "Portugal warned Spain on Monday over the harbour. Lisbon accused its neighbour of delay. "
        "Talks were held in Lisbon in the rain."
    )
    portugal = named(found, "Portugal")

    assert portugal.kind == "state"
    assert words(found, portugal, "name") == ["Portugal", "Lisbon"]
    assert [actor.name for actor in found.actors if actor.kind == "state"] == ["Portugal", "Spain"]


def test_a_state_that_is_only_a_place_is_no_actor(report: Reporting) -> None:
    """Where something lies makes nobody a party."""
    found = report("The ferry sank off the coast of Norway on Monday, Karl Blum said. It had been built in Poland.")

    assert [actor.name for actor in found.actors] == ["Karl Blum"]


def test_the_forces_of_a_state_speak_of_it(report: Reporting) -> None:
    """ "Spanish troops" are Spain's, and "HDF fighters" the HDF's."""
    found = report(
        "Spanish troops fired on HDF fighters near the harbour on Monday. Spain denied it, and the HDF did not."
    )

    assert named(found, "Spain").aliases == ["Spanish troops"]
    assert named(found, "HDF").aliases == ["HDF fighters"]


def test_a_ministry_is_one_in_every_wording(report: Reporting) -> None:
    """The wording with the state joins the one without it."""
    found = report(
        "The Ministry of Fisheries of Portugal closed the port on Monday. The Portuguese fisheries ministry gave no "
        "reason. Later the Fisheries Ministry said the sea was rough."
    )
    organisations = [actor.name for actor in found.actors if actor.kind == "organisation"]

    assert organisations == ["Ministry of Fisheries of Portugal"]


def test_nominals_point_to_the_one_that_fits(report: Reporting) -> None:
    """ "The mayor" is who was called mayor; "the chancellor" nobody here."""
    found = report(
        "Mayor Rosa Stein met Karl Blum, the union's chairman, on Monday.\n\n"
        "The mayor said she was glad. The chancellor was not there."
    )

    assert words(found, named(found, "Rosa Stein"), "nominal") == ["The mayor"]
    assert words(found, named(found, "Rosa Stein"), "pronoun") == ["she"]


def test_i_is_who_speaks_the_quotation(report: Reporting) -> None:
    """ "I" inside quotation marks is the person who says so outside them."""
    found = report("“I never saw the letter,” Rosa Stein said on Monday after the meeting with the union.")

    assert words(found, named(found, "Rosa Stein"), "pronoun") == ["I"]


def test_bylines_credits_and_furniture_make_no_actors(report: Reporting) -> None:
    """Who wrote and photographed the story is no party of it."""
    found = report(
        "Harbour closed after storm\n\nBy Jo Frank\n\nRosa Stein, the mayor, said the harbour was closed on Monday.\n\n"
        "Dockers at the gate. (Photo by Lee Marsh)\n\nReporting by Kim Park; editing by Sue Long\n\n"
        "Read more: Ben Ott sails"
    )

    assert [actor.name for actor in found.actors] == ["Rosa Stein"]


def test_a_caption_may_hold_the_fullest_name(report: Reporting) -> None:
    """A caption adds names to a party of the story."""
    found = report(
        "Harbour closed after storm\n\nFlag of the Ministry of Fisheries of Portugal\n\n"
        "The Fisheries Ministry said on Monday that the harbour was closed because of the storm."
    )

    assert [actor.name for actor in found.actors] == ["Ministry of Fisheries of Portugal"]


def test_an_event_is_no_organisation(report: Reporting) -> None:
    """An operation is not a party, nor is an agreement."""
    found = report("Spain joined Operation Grey Gull on Monday. The Porto Agreement allows it, Karl Blum said.")

    assert [actor.name for actor in found.actors] == ["Spain", "Karl Blum"]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [("The mayor of Porto, Rosa Stein", "Rosa Stein"), ("Mayor Rosa Stein", "Rosa Stein"), ("She", "Rosa Stein")],
)
def test_actor_of_a_phrase(reading: Callable[[str], Doc], phrase: str, name: str) -> None:
    """The actor of a noun phrase is its head's, with title, apposition or as a pronoun."""
    doc = reading(f"{phrase}, spoke first on Monday." if phrase != "She" else "Rosa Stein spoke first. She was tired.")
    start = doc.text.index(phrase)
    span = doc.char_span(start, start + len(phrase))

    assert (actor(doc, actor_of(doc, span)) or {})["name"] == name


def test_a_name_inside_a_phrase_is_not_its_actor(reading: Callable[[str], Doc]) -> None:
    """ "The lawyer of Rosa Stein" is not Rosa Stein."""
    doc = reading("The lawyer of Rosa Stein spoke first on Monday.")

    assert actor_of(doc, doc[0:5]) is None


def test_a_party_without_a_name_becomes_an_actor_once(reading: Callable[[str], Doc]) -> None:
    """The same words are the same party, and its kind is told by its noun."""
    doc = reading("Several residents shouted at the gate. Later several residents went home with the harbour police.")
    first = add_actor(doc, doc[0:2])
    again = add_actor(doc, doc[8:10])

    assert first == again
    assert (actor(doc, first) or {}) == {
        "id": first,
        "name": "Several residents",
        "kind": "group",
        "aliases": [],
        "role": None,
        "role_span": None,
        "affiliation": None,
    }
