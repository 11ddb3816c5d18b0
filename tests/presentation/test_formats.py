"""Dates as people read them."""

from datetime import UTC, datetime, timedelta, timezone

from bot.presentation.formats import date, date_time


def test_one_moment_has_one_day() -> None:
    """A story that was published late in one zone is of the same day in a line that shows the hour and in one that
    does not."""
    late = datetime(2026, 11, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert date_time(late, "en-GB") == "2 November 2026, 04:30 UTC"
    assert date(late, "en-GB") == "2 November 2026"


def test_a_day_without_an_hour_stays_that_day() -> None:
    """Midnight stands for a day, in whatever zone it was given."""
    day = datetime(2026, 11, 1, tzinfo=timezone(timedelta(hours=9)))
    for moment in (day, day.replace(tzinfo=UTC), day.replace(tzinfo=None)):
        assert (date(moment, "en-GB"), date_time(moment, "en-US")) == ("1 November 2026", "November 1, 2026")
