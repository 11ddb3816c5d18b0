"""When a job is tried again."""

from datetime import timedelta

import pytest

from bot.errors import ExtractionFailed, HttpProblem, NotReadable, SettingsError, StoreUnavailable, Unreachable
from bot.jobs import RetryPolicy

POLICY = RetryPolicy(pauses=[timedelta(seconds=1), timedelta(seconds=10)], longest=timedelta(minutes=1))


def http(status: int, retry_after: float | None = None) -> HttpProblem:
    """A site's error."""
    return HttpProblem("The site is busy.", status, kind="busy", retry_after=retry_after)


@pytest.mark.parametrize("error", [Unreachable("It took too long."), StoreUnavailable(), http(429), http(503)])
def test_what_passes_is_tried_after_growing_pauses(error: Exception) -> None:
    """Each pause is about the one that was set, the next is longer, and after the last there is none."""
    first, second, third = (POLICY.pause(error, tries) for tries in (1, 2, 3))
    assert first is not None and second is not None
    assert timedelta(seconds=0.8) <= first <= timedelta(seconds=1.2)
    assert timedelta(seconds=8) <= second <= timedelta(seconds=12)
    assert third is None


@pytest.mark.parametrize(
    "error", [NotReadable("A login page."), http(404), ExtractionFailed(), SettingsError(), ValueError(), KeyError("x")]
)
def test_what_does_not_pass_is_not_tried_again(error: Exception) -> None:
    """A missing page stays missing, and a mistake in the program stays one."""
    assert POLICY.pause(error, 1) is None


def test_a_sites_word_is_honoured() -> None:
    """Where a site says when to come back, nobody comes earlier."""
    assert POLICY.pause(http(429, 30), 1) == timedelta(seconds=30)
    later = POLICY.pause(http(429, 2), 2)
    assert later is not None and later >= timedelta(seconds=8)


def test_a_site_that_asks_for_too_long_is_given_up() -> None:
    """A wait that nobody would sit through ends the tries at once."""
    assert POLICY.pause(http(429, 3600), 1) is None


def test_the_pauses_outlast_a_minute_without_redis() -> None:
    """With the times that are set by default, a Redis that is gone for a minute costs no job."""
    assert sum(RetryPolicy().pauses, timedelta(0)) * 0.8 > timedelta(minutes=1)
