"""Who is told is not who says it: bare participles in headlines, and the "not" of what is told."""

from collections.abc import Callable

import pytest

from bot.models import Report

Reader = Callable[[str], Report]
_BODY = "\n\nThe weather in the north of the island was fine on Sunday. It rained in the afternoon. Nobody sailed."


@pytest.mark.parametrize(
    ("headline", "content"),
    [
        ("Villagers told not to open their windows", "not to open their windows"),
        ("Norland told to pay for the bridge", "to pay for the bridge"),
        ("Ferry firm ordered to hand over records", "to hand over records"),
        ("Ministers urged to drop the toll", "to drop the toll"),
        ("Swimmers warned not to enter the harbour", "not to enter the harbour"),
        ("Council advised never to sell the pier", "never to sell the pier"),
        ("Mayor asked to explain the lost keys", "to explain the lost keys"),
        ("Drivers warned that bridge may close", "bridge may close"),
        ("Parents told schools will not reopen", "schools will not reopen"),
        ("Ministers told: pay up or lose the ferry", "pay up or lose the ferry"),
        ("“Stay at home”, islanders told", "“Stay at home”"),
    ],
)
def test_bare_participle_has_no_speaker(report: Reader, headline: str, content: str) -> None:
    """ "X told to …" in a headline names who hears it: no source and no speaker, and a "not" stays."""
    found = report(headline + _BODY)
    told = [(one.source, one.speaker, found.words(one.content)) for one in found.claims]
    assert told == [(None, None, content)]
    assert all(one.actor is None for one in found.warnings)


@pytest.mark.parametrize(
    ("headline", "addressee"),
    [
        ("Ministers urged to drop the toll", "Ministers"),
        ("Ferry firm ordered to hand over records", "Ferry firm"),
        ("Ana Ruiz told to resign over lost keys", "Ana Ruiz"),
    ],
)
def test_bare_participle_has_an_addressee(report: Reader, headline: str, addressee: str) -> None:
    """Who stands before a bare participle is the addressee."""
    found = report(headline + _BODY)
    assert [(found.actor(one.addressee) or found.actors[0]).name for one in found.claims] == [addressee]
    assert [one.addressee is not None for one in found.claims] == [True]


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("Ruiz told police she saw nothing", "Ruiz"),
        ("Doctors warned ministers of winter crisis", "Doctors"),
        ("Police urge drivers to stay at home", "Police"),
        ("Floods will come, warned mayor", "mayor"),
    ],
)
def test_active_headlines_keep_their_speaker(report: Reader, headline: str, speaker: str) -> None:
    """With a hearer behind it, or its subject, the verb is active."""
    found = report(headline + _BODY)
    speakers = [found.actor(one.speaker) for one in found.claims]
    assert [one and one.name for one in speakers] == [speaker]


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("The board told residents not to drink the water.", "not to drink the water"),
        ("Mayor Ana Ruiz told dockers never to touch the crane.", "never to touch the crane"),
        ("Ana Ruiz urged the crews not to sail.", "the crews not to sail"),
        ("Ana Ruiz pledged never to sell the pier.", "never to sell the pier"),
        ("Ruiz issued a warning not to swim near the pier.", "not to swim near the pier"),
    ],
)
def test_negation_of_an_infinitive_stays(report: Reader, sentence: str, content: str) -> None:
    """What somebody is told not to do begins with "not", in the claim and in the warning."""
    found = report(sentence + " It rained.")
    assert [found.words(one.content).endswith(content) for one in found.claims] == [True]
    assert all(found.words(one.content) in content for one in found.warnings)
    assert all("not" in found.words(one.content) or "never" in found.words(one.content) for one in found.warnings)


def test_second_participle_shares_the_passive(report: Reader) -> None:
    """ "were told to … and warned that …": who was told warns nobody."""
    found = report("The residents were told not to drink the water and warned that the pumps would stop.")
    assert [one.source for one in found.claims] == [None, None]
    assert [one.actor for one in found.warnings] == [None]


def test_asking_in_the_body_stays_active(report: Reader) -> None:
    """ "asked to see the books" in a sentence is who asks."""
    found = report("Ships stay in port" + _BODY + " The union asked to see the books.")
    assert [(a.name if (a := found.actor(one.speaker)) else None) for one in found.claims] == ["union"]


def test_blame_without_an_agent_has_no_speaker(report: Reader) -> None:
    """ "Norland blamed for raid": Norland blames nobody, and what nobody says is no claim."""
    found = report("Norland blamed for raid on pier" + _BODY)
    assert found.claims == []
