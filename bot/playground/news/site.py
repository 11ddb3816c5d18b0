"""The routes of the sample news site."""

import asyncio
from html import escape
from importlib.resources import files
from string import Template

from aiohttp import web

from bot.playground.news.hard import SIMPLE_PAGES, title_and_body
from bot.playground.news.stories import page_text, stories, story_page

# Nothing on these pages runs: the data block of JSON-LD is not a script.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
}
# What each hard page is there to show, in the order of the index.
HARD_PAGES = {
    "missing": "a page that is not there (404)",
    "forbidden": "a page that refuses (403)",
    "busy": "a page that asks for patience (429)",
    "broken": "a page that fails (500)",
    "slow": "a page that does not come in time",
    "paywall": "the beginning of a story, the rest for subscribers",
    "consent": "a consent wall",
    "deutsch": "a story in German",
    "photo.png": "an image",
    "statement.pdf": "a statement as PDF",
    "empty": "an empty page",
    "moved": "a page that moved to the dockers' story",
    "loop": "a page that leads to itself",
    **{name: page.shows for name, page in SIMPLE_PAGES.items()},
}


class NewsSite:
    """An invented paper's pages under ``/news/``; ``slow_seconds`` is how long the slow page takes."""

    def __init__(self, slow_seconds: float) -> None:
        self._slow_seconds = slow_seconds
        self._folder = files("bot.playground.news").joinpath("pages")

    def routes(self) -> list[web.RouteDef]:
        """What the server is to route here."""
        return [
            web.get("/news", self.to_index),
            web.get("/news/", self.index),
            web.get("/news/paper.css", self.style),
            web.get("/news/photo.png", self.photo),
            web.get("/news/statement.pdf", self.statement),
            web.get("/news/forbidden", self.forbidden),
            web.get("/news/busy", self.busy),
            web.get("/news/broken", self.broken),
            web.get("/news/slow", self.slow),
            web.get("/news/paywall", self.paywall),
            web.get("/news/consent", self.consent),
            web.get("/news/deutsch", self.german),
            web.get("/news/empty", self.empty),
            web.get("/news/moved", self.moved),
            web.get("/news/loop", self.loop),
            *(web.get(f"/news/{name}", self.simple) for name in SIMPLE_PAGES),
            web.get("/news/{slug}", self.story),
        ]

    @staticmethod
    def demo_posts(site_url: str) -> list[tuple[str, str]]:
        """Who posts what in the demo: the sample stories, as people post links."""
        said = (("ben", "The union has set a deadline: {}"), ("ana", "For the Geneva page tomorrow: {}"))
        samples = [f"{site_url}{story.slug}" for story in stories().values() if story.demo]
        return [(user, words.format(url)) for (user, words), url in zip(said, samples, strict=True)]

    async def to_index(self, _request: web.Request) -> web.Response:
        """The index's address without its slash."""
        raise web.HTTPMovedPermanently("/news/")

    async def index(self, request: web.Request) -> web.Response:
        """All stories, and the pages that are hard to read."""
        papers = [
            f'<li><a href="/news/{story.slug}">{escape(story.headline)}</a><br>{escape(story.standfirst)}'
            f"<br><code>http://{escape(request.host)}/news/{story.slug}</code></li>"
            for story in stories().values()
        ]
        hard = [f'<li><a href="/news/{name}">{escape(what)}</a></li>' for name, what in HARD_PAGES.items()]
        body = (
            f'<h1>Today</h1><ul class="index">{"".join(papers)}</ul>'
            f'<h2>Pages that are hard to read</h2><ul class="index">{"".join(hard)}</ul>'
        )
        return _page("The Harbour Gazette", body)

    async def story(self, request: web.Request) -> web.Response:
        """A story, or 404."""
        story = stories().get(request.match_info["slug"])
        if story is None:
            return _page("Not found", "<h1>Page not found</h1><p>It may have moved.</p>", status=404)
        base = f"http://{request.host}/news/"
        html = story_page(story, f"{base}{story.slug}", f"{base}photo.png")
        return web.Response(text=html, content_type="text/html", headers=_HEADERS)

    async def simple(self, request: web.Request) -> web.Response:
        """A page that is no more than a status and some markup."""
        name = request.path.rpartition("/")[2]
        title, body = title_and_body(name)
        return _page(title, body, status=SIMPLE_PAGES[name].status)

    async def style(self, _request: web.Request) -> web.Response:
        """The paper's style sheet."""
        return web.Response(text=page_text("paper.css"), content_type="text/css", headers=_HEADERS)

    async def photo(self, _request: web.Request) -> web.Response:
        """A picture."""
        return self._bytes("photo.png", "image/png")

    async def statement(self, _request: web.Request) -> web.Response:
        """A statement as PDF."""
        return self._bytes("statement.pdf", "application/pdf")

    def _bytes(self, name: str, content_type: str) -> web.Response:
        return web.Response(body=self._folder.joinpath(name).read_bytes(), content_type=content_type, headers=_HEADERS)

    async def forbidden(self, _request: web.Request) -> web.Response:
        """403."""
        return _page("Forbidden", "<h1>Access denied</h1><p>You cannot see this page.</p>", status=403)

    async def busy(self, _request: web.Request) -> web.Response:
        """429 with Retry-After."""
        response = _page("Too many requests", "<h1>Slow down</h1>", status=429)
        response.headers["Retry-After"] = "120"
        return response

    async def broken(self, _request: web.Request) -> web.Response:
        """500."""
        return _page("Error", "<h1>Something broke</h1>", status=500)

    async def slow(self, _request: web.Request) -> web.Response:
        """An answer that takes longer than anybody waits."""
        await asyncio.sleep(self._slow_seconds)
        return _page("Slow", "<h1>At last</h1>")

    async def paywall(self, _request: web.Request) -> web.Response:
        """The first lines of a story, then an offer."""
        head = (
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
            '"headline": "The dry dock nobody wanted to pay for", "datePublished": "2026-11-12T07:00:00+00:00", '
            '"author": {"@type": "Person", "name": "Miriam Alder"}, "isAccessibleForFree": false, '
            '"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".locked"}}</script>'
        )
        teaser = "".join(f"<p>{escape(text)}</p>" for text in page_text("teaser.txt").strip().split("\n\n"))
        body = (
            f"<article><h1>The dry dock nobody wanted to pay for</h1><p class=byline>By Miriam Alder</p>{teaser}"
            '<div class="locked paywall"><h2>This story is for subscribers</h2>'
            "<p>Subscribe to continue reading. Already a subscriber? Log in.</p></div></article>"
        )
        return _page("The dry dock nobody wanted to pay for", body, head=head)

    async def consent(self, _request: web.Request) -> web.Response:
        """A page that shows nothing before it is allowed to track."""
        body = (
            '<div id="consent-wall" class="cmp" role="dialog" aria-label="Privacy"><h1>Before you continue</h1>'
            "<p>We and our 812 partners store and access information on your device, such as cookies. "
            "You can accept or manage your choices. Your choices apply to this site only.</p>"
            "<p><button>Accept all</button> <button>Manage options</button> <button>Reject all</button></p></div>"
        )
        return _page("Your privacy", body)

    async def german(self, _request: web.Request) -> web.Response:
        """A story in a language that nutgraf does not read."""
        text = "".join(f"<p>{escape(part)}</p>" for part in page_text("deutsch.txt").strip().split("\n\n"))
        headline = "Hafenbehörde droht mit Ende der Fähre nach Hallum"
        return _page(headline, f"<article><h1>{headline}</h1>{text}</article>", lang="de")

    async def empty(self, _request: web.Request) -> web.Response:
        """A page without a word."""
        return web.Response(text="<!doctype html><title></title>", content_type="text/html", headers=_HEADERS)

    async def moved(self, _request: web.Request) -> web.Response:
        """A redirect to a story."""
        raise web.HTTPMovedPermanently("/news/dock-strike-ultimatum")

    async def loop(self, _request: web.Request) -> web.Response:
        """A redirect to itself."""
        raise web.HTTPFound("/news/loop")


def _page(title: str, body: str, *, lang: str = "en-GB", head: str = "", status: int = 200) -> web.Response:
    html = Template(page_text("plain.html")).substitute(title=escape(title), body=body, lang=lang, head=head)
    return web.Response(text=html, content_type="text/html", status=status, headers=_HEADERS)
