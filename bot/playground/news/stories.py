"""The stories of the sample news site, read from text files, and their pages."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

_FOLDER = files("bot.playground.news")
# Lines that a paper puts between a story's paragraphs and that are no part of it.
_PROMOTION = ("Read more:", "Related:", "Sign up", "Subscribe", "Advertisement", "This story has been updated")


@dataclass(frozen=True)
class Story:
    """One story: what stands in its file's head, and its paragraphs (``## …`` is a subheading)."""

    slug: str
    paper: str
    lang: str
    section: str
    headline: str
    standfirst: str
    byline: str
    place: str
    published: str
    caption: str
    paragraphs: tuple[str, ...]
    modified: str = ""
    demo: str = ""


def page_text(name: str) -> str:
    """The text of a file in ``pages``."""
    return _FOLDER.joinpath("pages", name).read_text("utf-8")


@cache
def stories() -> dict[str, Story]:
    """All stories by slug, newest first."""
    found = [
        _parsed(path.name.removesuffix(".txt"), path.read_text("utf-8"))
        for path in _FOLDER.joinpath("stories").iterdir()
        if path.name.endswith(".txt")
    ]
    return {story.slug: story for story in sorted(found, key=lambda story: story.published, reverse=True)}


def _parsed(slug: str, text: str) -> Story:
    head, *paragraphs = text.strip().split("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Story(slug=slug, paragraphs=tuple(paragraphs), **fields)


def story_page(story: Story, url: str, photo_url: str) -> str:
    """The story as a page of its paper; ``url`` is its canonical address."""
    published = datetime.fromisoformat(story.published)
    others = [other for other in stories().values() if other.slug != story.slug][:4]
    return Template(page_text("story.html")).substitute(
        {name: escape(getattr(story, name)) for name in ("lang", "paper", "section", "headline", "standfirst")},
        byline=escape(story.byline),
        caption=escape(story.caption),
        published=story.published,
        published_words=_words(published, story.lang),
        year=published.year,
        url=escape(url),
        jsonld=_json_ld(story, url, photo_url),
        body="\n".join(_paragraph(story, index) for index in range(len(story.paragraphs))),
        related="".join(f'<li><a href="/news/{o.slug}">{escape(o.headline)}</a></li>' for o in others),
    )


def _words(moment: datetime, lang: str) -> str:
    if lang == "en-US":
        return f"{moment:%B} {moment.day}, {moment:%Y}"
    return f"{moment.day} {moment:%B %Y}, {moment:%H.%M}"


def _json_ld(story: Story, url: str, photo_url: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": story.standfirst,
        "datePublished": story.published,
        "dateModified": story.modified or story.published,
        "author": [{"@type": "Person", "name": name} for name in story.byline.split(" and ")],
        "publisher": {"@type": "NewsMediaOrganization", "name": story.paper},
        "mainEntityOfPage": url,
        "image": [photo_url],
        "inLanguage": story.lang,
        "isAccessibleForFree": True,
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _paragraph(story: Story, index: int) -> str:
    text = story.paragraphs[index]
    if text.startswith("## "):
        return f"<h2>{escape(text[3:])}</h2>"
    if text.startswith("Read more:") or text.startswith("Related:"):
        kicker, _, title = text.partition(": ")
        return f'<p class="more">{kicker}: <a href="/news/">{escape(title)}</a></p>'
    if text.startswith(_PROMOTION):
        return f'<p class="promo">{escape(text)}</p>'
    dateline = f"{escape(story.place)} — " if index == 0 and story.lang == "en-US" else ""
    return f"<p>{dateline}{escape(text)}</p>"
