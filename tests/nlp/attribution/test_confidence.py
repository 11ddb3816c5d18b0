"""Confidence: a claim is as sure as its words, its stance and its speaker are."""

from collections.abc import Callable

from bot.models import Report
from bot.nlp.attribution.confidence import confidence, measures
from bot.nlp.attribution.rules import Attribution

Reporting = Callable[[str], Report]


def test_a_claim_of_nobody_is_never_sure(report: Reporting) -> None:
    """Whose words they are cannot be told, so the line of .70 is out of reach."""
    found = report("He said on Monday that the harbour would stay shut.")
    assert [(one.speaker, one.confidence <= 0.5) for one in found.claims] == [(None, True)]


def test_a_pronoun_with_two_antecedents_is_less_sure_than_a_name(report: Reporting) -> None:
    """ "He" after two men is a guess; a name is none."""
    text = "Karl Blum met Pedro Alonso at the harbour on Monday. {} said that the cranes were old."
    named, guessed = (report(text.format(who)).claims[0].confidence for who in ("Pedro Alonso", "He"))
    assert guessed < named


def test_weights_fit_what_is_measured(nlp: object, reading: Callable[[str], object]) -> None:
    """There is one weight for each measure."""
    from bot.nlp.syntax.layout import DocLayout

    layout = DocLayout(reading("Ana Ruiz said that the cranes were old."))  # type: ignore[arg-type]
    one = Attribution([(3, 8)], "clause", "states", 0.9, cue=(2, 3), source=(0, 2))
    assert 0 < confidence(measures(one, "indirect", "name", None, 1.0, layout), told=True) < 1
