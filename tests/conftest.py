"""Fixtures that every test may use."""

import shutil
from pathlib import Path

import pytest

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
