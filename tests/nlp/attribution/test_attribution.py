"""Who said what: sources, cues and contents, linked."""

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from bot.models import Article, Claim, Report
from bot.nlp import extract, read

Reader = Callable[[str], Report]


def said(report: Report) -> list[tuple[str | None, str]]:
    """Source and content of each claim, as they stand in the text."""
    text = report.article.text
    return [(one.source and one.source.of(text), report.words(one.content)) for one in report.claims]


def only(report: Report) -> Claim:
    """The one claim of a report."""
    assert len(report.claims) == 1, said(report)
    return report.claims[0]


def test_quotation_with_cue_behind(report: Reader) -> None:
    """'"…," said X' is X's, with the marks."""
    found = report("The port stayed shut. “We have had enough of the fumes,” said Ana Ruiz, a docker.")
    assert said(found) == [("Ana Ruiz, a docker", "“We have had enough of the fumes,”")]
    claim = only(found)
    assert claim.kind == "direct"
    assert (claim.cue and claim.cue.of(found.article.text)) == "said"
    speaker = found.actor(claim.speaker)
    assert speaker is not None
    assert speaker.name == "Ana Ruiz"


def test_quotation_with_cue_before(report: Reader) -> None:
    """'X said: "…"' is X's."""
    found = report("Mayor Ana Ruiz said: “The pier will open on Monday.”")
    assert said(found) == [("Mayor Ana Ruiz", "“The pier will open on Monday.”")]


def test_broken_quotation(report: Reader) -> None:
    """'"A," he said. "B."' is one claim with two contents."""
    found = report("“The cranes are old,” Ruiz said. “They should have been replaced years ago.”")
    assert said(found) == [("Ruiz", "“The cranes are old,” … “They should have been replaced years ago.”")]


def test_quotation_over_paragraphs(report: Reader) -> None:
    """A quotation that goes on in the next paragraph stays with its speaker."""
    found = report("“The cranes are old,” said Ana Ruiz.\n\n“They should have been replaced years ago.”\n\nIt rained.")
    assert [source for source, _ in said(found)] == ["Ana Ruiz", "Ana Ruiz"]


def test_indirect(report: Reader) -> None:
    """ "X said that …" gives the clause without "that" and without its full stop."""
    found = report("The harbour master said that two ships had left the port overnight.")
    assert said(found) == [("The harbour master", "two ships had left the port overnight")]
    assert only(found).kind == "indirect"


def test_mixed_and_predicate_quotation(report: Reader) -> None:
    """A quotation that begins with the verb brings its subject from before the mark."""
    found = report("Ruiz said the northern dock “was closed without a word of warning to the crews.”")
    assert said(found) == [("Ruiz", "the northern dock “was closed without a word of warning to the crews.”")]
    assert only(found).kind == "mixed"


def test_inserted_cue(report: Reader) -> None:
    """ "A, X said, B" gives both sides of the insertion and nothing of it."""
    found = report("The new pier, the engineers said, would not survive a storm of that kind.")
    assert said(found) == [("the engineers", "The new pier … would not survive a storm of that kind")]


def test_according_to(report: Reader) -> None:
    """ "according to X" makes the rest of its sentence X's."""
    found = report("According to the Port Authority, four cranes were damaged in the storm.")
    assert said(found) == [("the Port Authority", "four cranes were damaged in the storm")]


def test_participle(report: Reader) -> None:
    """ "…, claiming that …" belongs to the subject of its sentence."""
    found = report("The union published its figures, claiming that the port had lost half of its trade.")
    assert ("The union", "the port had lost half of its trade") in said(found)


def test_relative_clause(report: Reader) -> None:
    """'pictures that it claimed showed …' gives what the pictures are claimed to show, up to the comma."""
    found = report("The militia posted pictures that it claimed showed its boats near Varna, not far from the bridge.")
    assert said(found) == [("it", "showed its boats near Varna")]
    assert only(found).stance == "claims"


def test_headline(report: Reader) -> None:
    """A headline that says "X Says Y" is a claim to its end."""
    body = (
        "\n\nThe port was quiet on Monday. Ships waited outside the bay, and crews played cards below deck for hours."
    )
    found = report("Norland Says It Will Reopen the Strait Before Winter" + body)
    assert said(found) == [("Norland", "It Will Reopen the Strait Before Winter")]


def test_told_to_somebody(report: Reader) -> None:
    """The object of "told" is the addressee."""
    found = report("Ana Ruiz told the Harbour Gazette that the strike was over for now.")
    addressee = found.actor(only(found).addressee)
    assert addressee is not None
    assert "Harbour Gazette" in addressee.name


def test_confirmed_to_somebody(report: Reader) -> None:
    """ "confirmed to X" names the addressee, and the stance."""
    found = report("On Monday, the ministry confirmed to the Harbour Gazette that three boats had crossed the strait.")
    claim = only(found)
    addressee = found.actor(claim.addressee)
    assert addressee is not None
    assert "Harbour Gazette" in addressee.name
    assert claim.stance == "confirms"


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("The minister said that the bridge was safe.", "states"),
        ("The minister claimed that the bridge was safe.", "claims"),
        ("The minister confirmed that the bridge was safe.", "confirms"),
        ("The minister denied that the bridge was unsafe.", "denies"),
        ("The minister accused the builders of hiding the cracks.", "accuses"),
        ("The minister urged the builders to repair the bridge.", "demands"),
        ("The minister promised that the bridge would be repaired.", "promises"),
        ("The minister asked whether the bridge was safe.", "asks"),
        ("The minister did not deny that the bridge was unsafe.", "states"),
        ("The minister refused to confirm that the bridge was unsafe.", "denies"),
        ("The minister stopped short of saying that the bridge was unsafe.", "denies"),
    ],
)
def test_stance(report: Reader, sentence: str, stance: str) -> None:
    """The cue gives the stance, and what denies the cue turns it."""
    assert stance == only(report(sentence)).stance


def test_denied_cue_is_shown_whole(report: Reader) -> None:
    """A cue that is denied carries its denial, and is less sure than one that stands."""
    found, plain = (report(f"The minister {cue} that the bridge was unsafe.") for cue in ("did not deny", "denied"))
    claim = only(found)
    assert (claim.cue and claim.cue.of(found.article.text)) == "did not deny"
    assert claim.confidence < only(plain).confidence


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “safe” route was closed on Monday.",
        "She sang “The Long Way Home” at the harbour festival.",
        "Pedro “Pepe” Alonso opened the market in the morning.",
        "The word “pier” comes from Latin.",
    ],
)
def test_no_claim(report: Reader, text: str) -> None:
    """Scare quotes, titles, nicknames and single words are no claims."""
    assert said(report(text)) == []


def test_nameless_speakers_are_actors(report: Reader) -> None:
    """A party without a proper name that speaks becomes an actor."""
    found = report("Residents said the water had risen within minutes.")
    speaker = found.actor(only(found).speaker)
    assert speaker is not None
    assert (speaker.name, speaker.kind) == ("Residents", "group")


def test_unknown_pronoun_stays_unknown(report: Reader) -> None:
    """A pronoun that nobody in the story can be has no speaker."""
    assert only(report("He said that the water had risen within minutes.")).speaker is None


def test_confidence_is_between_none_and_sure(report: Reader) -> None:
    """A quotation with its cue is at least as sure as one that takes its speaker from the paragraph above."""
    text = "“The water has risen within minutes,” said Ana Ruiz.\n\n“Nobody had seen that before in this harbour.”"
    sure, unsure = report(text).claims
    assert 1 >= sure.confidence > 0.9
    assert sure.confidence >= unsure.confidence > 0


def test_a_quotation_without_a_source_is_no_claim(report: Reader) -> None:
    """A statement has a source: a name in the sentence before is not enough."""
    assert report("Ana Ruiz came to the quay at noon.\n\n“The water has risen within minutes.”").claims == []


MARKED = [
    "“",
    "”",
    '"',
    "''",
    "``",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "'",
    "Ana Ruiz",
    "said",
    "she",
    "told",
    "that",
    "the port",
]
JOINED = [
    *MARKED,
    ",",
    ".",
    ":",
    "\n\n",
    "is shut",
    "warned",
    "according to",
    "if",
    "will attack",
    "🙂",
    "\u00a0",
    "—",
    "?",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(JOINED), max_size=40).map(" ".join))
def test_broken_text_never_raises(nlp: Language, text: str) -> None:
    """Broken, nested, unclosed and mixed marks among cues give a valid report."""
    report = extract(nlp, Article(text=text))
    for claim in report.claims:
        assert all(part.start < part.end <= len(text) for part in claim.content)
    for warning in report.warnings:
        assert warning.content.start < warning.content.end <= len(text)


OWN = ("nutgraf_attribution", "nutgraf_warnings")
PARAGRAPH = (
    "“The cranes are old,” Ana Ruiz said. “They should go.” The ministry warned the dockers on Monday that any attempt "
    "to block the port would be met with arrests, according to the Harbour Gazette.\n\n"
)


def cost(nlp: Language, text: str) -> float:
    """Seconds that attribution and warnings take over a text that is parsed already."""
    with nlp.select_pipes(disable=[*OWN, "nutgraf_toponyms"]):
        doc = read(nlp, text)
    began = time.perf_counter()
    for name in OWN:
        doc = nlp.get_pipe(name)(doc)
    return time.perf_counter() - began


def test_time_is_linear(nlp: Language) -> None:
    """Four times the text costs about four times the time in attribution and warnings together."""
    cost(nlp, PARAGRAPH)
    assert cost(nlp, PARAGRAPH * 80) < 12 * cost(nlp, PARAGRAPH * 20)


@pytest.mark.parametrize(
    "words", ["“a” ", "he said that ", "according to Ruiz ", "Ruiz warned Norland that ", "if we attack "]
)
def test_endless_sentences(nlp: Language, words: str) -> None:
    """A text without a stop, which is one long sentence, is read in seconds."""
    assert cost(nlp, "The port is shut. " + words * 1_200 + "it is.") < 5
