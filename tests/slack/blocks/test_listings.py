"""What /said-by, /warnings and /story answer, and what stands under a reply."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.answers import RelatedClaim
from bot.models import ChannelClaim, ChannelWarning, Span, StoryCard, StoryResult
from bot.slack import actions
from bot.slack.blocks import (
    Looked,
    command_help,
    said_by_results,
    story_alone,
    story_reply,
    warning_results,
)

SINCE = datetime(2026, 11, 1, 8, tzinfo=UTC)


def claim(card: StoryCard, words: str = "the boats were unsafe", speaker: str = "Ida Lindqvist") -> ChannelClaim:
    """A claim of the ferry story."""
    return ChannelClaim(
        claim_id="c0", story=card, channel="C1", thread_ts="1.1", speaker=speaker, stance="states", words=words,
        content=[Span(start=0, end=len(words))], confidence=0.9,
    )  # fmt: skip


def warning(card: StoryCard, words: str = "the boats will stop") -> ChannelWarning:
    """A warning of the ferry story."""
    return ChannelWarning(
        warning_id="w0", story=card, channel="C1", thread_ts="1.1", kind="threat", actor="Dockers", recipient="Board",
        words=words, confidence=0.9,
    )  # fmt: skip


def said(card: StoryCard, claims: list[ChannelClaim], *, by: str = "Lindqvist", about: str = "", **more: Any) -> Any:
    """The answer to /said-by Lindqvist."""
    looked = {"total": len(claims), "stories": 4, "since": SINCE}
    return said_by_results(claims, Looked("Lindqvist since 7d", **{**looked, **more}), "en-GB", by=by, about=about)


def test_a_page_says_which_it_is_and_leads_on(
    card: StoryCard, words: Callable[[Any], str], accept: Callable[[Any], None]
) -> None:
    """The buttons carry the command as it was typed and the page; the first page has no way back."""
    message = said(card, [claim(card)] * 8, total=20, page=1)
    accept(message)
    assert "9 to 16 of 20" in words(message)
    values = {e["action_id"]: json.loads(e["value"]) for e in message.blocks[-1]["elements"]}
    typed = {"words": "Lindqvist since 7d", "command": "said-by"}
    assert values == {
        actions.SHARE_ANSWER: typed | {"page": 1},
        actions.CHOOSE_RESULTS: typed,
        actions.EARLIER_RESULTS: typed | {"page": 0},
        actions.NEXT_RESULTS: typed | {"page": 2},
    }
    first = said(card, [claim(card)] * 8, total=20).blocks[-1]["elements"]
    wanted = [actions.SHARE_ANSWER, actions.CHOOSE_RESULTS, actions.NEXT_RESULTS]
    assert [element["action_id"] for element in first] == wanted


def test_a_forgiven_typo_is_said(card: StoryCard, words: Callable[[Any], str]) -> None:
    """In the answer and in its notification."""
    message = said(card, [claim(card)], by="Lindqvits", showing=["Lindqvist"])
    assert "Showing Lindqvist, the nearest name." in words(message)
    assert message.text == "Showing Lindqvist, the nearest name. Said by Lindqvist: 1 result"


def test_nothing_found_says_what_was_searched_and_since_when(card: StoryCard, words: Callable[[Any], str]) -> None:
    """Nobody of that name, nothing about these words, and no warnings are three sentences."""
    searched = "Searched: 4 stories read in this channel since 1 November 2026"
    stranger, silent = said(card, [], unknown=["Lindqvist"]), said(card, [], about="taxes")
    calm = warning_results([], Looked("", 0, 4, SINCE, unknown=["Holm"]), "en-GB", by="Holm")
    assert "No one called “Lindqvist” is quoted in this channel’s stories since 1 November 2026." in words(stranger)
    assert "No statements by Lindqvist about “taxes” in this channel’s stories since 1 November 2026." in words(silent)
    assert "No warnings by Holm in this channel’s stories" in words(calm)
    assert all(searched in words(message) for message in (stranger, silent, calm))


def test_long_results_keep_within_the_limits(card: StoryCard, accept: Callable[[Any], None]) -> None:
    """However long the names, titles and words, it is one message that Slack takes."""
    long = card.model_copy(update={"title": "Title " * 90, "publisher": "Paper " * 90})
    name, text = "Name " * 100, "word, " * 900
    accept(said(long, [claim(long, text, name)] * 8, by=name, about=text, showing=[name], total=99, page=3))
    looked = Looked(text, 99, 4, SINCE, showing=[name, name])
    accept(warning_results([warning(long, text)] * 8, looked, "en-US", by=name, to=name))
    for command in ("who-said", "said-by", "warnings", "story"):
        accept(command_help(command))


def test_a_story_for_one_person_has_no_buttons_of_a_thread(reading: StoryResult, accept: Callable[[Any], None]) -> None:
    """Nothing to mute and nothing to remove, but a button that shares it."""
    message = story_alone(reading, "en-GB")
    accept(message)
    ids = [e["action_id"] for b in message.blocks if b["type"] in ("actions", "context_actions") for e in b["elements"]]
    assert not {actions.MUTE_THREAD, actions.REMOVE_REPLY} & set(ids)
    assert ids[-1] == actions.SHARE_STORY


def test_what_an_earlier_story_says_is_one_line_under_the_head(
    reading: StoryResult, card: StoryCard, words: Callable[[Any], str], accept: Callable[[Any], None]
) -> None:
    """It comes before the story's own facts, with both claims, and a full message goes without."""
    pair = RelatedClaim("denied", claim(card), claim(card, "the boats were safe", "Per Olander"), denier="Per Olander")
    message = story_reply([reading], "en-GB", related=[pair])
    accept(message)
    assert "Earlier in this channel" in words(message.blocks[1])
    assert "Denied by Per Olander" in words(message)
    assert "here Ida Lindqvist said: the boats were unsafe" in words(message)
    assert "Per Olander said: the boats were safe" in words(message)
    accept(story_reply([reading] * 40, "en-GB", related=[pair] * 9))
