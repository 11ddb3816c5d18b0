"""What somebody said, who warned whom, and whom a name means."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import filters, listing
from bot.answers.search.name_resolution import Party, meant
from bot.models import ChannelClaim, ChannelStory, ChannelWarning, Span, StoryCard

NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)


def day(number: int) -> datetime:
    """The beginning of a day of that month."""
    return datetime(2026, 11, number, tzinfo=UTC)


PARTIES: list[Party] = [
    ("Marta Klein", ("Klein",)),
    ("Klein", ()),
    ("Maj. Gen. Igor Konashenkov", ()),
    ("Jonas Reed", ()),
    ("United States", ("U.S.",)),
    ("Norlund Defence Ministry", ()),
    ("Volodymyr Zelensky", ()),
    ("Volodymyr Zelenskyy", ()),
    ("Council of Velm", ()),
]


def story(name: str, age: int, *told: tuple[str, str], warned: tuple[str, str] | None = None) -> ChannelStory:
    """A story of so many days ago, with claims of speakers, and a warning from one party to another."""
    card = StoryCard(story_id=name, title=name, read_at=NOW - timedelta(days=age))
    claims = [
        ChannelClaim(
            claim_id=f"{name}{n}", story=card, channel="C1", thread_ts="1.0", speaker=who, stance="states",
            words=words, content=[Span(start=0, end=len(words))], confidence=0.9,
        )
        for n, (who, words) in enumerate(told)
    ]  # fmt: skip
    warnings = [
        ChannelWarning(
            warning_id=f"{name}w", story=card, channel="C1", thread_ts="1.0", kind="threat", actor=warned[0],
            recipient=warned[1], words="the ferry will stop", confidence=0.9,
        )
    ] if warned else []  # fmt: skip
    return ChannelStory(card, "1.0", tuple(claims), tuple(warnings))


@pytest.mark.parametrize(
    ("asked", "found", "showing"),
    [
        ("klein", {"Marta Klein", "Klein"}, None),
        ("Marta Klein", {"Marta Klein", "Klein"}, None),
        ("Konashenkof", {"Maj. Gen. Igor Konashenkov"}, "Konashenkov"),
        ("igor konashenkov", {"Maj. Gen. Igor Konashenkov"}, None),
        ("General Konashenkov", {"Maj. Gen. Igor Konashenkov"}, None),
        ("US", {"United States"}, None),
        ("america", {"United States"}, None),
        ("defence ministry", {"Norlund Defence Ministry"}, None),
        ("Zelensky", {"Volodymyr Zelensky", "Volodymyr Zelenskyy"}, None),
        ("ministry", set(), None),
        ("Velm", set(), None),
        ("Brandt", set(), None),
        ("", set(), None),
    ],
)
def test_whom_a_name_means(asked: str, found: set[str], showing: str | None) -> None:
    """Surnames, ranks, acronyms, spellings; a typo is told; a common word or a place in a name is nobody."""
    who = meant(asked, PARTIES)

    assert ({name for name, _ in who.parties}, who.showing) == (found, showing)


def test_a_surname_of_two_people_is_not_given_to_one() -> None:
    """Where two full names share it, the bare surname of another story is neither's."""
    parties: list[Party] = [("Marta Klein", ()), ("Otto Klein", ()), ("Klein", ())]

    assert meant("Marta Klein", parties).parties == {("Marta Klein", ())}
    assert meant("Klein", parties).parties == set(parties)


def test_said_by_is_newest_first_and_keeps_to_its_time() -> None:
    """Older stories than asked for are left out."""
    stories = [
        story("a", 9, ("Klein", "x")),
        story("b", 1, ("Klein", "y")),
        story("c", 3, ("Klein", "z"), ("Reed", "q")),
    ]
    found = listing.said_by(filters.said_by("klein since 7d", NOW), stories)

    assert ([claim.words for claim in found.items], found.stories) == (["y", "z"], 2)


def test_said_by_about_something() -> None:
    """Only the claims about the words, and only this speaker's."""
    stories = [story("a", 1, ("Klein", "the ferry stops"), ("Klein", "taxes rise"), ("Reed", "the ferry sails"))]
    found = listing.said_by(filters.said_by("Klein about ferries", NOW), stories)

    assert [claim.words for claim in found.items] == ["the ferry stops"]


def test_warnings_by_and_to() -> None:
    """Each narrows, and a name that nobody has is told."""
    stories = [story("a", 1, warned=("Klein", "Reed")), story("b", 2, warned=("Reed", "Klein"))]

    assert [w.actor for w in listing.warnings(filters.warnings("", NOW), stories).items] == ["Klein", "Reed"]
    assert [w.actor for w in listing.warnings(filters.warnings("by reed to klein", NOW), stories).items] == ["Reed"]
    assert listing.warnings(filters.warnings("by Brandt", NOW), stories).unknown == ("Brandt",)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("7d", (NOW - timedelta(days=7), NOW)),
        ("12 hours", (NOW - timedelta(hours=12), NOW)),
        ("2w", (NOW - timedelta(days=14), NOW)),
        ("yesterday", (day(9), day(10))),
        ("today", (day(10), day(11))),
        ("last week", (day(2), day(9))),
        ("2026-11-01", (day(1), day(2))),
        ("soon", None),
        ("2026-13-01", None),
    ],
)
def test_since_when(when: str, expected: tuple[datetime, datetime] | None) -> None:
    """Spans, days and dates; anything else is not understood."""
    assert filters.days(when, NOW) == expected


def test_the_parts_of_a_command() -> None:
    """In any order; what is not understood is kept to be told."""
    assert filters.said_by("Ministry of Transport about “wage talks” since 3d", NOW) == filters.SearchFilters(
        by="Ministry of Transport", about="wage talks", since=NOW - timedelta(days=3)
    )
    assert filters.warnings("to Norlund since 1w by the union", NOW) == filters.SearchFilters(
        by="the union", to="Norlund", since=NOW - timedelta(days=7)
    )
    assert filters.warnings("ferries by Klein", NOW).unclear == "ferries"
    assert filters.said_by("Klein since soon", NOW).unclear == "soon"
    assert filters.said_by("the envoy from Norlund last week", NOW) == filters.SearchFilters(
        by="the envoy from Norlund", since=day(2), until=day(9)
    )
    assert filters.who_said("closed since Monday", NOW).words == "closed since Monday"
    assert filters.who_said("the ferry stops until 2026-11-01", NOW) == filters.SearchFilters(
        words="the ferry stops", until=day(2)
    )


def test_a_party_is_the_same_in_every_command() -> None:
    """A name is looked for among all who speak, warn or are warned, so that "by X to Y" knows Y wherever Y stands."""
    stories = [story("a", 1, ("Klein", "x"), warned=("Reed", "Klein")), story("b", 2, ("Hackers", "y"))]

    assert listing.warnings(filters.warnings("by hackers to klein", NOW), stories).unknown == ()
    assert listing.warnings(filters.warnings("by reed to brandt", NOW), stories).unknown == ("brandt",)


@given(st.text(max_size=60))
def test_any_command_is_read(text: str) -> None:
    """Nothing raises."""
    listing.said_by(filters.said_by(text, NOW), [story("a", 1, (text, text))])
    listing.warnings(filters.warnings(text, NOW), [story("a", 1, warned=(text or "x", text or "y"))])
