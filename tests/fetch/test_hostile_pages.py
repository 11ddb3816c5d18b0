"""Pages that are built to break what reads them: nothing raises past ``SourceError``, nothing hangs."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import fromstring

from bot.errors import SourceError
from bot.fetch.jsonld import described
from bot.fetch.reading import Task, form_of, read
from bot.fetch.story import story_of
from bot.fetch.text import extract_page

WORDS = b"The pilots of the port stopped work on Tuesday, their union said in a letter to the ministry. "
HOSTILE = {
    "empty": b"",
    "white space": b" \n\t ",
    "a NUL": b"\x00",
    "no tags": WORDS,
    "deep divs": b"<div>" * 100_000,
    "deep divs with text": (b"<div><p>" + WORDS) * 3_000,
    "deep tables": b"<table><tr><td>" * 30_000,
    "deep lists": b"<ul><li>x" * 30_000,
    "deep inline": b"<b><i>x" * 30_000,
    "many attributes": b"<p " + b"".join(b"a%d=1 " % n for n in range(5_000)) + b">x",
    "one long attribute": b'<p class="' + b"caption " * 100_000 + b'">x',
    "unclosed comment": b"<!--" + b"x" * 500_000,
    "unclosed script": b"<script>" + b"x" * 500_000,
    "unclosed ld+json": b'<script type="application/ld+json">{"@type":' + b"[" * 100_000,
    "closed ld+json": b'<script type="application/ld+json">' + b"[" * 5_000 + b"]" * 5_000 + b"</script>",
    "ld+json of other shapes": b"""<script type="application/ld+json">[1, null, "x", {"@type": ["NewsArticle", 7],
        "author": [[{"name": {"name": 3}}]], "headline": {"x": 1}, "wordCount": "\xc2\xb2", "publisher": [],
        "datePublished": 5}]</script>""",
    "entities that grow": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><p>&b;</p>',
    "an outside entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>',
    "xml declaration": b'<?xml version="1.0" encoding="utf-16"?><html><body><p>x</p></body></html>',
    "number references": b"<p>&#0;&#xD800;&#x110000;&#99999999999;</p>",
    "a frameset": b"<frameset><frame src=a></frameset>",
    "no body": b"<html><head><title>x</title></head></html>",
    "a comment alone": b"<!-- x -->",
    "a base that is none": b'<base href="http://[::1"><link rel=canonical href="http://[::1"><p>x</p>',
    "surrogates": b"<p>\xed\xa0\x80</p>",
    "every byte": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_hostile(html: bytes) -> None:
    """A page that is built to break things is read, or said to be unreadable, in bounded time."""
    began = time.process_time()
    page = extract_page(html, "https://story.example/a")
    assert page.status in ("ok", "empty", "javascript", "index", "paywall")
    assert "root:" not in page.text
    assert time.process_time() - began < 15


TAGS = st.sampled_from(
    "<p> </p> <div\tclass=share> </div> <h1> </h1> <br> <li> <table><tr><td> </table> <a\thref=x> </a> <article> "
    "<figure> <figcaption> </figure> <blockquote> <!-- --> <script> </script> &amp; &#8220; <time\tdatetime=2026> "
    "<meta\tcharset=x> <link\trel=canonical\thref='//['> <title> </title>".split(" ")
)
PAGES = st.lists(st.one_of(TAGS, st.text(max_size=30), st.just(WORDS.decode())), max_size=40).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES)
def test_any_page(html: str) -> None:
    """Any soup of tags is read or refused with a sentence."""
    try:
        story = story_of(html.encode("utf-8", "replace"), url="https://story.example/a")
    except SourceError as problem:
        assert problem.sentence
    else:
        assert all(part.text == " ".join(part.text.split()) for part in story.parts)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["a.html", "a.txt", "a.pdf", "a", ""]), st.sampled_from(["page", "file"])
)
def test_any_file(data: bytes, name: str, kind: str) -> None:
    """Any bytes under any name are an article or a problem with a sentence."""
    task = Task.model_validate({"kind": kind, "name": name, "max_characters": 1000})
    try:
        article = read(task, data)
    except SourceError as problem:
        assert problem.sentence
    else:
        assert all(article.text[part.start : part.end].strip() for part in article.paragraphs)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_any_pdf(tail: bytes) -> None:
    """Anything that begins like a PDF is an article or a problem with a sentence."""
    try:
        read(Task(kind="file", name="a.pdf", max_characters=1000), b"%PDF-1.7\n" + tail)
    except SourceError as problem:
        assert problem.sentence


NAMES = st.sampled_from(
    "@type @id @graph author name headline articleBody publisher datePublished wordCount isAccessibleForFree".split()
)
LEAVES = st.none() | st.booleans() | st.floats() | st.text(max_size=12) | st.sampled_from(["NewsArticle", "Person"])
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=20
)


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_any_ld_json(value: object) -> None:
    """Any JSON where an article should be described is survived."""
    script = json.dumps(value).replace("<", " ")
    tree = fromstring(f'<html><head><script type="application/ld+json">{script}</script></head><body>x</body></html>')
    assert described(tree).authors == list(dict.fromkeys(described(tree).authors))


@given(st.binary(max_size=200), st.text(max_size=20), st.one_of(st.none(), st.text(max_size=20)))
def test_any_form(data: bytes, name: str, content_type: str | None) -> None:
    """Any file has a form or is refused."""
    try:
        assert form_of(data, name, content_type) in ("html", "pdf", "text")
    except SourceError as problem:
        assert problem.sentence
