"""Names nobody knows take the kind that the story gives them; nameless speakers; terms make an ultimatum."""

from collections.abc import Callable

import pytest

from bot.models import Report

Reader = Callable[[str], Report]


def kinds(report: Report) -> dict[str, str]:
    """The kind of each actor by its name."""
    return {actor.name: actor.kind for actor in report.actors}


def test_an_apposition_makes_a_person(report: Reader) -> None:
    """'X, the ministry's spokeswoman' and 'Ms X' are one person, who is "she" as well."""
    found = report(
        "Ordovia's foreign ministry denied the report. “Nothing has moved,” Petra Lindqvist-Maar, the ministry's "
        "spokeswoman, said. She accused Norland of lying. Ms Lindqvist-Maar also made an offer."
    )
    assert kinds(found)["Petra Lindqvist-Maar"] == "person"
    [claim] = [one for one in found.claims if one.stance == "accuses"]
    speaker = found.actor(claim.speaker)
    assert speaker is not None
    assert speaker.name == "Petra Lindqvist-Maar"


def test_an_adjective_makes_a_state(report: Reader) -> None:
    """A name with an adjective of its own and a defence ministry is a state."""
    found = report(
        "Veskovia denied that its guns had fired. Veskovian plates were seen at the bridge. "
        "Veskovia's defence ministry said nothing had changed."
    )
    assert kinds(found)["Veskovia"] == "state"


def test_a_company_without_its_trade(report: Reader) -> None:
    """The first word of a company's name stands for it."""
    found = report(
        "Sallow Chemicals runs the plant. Sallow denied that its tanks had leaked. Sallow said it would sue."
    )
    assert [(actor.name, actor.kind) for actor in found.actors if "Sallow" in actor.name] == [
        ("Sallow Chemicals", "organisation")
    ]


def test_a_nameless_speaker_is_he(report: Reader) -> None:
    """'He' after a spokesman's denial is the spokesman, not the man named before."""
    found = report(
        "Her neighbour Dafydd Prosser claimed that the club had paid for it.\n\n"
        "A club spokesman denied this. He said 140 leaflets had been printed."
    )
    [claim] = [one for one in found.claims if "leaflets" in found.words(one.content)]
    speaker = found.actor(claim.speaker)
    assert speaker is not None
    assert speaker.name == "club spokesman"


def test_two_sides_of_a_semicolon(report: Reader) -> None:
    """In a line without a stop each side of a semicolon has its own speaker."""
    found = report(
        "Pilots walk out at island airline\n\nUnion threatens to ground the fleet; Skarn Airways says nobody was sacked"
        "\n\nThe Island Pilots' Union walked out on Monday, and Skarn Airways closed its desks."
    )
    [claim] = [one for one in found.claims if "sacked" in found.words(one.content)]
    assert found.words(claim.content) == "nobody was sacked"
    assert [(one.kind, one.consequence and one.consequence.of(found.article.text)) for one in found.warnings] == [
        ("threat", "ground the fleet")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "“Take it or leave it,” the agent, Ana Ruiz, said.",
        "“One more win and we will be champions,” the captain, Ana Ruiz, said.",
        "“If we do not score by half-time, we will change the side,” the coach, Ana Ruiz, said.",
        "“Vote on Thursday or we will lose the seat,” the candidate, Ana Ruiz, said.",
        "The college gave pupils until Friday to apply for the trip.",
    ],
)
def test_no_ultimatum(report: Reader, sentence: str) -> None:
    """Choices, hopes and plans set nobody terms."""
    assert [one.kind for one in report(sentence).warnings] == []


@pytest.mark.parametrize(
    ("sentence", "kind", "condition", "consequence"),
    [
        (
            "“Pay the drivers by Monday or we will block the tunnel,” the union's leader, Ana Ruiz, said.",
            "ultimatum",
            "Pay the drivers by Monday",
            "we will block the tunnel",
        ),
        (
            "“If the crew is not home by Sunday, no ferry will be loaded here,” the mayor, Ana Ruiz, told reporters.",
            "ultimatum",
            "If the crew is not home by Sunday",
            "no ferry will be loaded here",
        ),
        (
            "The Ferry Workers' Union has given the operator Skarn Lines until Friday to sign, or face a strike.",
            "ultimatum",
            "to sign",
            "face a strike",
        ),
    ],
)
def test_terms_make_an_ultimatum(report: Reader, sentence: str, kind: str, condition: str, consequence: str) -> None:
    """Demand and harm are told apart by the shape of the sentence."""
    found = report(sentence)
    [one] = found.warnings
    text = found.article.text
    assert (kind, condition, consequence) == (
        one.kind,
        one.condition and one.condition.of(text),
        one.consequence and one.consequence.of(text),
    )


def test_a_neutral_caution_is_no_threat(report: Reader) -> None:
    """A body that cautions both sides against doing something threatens neither."""
    found = report("The River Commission cautioned both governments against moving guns closer to the water.")
    text = found.article.text
    assert [(one.kind, one.condition and one.condition.of(text), one.consequence) for one in found.warnings] == [
        ("caution", "moving guns closer to the water", None)
    ]


def test_a_last_name_that_speaks_makes_a_person(report: Reader) -> None:
    """A given name before it, and alone the subject of "said": one person, whatever the recogniser took them for."""
    found = report("Carly Fiorenna spoke in Harwich. Fiorenna said taxes would fall. The crowd liked Fiorenna.")
    assert [(one.name, one.kind, one.aliases) for one in found.actors] == [("Carly Fiorenna", "person", ["Fiorenna"])]


def test_a_towns_name_is_nobodys_last_name(report: Reader) -> None:
    """A body that opens with a given name and closes with a known town's stays a body."""
    found = report("Morgan Stanley cut its forecast. Stanley said it was too early to tell.")
    assert kinds(found)["Morgan Stanley"] == "organisation"


def test_a_group_that_was_introduced_is_no_body_beside_it(report: Reader) -> None:
    """ "A group of thieves" robbed a body: "the group" is the thieves."""
    found = report("A group of thieves took the files of Ronan Hospital on Sunday. The group said it would print them.")
    assert [actor.name for one in found.claims if (actor := found.actor(one.speaker))] == ["group of thieves"]
