"""``nutgraf text``: the text of one page and what the page says of itself, without Slack, store or pipeline."""

from bot.errors import SourceError
from bot.fetch.language import language_of
from bot.fetch.story import story_of
from bot.models.report import Model


class PageText(Model):
    """A page's text without its headline, paragraphs a blank line apart, and its metadata.

    ``date`` is ISO 8601, a day where the page gives no time; ``status`` is ``ok`` or the kind of page that could not
    be read (``paywall`` also for a story of which only the beginning is given).
    """

    text: str = ""
    title: str | None = None
    authors: list[str] = []
    date: str | None = None
    site: str | None = None
    canonical: str | None = None
    language: str | None = None
    status: str = "ok"


def extract_page(html: bytes, url: str | None = None) -> PageText:
    """The text and metadata of a page. Never raises: what cannot be read is told in ``status``."""
    try:
        story = story_of(html, url=url)
    except SourceError as problem:
        return PageText(status=problem.kind)
    text = "\n\n".join(part.text for part in story.parts if part.role == "body")
    about = story.about
    return PageText(
        text=text,
        title=about.title,
        authors=about.authors,
        date=about.date,
        site=about.publisher,
        canonical=about.canonical_url,
        language=language_of(text),
        status="paywall" if story.partial else "ok",
    )
