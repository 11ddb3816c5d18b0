"""Warnings: who threatens or cautions whom, if what, then what."""

from collections.abc import Callable

import pytest

from bot.models import IssuedWarning, Report

Reader = Callable[[str], Report]


def only(report: Report) -> IssuedWarning:
    """The one warning of a report."""
    assert len(report.warnings) == 1, [report.words(one.content) for one in report.warnings]
    return report.warnings[0]


def parts(report: Report) -> dict[str, str | None]:
    """The parts of the one warning, as they stand in the text; actor and recipient by their name in the story."""
    warning = only(report)
    text = report.article.text
    spans = {"cue": warning.cue, "condition": warning.condition, "consequence": warning.consequence}
    found: dict[str, str | None] = {name: span and span.of(text) for name, span in spans.items()}
    for role, actor_id in (("actor", warning.actor), ("recipient", warning.recipient)):
        actor = report.actor(actor_id)
        found[role] = actor and actor.name
    return {"kind": warning.kind, "content": report.words(warning.content), **found}


def test_threat_with_a_deterred_attempt(report: Reader) -> None:
    """ "any attempt to … will result in …": the attempt is the condition, what follows the consequence."""
    found = report("Norland warned Sudland on Friday that any attempt to board its ships will result in retaliation.")
    assert {
        "kind": "threat",
        "content": "any attempt to board its ships will result in retaliation",
        "cue": "warned",
        "condition": "any attempt to board its ships",
        "consequence": "will result in retaliation",
    }.items() <= parts(found).items()
    assert (found.warnings[0].plover.event, found.warnings[0].plover.mode) == ("THREATEN", "violence")


def test_actor_and_recipient(report: Reader) -> None:
    """Who warns and who is warned are actors of the story."""
    found = parts(report("Russia warned Turkey that any attempt to board its ships would be met with force."))
    assert (found["actor"], found["recipient"]) == ("Russia", "Turkey")


def test_threat_with_infinitive(report: Reader) -> None:
    """ "threatened to …" gives the harm without "to", and whom it would hit."""
    found = parts(report("Iran threatened to close all its borders with Iraq."))
    assert {
        "kind": "threat",
        "cue": "threatened",
        "consequence": "close all its borders with Iraq",
    }.items() <= found.items()
    assert (found["actor"], found["recipient"]) == ("Iran", "Iraq")


def test_ultimatum_by_its_condition(report: Reader) -> None:
    """A threat with "unless" is an ultimatum."""
    found = parts(report("The union threatened to close the port unless the company pays for new cranes."))
    assert found["kind"] == "ultimatum"
    assert found["condition"] == "unless the company pays for new cranes"


def test_ultimatum_by_its_name(report: Reader) -> None:
    """What the text calls an ultimatum is one."""
    found = parts(report("France has issued an ultimatum to Spain to open the strait within two days."))
    assert (found["kind"], found["actor"], found["recipient"]) == ("ultimatum", "France", "Spain")


def test_commitment(report: Reader) -> None:
    """To defend somebody on a condition is a commitment: nobody is its recipient, and it is no THREATEN."""
    found = report("The alliance has often said it will defend the islands if they are attacked.")
    assert {
        "kind": "commitment",
        "cue": "said",
        "recipient": None,
        "condition": "if they are attacked",
        "consequence": "will defend the islands",
    }.items() <= parts(found).items()
    assert only(found).plover is None


def test_threat_without_a_word_of_warning(report: Reader) -> None:
    """A violent future with force is a threat; its claim is marked as one that warns."""
    found = report("“Any ships in this strait will be immediately destroyed by our navy,” General Ana Ruiz said.")
    warning = only(found)
    assert warning.kind == "threat"
    assert found.claims[0].id == warning.claim
    assert found.claims[0].stance == "warns"


def test_consequences(report: Reader) -> None:
    """ "would have consequences" is a threat on the condition of its subject."""
    found = parts(report("Any move by the islanders to take the fort would have consequences, General Ruiz said."))
    assert (found["kind"], found["condition"]) == ("threat", "Any move by the islanders to take the fort")


def test_caution(report: Reader) -> None:
    """A danger that others bring is a caution, to those it is told to."""
    found = parts(report("Health officials warned residents not to drink the water after the flood."))
    assert (found["kind"], found["recipient"]) == ("caution", "residents")


def test_advice(report: Reader) -> None:
    """Safety advice to the public is a caution."""
    found = parts(report("Motorists were advised to avoid the coast road until the storm has passed."))
    assert found["kind"] == "caution"
    assert found["recipient"] is not None


def test_admonition_of_an_opponent(report: Reader) -> None:
    """ "warned X against …" between opponents is a threat even when no harm is named."""
    found = parts(report("The minister warned China against provocative moves near the islands."))
    assert (found["kind"], found["recipient"]) == ("threat", "China")
    assert found["consequence"] is None


@pytest.mark.parametrize(
    "text",
    [
        "The fire threatens to close the coast road.",
        "The council listed three threatened species of gull.",
        "The mayor received death threats after the vote.",
        "The port was attacked on Monday, and two guards were killed.",
        "The club threatened the leaders' record until the last minute.",
        "Ruiz said the ferry would leave on time if the weather was good.",
        "The minister promised to build a school in every village.",
        "Warning signs stood along the pier.",
        "Ruiz would have struck the guard if she had seen him, the police said.",
        "The company said the new crane poses no threat to birds.",
    ],
)
def test_no_warning(report: Reader, text: str) -> None:
    """Threatened species, threats received, violence that happened, promises of good and forecasts are no warnings."""
    assert [one.kind for one in report(text).warnings if not one.negated] == []


def test_headline_that_is_told_again(report: Reader) -> None:
    """A headline that a warning below restates adds no second one, but its claim warns."""
    found = report(
        "Norland Says It Will Attack the Fort if Provoked\n\n"
        "Norland warned Sudland on Friday that any attempt to take the fort will result in retaliation. Ships waited "
        "outside the bay."
    )
    assert found.words(only(found).content) == "any attempt to take the fort will result in retaliation"
    assert found.claims[0].stance == "warns"


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


def test_a_meeting_is_not_whom_a_warning_is_for(report: Reader) -> None:
    """Who listens to a threat is not its recipient."""
    found = report("“If the debt is not paid by Monday, no ship will sail,” Ana Ruiz told a meeting at the quay.")
    assert [warning.recipient_span for warning in found.warnings] == [None]


def test_a_warning_ends_with_the_mark_of_its_quotation(report: Reader) -> None:
    """A content or consequence that holds an opening mark holds the closing one too."""
    found = report("The union warned that the crane would fall “long before the spring they promise.” It rained.")
    assert parts(found)["content"] == "the crane would fall “long before the spring they promise.”"
    assert parts(found)["consequence"] == "would fall “long before the spring they promise.”"


def test_a_warning_in_a_headlines_passive(report: Reader) -> None:
    """ "Residents told not to …" cautions the residents; who told them is not said."""
    found = report(
        "Residents told not to drink tap water\n\nIt rained all day, and nobody sailed. The pumps stood still."
    )
    assert {"actor": None, "kind": "caution", "content": "not to drink tap water"}.items() <= parts(found).items()
