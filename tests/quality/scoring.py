"""Run the program over the data, and the scorers over what it prints; every step a process of its own."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from tests.quality.measures import Measure, Say, number

SPLITS: Final = Path(__file__).parents[2] / "deploy/training/splits.json"
_PRONOUNS: Final = re.compile(r"resolved speaker \d+/\d+ = ([\d.]+)")


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a .jsonl file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def run(measure: Measure, shared: Path, work: Path, say: Say) -> dict[str, float]:
    """The figures of one measure by full name ("actors.f1"). Raises CalledProcessError when a step fails.

    What was read once is not read again: two measures over one data file share its reports.
    """
    predicted = _predicted(measure, shared / "data", work, say)
    result = work / f"{measure.name}.result.json"
    options = [option.format(data=shared / "data", out=result) for option in measure.options]
    scorer = shared / "eval" / measure.scorer
    gold = _gold(measure, shared / "data", work)
    done = subprocess.run(
        [sys.executable, str(scorer), "--gold", str(gold), "--pred", str(predicted), *options],
        check=True,
        capture_output=True,
        text=True,
        cwd=scorer.parent,
    )
    found = _result(measure, done.stdout, result)
    return {f"{measure.name}.{figure.name}": number(found, figure.path) for figure in measure.figures}


def _before(row: dict[str, Any]) -> dict[str, Any]:
    """The question before, where this one may lean on one."""
    return {"previous": row["previous"]} if row.get("previous") else {}


def _gold(measure: Measure, data: Path, work: Path) -> Path:
    """The gold file; of a measure on what is held back, those lines of it whose articles nothing learned from."""
    if not measure.held_back:
        return data / measure.gold
    kept = set(json.loads(SPLITS.read_text("utf-8"))["held_back"])
    lines = (data / measure.gold).read_text("utf-8").splitlines()
    path = work / f"{measure.name}.gold.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines if json.loads(line)["doc_id"] in kept), encoding="utf-8")
    return path


def _result(measure: Measure, printed: str, written: Path) -> Mapping[str, Any]:
    if written.exists():
        return dict(json.loads(written.read_text("utf-8")))
    if measure.scorer == "score_pronouns.py":
        match = _PRONOUNS.search(printed)
        if match is None:
            raise ValueError(f"{measure.scorer} printed no result")
        return {"resolved": float(match.group(1))}
    return dict(json.loads(printed))


def _predicted(measure: Measure, data: Path, work: Path, say: Say) -> Path:
    names = measure.texts or (measure.gold,)
    if measure.command == "ask":
        texts = {row["doc_id"]: row["text"] for name in names for row in rows(data / name)}
        lines: Iterable[dict[str, Any]] = (
            {
                "id": row["id"],
                "question": row["question"],
                "text": texts[row["doc_id"]],
                "previous": row.get("previous"),
            }
            for row in rows(_gold(measure, data, work))
        )
    else:
        lines = (
            {"doc_id": row.get("doc_id") or row["id"], "text": row["text"]}
            for name in names
            for row in rows(data / name)
        )
    stem = "+".join(Path(name).stem for name in names) + (".held_back" if measure.held_back else "")
    out = work / f"{measure.command}.{stem}.jsonl"
    if not out.exists():
        say(f"reading {stem} …")
        given = work / f"{measure.command}.{stem}.in.jsonl"
        given.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        unfinished = out.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8") as file:
            command = [sys.executable, "-m", "bot", measure.command, "--jsonl", str(given)]
            subprocess.run(command, check=True, stdout=file, stderr=subprocess.DEVNULL)
        unfinished.rename(out)
    return out
