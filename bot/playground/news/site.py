"""The routes of the sample news site."""

from aiohttp import web


class NewsSite:
    """An invented paper's pages under ``/news/``; ``slow_seconds`` is how long the slow page takes."""

    def __init__(self, slow_seconds: float) -> None:
        self._slow_seconds = slow_seconds

    def routes(self) -> list[web.RouteDef]:
        """What the server is to route here."""
        return []

    @staticmethod
    def demo_posts(site_url: str) -> list[tuple[str, str]]:
        """Who posts what in the demo."""
        return []
