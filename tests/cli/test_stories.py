"""extract, ask and text for links and files."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.models import Report

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def file(tmp_path: Path, story: str) -> str:
    """The story in a text file."""
    (tmp_path / "story.txt").write_text(story)
    return "story.txt"


def test_a_file_is_shown_for_people(run: Run, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The summary has the story's facts under their names, within 80 columns, without colour codes or loose blanks."""
    monkeypatch.setenv("COLUMNS", "80")
    status, out, err = run("extract", file)
    assert (status, err) == (0, "")
    assert out.startswith("Varby dockers threaten to stop island ferries\n")
    assert "Ida Lindqvist, Union president" in out or "Ida Lindqvist, union president" in out
    assert "denied that the ministry had left the talks\n" in out
    assert "Rotterdam (The Netherlands)" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out
    assert [line for line in out.splitlines() if line != line.rstrip()] == []


def test_offsets_are_shown_where_they_are_asked_for(run: Run, file: str) -> None:
    """A reader does not see them; a person who marks up the text does."""
    assert "–" not in run("extract", file)[1].split("denied that the ministry had left the talks")[1].splitlines()[0]
    shown = run("extract", "--offsets", file)[1].split("denied that the ministry had left the talks")[1].splitlines()[0]
    assert re.fullmatch(r"  \[\d+–\d+\]", shown)


def test_a_story_is_taken_along_as_tables(run: Run, file: str, tmp_path: Path) -> None:
    """A folder for each story, a table for each kind of fact, in letters that a spreadsheet reads."""
    status, out, err = run("extract", "--csv", str(tmp_path / "out"), file)
    folder = tmp_path / "out" / "01-varby-dockers-threaten-to-stop-island-ferries"
    assert (status, out) == (0, "")
    assert str(folder) in err
    assert sorted(one.name for one in folder.iterdir()) == ["actors.csv", "claims.csv", "places.csv", "warnings.csv"]
    assert (folder / "claims.csv").read_bytes().startswith(b"\xef\xbb\xbfspeaker,")


def test_a_story_is_taken_along_as_a_note(run: Run, file: str) -> None:
    """Markdown, with headings and the words."""
    _, out, _ = run("extract", "--md", file)
    assert out.startswith("# Varby dockers threaten to stop island ferries\n")
    assert "## Claims" in out


def test_json_brings_words_and_names_where_they_are_asked_for(run: Run, file: str) -> None:
    """A program that does not want to count in the text gets the words themselves."""
    found = json.loads(run("extract", "--json", "--words", file)[1])
    denial = next(claim for claim in found["claims"] if claim["stance"] == "denies")
    assert denial["words"] == "the ministry had left the talks"


def test_a_file_is_printed_for_programs(run: Run, file: str, story: str) -> None:
    """With --json the report is printed as the contract has it."""
    status, out, _ = run("extract", "--json", file)
    report = Report.model_validate_json(out)
    assert status == 0
    assert report.article.text == story.strip("\n")
    assert report.article.title == "Varby dockers threaten to stop island ferries"


def test_standard_input_is_read(run: Run, page: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is piped in is read as one, by what is in it."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(page)))
    status, out, _ = run("extract", "--json", "-")
    assert status == 0
    assert json.loads(out)["article"]["publisher"] == "The Coast"


def test_a_link_is_fetched_and_read(run: Run, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is had from its site, and a page that is gone is one sentence beside the others' facts."""
    monkeypatch.setenv("NUTGRAF_PRIVATE_ORIGINS", site.removeprefix("http://"))
    status, out, err = run("extract", "--json", f"{site}/gone", f"{site}/ferries", "nowhere.txt")
    assert status == 1
    assert json.loads(out)["article"]["url"] == f"{site}/ferries"
    gone, nowhere = err.splitlines()
    assert gone.startswith(f"nutgraf: {site}/gone: ")
    assert nowhere == "nutgraf: nowhere.txt: There is no such file. A link begins with https://."
    assert "Traceback" not in err


def test_a_private_address_is_refused(run: Run, site: str) -> None:
    """What the bot does not fetch, the command line does not fetch either."""
    status, out, err = run("extract", f"{site}/ferries")
    assert (status, out) == (1, "")
    assert "127.0.0.1" in err


def test_a_question_is_answered_in_the_story_s_words(run: Run, file: str) -> None:
    """The speaker and the very words, with where they stand."""
    status, out, _ = run("ask", file, "who", "said", "we have waited for nine months?")
    assert status == 0
    assert out.startswith("Ida Lindqvist:\n")
    assert "We have waited for nine months" in out


def test_what_the_story_does_not_say_is_said(run: Run, file: str) -> None:
    """An abstention is an answer, not an error."""
    status, out, _ = run("ask", file, "what did the queen of Spain say about tulips?")
    assert status == 0
    assert out.startswith("I couldn’t find that in the story.")


def test_the_text_of_a_page_is_printed_alone(run: Run, tmp_path: Path, page: bytes, story: str) -> None:
    """No navigation, no headline, no footer."""
    (tmp_path / "page.html").write_bytes(page)
    assert run("text", "page.html") == (0, story.strip().split("\n\n", 1)[1] + "\n", "")


def test_a_file_that_holds_no_story_is_one_sentence(run: Run, tmp_path: Path) -> None:
    """A picture is not read, and the person learns why."""
    (tmp_path / "photo.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(90))
    status, out, err = run("text", "photo.html")
    assert (status, out) == (1, "")
    assert err == "nutgraf: photo.html is not a text, HTML or PDF file. Paste the text instead.\n"


def test_a_correction_is_told_with_the_story(run: Run, tmp_path: Path, page: bytes, story: str) -> None:
    """In the page's own words, above what was found."""
    last = story.strip().split("\n\n")[-1]
    note = "This story was corrected on Monday to give the ferry’s right name."
    corrected = page.decode().replace(f"{last}</p>", f"{last}</p><p>{note}</p>")
    assert note in corrected
    (tmp_path / "page.html").write_text(corrected)
    status, out, _ = run("extract", "page.html")
    assert status == 0
    assert f"The page notes: {note}" in " ".join(out.split())


def test_a_story_cannot_drive_the_terminal(run: Run, tmp_path: Path, story: str) -> None:
    """Escape sequences and rich's markup in a story are shown as text or left out."""
    (tmp_path / "story.txt").write_text(story.replace("Varby dockers", "[red]Varby\x1b[31m :tada: dockers", 1))
    _, out, _ = run("extract", "story.txt")
    assert "\x1b" not in out
    assert "[red]Varby" in out
    assert ":tada:" in out
