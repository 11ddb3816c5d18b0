"""The pipeline as a whole: its order, what it needs and leaves, its version, and that nothing raises."""

import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from bot.models import Article, Paragraph, Report
from bot.nlp import extract, pipeline, pipeline_version, read

STOCK = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
ORDER = [
    "nutgraf_paragraphs",
    *STOCK,
    "nutgraf_reader",
    "nutgraf_entities",
    "nutgraf_coreference",
    "nutgraf_attribution",
    "nutgraf_warnings",
    "nutgraf_toponyms",
]
STORY = (
    "Portugal warned Spain on Monday. “We will close the harbour,” said Karl Blum, the mayor of Porto Velho.\n\n"
    "The Harbour Workers Union said it would strike if the port closed.\n\n"
)
# Quotation marks are never closed in news, and texts come with every white space and script there is.
PIECES = [
    "“",
    "”",
    '"',
    "''",
    "‘",
    "’",
    "«",
    "»",
    "—",
    "…",
    ".",
    ",",
    "-",
    "(HWU)",
    "'s",
    "’s",
    "The",
    "of",
    "and",
    "if they",
]
PIECES += [
    "\n",
    "\n\n",
    "\r\n",
    "\u00a0",
    "\u2028",
    "\t",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\x00",
    "e\u0301",
    "ﬁ",
    "🙂",
    "שלום",
]
PIECES += [
    "he said",
    "if they",
    "She warned",
    "Karl Blum",
    "the U.S.",
    "Maj. Gen.",
    "Lisbon",
    "Ministry",
    "troops",
    "“I",
    "مرحبا",
    "שלום",
]
AWKWARD = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


def test_components_stand_in_the_agreed_order(nlp: Language) -> None:
    """Paragraphs come before the parser; ours come after the stock pipes, each after what it reads."""
    assert nlp.pipe_names == ORDER


def test_every_component_finds_what_it_requires(nlp: Language) -> None:
    """spaCy's own analysis finds no component that asks for what none before it assigns.

    The attribute ruler sets the parts of speech without declaring it, hence the one exception.
    """
    problems = nlp.analyze_pipes(pretty=False)["problems"]

    assert {need for needs in problems.values() for need in needs} <= {"token.pos"}


def test_every_component_is_published(nlp: Language) -> None:
    """Each of our components has a factory that others can add by its name."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    published = project["entry-points"]["spacy_factories"]
    for name, where in published.items():
        module, _, attribute = where.partition(":")
        assert callable(getattr(import_module(module), attribute)), name

    assert set(published) == {name for name in ORDER if name.startswith("nutgraf_")}


def test_a_doc_goes_through_bytes(nlp: Language) -> None:
    """Findings are spans and plain data, so that a Doc can be stored and sent to another process."""
    doc = read(nlp, STORY)
    copy = type(doc)(nlp.vocab).from_bytes(doc.to_bytes())

    assert copy._.actors == doc._.actors
    assert len(copy.spans["mentions"]) == len(doc.spans["mentions"])


def test_the_page_tells_its_paragraphs(nlp: Language) -> None:
    """Roles that came with the article win over the pipeline's own."""
    text = "Karl Blum spoke first.\n\nRosa Stein spoke last."
    given_roles = [Paragraph(start=0, end=22, role="byline"), Paragraph(start=24, end=46, role="body")]
    report = extract(nlp, Article(text=text, paragraphs=given_roles))

    assert report.article.paragraphs == given_roles
    assert [actor.name for actor in report.actors] == ["Rosa Stein"]


def test_the_text_is_left_as_it_is(report: Callable[[str], Report]) -> None:
    """Odd white space and marks stay in the text, and offsets count in it."""
    text = "Reporter’s note\r\n\r\nKarl\u00a0Blum\u2009said “no” 🙂 on Monday.\r\nRosa\u202fStein said “yes”."
    found = report(text)
    names = {mention.of(found.article.text) for actor in found.actors for mention in actor.mentions}

    assert found.article.text == text
    assert {"Karl\u00a0Blum", "Rosa\u202fStein"} <= names


def test_the_version_names_this_pipeline(report: Callable[[str], Report]) -> None:
    """Every report carries the version, which is the same each time it is asked for."""
    assert report("Karl Blum spoke.").pipeline == pipeline_version() == pipeline_version.__wrapped__()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(AWKWARD)
@example("")
@example("\n \u00a0 \n")
@example("“" * 5_000 + '"' * 5_001 + "he said.")
@example("a" * 50_000)
@example("-" * 20_000)
@example("\r\n" * 3_000)
def test_no_text_raises(nlp: Language, text: str) -> None:
    """Whatever is given, a report comes back whose spans lie inside the text."""
    report = extract(nlp, Article(text=text))
    spans = [mention for actor in report.actors for mention in actor.mentions]
    spans += [span for claim in report.claims for span in claim.content]
    spans += [warning.content for warning in report.warnings]
    spans += [mention for location in report.locations for mention in location.mentions]

    assert report.article.text == text
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_a_long_text_is_read_in_parts(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text longer than one part has the findings of its beginning and its end, at true offsets."""
    monkeypatch.setattr(pipeline, "PART", 2_000)
    text = STORY + "Nothing happened that day in the harbour.\n\n" * 100 + "Rosa Stein said the port was open."
    report = extract(nlp, Article(text=text))
    found = {actor.name: [mention.of(text) for mention in actor.mentions] for actor in report.actors}

    assert {"Karl Blum", "Harbour Workers Union", "Rosa Stein"} <= found.keys()
    assert found["Rosa Stein"] == ["Rosa Stein"]


def test_one_endless_paragraph_is_read_in_parts(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text without any line break is cut at spaces, and no character is lost."""
    monkeypatch.setattr(pipeline, "PART", 2_000)
    text = "The harbour was quiet and nobody came. " * 100

    assert extract(nlp, Article(text=text)).article.text == text


def test_sentences_keep_datelines_closing_marks_and_abbreviations(nlp: Language) -> None:
    """The report's sentences begin with their dateline and end with their closing quotation mark."""
    text = 'VELM (Wire) - The port of Velm is shut, Gen. Ada Rask said.\n\n"We stay out. That is final." Talks go on.'
    report = extract(nlp, Article(text=text))
    assert [sentence.of(text) for sentence in report.sentences] == [
        "VELM (Wire) - The port of Velm is shut, Gen. Ada Rask said.",
        '"We stay out.',
        'That is final."',
        "Talks go on.",
    ]
