"""Answers to questions."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.models import Answer, Report, Span, StoryCard
from bot.services import Asked
from bot.slack.blocks import answer_message, channel_answer_message

Find = Callable[[str], Span]
Words = Callable[[Any], str]


def test_an_answer_is_the_words_of_the_story(
    report: Report, card: StoryCard, span: Find, words: Words, accept: Callable[[Any], None]
) -> None:
    """Who is asked for comes first, then the very words with their link, then the story they are from."""
    answer = Answer(kind="who_said", speaker="Ida Lindqvist", spans=[span("“We have waited for nine months,”")])
    message = answer_message(answer, report, card, "en-GB")
    accept(message)
    assert words(message) == (
        "Ida Lindqvist\n said:\n“We have waited for nine months,”\n  \nshow in story\n"
        "From: Varby dockers threaten to stop island ferries · The Coast · 22 November 2026"
    )
    assert message.text == "Ida Lindqvist said: “We have waited for nine months,”"
    assert "#:~:text=We%20have%20waited%20for%20nine%20months" in str(message.blocks)


def test_words_that_somebody_says_are_shown_as_said(report: Report, card: StoryCard, span: Find, words: Words) -> None:
    """Where the evidence lies in a claim, its speaker and stance stand before it."""
    message = answer_message(Answer(kind="open", spans=[span("had left the talks")]), report, card, "en-GB")
    assert "Per Olander\n denied:\nhad left the talks" in words(message)


def test_words_of_an_unknown_speaker_are_marked(report: Report, card: StoryCard, span: Find, words: Words) -> None:
    """Hearsay is not shown as fact."""
    message = answer_message(Answer(kind="open", spans=[span("unsafe")]), report, card, "en-GB")
    assert "Speaker not named\n (check: this reading is uncertain):\nunsafe" in words(message)


def test_words_of_the_story_itself_have_no_speaker(report: Report, card: StoryCard, span: Find, words: Words) -> None:
    """What the reporter wrote is put in nobody's mouth."""
    message = answer_message(Answer(kind="when", spans=[span("on Tuesday")]), report, card, "en-GB")
    assert "on Tuesday\n  \nshow in story\nFrom: " in words(message)
    assert words(message).startswith("on Tuesday")


def test_the_article_does_not_say(
    report: Report, card: StoryCard, span: Find, words: Words, accept: Callable[[Any], None]
) -> None:
    """An abstention says so, with its note, and offers the nearest passage as no more than that."""
    answer = Answer(
        kind="what_said", abstained=True, nearest=span("on Tuesday"), note="No statement by Ek in this story."
    )
    message = answer_message(answer, report, card, "en-GB")
    accept(message)
    assert words(message).startswith(
        "I couldn’t find that in the story.\n No statement by Ek in this story.\nClosest passage:\non Tuesday\n"
    )
    assert message.text == "I couldn’t find that in the story. No statement by Ek in this story."


def test_a_nearest_passage_is_somebody_s_words_too(report: Report, card: StoryCard, span: Find, words: Words) -> None:
    """What a party says is not offered as the story's own words."""
    answer = Answer(kind="open", abstained=True, nearest=span("had left the talks"))
    assert "Closest passage:\nPer Olander\n denied:\nhad left the talks" in words(
        answer_message(answer, report, card, "en-GB")
    )


@pytest.mark.parametrize("answer", [Answer(kind="open", abstained=True), Answer(kind="open")])
def test_no_evidence_is_an_abstention(answer: Answer, report: Report, card: StoryCard, words: Words) -> None:
    """An answer without evidence is never shown as one."""
    assert "I couldn’t find that in the story." in words(answer_message(answer, report, card, "en-GB"))


def test_long_evidence_keeps_within_the_limits(report: Report, card: StoryCard, accept: Callable[[Any], None]) -> None:
    """Many and long spans still make one message."""
    text = "All of it. " * 3_000
    long = Report(article=report.article.model_copy(update={"text": text}), pipeline="test")
    accept(answer_message(Answer(kind="open", spans=[Span(start=0, end=len(text))] * 50), long, card, "en-US"))


def test_the_words_that_answer_stand_first(report: Report, card: StoryCard, span: Find, words: Words) -> None:
    """A number or a name is read at a glance, above the sentence that it stands in."""
    answer = Answer(kind="when", spans=[span("had left the talks")], words=span("left"))
    assert words(answer_message(answer, report, card, "en-GB")).startswith("left\nPer Olander")


def test_two_stories_that_disagree_stand_side_by_side(
    report: Report, card: StoryCard, span: Find, words: Words, accept: Callable[[Any], None]
) -> None:
    """Each with its own title and day, and with how many stories were searched."""
    answer = Answer(kind="when", spans=[span("on Tuesday")])
    other = card.model_copy(update={"title": "Dockers stay away"})
    message = channel_answer_message([Asked(answer, report, card), Asked(answer, report, other)], 12, "en-GB")
    accept(message)
    told = words(message)
    assert told.index("Varby dockers") < told.index("Another story says something else:") < told.index("Dockers stay")
    assert told.endswith("Searched: 12 stories read in this channel")


def test_no_story_of_the_channel_answers(report: Report, card: StoryCard, span: Find, words: Words) -> None:
    """The channel's stories are what was searched; the closest passage comes with its story."""
    nearest = Answer(kind="when", abstained=True, nearest=span("on Tuesday"))
    told = words(channel_answer_message([Asked(nearest, report, card)], 12, "en-GB"))
    assert told.startswith("I couldn’t find that in this channel’s stories.\nClosest passage:\non Tuesday")
    assert "From: Varby dockers" in told
    assert words(channel_answer_message([], 12, "en-GB")).startswith("I couldn’t find that in this channel’s stories.")
