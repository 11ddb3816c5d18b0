"""Warnings in a report: actors by id, PLOVER's event and mode, the claim that carries each, and its event."""

from collections.abc import Callable

import pytest

from bot.models import IssuedWarning, Report

Reader = Callable[[str], Report]


def only(report: Report) -> IssuedWarning:
    """The one warning of a report."""
    assert len(report.warnings) == 1, [report.words(one.content) for one in report.warnings]
    return report.warnings[0]


def test_actor_and_recipient_are_actors_of_the_story(report: Reader) -> None:
    """Who warns and who is warned have ids, names and spans; what is threatened has PLOVER's event and mode."""
    found = report("Russia warned Turkey that any attempt to board its ships would be met with retaliation.")
    warning = only(found)
    names = [actor and actor.name for actor in (found.actor(warning.actor), found.actor(warning.recipient))]
    assert (warning.kind, names) == ("threat", ["Russia", "Turkey"])
    assert warning.plover is not None
    assert (warning.plover.event, warning.plover.mode) == ("THREATEN", "violence")


def test_a_commitment_is_no_threat(report: Reader) -> None:
    """To defend somebody on a condition is no THREATEN."""
    warning = only(report("The alliance has often said it will defend the islands if they are attacked."))
    assert (warning.kind, warning.plover) == ("commitment", None)


def test_a_claim_that_warns_is_marked(report: Reader) -> None:
    """A threat without a word of warning turns the stance of its claim."""
    found = report("“Any ships in this strait will be immediately destroyed by our navy,” General Ana Ruiz said.")
    assert (found.claims[0].id, found.claims[0].stance) == (only(found).claim, "warns")


def test_a_headline_and_its_story_are_one_event(report: Reader) -> None:
    """Told twice, counted once."""
    found = report(
        "Norland Threatens to Close the Strait to Tankers\n\n"
        "Norland threatened on Friday to close the strait to all tankers. Ships waited outside the bay."
    )
    assert [len(event) for event in found.events()] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "The fire threatens to close the coast road.",
        "The council listed three threatened species of gull.",
        "The mayor received death threats after the vote.",
        "The company said on Tuesday that it would lay off 300 workers at its plant in Dorn.",
        "The company said the new crane poses no threat to birds.",
        "Warning signs stood along the pier.",
    ],
)
def test_no_warning(report: Reader, text: str) -> None:
    """Threatened species, threats received, dangers that nobody speaks of, layoffs, what is no danger."""
    assert [one.kind for one in report(text).warnings if not one.negated] == []


def test_modes(report: Reader) -> None:
    """PLOVER's mode follows the harm."""
    modes = {
        "violence": "Iran threatened to bomb the harbour.",
        "relations": "Iran threatened to withdraw from the talks with Iraq.",
        "expel": "Iran threatened to expel the ambassador of Iraq.",
        "restrict": "Iran threatened to boycott the summit in Iraq.",
        "arrest": "Iran threatened to arrest the captains of Iraq.",
        "territory": "Iran threatened to occupy the islands of Iraq.",
    }
    for mode, text in modes.items():
        plover = only(report(text)).plover
        assert plover is not None
        assert mode == plover.mode


def test_a_warning_ends_with_the_mark_of_its_quotation(report: Reader) -> None:
    """A content or consequence that holds an opening mark holds the closing one too."""
    found = report("The union warned that the crane would fall “long before the spring they promise.” It rained.")
    assert found.words(only(found).content) == "the crane would fall “long before the spring they promise.”"
