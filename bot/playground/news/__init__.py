"""The sample news site: stories to try nutgraf on, and pages that are hard to read."""

from bot.playground.news.site import NewsSite

__all__ = ["NewsSite"]
