"""What is asked for without a question."""

import pytest

from bot.answers import is_question, parse_request
from bot.answers.question import Request
from bot.models import Report
from tests.answers.conftest import Ask


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("summarise this", Request("summary")),
        ("tl;dr", Request("summary")),
        ("Can you summarize the story please?", None),
        ("what is this about?", Request("summary")),
        ("list all warnings", Request("warnings")),
        ("what threats are there", Request("warnings")),
        ("give me the quotes by Ina Rask", Request("quotes", "Ina Rask")),
        ("what do we have on the Harbour Board?", Request("about", "the Harbour Board")),
        ("latest on Lind", Request("about", "Lind")),
        ("what did Lind say about the strike?", None),
        ("thanks", None),
    ],
)
def test_what_is_requested(typed: str, request_: Request | None) -> None:
    """By how it is put; a question is none, and who asks politely in full sentences asks a question."""
    assert parse_request(typed) == request_
    assert request_ is None or is_question(typed)


def test_a_summary_is_the_lead_and_what_weighs_most(report: Report, ask: Ask) -> None:
    """The first sentences of the body, then warnings, accusations and denials; nothing twice, all verbatim."""
    given = ask("summarise this", report)
    shown = [report.words(span) for span in given.spans]
    assert shown[0].startswith("VELM - Some 1,400 crane drivers walked out")
    assert any("move to Osterby if the strike went on" in words for words in shown[2:])
    assert len(shown) == len(set(shown))


def test_lists_of_one_story(report: Report, ask: Ask) -> None:
    """Warnings that were issued, somebody's words, and the sentences that name somebody; none of a stranger."""
    assert "move to Osterby" in report.words(ask("list all warnings", report).spans)
    assert "stand still" in report.words(ask("give me the quotes by rask", report).spans)
    assert "visited the port" in report.words(ask("what do we have on Aalto?", report).spans)
    assert ask("give me the quotes by Mattis", report).abstained
