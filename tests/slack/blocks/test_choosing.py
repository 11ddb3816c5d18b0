"""The modal in which the results to share are chosen, and what it suggests."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import ChannelClaim, ChannelWarning, Span, StoryCard
from bot.playground.blocks import checked_options
from bot.slack import actions
from bot.slack.blocks import choose_modal, chosen, result_id, suggestions


def claim(card: StoryCard, number: int = 0, words: str = "the boats were unsafe", **fields: Any) -> ChannelClaim:
    """A claim of the ferry story."""
    given = {
        "claim_id": f"c{number}", "story": card, "channel": "C1", "thread_ts": "1.1", "speaker": "Ida Lindqvist",
        "stance": "claims", "words": words, "content": [Span(start=0, end=len(words))], "confidence": 0.9,
    }  # fmt: skip
    return ChannelClaim(**{**given, **fields})


def warning(card: StoryCard) -> ChannelWarning:
    """A warning of the ferry story."""
    return ChannelWarning(
        warning_id="w0", story=card, channel="C1", thread_ts="1.1", kind="threat", actor="Dockers", recipient="Board",
        words="the boats will stop", confidence=0.9,
    )  # fmt: skip


def offered(answer: dict[str, Any]) -> list[tuple[str | None, list[str]]]:
    """The groups of a suggestion that Slack takes: heading and texts."""
    return [(group["label"], [o["text"]["text"] for o in group["options"]]) for group in checked_options(answer)]


def test_the_modal_says_what_it_shares_and_where(accept: Callable[[Any], None], words: Callable[[Any], str]) -> None:
    """It names the search, the channel's readers, how many can be chosen, and carries what it was opened with."""
    view = choose_modal("said-by", "Klein since 7d", "sealed")
    accept(view)
    seen = words(view["blocks"])
    assert "Results of /said-by Klein since 7d. What you choose is posted in this channel under your name." in seen
    assert "Up to 8." in seen
    select = view["blocks"][1]["element"]
    assert (select["max_selected_items"], select["min_query_length"]) == (8, 0)
    assert view["private_metadata"] == "sealed"


def test_what_was_chosen_is_read_back() -> None:
    """Each id once; nothing chosen is no error here."""
    options = [{"value": "s:c1"}, {"value": "s:c0"}, {"value": "s:c1"}]
    state = {"values": {"results": {actions.SUGGEST_RESULTS: {"selected_options": options}}}}
    assert chosen({"state": state}) == ["s:c1", "s:c0"]
    assert chosen({"state": {"values": {}}}) == []


def test_metadata_that_slack_would_cut_is_an_error() -> None:
    """Slack carries 3,000 characters."""
    with pytest.raises(ValueError, match="metadata"):
        choose_modal("who-said", "x", "x" * 3_001)


def test_an_option_shows_the_words_and_who_says_them(card: StoryCard) -> None:
    """The words above, the speaker, paper and day below; a warning names its parties."""
    results = [claim(card), claim(card, 1, speaker=None), warning(card)]
    [group] = checked_options(suggestions("", results, results, "en-GB"))
    assert [(o["text"]["text"], o["description"]["text"]) for o in group["options"]] == [
        ("the boats were unsafe", "Ida Lindqvist claimed · The Coast · 22 November 2026"),
        ("the boats were unsafe", "Speaker not named claimed · The Coast · 22 November 2026"),
        ("the boats will stop", "Threat: Dockers → Board · The Coast · 22 November 2026"),
    ]
    assert [o["value"] for o in group["options"]] == [result_id(one) for one in results]


def test_who_speaks_has_room_before_the_paper(card: StoryCard) -> None:
    """The paper is left out before a name is cut, and the day stays."""
    names = {"Allied Ferry and Dock Workers of Norlund": 0, "Allied " * 20: 1}
    results = [claim(card, number, speaker=name) for name, number in names.items()]
    [group] = checked_options(suggestions("", results, results, "en-GB"))
    whole, cut = [one["description"]["text"] for one in group["options"]]
    assert whole == "Allied Ferry and Dock Workers of Norlund claimed · 22 November 2026"
    assert cut.endswith(" … · 22 November 2026")


def test_where_nothing_fits_a_heading_says_so(card: StoryCard) -> None:
    """All results stand under it, so that there is still something to choose from."""
    results = [claim(card, n, f"boat {n} is unsafe") for n in range(2)]
    assert offered(suggestions("hospital", [], results, "en-GB")) == [
        ("Nothing here fits “hospital”. All 2 results:", ["boat 0 is unsafe", "boat 1 is unsafe"])
    ]
    assert offered(suggestions("hospital", [], [], "en-GB")) == [(None, [])]


def test_more_than_slack_shows_are_told(card: StoryCard) -> None:
    """A hundred options, and a heading that says how many there are."""
    results = [claim(card, n) for n in range(1_240)]
    [(heading, texts)] = offered(suggestions("boat", results, results, "en-GB"))
    assert (heading, len(texts)) == ("The first 100 of 1,240. Type to narrow them.", 100)
    [(heading, texts)] = offered(suggestions("x" * 90, [], results, "en-GB"))
    assert "The first 100 of 1,240:" in str(heading)


def test_a_result_of_one_story_is_offered_once(card: StoryCard) -> None:
    """Slack wants values of their own."""
    results = [claim(card), claim(card)]
    assert offered(suggestions("", results, results, "en-GB")) == [(None, ["the boats were unsafe"])]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(), st.text(), st.text())
def test_slack_takes_whatever_a_story_holds(card: StoryCard, typed: str, name: str, words: str) -> None:
    """Any words, names and papers make options within the limits."""
    other = card.model_copy(
        update={"publisher": name * 30, "published": None, "read_at": datetime(2026, 9, 30, tzinfo=UTC)}
    )
    results = [claim(other, 0, words, speaker=name * 30), warning(other).model_copy(update={"actor": name})]
    assert checked_options(suggestions(typed, results, results, "en-US"))
    assert checked_options(suggestions(typed, [], results, "en-US"))
