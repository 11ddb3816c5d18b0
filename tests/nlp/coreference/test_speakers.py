"""Speakers without a name, documents, and two who speak together: whose words a claim is."""

from collections.abc import Callable

import pytest

from bot.models import Report

Reporting = Callable[[str], Report]


def speakers(report: Report) -> list[str | None]:
    """The names of who speaks, claim by claim."""
    return [actor.name if (actor := report.actor(claim.speaker)) else None for claim in report.claims]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The report said on Monday that the harbour was too shallow for the ferries.", "report"),
        ("Her fiancé said on Monday that the boat had left before noon.", "fiancé"),
        (
            "A person familiar with the matter said on Monday that the yard would be sold.",
            "person familiar with the matter",
        ),
    ],
)
def test_a_source_without_a_name_is_called_by_its_own_words(report: Reporting, text: str, name: str) -> None:
    """A document or a person without a name speaks under the words of the story."""
    assert speakers(report(text)) == [name]


def test_two_as_one_subject_speak_together(report: Reporting) -> None:
    """ "X and Y said" is said by both, who are a group."""
    found = report("Ana Ruiz and Karl Blum said on Monday that the harbour would stay shut until the end of the week.")
    assert speakers(found) == ["Ana Ruiz and Karl Blum"]
    assert [actor.kind for actor in found.actors if " and " in actor.name] == ["group"]


def test_who_is_named_inside_a_phrase_is_not_who_it_speaks_of(report: Reporting) -> None:
    """The lawyer of Rosa Stein is not Rosa Stein, though nobody else is named."""
    found = report("The lawyer of Rosa Stein said on Monday that the trial would begin in May.")
    assert speakers(found) != ["Rosa Stein"]


def test_an_agency_in_a_dateline_is_no_actor(report: Reporting) -> None:
    """An agency before the dash of a dateline tells who wrote the story, not of whom."""
    found = report(
        "PORTO VELHO, May 3 (Marlin Press) -- Ana Ruiz, the mayor, said that the harbour would stay shut.\n\n"
        "Ruiz said that two cranes had to be replaced before any ship could be let in again."
    )
    assert [actor.name for actor in found.actors if actor.kind != "person"] == []
    assert speakers(found)[0] == "Ana Ruiz"


def test_a_dateline_is_no_part_of_what_was_said(report: Reporting) -> None:
    """A statement that opens a story begins behind the dash of its dateline."""
    found = report(
        "PORTO VELHO, May 3 (Marlin Press) -- The harbour will stay shut until Friday, Ana Ruiz said on Monday."
    )
    assert [found.words(claim.content) for claim in found.claims] == ["The harbour will stay shut until Friday"]
