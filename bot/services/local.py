"""Read stories without remembering them, for the command line."""

from bot.models import Report
from bot.ports import Articles, Extractor


class LocalReader:
    """Links, files and texts to reports. Every method raises ``SourceError`` and ``ExtractionFailed``."""

    def __init__(self, *, articles: Articles, extractor: Extractor) -> None:
        self._articles = articles
        self._extractor = extractor

    async def link(self, url: str) -> Report:
        """Fetch the story at ``url`` and read it."""
        return await self._extractor.extract(await self._articles.from_url(url))

    async def file(self, data: bytes, *, name: str) -> Report:
        """Read the story in an HTML, text or PDF file."""
        return await self._extractor.extract(await self._articles.from_file(data, name=name))

    async def text(self, text: str) -> Report:
        """Read a text; ``report.article.text`` is ``text``, character for character."""
        return await self._extractor.extract(await self._articles.from_text(text))
