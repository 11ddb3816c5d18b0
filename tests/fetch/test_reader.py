"""``Reader``: links, files and pasted text become articles whose offsets hold."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.errors import EmptyText, HttpProblem, NotReadable, SourceError, TooLong, UnsupportedFile, UnsupportedLanguage
from bot.fetch import Policy, Reader
from bot.fetch.parsing import ParserPool, ParserProcess
from bot.models import Look

STORY = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pilots stop work | The Tern Post</title>
<link rel="canonical" href="/news/pilots"><meta property="og:site_name" content="The Tern Post">
<script type="application/ld+json">
{"@type":"NewsArticle","headline":"Pilots stop work",
"datePublished":"2026-03-04T09:12:00+01:00",
"dateModified":"2026-03-04T11:00:00+01:00",
"author":{"@type":"Person","name":"Ada Quill"}}</script></head><body><article>
<h1>Pilots stop work</h1><p class="byline">By Ada Quill</p>
<figure><img src="a.jpg"><figcaption>Pilots at the gate of the port on Wednesday.</figcaption></figure>
<p>The pilots who bring ships into the port of Ellsund stopped work on Wednesday,
leaving forty vessels in the sound.</p>
<p>“We will not go back,” said Mira Holt, who leads their union.
“Nobody can steer a tanker on four hours of sleep.”</p>
<p>The port authority called the strike unlawful and warned that it would send ships to Varnes if it went on.</p>
<p>The transport ministry will hear both sides on Thursday afternoon, according to a letter that it sent them.</p>
</article></body></html>"""
GERMAN = """<html><body><article><h1>Lotsen streiken</h1>
<p>Die Lotsen, die Schiffe in den Hafen bringen, haben am Mittwoch die Arbeit niedergelegt,
teilte ihre Gewerkschaft mit.</p>
<p>Vierzig Schiffe warten nun im Sund, und die Hafenbehörde nannte den Streik rechtswidrig und drohte mit Klagen.</p>
<p>Das Ministerium will beide Seiten am Donnerstag anhören, wie aus einem Brief
hervorgeht, der dieser Zeitung vorliegt.</p>
</article></body></html>"""
LINK = "http://www.ternpost.example/news/pilots?utm_source=x"


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def parser() -> AsyncIterator[ParserPool]:
    """One parsing process for all tests of this file; starting one takes a second."""
    async with ParserPool([ParserProcess()]) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def internet(an_internet: Any) -> AsyncIterator[Any]:
    """An internet on this file's loop."""
    made = an_internet()
    yield made
    await made.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def reader(internet: Any, parser: ParserPool) -> Reader:
    """A reader in an internet where www.ternpost.example has a name."""
    internet.names["www.ternpost.example"] = [[internet.PUBLIC]]
    policy = Policy(private_origins=["127.0.0.1:8123"])
    return Reader(
        policy=policy, contact="desk@x.example", resolver=internet, opener=internet.open, seconds=5, parser=parser
    )


def served(internet: Any, body: str | bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> Any:
    """A site that answers with this."""
    data = body.encode() if isinstance(body, str) else body
    return internet.site(internet.answer(data, status=status, headers=f"Content-Type: {kind}\r\n"))


async def test_link(internet: Any, reader: Reader) -> None:
    """A page becomes an article: headline first, then its paragraphs, each with its role and true offsets."""
    await served(internet, STORY)
    article = await reader.from_url(LINK)
    assert article.title == "Pilots stop work"
    assert article.text.startswith("Pilots stop work\n\n")
    assert [paragraph.role for paragraph in article.paragraphs if paragraph.role in ("headline", "body")] == [
        "headline", *["body"] * 4,
    ]  # fmt: skip
    assert article.text == "\n\n".join(paragraph.of(article.text) for paragraph in article.paragraphs)
    assert (article.authors, article.publisher, article.language) == (["Ada Quill"], "The Tern Post", "en")
    assert article.canonical_url == "http://www.ternpost.example/news/pilots"
    assert (article.published or article).isoformat() == "2026-03-04T09:12:00+01:00"
    assert (article.modified or article).isoformat() == "2026-03-04T11:00:00+01:00"
    assert (article.partial, article.url) == (False, LINK)
    assert internet.requests[0].headers["user-agent"].endswith("(+desk@x.example)")


async def test_private_origin(internet: Any, reader: Reader) -> None:
    """An origin that may be private is read like any other."""
    await internet.site(
        internet.answer(STORY.encode(), headers="Content-Type: text/html\r\n"), ip="127.0.0.1", port=8123
    )
    assert (await reader.from_url("http://127.0.0.1:8123/a")).title == "Pilots stop work"


STATUSES = {
    "401 Unauthorized": "login", "402 Payment Required": "paywall", "403 Forbidden": "forbidden",
    "404 Not Found": "not_found", "410 Gone": "gone", "418 Teapot": "http", "429 Too Many": "rate_limited",
    "451 Legal": "legal", "500 Error": "server", "503 Busy": "server", "999 Denied": "server", "204 Empty": "http",
}  # fmt: skip


@pytest.mark.parametrize(("status", "kind"), STATUSES.items(), ids=STATUSES)
async def test_status(internet: Any, reader: Reader, status: str, kind: str) -> None:
    """Every error status has its kind and one sentence that names the site and says what to do."""
    await served(internet, "", status=status)
    with pytest.raises(HttpProblem) as problem:
        await reader.from_url(LINK)
    assert (problem.value.kind, problem.value.passing) == (kind, int(status[:3]) == 429 or int(status[:3]) >= 500)
    assert "www.ternpost.example" in problem.value.sentence
    assert "text" in problem.value.sentence


async def test_retry_after(internet: Any, reader: Reader) -> None:
    """How long a site wants to be left alone is kept, in seconds."""
    await internet.site(internet.answer(status="429 Too Many", headers="Retry-After: 120\r\n"))
    with pytest.raises(HttpProblem) as problem:
        await reader.from_url(LINK)
    assert problem.value.retry_after == 120.0


async def test_robot_check_behind_an_error(internet: Any, reader: Reader) -> None:
    """A 403 that is a check for robots is called that."""
    path = Path(__file__).parent.parent / "quality" / "pages" / "unreadable" / "robot_check1.html"
    await served(internet, path.read_bytes(), status="403 Forbidden")
    with pytest.raises(NotReadable) as problem:
        await reader.from_url(LINK)
    assert problem.value.kind == "robot_check"


@pytest.mark.parametrize(
    ("kind", "expected"), [("video/mp4", "video"), ("audio/mpeg", "video"), ("image/png", "picture")]
)
async def test_media(internet: Any, reader: Reader, kind: str, expected: str) -> None:
    """A link to a picture or recording is said to be one."""
    await served(internet, b"\x00\x01", kind)
    with pytest.raises(NotReadable) as problem:
        await reader.from_url(LINK)
    assert problem.value.kind == expected


async def test_other_files(internet: Any, reader: Reader) -> None:
    """A link to an archive or a document that is no page is refused as a file."""
    await served(internet, b"PK\x03\x04" + b"\x00" * 50, "application/zip")
    with pytest.raises(UnsupportedFile):
        await reader.from_url(LINK)


async def test_language(internet: Any, reader: Reader) -> None:
    """A story in another language is refused with the language's name."""
    await served(internet, GERMAN)
    with pytest.raises(UnsupportedLanguage, match="German"):
        await reader.from_url(LINK)


async def test_partial(internet: Any, reader: Reader) -> None:
    """A story whose page says that it is much longer is read, and said to be partial."""
    said = STORY.replace('"@type":"NewsArticle"', '"@type":"NewsArticle","wordCount":1400,"isAccessibleForFree":false')
    behind = "<p>The rest is long.</p>" * 3 + '<div class="gate">Subscribe to continue reading</div></article>'
    await served(internet, said.replace("</article>", behind))
    assert (await reader.from_url(LINK)).partial


async def test_packed_and_in_another_charset(internet: Any, reader: Reader) -> None:
    """A packed page in windows-1252 keeps its quotation marks and dashes."""
    page = STORY.replace('<meta charset="utf-8">', "").replace("Ellsund", "Ellsünd – east").encode("cp1252")
    headers = "Content-Type: text/html; charset=iso-8859-1\r\nContent-Encoding: gzip\r\n"
    await internet.site(internet.answer(gzip.compress(page), headers=headers))
    text = (await reader.from_url(LINK)).text
    assert "port of Ellsünd – east" in text
    assert "“We will not go back,” said" in text


class TestText:
    """Pasted text."""

    @pytest.mark.parametrize(
        "text",
        [
            "One line.",
            "  Headline here\r\n\r\nBody with trailing space \n",
            "Pilots stop work\n\nELLSUND (Cape Wire) - The pilots stopped work on\nWednesday, their union said.",
            '“Curly” and "straight" and Ã© as it came\x0b\u200b.',
            "\ud83d lone surrogate",
        ],
    )
    async def test_character_for_character(self, reader: Reader, text: str) -> None:
        """The article's text is the text that was given."""
        article = await reader.from_text(text)
        assert (article.text, article.paragraphs) == (text, [])

    async def test_title(self, reader: Reader) -> None:
        """A first line that looks like a headline is the title; a sentence is not."""
        assert (await reader.from_text("Pilots stop work\n\nThe pilots stopped work.")).title == "Pilots stop work"
        assert (await reader.from_text("The pilots stopped work.\n\nThey said so.")).title is None

    @pytest.mark.parametrize("text", ["", " \n\t "])
    async def test_empty(self, reader: Reader, text: str) -> None:
        """Nothing to read is said to be nothing."""
        with pytest.raises(EmptyText):
            await reader.from_text(text)

    async def test_too_long(self, parser: ParserPool) -> None:
        """What is longer than the settings allow is refused with both numbers."""
        reader = Reader(policy=Policy(), max_characters=1000, parser=parser)
        with pytest.raises(TooLong, match=r"1,004.*1,000"):
            await reader.from_text("word" * 251)

    async def test_short_text_is_not_judged(self, reader: Reader) -> None:
        """A few words in another language are read rather than refused."""
        assert (await reader.from_text("Guten Tag, meine Damen")).language == "en"


class TestFiles:
    """Uploaded files, told by their content first."""

    async def test_html(self, reader: Reader) -> None:
        """A saved page is read like a page, whatever it is called."""
        assert (await reader.from_file(STORY.encode(), name="download")).title == "Pilots stop work"

    async def test_text(self, reader: Reader) -> None:
        """A text file is its text."""
        article = await reader.from_file("Pilots stop work\n\nThey said “no”.\n".encode("cp1252"), name="story.txt")
        assert article.text == "Pilots stop work\n\nThey said “no”."

    async def test_text_with_a_tag_in_it(self, reader: Reader) -> None:
        """A text that speaks of tags is still a text."""
        assert (await reader.from_file(b"He wrote <p> by hand.", name="a.txt")).text == "He wrote <p> by hand."

    @pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"PK\x03\x04rest", b"{\\rtf1 x}", bytes(range(256)) * 9])
    async def test_binary(self, reader: Reader, data: bytes) -> None:
        """What is no text, HTML or PDF is refused by name."""
        with pytest.raises(UnsupportedFile, match=r"story\.doc"):
            await reader.from_file(data, name="story.doc")

    async def test_empty(self, reader: Reader) -> None:
        """An empty file is said to be empty."""
        with pytest.raises(EmptyText, match=r"a\.txt"):
            await reader.from_file(b"", name="a.txt")

    async def test_damaged_pdf(self, reader: Reader) -> None:
        """A PDF that is none inside is said to be damaged."""
        with pytest.raises(SourceError, match="damaged"):
            await reader.from_file(b"%PDF-1.7\nnothing of the kind", name="a.pdf")


class TestSecondLook:
    """A page is not had again where its site says that it did not change."""

    async def site(self, internet: Any, *, validator: str) -> None:
        """A site whose page has this ETag or date, and that knows it when it hears it."""
        name, value = validator.split(": ", 1)
        asks = {"ETag": "if-none-match", "Last-Modified": "if-modified-since"}[name]

        async def handle(request: Any, writer: Any) -> None:
            same = internet.raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")
            page = internet.answer(STORY.encode(), headers=f"{validator}\r\nContent-Type: text/html\r\n")
            await (same if request.headers.get(asks) == value else page)(request, writer)

        await internet.site(handle)

    @pytest.mark.parametrize("validator", ['ETag: W/"7"', "Last-Modified: Sun, 22 Nov 2026 14:03:00 GMT"])
    async def test_unchanged(self, internet: Any, reader: Reader, validator: str) -> None:
        """The site hears what it sent with the first look, and is believed; nothing is parsed."""
        await self.site(internet, validator=validator)
        first = await reader.look(LINK)
        again = await reader.look(LINK, etag=first.etag, last_modified=first.last_modified)
        assert first.article is not None
        assert again == Look(etag=first.etag, last_modified=first.last_modified)
        assert validator.split(": ", 1)[1] in {first.etag, first.last_modified}

    async def test_changed(self, internet: Any, reader: Reader) -> None:
        """A page that changed is read, and its new ETag is kept."""
        await self.site(internet, validator='ETag: "8"')
        look = await reader.look(LINK, etag='"7"')
        assert look.article is not None
        assert (look.article.title, look.etag) == ("Pilots stop work", '"8"')

    async def test_unchanged_without_being_asked(self, internet: Any, reader: Reader) -> None:
        """A site that says so of a page that nobody saw gives no story."""
        await internet.site(internet.raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"))
        with pytest.raises(HttpProblem, match="status 304"):
            await reader.look(LINK)

    @pytest.mark.parametrize("tag", ['"é"', '"' + "x" * 5_000 + '"', '"\x01"'])
    async def test_what_cannot_be_sent_back(self, internet: Any, reader: Reader, tag: str) -> None:
        """An ETag with odd characters, or as long as a page, is not kept, and the story is had all the same."""
        await self.site(internet, validator=f"ETag: {tag}")
        look = await reader.look(LINK)
        assert look.article is not None
        assert look.etag is None
        assert (await reader.look(LINK, etag=look.etag)).article is not None
