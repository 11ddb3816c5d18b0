"""Pages that are hard to read and are no more than a status and some markup."""

from dataclasses import dataclass
from typing import Final

from bot.playground.news.stories import page_text


@dataclass(frozen=True)
class HardPage:
    """What the page is there to show, and the status it comes with."""

    shows: str
    status: int = 200


SIMPLE_PAGES: Final = {
    "login": HardPage("a login"),
    "members": HardPage("a page for members alone (401)", 401),
    "robots": HardPage("a check for robots", 403),
    "javascript": HardPage("a page that is nothing without JavaScript"),
    "video": HardPage("a video"),
    "pictures": HardPage("a row of pictures"),
    "latest": HardPage("a list of stories"),
    "removed": HardPage("a page that was removed (410)", 410),
    "withheld": HardPage("a page that is withheld by law (451)", 451),
    "lost": HardPage("a page that is not there and does not say so in its status"),
    "corrected": HardPage("a story with a correction"),
    "live": HardPage("a page of live updates"),
}


def title_and_body(name: str) -> tuple[str, str]:
    """The title and the markup of one of ``SIMPLE_PAGES``: the first line of its file, and what follows."""
    title, _, body = page_text(f"hard/{name}.html").partition("\n\n")
    return title, body
