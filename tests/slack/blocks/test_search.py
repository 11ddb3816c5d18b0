"""What /who-said answers."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.models import ChannelClaim, Span, StoryCard
from bot.slack import actions
from bot.slack.blocks import Looked, search_results

SINCE = datetime(2026, 11, 1, 8, tzinfo=UTC)


def said(card: StoryCard, words: str = "the boats were unsafe", **fields: Any) -> ChannelClaim:
    """A claim of the ferry story."""
    claim = {
        "claim_id": "c0",
        "story": card,
        "channel": "C1",
        "thread_ts": "1.1",
        "speaker": "Ida Lindqvist",
        "stance": "claims",
        "words": words,
        "content": [Span(start=0, end=len(words))],
        "confidence": 0.9,
    }
    return ChannelClaim(**{**claim, **fields})


def test_a_hit_has_speaker_stance_words_story_and_time(
    card: StoryCard, words: Callable[[Any], str], accept: Callable[[Any], None]
) -> None:
    """Each answer says who, how, the very words, where they stand, and in which story of when."""
    message = search_results([said(card)], Looked("boats unsafe", 1, 12, SINCE), "en-GB")
    accept(message)
    assert words(message) == (
        "Who said “boats unsafe”\n, closest first\n"
        "Ida Lindqvist\n claimed:\nthe boats were unsafe\n  \nshow in story\n"
        "Varby dockers threaten to stop island ferries\n · The Coast · 22 November 2026, 14:05 UTC\n"
        "Searched: 12 stories read in this channel since 1 November 2026\nShare in this channel"
    )
    assert "page=2#:~:text=the%20boats%20were%20unsafe" in str(message.blocks)
    assert message.text == "Who said “boats unsafe”: 1 answer, first Ida Lindqvist claimed: the boats were unsafe"


def test_the_answer_can_be_shared_once(card: StoryCard) -> None:
    """The button carries the words; what is shared names who shared it and has no button."""
    own = search_results([said(card)], Looked("boats", 1, 1, SINCE), "en-GB")
    button = own.blocks[-1]["elements"][0]
    assert (button["action_id"], json.loads(button["value"])) == (actions.SHARE_ANSWER, {"words": "boats"})
    shared = search_results([said(card)], Looked("boats", 1, 1, SINCE, shared_by="U7"), "en-GB")
    assert shared.blocks[-1]["elements"][0]["text"] == "Shared by <@U7>"


def test_nothing_found_says_what_was_searched(words: Callable[[Any], str], accept: Callable[[Any], None]) -> None:
    """An empty result tells how many stories were looked through, and since when."""
    message = search_results([], Looked("boats", 0, 3, SINCE), "en-GB")
    accept(message)
    assert words(message) == (
        "I couldn’t find “boats”, or anything like it, in this channel’s stories.\n"
        "Searched: 3 stories read in this channel since 1 November 2026"
    )
    nothing = search_results([], Looked("boats", 0, 0, None), "en-US")
    assert "Searched: no stories read in this channel" in words(nothing).splitlines()


def test_an_unattributed_claim_says_so(card: StoryCard, words: Callable[[Any], str]) -> None:
    """A claim whose speaker could not be told is not given one."""
    message = search_results([said(card, speaker=None)], Looked("boats", 1, 1, SINCE), "en-GB")
    assert "Speaker not named\n claimed:" in words(message)


def test_a_story_without_a_date_says_when_it_was_read(card: StoryCard, words: Callable[[Any], str]) -> None:
    """There is always a time."""
    bare = card.model_copy(update={"published": None, "publisher": None, "url": None})
    message = search_results([said(bare)], Looked("boats", 1, 1, SINCE), "en-GB")
    assert " · read 22 November 2026, 15:30 UTC" in words(message).splitlines()
    assert "show in story" not in words(message)


def test_what_was_chosen_says_so(card: StoryCard, words: Callable[[Any], str], accept: Callable[[Any], None]) -> None:
    """A channel that is shown some of the results reads from how many they were chosen."""
    looked = Looked("boats", 14, 3, SINCE, shared_by="U7", chosen=True)
    message = search_results([said(card), said(card, claim_id="c1")], looked, "en-GB")
    accept(message)
    assert "Who said “boats”\n, chosen from 14 results\n" in words(message)
    assert "1 to 2 of 14" not in words(message)
    assert message.text == "Who said “boats”: chosen from 14 results"


def test_long_hits_keep_within_the_limits(card: StoryCard, accept: Callable[[Any], None]) -> None:
    """However long words, titles and addresses, a page is one message that Slack takes, with no result left out."""
    far = f"https://coast.example/{'a-long-way/' * 200}"
    long = card.model_copy(update={"title": "Title " * 90, "publisher": "Paper " * 90, "url": far})
    claims = [said(long, f"first{i} " + "word, " * 900, speaker="Name " * 100) for i in range(8)]
    message = search_results(claims, Looked("“why” " * 900, 80, 9, SINCE), "en-GB")
    accept(message)
    assert all(f"first{i} " in str(message.blocks) for i in range(8))
