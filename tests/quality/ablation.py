"""What each rule of entities and coreference buys: figures with all rules, and without each in turn.

``make quality ABLATE=1`` prints a line a rule and writes rules.tsv beside this file. The stories are those of
facts_train.jsonl, on which no rule was written. ``stories`` and ``actors`` count what a rule changes; ``right`` is the
share of the changed actors that are as annotated with the rule; the other columns are what a figure of score_facts.py
gains by it, in points.
"""

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.models import Article
from bot.nlp.document.spans import PARAGRAPHS
from bot.nlp.document.switches import without
from bot.nlp.pipeline import COMPONENTS, load_pipeline, read
from bot.nlp.report import to_report

TABLE: Final = Path(__file__).parent / "rules.tsv"
FIGURES: Final = ("printable_of_gold", "sure_wrong_speaker", "actor_recall", "actor_precision", "actor_kind")
_LESS: Final = frozenset({"sure_wrong_speaker"})
# The components whose rules are measured and those that read what they leave; the reader runs before them, once.
_AGAIN: Final = ("nutgraf_entities", "nutgraf_coreference", "nutgraf_attribution")
_CALL: Final = re.compile(r'applies\("([^"]+)"\)')
Report = Mapping[str, Any]


def rule_ids() -> list[str]:
    """The ids of all rules that can be switched off, as the code has them, in the order of files and lines."""
    sources = sorted(Path(str(files("bot.nlp"))).rglob("*.py"))
    return list(dict.fromkeys(rule for path in sources for rule in _CALL.findall(path.read_text("utf-8"))))


class Stories:
    """Stories parsed once, to be read again by the components that hold the rules."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._nlp: Language = load_pipeline()
        self._rows = rows
        later = {name for name, _ in COMPONENTS if name not in ("nutgraf_reader",)}
        with self._nlp.select_pipes(disable=[name for name in self._nlp.pipe_names if name in later]):
            self._docs = [read(self._nlp, row["text"]) for row in rows]
        self._stock = [[(e.start, e.end, e.label) for e in doc.ents] for doc in self._docs]

    def reports(self) -> list[Report]:
        """What the rules that are on make of every story."""
        return [
            self._again(doc, stock, row) for doc, stock, row in zip(self._docs, self._stock, self._rows, strict=True)
        ]

    def _again(self, doc: Doc, stock: list[tuple[int, int, int]], row: Mapping[str, Any]) -> Report:
        doc.set_ents([Span(doc, start, end, label=label) for start, end, label in stock])
        for group in [name for name in doc.spans if name != PARAGRAPHS]:
            del doc.spans[group]
        for name in ("actors", "claims", "warnings", "locations", "actor_at"):
            setattr(doc._, name, [])
        for name, component in self._nlp.pipeline:
            if name in _AGAIN:
                doc = component(doc)
        return dict(to_report(doc, Article(text=row["text"]), "").model_dump(mode="json"))


def measure(shared: Path, work: Path, say: Callable[[str], None]) -> list[dict[str, str]]:
    """The table's rows, one a rule. Raises CalledProcessError when the scorer fails."""
    gold = shared / "data" / "facts_train.jsonl"
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    same_name = _same_name(shared)
    stories = Stories(rows)
    every = stories.reports()
    base = _scores(shared, gold, rows, every, work)
    table = []
    for rule in rule_ids():
        with without(rule):
            less = stories.reports()
        scores = _scores(shared, gold, rows, less, work)
        judged = [one for row, a, b in zip(rows, every, less, strict=True) for one in _changes(row, a, b, same_name)]
        changed = sum(
            a["actors"] != b["actors"] or a["claims"] != b["claims"] for a, b in zip(every, less, strict=True)
        )
        right = f"{sum(judged) / len(judged):.2f}" if judged else "-"
        gains = {name: f"{100 * (base[name] - scores[name]) * (-1 if name in _LESS else 1):+.1f}" for name in FIGURES}
        table.append({"rule": rule, "stories": str(changed), "actors": str(len(judged)), "right": right, **gains})
        say("\t".join(table[-1].values()))
    return table


def write(table: Sequence[Mapping[str, str]]) -> None:
    """Write the table beside this file."""
    lines = ["\t".join(table[0]), *("\t".join(row.values()) for row in table)]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _changes(
    row: Mapping[str, Any], every: Report, less: Report, same_name: Callable[[str, str], bool]
) -> Iterator[bool]:
    """For each actor that only one of two reports has, whether having or lacking it is as annotated."""
    with_rule = {(actor["name"], actor["kind"]) for actor in every["actors"]}
    without_rule = {(actor["name"], actor["kind"]) for actor in less["actors"]}
    for name, kind in with_rule ^ without_rule:
        annotated = any(
            kind == gold["kind"] and any(same_name(name, other) for other in (gold["name"], *gold.get("aliases", [])))
            for gold in row["actors"]
        )
        yield annotated == ((name, kind) in with_rule)


def _scores(
    shared: Path, gold: Path, rows: Sequence[Mapping[str, Any]], reports: Sequence[Report], work: Path
) -> dict[str, float]:
    predicted = work / "facts.jsonl"
    lines = (json.dumps({"doc_id": row["doc_id"], "report": report}) for row, report in zip(rows, reports, strict=True))
    predicted.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, str(shared / "eval" / "score_facts.py"), "--gold", str(gold), "--pred", str(predicted)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _same_name(shared: Path) -> Callable[[str, str], bool]:
    """The scorers' own way to tell whether two names are one."""
    sys.path.insert(0, str(shared / "eval"))
    spec = importlib.util.spec_from_file_location("score_warnings", shared / "eval" / "score_warnings.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[str, str], bool] = module.same_name
    return found
