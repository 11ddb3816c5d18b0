"""Lines in, lines out."""

import json
import os
import signal
import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.models import Report

Run = Callable[..., tuple[int, str, str]]
Start = Callable[..., subprocess.Popen[bytes]]


def lines(*values: Any) -> str:
    """Values as lines of JSON; a text stands as it is."""
    return "".join((value if isinstance(value, str) else json.dumps(value)) + "\n" for value in values)


def read(out: str) -> list[dict[str, Any]]:
    """The values of lines of JSON."""
    return [json.loads(line) for line in out.splitlines()]


def test_each_line_gets_its_report_in_order(run: Run, tmp_path: Path, story: str) -> None:
    """The text of a report is the given text, character for character, and every report holds to the contract."""
    odd = f"  \ufeff{story}\r\n\r\n\u2028\t “x \U0001f600"
    texts = {"b": story, "a": "", "c": odd, "d": "No."}
    (tmp_path / "in.jsonl").write_text(lines(*({"doc_id": k, "text": t, "more": 1} for k, t in texts.items())))
    status, out, err = run("extract", "--jsonl", "in.jsonl")
    answers = [json.loads(line) for line in out.split("\n") if line]
    assert status == 0
    assert [answer["doc_id"] for answer in answers] == list(texts)
    reports = [Report.model_validate(answer["report"]) for answer in answers]
    assert [report.article.text for report in reports] == list(texts.values())
    assert "Ida Lindqvist" in [actor.name for actor in reports[0].actors]
    assert "4 done" in err


def test_a_bad_line_is_told_and_the_rest_go_on(run: Run, tmp_path: Path) -> None:
    """What cannot be read is reported on standard error with its number, and the exit status is 1."""
    bad = [
        "{not json",
        {"doc_id": 7, "text": "x"},
        {"text": "x"},
        '{"doc_id": "s", "text": "\\ud800"}',
        "[1]",
    ]
    good = {"doc_id": "last", "text": "The end."}
    content = lines({"doc_id": "first", "text": "A start."}).encode() + b"\xff\n" + lines("", *bad, good).encode()
    (tmp_path / "in.jsonl").write_bytes(content)
    status, out, err = run("extract", "--jsonl", "in.jsonl")
    assert status == 1
    assert [answer["doc_id"] for answer in read(out)] == ["first", "last"]
    for number in (2, 4, 5, 6, 7, 8):
        assert f"in.jsonl, line {number}: " in err
    assert "line 3:" not in err
    assert "line 5: doc_id: Input should be a valid string" in err
    assert "2 done" in err and "6 could not be read" in err


def test_a_last_line_without_an_end_is_read(run: Run, tmp_path: Path) -> None:
    """A file need not end with a newline, and may begin with a byte order mark."""
    (tmp_path / "in.jsonl").write_bytes(b'\xef\xbb\xbf{"doc_id": "only", "text": "x"}')
    status, out, _ = run("extract", "--jsonl", "in.jsonl")
    assert (status, [answer["doc_id"] for answer in read(out)]) == (0, ["only"])


def test_a_file_that_is_not_there_is_one_line(run: Run) -> None:
    """The person learns which file, and sees no trace."""
    assert run("extract", "--jsonl", "nowhere.jsonl")[::2] == (
        1,
        "Loading the pipeline\nnutgraf: nowhere.jsonl: No such file or directory\n",
    )


def test_questions_are_answered_with_their_evidence(run: Run, tmp_path: Path, story: str) -> None:
    """Each answer has the contract's fields, its spans count in the given text, and abstaining is said."""
    asked = [
        {"id": "q1", "question": "who said we have waited for nine months", "text": story},
        {"id": "q2", "question": "what did the queen of Spain say about tulips", "text": story},
    ]
    (tmp_path / "in.jsonl").write_text(lines(*asked))
    status, out, _ = run("ask", "--jsonl", "in.jsonl")
    first, second = read(out)
    assert status == 0
    assert set(first) == set(second) == {"id", "answer", "spans", "speaker", "abstained"}
    assert (first["id"], first["speaker"], first["abstained"]) == ("q1", "Ida Lindqvist", False)
    start, end = first["spans"][0]
    assert "We have waited for nine months" in story[start:end]
    assert story[start:end] in first["answer"]
    assert (second["id"], second["answer"], second["abstained"]) == ("q2", "I couldn’t find that in the story.", True)


def test_pages_give_their_text(run: Run, tmp_path: Path, story: str, page: bytes) -> None:
    """The story's body without its headline and furniture, and what the page says of itself."""
    french = page.decode()
    for paragraph in story.strip().split("\n\n")[1:]:
        french = french.replace(paragraph, "Le ministre a dit que la grève continue dans tous les ports du pays. " * 9)
    pages = [("story", page), ("empty", b""), ("french", french.encode())]
    content = lines(
        *({"id": name, "url": "https://coast.example/1", "html_b64": b64encode(html).decode()} for name, html in pages),
        {"id": "x", "url": None, "html_b64": "no base64"},
    )
    (tmp_path / "in.jsonl").write_text(content)
    status, out, err = run("text", "--jsonl", "in.jsonl")
    first, empty, other = read(out)
    assert status == 1
    assert "line 4: html_b64: " in err
    assert set(first) == set(empty) == {
        "id", "text", "title", "authors", "date", "site", "canonical", "language", "status",
    }  # fmt: skip
    assert first["text"] == story.strip().split("\n\n", 1)[1]
    assert (first["title"], first["site"], first["status"]) == (story.split("\n")[0], "The Coast", "ok")
    assert (empty["id"], empty["text"], empty["status"]) == ("empty", "", "empty")
    assert (other["status"], other["language"]) == ("language", "fr")
    assert other["text"].startswith("Le ministre a dit que la grève continue")


def test_a_teaser_is_a_paywall_with_the_words_that_were_had(run: Run, tmp_path: Path, story: str) -> None:
    """In a batch and for one file, where the person is told beside the text."""
    first = story.strip().split("\n\n")[1]
    gate = "<div class=paywall><h2>This story is for subscribers</h2><p>Subscribe to continue reading.</p></div>"
    page = f"<title>Ferries</title><article><h1>Ferries</h1><p>{first}</p>{gate}</article>"
    (tmp_path / "in.jsonl").write_text(lines({"id": "t", "html_b64": b64encode(page.encode()).decode()}))
    (tmp_path / "page.html").write_text(f"<html>{page}</html>")
    status, out, _ = run("text", "--jsonl", "in.jsonl")
    (teaser,) = read(out)
    assert (status, teaser["status"], teaser["text"]) == (0, "paywall", first)
    status, out, err = run("text", "page.html")
    assert (status, out) == (0, f"{first}\n")
    assert err == "nutgraf: Only the beginning: the page doesn’t give the whole story.\n"


def test_a_page_that_holds_no_story_is_one_sentence(run: Run, tmp_path: Path) -> None:
    """Nothing is printed as its text."""
    (tmp_path / "page.html").write_text("<html><title>x</title></html>")
    status, out, err = run("text", "page.html")
    assert (status, out) == (1, "")
    assert err == "nutgraf: There is no text of a story on this page. Paste the text instead.\n"


def test_a_line_is_answered_before_the_next_is_read(start: Start) -> None:
    """Output is flushed line by line, so that a program can talk to nutgraf through pipes."""
    process = start("extract", "--jsonl", "-")
    assert process.stdin and process.stdout
    for name in ("a", "b"):
        process.stdin.write(lines({"doc_id": name, "text": "The ferry stops."}).encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["doc_id"] == name
    process.stdin.close()
    assert process.wait(30) == 0


def test_a_reader_that_goes_away_is_no_error(start: Start) -> None:
    """With | head the command ends quietly."""
    process = start("extract", "--jsonl", "-")
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(lines({"doc_id": "a", "text": "x"}).encode())
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(lines({"doc_id": "b", "text": "x"}).encode())
    process.stdin.close()
    assert process.wait(30) == 141
    assert process.stderr.read() == b"Loading the pipeline\n"


def test_an_interrupt_ends_it_without_a_trace(start: Start) -> None:
    """Ctrl-C ends a batch with the status that shells know."""
    process = start("extract", "--jsonl", "-")
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(lines({"doc_id": "a", "text": "x"}).encode())
    process.stdin.flush()
    process.stdout.readline()
    os.kill(process.pid, signal.SIGINT)
    status = process.wait(30)
    assert (status, process.stderr.read()) == (130, b"Loading the pipeline\n")
