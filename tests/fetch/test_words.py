"""The small readers: URLs as keys, bytes as text, dates, names, waiting times."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.dates import read_date
from bot.fetch.decoding import decode, tidy
from bot.fetch.language import language_of
from bot.fetch.people import names_in
from bot.fetch.problems import seconds_to_wait
from bot.fetch.urls import key, same_site


class TestKeys:
    """The form of a URL under which a story is remembered."""

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("https://a.example/s?id=7#comments", "https://a.example/s?id=7"),
            ("HTTPS://A.example:443/s", "https://a.example/s"),
            ("https://a.example", "https://a.example/"),
            ("https://a.example./s", "https://a.example/s"),
        ],
    )
    def test_same_address(self, first: str, second: str) -> None:
        """Fragments, default ports and capitals in the host's name make no other address."""
        assert key(first) == key(second)

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("https://a.example/s", "http://a.example/s"),
            ("https://a.example/s?unlocked=8f3a", "https://a.example/s"),
            ("https://a.example/s?utm_source=x", "https://a.example/s"),
            ("https://a.example/s?b=2&a=1", "https://a.example/s?a=1&b=2"),
            ("https://a.example/s?id=7", "https://a.example/s?id=8"),
            ("https://a.example/s?page=2", "https://a.example/s"),
            ("https://a.example/S", "https://a.example/s"),
            ("https://a.example:8443/s", "https://a.example/s"),
            ("https://a.example/s?p=1", "https://b.example/s?p=1"),
        ],
    )
    def test_other_address(self, first: str, second: str) -> None:
        """What may lead to another page is another address: another scheme, a token, any parameter, their order."""
        assert key(first) != key(second)

    @given(st.text(max_size=200))
    def test_never_raises(self, word: str) -> None:
        """Anything has a key."""
        assert isinstance(key(word), str)

    @given(
        st.from_regex(
            r"https?://[a-z]{1,8}\.example(/[a-zA-Z0-9%._~-]{0,8}){0,3}(\?[a-z]=[a-z0-9+%2f]{0,5})?", fullmatch=True
        )
    )
    def test_key_of_a_key(self, url: str) -> None:
        """A key is its own key."""
        assert key(key(url)) == key(url)

    def test_same_site(self) -> None:
        """Subdomains of one registrable domain are one site. Two papers under one public suffix are not, nor are two
        users of one hosting domain."""
        assert same_site("https://www.paper.co.uk/x", "https://amp.paper.co.uk/y")
        assert not same_site("https://paper.co.uk/x", "https://other.co.uk/y")
        assert not same_site("https://co.uk/x", "https://other.co.uk/y")
        assert not same_site("https://ana.github.io/x", "https://ben.github.io/y")
        assert not same_site("http://10.0.0.1/x", "http://11.0.0.1/y")
        assert same_site("https://www.a.example/x", "https://amp.a.example/y")
        assert same_site("https://news.a.example/x", "https://a.example/y")
        assert not same_site("https://evil.example/x", "https://a.example/y")
        assert not same_site("https://nota.example/x", "https://a.example/y")
        assert not same_site("https://a.example/x", "not a url")


class TestDecoding:
    """Bytes to text."""

    @pytest.mark.parametrize(
        ("data", "header"),
        [
            ("café – “no”".encode(), None),
            ("café – “no”".encode(), "text/html; charset=iso-8859-1"),
            ("café – “no”".encode("utf-8-sig"), None),
            ("café – “no”".encode("utf-16"), None),
            ("café – “no”".encode("cp1252"), "text/html; charset=windows-1252"),
            ("café – “no”".encode("cp1252"), "text/html; charset=iso-8859-1"),
            ("<meta charset=windows-1252>café – “no”".encode("cp1252"), None),
        ],
    )
    def test_charsets(self, data: bytes, header: str | None) -> None:
        """UTF-8 if it is, then what header and page say; iso-8859-1 means windows-1252, as browsers read it."""
        assert decode(data, header).endswith("café – “no”")

    def test_mojibake(self) -> None:
        """Mojibake is undone, and quotation marks are left as they are."""
        assert tidy("cafÃ© “quoted” 'so'") == "café “quoted” 'so'"

    def test_tidy(self) -> None:
        """White space collapses, soft hyphens and zero-width spaces go."""
        assert tidy(" A\u00adb\u200bc \u00a0 d\r\ne ") == "Abc d e"

    @given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
    def test_never_raises(self, data: bytes, header: str | None) -> None:
        """Any bytes under any header become some text."""
        assert isinstance(decode(data, header), str)


class TestDates:
    """Dates as sites write them."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("2026-03-04T09:12:00+01:00", "2026-03-04T09:12:00+01:00"),
            ("2026-03-04T09:12:00.123Z", "2026-03-04T09:12:00+00:00"),
            ("2026-03-04T09:12+0100", "2026-03-04T09:12:00+01:00"),
            ("2026-03-04 09:12:00 UTC", "2026-03-04T09:12:00+00:00"),
            ("2026-03-04", "2026-03-04T00:00:00+00:00"),
            ("20260304", "2026-03-04T00:00:00+00:00"),
            ("Wed, 04 Mar 2026 09:12:00 -0500", "2026-03-04T09:12:00-05:00"),
            ("1772615520", "2026-03-04T09:12:00+00:00"),
            ("1772615520000", "2026-03-04T09:12:00+00:00"),
        ],
    )
    def test_read(self, value: str, expected: str) -> None:
        """Their zone is kept; without one it is UTC."""
        assert (read_date(value) or datetime.min).isoformat() == expected

    @pytest.mark.parametrize("value", ["", "yesterday", "2026-13-45", "0001-01-01", "9999999999999", "04/03/2026"])
    def test_no_date(self, value: str) -> None:
        """What is no date, or is not told plainly, is none."""
        assert read_date(value) is None

    @given(st.text(max_size=60))
    def test_never_raises(self, value: str) -> None:
        """Any text is a date with a zone, or none."""
        moment = read_date(value)
        assert moment is None or moment.tzinfo is not None


class TestNames:
    """Authors out of bylines."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("Ada Quill", ["Ada Quill"]),
            ("By ADA QUILL and TOM VESS", ["Ada Quill", "Tom Vess"]),
            ("Ada Quill, Harbour Correspondent", ["Ada Quill"]),
            ("Ada Quill (ada@x.example), Tom Vess", ["Ada Quill", "Tom Vess"]),
            ("Ada Quill in Ellsund & Tom Vess in Varnes", ["Ada Quill", "Tom Vess"]),
            ("Ada Quill for The Tern Post", ["Ada Quill"]),
            ("The Tern Post", []),
            ("Tern Post staff", []),
            ("Reuters", []),
            ("editor@x.example", []),
            ("https://x.example/people/ada", []),
            ("Siobhán O’Hara-Lund", ["Siobhán O’Hara-Lund"]),
            ("Ludo de Wit", ["Ludo de Wit"]),
        ],
    )
    def test_names(self, value: str, expected: list[str]) -> None:
        """Names alone: no titles, addresses, agencies or the outlet itself."""
        assert names_in(value, ["Tern Post"]) == expected

    @given(st.text(max_size=120))
    def test_never_raises(self, value: str) -> None:
        """Any byline gives a list of names without doubles."""
        names = names_in(value)
        assert len(names) == len(set(names))


class TestRetryAfter:
    """How long a site wants to be left alone."""

    NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            (None, None),
            ("120", 120.0),
            ("Wed, 04 Mar 2026 09:05:00 GMT", 300.0),
            ("Wed, 04 Mar 2026 08:00:00 GMT", 0.0),
            ("99999999999999999999999", 86400.0),
            ("soon", None),
            ("-5", None),
            ("²", None),
        ],
    )
    def test_header(self, header: str | None, expected: float | None) -> None:
        """Seconds and dates are read, a day is the most, nonsense is nothing."""
        assert seconds_to_wait(header, self.NOW) == expected

    @given(st.text(max_size=60))
    def test_never_raises(self, header: str) -> None:
        """Any header is a time within a day, or none."""
        seconds = seconds_to_wait(header)
        assert seconds is None or 0 <= seconds <= 86400


def test_language() -> None:
    """English is told from others, and names alone are not judged."""
    assert language_of("The pilots of the port stopped work on Tuesday, their union said in a letter. " * 4) == "en"
    assert (
        language_of("Les pilotes du port ont cessé le travail mardi, a indiqué leur syndicat dans une lettre. " * 4)
        == "fr"
    )
    assert language_of("Konashenkov, Deir Ezzor, Al Tabiyeh") is None
