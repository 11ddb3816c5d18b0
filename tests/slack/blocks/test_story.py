"""The reply to a post."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.models import (
    Actor,
    Article,
    Claim,
    IssuedWarning,
    Location,
    Note,
    Paragraph,
    Report,
    Span,
    StoryCard,
    StoryResult,
    WarningKind,
)
from bot.presentation.warnings import warning_terms
from bot.slack import actions
from bot.slack.blocks import Locale, Message, story_reply

Words = Callable[[Any], str]
Accept = Callable[[Any], None]


def buttons(message: Message) -> list[dict[str, Any]]:
    """The buttons of a message."""
    rows = (block for block in message.blocks if block["type"] in ("actions", "context_actions"))
    return [element for row in rows for element in row["elements"]]


def links(value: Any) -> list[str]:
    """Every address that a reader can follow."""
    if isinstance(value, list):
        return [url for item in value for url in links(item)]
    if isinstance(value, dict):
        own = [value["url"]] if value.get("type") == "link" else []
        return own + [url for item in value.values() for url in links(item)]
    return []


def test_the_headline_leads_to_the_story(reading: StoryResult, accept: Accept) -> None:
    """The first line is the title, linked to the page."""
    message = story_reply([reading], "en-GB")
    accept(message)
    first = message.blocks[0]["elements"][0]["elements"][0]
    url = "https://coast.example/ferries?id=7&page=2"
    assert (first["type"], first["url"]) == ("link", url)
    assert first["text"] == "Varby dockers threaten to stop island ferries"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en-GB", " · The Coast · 22 November 2026, 14:05 UTC"),
        ("en-US", " · The Coast · November 22, 2026, 2:05 p.m. UTC"),
    ],
)
def test_publisher_and_date_stand_beside_it(reading: StoryResult, words: Words, locale: Locale, expected: str) -> None:
    """They follow the headline in the reader's way of writing dates."""
    assert expected in words(story_reply([reading], locale)).splitlines()


def test_a_date_without_a_time_is_shown_without_one(reading: StoryResult, card: StoryCard, words: Words) -> None:
    """Where a page tells only the day, no midnight is made of it."""
    day = card.model_copy(update={"published": datetime(2026, 11, 22)})
    shown = words(story_reply([reading.model_copy(update={"card": day})], "en-GB"))
    assert " · The Coast · 22 November 2026" in shown.splitlines()


def test_a_story_that_was_changed_says_when(reading: StoryResult, words: Words) -> None:
    """An update is told; a page that repeats its date is not."""
    assert reading.report is not None
    for modified, expected in (
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), True),
        (reading.report.article.published, False),
    ):
        article = reading.report.article.model_copy(update={"modified": modified})
        report = reading.report.model_copy(update={"article": article})
        shown = words(story_reply([reading.model_copy(update={"report": report})], "en-GB"))
        assert ("Updated 23 November 2026, 09:00 UTC" in shown.splitlines()) == expected


def test_a_warning_says_who_to_whom_if_what_then_what(reading: StoryResult, words: Words) -> None:
    """The warnings come first, each with its parties in words, its condition and its consequence, no word twice."""
    message = story_reply([reading], "en-GB")
    kinds = [block["type"] for block in message.blocks]
    alert = message.blocks[kinds.index("alert")]
    assert (alert["level"], alert["text"]["text"]) == ("error", "Threat: dockers’ union → Norlund government")
    following = message.blocks[kinds.index("alert") + 1]
    assert words(following) == (
        "If \n“the wage talks do not resume by Friday”\n, then \n“every ferry will stop”\n  \nshow in story"
    )
    assert links(following) == [
        "https://coast.example/ferries?id=7&page=2#:~:text=every%20ferry%20will%20stop%20if%20the%20wage%20talks"
        "%20do%20not%20resume%20by%20Friday"
    ]


@pytest.mark.parametrize(
    ("kind", "word", "level"),
    [
        ("threat", "Threat", "error"),
        ("ultimatum", "Ultimatum", "error"),
        ("caution", "Caution", "warning"),
        ("commitment", "Commitment", "info"),
    ],
)
def test_the_kinds_are_told_apart_by_a_word(
    reading: StoryResult, words: Words, kind: str, word: str, level: str
) -> None:
    """Colour is never the only difference between two kinds of warning."""
    assert reading.report is not None
    warning = reading.report.warnings[0].model_copy(update={"kind": kind})
    report = reading.report.model_copy(update={"warnings": [warning]})
    message = story_reply([reading.model_copy(update={"report": report})], "en-GB")
    alert = next(block for block in message.blocks if block["type"] == "alert")
    assert level == alert["level"]
    assert f"{word}: dockers’ union → Norlund government" == alert["text"]["text"]


def test_a_warning_without_parties_or_clauses_claims_none(reading: StoryResult, words: Words) -> None:
    """What the story does not state is said to be not stated, or left out."""
    assert reading.report is not None
    bare = IssuedWarning(id="w0", kind="caution", content=reading.report.warnings[0].content, confidence=0.3)
    report = reading.report.model_copy(update={"warnings": [bare]})
    shown = words(story_reply([reading.model_copy(update={"report": report})], "en-GB"))
    assert "Caution: unattributed (check: this reading is uncertain)" in shown
    assert "If " not in shown.splitlines()


def test_a_negated_warning_comes_last_and_says_so(reading: StoryResult, words: Words) -> None:
    """A threat that the story says was not made is never shown as one."""
    assert reading.report is not None
    real = reading.report.warnings[0]
    denied = real.model_copy(update={"id": "w1", "negated": True})
    report = reading.report.model_copy(update={"warnings": [denied, real]})
    message = story_reply([reading.model_copy(update={"report": report})], "en-GB")
    alerts = [block for block in message.blocks if block["type"] == "alert"]
    assert [(alert["level"], alert["text"]["text"]) for alert in alerts] == [
        ("error", "Threat: dockers’ union → Norlund government"),
        ("default", "Not issued, the story says. Threat: dockers’ union → Norlund government"),
    ]


def test_statements_are_sentences_of_one_line(reading: StoryResult, words: Words) -> None:
    """Speaker, verb and the very words; the role once; the disputed first, what nobody is known to have said last."""
    shown = words(story_reply([reading], "en-GB")).replace("\n", "")
    expected = (
        "Per Olander (Transport Minister) denied: the ministry had left the talks, a long and costly round"
        "Ida Lindqvist (union president) said: “We have waited for nine months,”"
        "Per Olander said: “We never walked out,”"
        "Speaker not clear: “Someone on the quay” claimed: the boats – old, rust-eaten & slow – were unsafe (check)"
    )
    assert expected in shown


def test_the_words_of_a_statement_lead_to_where_they_stand(reading: StoryResult) -> None:
    """A reader who doubts a statement is one press away from it."""
    expected = "https://coast.example/ferries?id=7&page=2#:~:text=We%20never%20walked%20out"
    assert expected in links(story_reply([reading], "en-GB").blocks)


def test_the_story_s_own_first_sentence_stands_under_the_headline(reading: StoryResult) -> None:
    """The nut graf is the lead, verbatim, without its dateline."""
    assert reading.report is not None
    text = reading.report.article.text
    begin = text.index("The dockers’ union warned")
    body = Paragraph(start=begin, end=text.index("\n", begin), role="body")
    end = text.index(".", begin) + 1
    article = reading.report.article.model_copy(update={"paragraphs": [body]})
    report = reading.report.model_copy(update={"article": article, "sentences": [Span(start=begin, end=end)]})
    first = story_reply([reading.model_copy(update={"report": report})], "en-GB").blocks[0]
    assert first["elements"][1]["type"] == "rich_text_quote"
    assert first["elements"][1]["elements"][0]["text"] == text[begin:end]


def test_an_indirect_claim_gets_no_quotation_marks(reading: StoryResult, words: Words) -> None:
    """Marks would turn the reporter's words into the speaker's."""
    assert "“the ministry" not in words(story_reply([reading], "en-GB"))


def test_a_claim_that_a_warning_told_is_not_told_again(reading: StoryResult, words: Words) -> None:
    """The words of a warning stand once in the short reply."""
    shown = words(story_reply([reading], "en-GB"))
    assert shown.count("every ferry will stop") == 1


def test_places_stand_in_one_line(reading: StoryResult, words: Words) -> None:
    """With kind and country, or that it is not clear which one is meant; actors have their button."""
    shown = words(story_reply([reading], "en-GB")).replace("\n", "")
    assert "Places: Varby (Denmark), Rhine (river), Norlund (which one is not clear)" in shown
    assert " – Transport Minister" not in shown


def test_buttons_open_the_rest(reading: StoryResult) -> None:
    """There is a button for each kind of finding, with its number, and the story's id as value."""
    expected = [
        ("Warnings (1)", actions.OPEN_WARNINGS),
        ("Claims (5)", actions.OPEN_CLAIMS),
        ("Actors (4)", actions.OPEN_ACTORS),
        ("Places (3)", actions.OPEN_PLACES),
        ("Map", actions.DRAW_MAP),
        ("Mute this thread", actions.MUTE_THREAD),
        ("Remove this reply", actions.REMOVE_REPLY),
    ]
    shown = buttons(story_reply([reading], "en-GB"))
    assert expected == [(button["text"]["text"], button["action_id"]) for button in shown]
    assert [json.loads(button["value"]) for button in shown[:4]] == [{"story": "5e" * 16}] * 4


def test_a_story_read_before_says_when(reading: StoryResult, words: Words) -> None:
    """An answer from the cache is marked as such."""
    again = reading.model_copy(update={"read_before": True})
    assert "First read 22 November 2026, 15:30 UTC" in words(story_reply([again], "en-GB")).splitlines()
    assert "First read" not in words(story_reply([reading], "en-GB"))


def test_a_partial_story_says_so(reading: StoryResult, card: StoryCard, words: Words, accept: Accept) -> None:
    """Nobody takes a teaser for the story."""
    partial = reading.model_copy(update={"card": card.model_copy(update={"partial": True})})
    message = story_reply([partial], "en-GB")
    accept(message)
    assert "Only the beginning: the page doesn’t give the whole story." in words(message)


def test_pasted_text_has_quotations_without_links(reading: StoryResult, card: StoryCard, accept: Accept) -> None:
    """Where there is no page there is nothing to jump to, and the quotations still stand."""
    assert reading.report is not None
    article = reading.report.article.model_copy(
        update={"url": None, "publisher": None, "published": None, "authors": []}
    )
    report = reading.report.model_copy(update={"article": article})
    own = card.model_copy(update={"url": None, "publisher": None, "published": None})
    message = story_reply([StoryResult(report=report, card=own)], "en-GB")
    accept(message)
    assert links(message.blocks) == []
    assert "show in story" not in str(message.blocks)
    assert "“We never walked out,”" in str(message.blocks)


def test_a_story_without_findings_says_that_there_are_none(card: StoryCard, words: Words, reading: StoryResult) -> None:
    """No button opens an empty modal."""
    assert reading.report is not None
    empty = Report(article=reading.report.article, pipeline="test")
    message = story_reply([StoryResult(report=empty, card=card)], "en-GB")
    assert "I found no statements, warnings or places in it." in words(message)
    assert [button["action_id"] for button in buttons(message)] == [actions.REMOVE_REPLY]


def test_a_story_that_could_not_be_read_gets_its_sentence_and_a_paste_button(accept: Accept, words: Words) -> None:
    """The sentence stands as it is; the button is there only where pasting helps."""
    failed = StoryResult(link="https://a.example/x", problem="The page is behind a paywall.", paste=True)
    hopeless = StoryResult(link="https://b.example/y", problem="The story is in French.")
    message = story_reply([failed, hopeless], "en-GB", paste={"channel": "C1", "thread_ts": "1.2"})
    accept(message)
    assert "https://a.example/x\nThe page is behind a paywall.\nPaste the text" in words(message)
    assert "https://b.example/y\nThe story is in French." in words(message)
    (paste,) = [button for button in buttons(message) if button["action_id"] == actions.PASTE_TEXT]
    assert json.loads(paste["value"]) == {"channel": "C1", "thread_ts": "1.2", "link": "https://a.example/x"}
    assert message.text == "The page is behind a paywall. · The story is in French."


def test_the_notification_says_what_matters(reading: StoryResult) -> None:
    """A phone shows a hundred characters: the gravest warning, then the headline; without one, who is quoted."""
    title = "Varby dockers threaten to stop island ferries"
    assert story_reply([reading], "en-GB").text == f"Threat: dockers’ union → Norlund government · {title}"
    assert reading.report is not None
    calm = reading.model_copy(update={"report": reading.report.model_copy(update={"warnings": []})})
    assert story_reply([calm], "en-GB").text == f"{title} · quotes dockers’ union and Ida Lindqvist"


def big(report: Report, times: int) -> Report:
    """A report with ``times`` warnings, claims, actors and places, all as long as they come."""
    whole = Span(start=0, end=len(report.article.text))
    return report.model_copy(
        update={
            "warnings": [
                IssuedWarning(
                    id=f"w{i}", kind="threat", content=whole, condition=whole, consequence=whole, actor=f"a{i}",
                    recipient=f"a{i}",
                )
                for i in range(times)
            ],
            "claims": [
                Claim(id=f"c{i}", kind="indirect", stance="accuses", content=[whole, whole], speaker=f"a{i}",
                      addressee=f"a{i}", confidence=0.9)
                for i in range(times)
            ],
            "actors": [
                Actor(id=f"a{i}", name=f"Name {i} " * 40, kind="group", role="role " * 90, aliases=["alias " * 40] * 9)
                for i in range(times)
            ],
            "locations": [Location(id=f"l{i}", name="Place " * 90) for i in range(times)],
        }
    )  # fmt: skip


@pytest.mark.parametrize("stories", [1, 2, 5, 20, 60])
@pytest.mark.parametrize("findings", [1, 8, 300])
def test_however_much_there_is_slack_takes_it(
    reading: StoryResult, accept: Accept, stories: int, findings: int
) -> None:
    """One message, within every limit, for any number of stories and findings, and none goes unmentioned."""
    assert reading.report is not None and reading.card is not None
    report = big(reading.report, findings)
    card = reading.card.model_copy(update={"title": "Title " * 100, "publisher": "Paper " * 100})
    message = story_reply([StoryResult(link="https://a.example", report=report, card=card)] * stories, "en-US")
    accept(message)
    told = sum("Title" in str(block) and block["type"] == "rich_text" for block in message.blocks)
    assert told == stories or f"And {stories - told} more stor" in str(message.blocks)


def test_the_point_fits_a_phone(reading: StoryResult) -> None:
    """At most three warnings and five claims are shown before the buttons, and quotations are cut short."""
    assert reading.report is not None
    message = story_reply([reading.model_copy(update={"report": big(reading.report, 40)})], "en-GB")
    assert 3 >= sum(block["type"] == "alert" for block in message.blocks) > 0
    assert 5 >= str(message.blocks).count("accused: ") > 0


def test_what_the_page_says_of_its_own_text_is_told(reading: StoryResult, words: Words, accept: Accept) -> None:
    """That it is live, and its correction in its own words, a line each."""
    assert reading.report is not None
    notes = [Note(kind="live"), Note(kind="correction", text="Correction: the ferry\nleaves on Friday.")]
    article = reading.report.article.model_copy(update={"notes": notes})
    noted = reading.model_copy(update={"report": reading.report.model_copy(update={"article": article})})
    message = story_reply([noted], "en-GB")
    accept(message)
    lines = words(message).splitlines()
    assert "A live page: it may have grown since it was read" in lines
    assert "The page notes: Correction: the ferry leaves on Friday." in lines


def warned(kind: WarningKind, text: str, condition: str, consequence: str) -> list[tuple[str, str]]:
    """The clauses of a warning whose condition and consequence stand in ``text``."""
    spans = [Span(start=text.index(part), end=text.index(part) + len(part)) for part in (text, condition, consequence)]
    warning = IssuedWarning(id="w0", kind=kind, content=spans[0], condition=spans[1], consequence=spans[2])
    return warning_terms(warning, Report(article=Article(text=text), warnings=[warning], pipeline="p"))


def test_a_demand_is_no_condition() -> None:
    """What an ultimatum demands is called a demand: with "if … then" it would say the contrary."""
    found = warned("ultimatum", "Return the keys or face a lawsuit", "Return the keys", "face a lawsuit")
    assert found == [("Demand", "Return the keys"), ("or else", "face a lawsuit")]


def test_an_unless_before_the_condition_is_kept() -> None:
    """A condition that the story introduces with "unless" is not turned into an "if"."""
    found = warned("ultimatum", "Unless they pay, the pier will close", "they pay", "the pier will close")
    assert found == [("Unless", "they pay"), ("then", "the pier will close")]
