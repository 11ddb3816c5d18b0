"""Fixtures that every test may use."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.encoder import CrossEncoder, SentenceEncoder

# Machines that run tests are shared and slow by turns: how long an example takes says nothing about the code.
settings.register_profile("nutgraf", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
settings.load_profile("nutgraf")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium or Chrome; the run fails without one, it never skips."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    found = found or next((str(path) for path in APPLICATIONS if path.exists()), None)
    assert found, "install Chromium or Google Chrome: the page's tests need a browser"
    return found


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The encoder, loaded once for all tests."""
    return SentenceEncoder()


@pytest.fixture(scope="session")
def reader() -> CrossEncoder:
    """What reads a question with a sentence, in the process of the tests."""
    return CrossEncoder()


@pytest.fixture(autouse=True)
def logs_as_they_come() -> Iterator[None]:
    """Whatever a test set up for logs ends with it."""
    yield
    structlog.reset_defaults()
