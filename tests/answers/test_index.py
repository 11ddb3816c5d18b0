"""What a search needs of a story's claims, stored and read back."""

from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.search import index
from bot.models import ChannelClaim, ChannelStory, Derived, Span, StoryCard

CARD = StoryCard(story_id="s1", title="Port shut", read_at=datetime(2026, 11, 2, tzinfo=UTC))


def claims(texts: list[tuple[str, str | None]]) -> tuple[ChannelClaim, ...]:
    """Claims with these words and speakers."""
    return tuple(
        ChannelClaim(
            claim_id=f"c{number}",
            story=CARD,
            channel="C1",
            thread_ts="1.0",
            speaker=speaker,
            stance="states",
            words=words,
            content=[Span(start=0, end=1)],
            confidence=0.9,
        )
        for number, (words, speaker) in enumerate(texts)
    )


@given(st.lists(st.tuples(st.text(max_size=60), st.none() | st.text(max_size=20)), max_size=8))
def test_what_is_stored_reads_as_what_was_worked_out(texts: list[tuple[str, str | None]]) -> None:
    """Whatever stands in the claims, the stored postings are those that the claims give."""
    told = claims(texts)
    stored = index.postings(ChannelStory(CARD, "1.0", told, words=index.packed_words(told)))
    made = index.postings(ChannelStory(CARD, "1.0", told))
    assert made.content == stored.content
    assert made.speakers == stored.speakers
    assert list(made.sizes) == list(stored.sizes)


def test_stored_words_are_not_worked_out_again(said: Callable[..., ChannelClaim]) -> None:
    """Claims are not even looked at where their words are stored."""

    class Untouched(tuple[ChannelClaim, ...]):
        def __iter__(self) -> None:  # type: ignore[override]  # looking at them is what must not happen
            raise AssertionError("looked at")

    one = said("the cranes stand still")
    story = ChannelStory(CARD, "1.0", Untouched([one]), words=index.packed_words([one]))
    assert index.postings(story).content["crane"] == (0,)


def test_words_of_another_version_are_worked_out_anew(said: Callable[..., ChannelClaim]) -> None:
    """What another release stored is not read."""
    one = said("the cranes stand still")
    story = ChannelStory(CARD, "1.0", (one,), words=Derived("of old", b"0:ferri||1"))
    assert "crane" in index.postings(story).content
    assert "ferri" not in index.postings(story).content
