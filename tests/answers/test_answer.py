"""Questions over a story: its own words, or that it does not say."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import Actor, Article, Claim, Mention, Report, Span
from tests.answers.conftest import Ask

TEXT_OF_RELAY = "Velm Daily reported that Lena Ode said the bridge needs a new deck."

PIECES = ["who", "what", "where", "when", "how many", "said", "did", "rask", "lind", "say about", "and", "he", "it?"]


def shown(ask: Ask, question: str, report: Report, previous: str | None = None) -> tuple[str | None, str]:
    """The speaker and the words of an answer."""
    given = ask(question, report, previous=previous)
    assert not given.abstained, given
    return given.speaker, report.words(given.spans)


@pytest.mark.parametrize(
    ("question", "speaker", "words"),
    [
        ("who said nobody signs away the night shift?", "Ina Rask", "sign away the night shift"),
        ("who told that takings fell because ferry crews stay away", "Mira Solvang", "takings had fallen"),
        ("Who accused the board of hiding accounts", "Ina Rask", "hiding its accounts"),
        ("who denied that accounts were withheld", "Tomas Lind", "any accounts had been withheld"),
        ("who warned that ships would go to osterby?", "Tomas Lind", "move to Osterby"),
        ("which official said they opened every book", "Tomas Lind", "opened every book"),
    ],
)
def test_who_said_it(report: Report, ask: Ask, question: str, speaker: str, words: str) -> None:
    """The speaker whose words are meant, with these words."""
    given = shown(ask, question, report)
    assert (given[0], words in given[1]) == (speaker, True)


@pytest.mark.parametrize(
    ("question", "speaker", "words"),
    [
        ("what did rask say about the cranes", "Ina Rask", "stand still"),
        ("what did Ina Rask accuse the board of?", "Ina Rask", "hiding its accounts"),
        ("what does lind say about accounts", "Tomas Lind", "any accounts had been withheld"),
        ("what did the cafe owner say?", "Mira Solvang", "takings had fallen"),
        ("what did the harbour board's director warn of", "Tomas Lind", "move to Osterby"),
        ("what did Solvnag say", "Mira Solvang", "takings had fallen"),
        ("did dr holm say anything about wrists?", "A. Holm", "broken wrists"),
        ("what did the union say about the night shift", "Ina Rask", "night shift"),
    ],
)
def test_what_somebody_said(report: Report, ask: Ask, question: str, speaker: str, words: str) -> None:
    """The words of the party that is named, misspelt or described, about what is asked."""
    given = shown(ask, question, report)
    assert (given[0], words in given[1]) == (speaker, True)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("who is rask?", "head of the Dockers' Union of Norrland"),
        ("whos per aalto", "The transport minister"),
        ("what does DUN stand for", "Dockers' Union of Norrland"),
        ("what's DUN", "Dockers' Union of Norrland"),
        ("where did people march to", "customs house in Kaj Street"),
        ("where would the shipping lines go?", "Osterby"),
        ("when did the crane drivers walk out", "Tuesday"),
        ("when was the minister at the port?", "Monday"),
        ("how many crane drivers walked out", "1,400"),
        ("how much did takings fall?", "40 percent"),
        ("why did takings fall", "because the ferry crews stay away"),
        ("what happens if the strike goes on past friday?", "shipping lines would move to Osterby"),
        ("did people march to the customs house?", "About 300 people marched"),
    ],
)
def test_other_questions(report: Report, ask: Ask, question: str, words: str) -> None:
    """Who, where, when, how many, why and what if are answered with the words that tell it."""
    assert words in shown(ask, question, report)[1]


@pytest.mark.parametrize("question", ["who warned whom?", "what does lind warn of", "what does the board threaten"])
def test_warnings_answer_who_warns(report: Report, ask: Ask, question: str) -> None:
    """Who warned, and of what, is answered from the warnings: the party and its words."""
    given = shown(ask, question, report)
    assert (given[0], "move to Osterby if the strike went on" in given[1]) == ("Tomas Lind", True)


def test_a_warning_that_was_not_issued_is_no_threat(report: Report, ask: Ask) -> None:
    """What the text says was not threatened is never answered as a threat."""
    negated = [warning.model_copy(update={"negated": True}) for warning in report.warnings]
    given = ask("who warned whom?", report.model_copy(update={"warnings": negated}))
    assert given.abstained


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("what did Mattis say about the strike?", "No statement by Mattis in this story."),
        ("what did aalto say", "No statement by Per Aalto in this story."),
        ("what did rask say about the ferry?", "No statement by Ina Rask about that in this story."),
        ("what did the fishermen say about the plan", "No statement by the fishermen in this story."),
        ("who is Mattis?", "Mattis is not in this story."),
    ],
)
def test_a_party_that_says_nothing(report: Report, ask: Ask, question: str, note: str) -> None:
    """Where the party is not in the story, or does not speak about it, that is said, and nothing else is."""
    given = ask(question, report)
    assert (given.abstained, given.spans, given.note) == (True, [], note)


def test_an_unsure_answer_says_that_it_is(report: Report, ask: Ask) -> None:
    """Where two parties speak of what is asked, the closest is shown with a word of doubt; a sure answer has none."""
    unsure = ask("who said something about the accounts?", report)
    sure = ask("who said nobody signs away the night shift?", report)
    assert (unsure.abstained, "may not be what you asked" in (unsure.note or "")) == (False, True)
    assert (sure.abstained, sure.note) == (False, None)


@pytest.mark.parametrize(
    "question",
    [
        "who said the mayor should resign",
        "how many people were arrested?",
        "when does the court decide",
        "where was the referee born?",
        "why did the prime minister resign",
        "who owns the ferry company?",
        "how much do crane drivers earn",
        "how much are the drivers paid",
    ],
)
def test_what_the_story_does_not_say(report: Report, ask: Ask, question: str) -> None:
    """A question that the story does not answer gets none."""
    given = ask(question, report)
    assert (given.abstained, given.spans) == (True, [])


def test_the_nearest_passage_is_offered(report: Report, ask: Ask) -> None:
    """With an abstention comes the passage closest to the question, to be offered as such."""
    given = ask("who built the house in Kaj Street?", report)
    assert given.abstained
    assert given.nearest is not None
    assert "Kaj Street" in report.words(given.nearest)


@pytest.mark.parametrize(
    ("previous", "question", "speaker", "words"),
    [
        ("what did rask say about the accounts?", "and the director?", "Tomas Lind", "accounts"),
        ("what did rask say about the accounts?", "what about lind", "Tomas Lind", "accounts"),
        ("what did rask say about the accounts", "and about the night shift?", "Ina Rask", "night shift"),
        ("who is lind?", "what did he say about the accounts?", "Tomas Lind", "accounts"),
        ("did people march to the customs house", "when was that?", None, "Wednesday evening"),
    ],
)
def test_a_question_leans_on_the_one_before(
    report: Report,
    ask: Ask,
    previous: str,
    question: str,
    speaker: str | None,
    words: str,
) -> None:
    """Pronouns, "and …?" and "anyone else?" follow the question before."""
    given = shown(ask, question, report, previous)
    assert (given[0], words in given[1]) == (speaker, True)


def test_anyone_else_is_somebody_else(report: Report, ask: Ask) -> None:
    """Who was named before is not named again."""
    question = "who said the accounts were withheld or hidden?"
    first = ask(question, report).speaker
    other = ask("anyone else?", report, previous=question).speaker
    assert {first, other} == {"Ina Rask", "Tomas Lind"}


def test_a_relayed_claim_belongs_to_who_made_it(report: Report, ask: Ask) -> None:
    """Where one party reports another's words, the other is named."""
    start = TEXT_OF_RELAY.index("Lena")
    outer = Claim(
        id="o",
        kind="indirect",
        stance="states",
        content=[Span(start=start, end=len(TEXT_OF_RELAY) - 1)],
        source=Span(start=0, end=10),
        speaker="paper",
        confidence=0.9,
    )
    inner_start = TEXT_OF_RELAY.index("the bridge")
    inner = outer.model_copy(
        update={
            "id": "i",
            "content": [Span(start=inner_start, end=len(TEXT_OF_RELAY) - 1)],
            "source": Span(start=start, end=start + 8),
            "speaker": "lena",
        }
    )
    relay = Report(
        article=Article(text=TEXT_OF_RELAY),
        actors=[
            Actor(id="paper", name="Velm Daily", kind="organisation", mentions=[Mention(start=0, end=10, form="name")]),
            Actor(
                id="lena",
                name="Lena Ode",
                kind="person",
                mentions=[Mention(start=start, end=start + 8, form="name")],
            ),
        ],
        claims=[outer, inner],
        sentences=[Span(start=0, end=len(TEXT_OF_RELAY))],
        pipeline="p1",
    )
    assert ask("who said the bridge needs a new deck", relay).speaker == "Lena Ode"


def test_a_full_question_forgets_the_one_before(report: Report, ask: Ask) -> None:
    """A question that stands by itself is answered by itself."""
    question = "what did Mira Solvang say?"
    assert ask(question, report) == ask(question, report, previous="what did rask say about the cranes?")


def test_boilerplate_and_bylines_never_answer(report: Report, ask: Ask) -> None:
    """What is not the story is no evidence."""
    for question in ("where do I subscribe to the newsletter?", "who is Our Correspondent?", "tell me more stories"):
        given = ask(question, report)
        assert "newsletter" not in report.words(given.spans)
        assert "Correspondent" not in report.words(given.spans)


def test_evidence_is_short(report: Report, ask: Ask) -> None:
    """No answer shows more than 75 words."""
    starts = ("who said", "what did rask say about", "where was", "why did", "what happens if", "how many")
    for start, about in product(starts, ("the strike", "accounts", "crane drivers", "Osterby", "the port")):
        assert len(report.words(ask(f"{start} {about}", report).spans).split()) <= 75


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    question=st.text(max_size=80)
    | st.lists(
        st.sampled_from(
            [
                "who",
                "what",
                "where",
                "when",
                "why",
                "how",
                "said",
                "did",
                "rask",
                "lind",
                "say",
                "about",
                "the",
                "and",
                "he",
                "that",
                "it",
                "is",
                "?",
                "'",
                "n't",
            ]
        ),
        max_size=9,
    ).map(" ".join),
    previous=st.none() | st.sampled_from(["who said the cranes stand still", "what did rask say", "", "?"]),
)
def test_nothing_raises_and_every_span_is_the_storys(
    report: Report, ask: Ask, question: str, previous: str | None
) -> None:
    """Whatever is typed, the answer is words of the story or an abstention, never an error."""
    given = ask(question, report, previous=previous)
    assert given.abstained == (given.spans == [])
    for span in (*given.spans, *([given.nearest] if given.nearest else [])):
        assert 0 <= span.start < span.end <= len(report.article.text)
        assert report.words(span).strip()
    assert 0 <= given.score <= 1
    assert given.speaker is None or given.speaker in {actor.name for actor in report.actors}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_can_be_asked(ask: Ask, text: str) -> None:
    """A report without any facts, of any text, can be asked anything."""
    report = Report(article=Article(text=text), pipeline="p1")
    for question in ("who said it", "what did X say", "who is X", "where", "why", "how many", "what if", "is it so?"):
        given = ask(question, report)
        assert given.abstained == (given.spans == [])


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how many crane drivers walked out", "1,400 crane drivers"),
        ("how much did takings fall?", "40 percent"),
        ("why did takings fall", "because the ferry crews stay away"),
        ("when was the minister at the port?", "Monday"),
        ("did the board withhold any accounts", None),
    ],
)
def test_the_words_that_answer(report: Report, ask: Ask, question: str, words: str | None) -> None:
    """A number with what it counts, a time, a reason with its "because"; nothing that was denied, and no yes."""
    given = ask(question, report)
    assert (report.words(given.words).removeprefix("Some ") if given.words else None) == words
