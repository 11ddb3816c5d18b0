"""``nutgraf text``: the text of one page and what the page says of itself, without Slack, store or pipeline."""

from bot.errors import SourceError
from bot.fetch.blocks import FAILURES
from bot.fetch.language import language_of
from bot.fetch.parsing import unparsed
from bot.fetch.story import judged
from bot.models.report import Model

_WITH_TEXT = ("paywall",)  # kinds of which the text that was had is worth something


class PageText(Model):
    """A page's text without its headline, paragraphs a blank line apart, and its metadata.

    ``date`` is ISO 8601, a day where the page gives no time; ``status`` is ``ok`` or the kind of page that could not
    be read. A story of which only the beginning is given is ``paywall``, and one that the pipeline could not read
    is ``language``; both come with the text that was had. Where there is no story nothing else is given.
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
    """The text and metadata of a page; ``url`` is where it was had. What cannot be read is told in ``status``."""
    try:
        story, problem = judged(html, url=url)
    except SourceError as refused:
        return PageText(status=refused.kind)
    except FAILURES:  # the reading process says the same of a page that breaks its parser
        return PageText(status=unparsed().kind)
    if problem is not None and problem.kind not in _WITH_TEXT:
        return PageText(status=problem.kind)
    text = "\n\n".join(part.text for part in story.parts if part.role == "body")
    about, language = story.about, language_of(text)
    status = "ok" if language in (None, "en") else "language"
    return PageText(
        text=text,
        title=about.title,
        authors=about.authors,
        date=about.date,
        site=about.publisher,
        canonical=about.canonical_url,
        language=language,
        status="paywall" if problem is not None or story.partial else status,
    )
