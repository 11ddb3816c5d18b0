"""What is measured, with what, and which of its numbers count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

Command = Literal["extract", "ask"]


@dataclass(frozen=True)
class Figure:
    """One number of a scorer: its short name, where it stands in the scorer's output, and which way is better."""

    name: str
    path: Sequence[str | int]
    better: Literal["higher", "lower"] = "higher"


@dataclass(frozen=True)
class Measure:
    """A scorer of ``shared/eval`` over a file of ``shared/data``, or of our own where ``gold`` is a whole path.

    ``texts`` is the data file that is read when it is not ``gold`` itself; ``options`` are the scorer's own, where
    ``{data}`` stands for the data folder and ``{out}`` for the file that it writes its result to. ``held_back`` takes
    those lines alone whose articles nothing learned from (``deploy/training/splits.json``).
    """

    name: str
    scorer: str
    gold: str
    figures: Sequence[Figure]
    texts: Sequence[str] = ()
    command: Command = "extract"
    options: Sequence[str] = field(default=())
    held_back: bool = False


KINDS: Final = ("who_said", "what_said", "where", "when", "number", "who_is", "why", "open")

MEASURES: Final[Sequence[Measure]] = (
    Measure(
        "actors",
        "score_actors.py",
        "actors_dev.jsonl",
        (Figure("f1", ["f1"]), Figure("precision", ["precision"]), Figure("merged", ["merged"])),
    ),
    Measure(
        "attribution",
        "score_attribution.py",
        "attribution_dev.jsonl",
        (
            Figure("partial_f1", ["iou0.5", "all", "f1"]),
            Figure("partial_speech_f1", ["iou0.5", "speech", "f1"]),
            Figure("exact_speech_f1", ["exact", "speech", "f1"]),
            Figure("e2e_f1", ["e2e_all", "f1"]),
            Figure("e2e_speech_f1", ["e2e_speech", "f1"]),
            Figure("direct_recall", ["iou0.5", "direct", "r"]),
            Figure("mixed_recall", ["iou0.5", "mixed", "r"]),
            Figure("indirect_recall", ["iou0.5", "indirect", "r"]),
            Figure("warn_recall", ["iou0.5", "warn", "r"]),
            Figure("deny_accuse_recall", ["iou0.5", "deny/accuse", "r"]),
            Figure("speaker", ["speaker_acc", "all", 0]),
        ),
        options=("--json", "{out}"),
    ),
    Measure(
        "pronouns",
        "score_pronouns.py",
        "pronouns_dev.jsonl",
        (Figure("resolved", ["resolved"]),),
        texts=("attribution_dev.jsonl",),
        options=("--texts", "{data}/attribution_dev.jsonl"),
    ),
    Measure(
        "warnings",
        "score_warnings.py",
        "warnings_articles_dev.jsonl",
        (
            Figure("detection_f1", ["f1"]),
            Figure("e2e_f1", ["e2e_f1"]),
            Figure("condition", ["condition_right_where_gold_has_one"]),
            Figure("consequence", ["consequence_right_where_gold_has_one"]),
            Figure("false_alarms", ["fp_per_decoy"], "lower"),
        ),
        options=("--json", "--boot", "0"),
    ),
    Measure(
        "threats",
        "score_threat_sentences.py",
        "warnings_sentences_dev.jsonl",
        (Figure("f1", ["f1"]), Figure("who", ["who"]), Figure("whom", ["whom"])),
    ),
    Measure(
        "places_lgl",
        "score_places.py",
        "places_lgl.jsonl",
        (Figure("exact_f1", ["exact_prf", 2]), Figure("within_161_km", ["acc161_of_all"])),
    ),
    Measure(
        "places_geovirus",
        "score_places.py",
        "places_geovirus.jsonl",
        (Figure("exact_f1", ["exact_prf", 2]), Figure("within_161_km", ["acc161_of_all"])),
    ),
    Measure(
        "questions",
        "score_questions.py",
        "questions_dev.jsonl",
        (
            Figure("accuracy", ["accuracy"]),
            Figure("answerable", ["accuracy_answerable"]),
            Figure("who_said", ["per_type", "who_said", "accuracy"]),
            Figure("what_said", ["per_type", "what_said", "accuracy"]),
            Figure("abstention_precision", ["abstention_precision"]),
            Figure("abstention_recall", ["abstention_recall"]),
            Figure("evidence_words", ["mean_evidence_words"], "lower"),
        ),
        texts=("attribution_dev.jsonl", "coreference_dev.jsonl"),
        command="ask",
        options=("--json", "--articles", "{data}/attribution_dev.jsonl", "{data}/coreference_dev.jsonl"),
    ),
    # What was learned from the other articles of questions_train.jsonl; a newspaper is among them that nothing saw.
    Measure(
        "questions_held_back",
        "score_questions.py",
        "questions_train.jsonl",
        (
            Figure("accuracy", ["accuracy"]),
            Figure("answerable", ["accuracy_answerable"]),
            *(Figure(kind, ["per_type", kind, "accuracy"]) for kind in KINDS),
            Figure("abstention_precision", ["abstention_precision"]),
            Figure("abstention_recall", ["abstention_recall"]),
        ),
        texts=("facts_train.jsonl",),
        command="ask",
        options=("--json", "--articles", "{data}/facts_train.jsonl"),
        held_back=True,
    ),
    # Questions of our own on articles that no question was learned or tuned on: offsets here, the texts in the data.
    Measure(
        "questions_held_out",
        "score_questions.py",
        str(Path(__file__).parent / "questions" / "held_out.jsonl"),
        (
            Figure("accuracy", ["accuracy"]),
            Figure("answerable", ["accuracy_answerable"]),
            Figure("who_said", ["per_type", "who_said", "accuracy"]),
            Figure("what_said", ["per_type", "what_said", "accuracy"]),
            Figure("abstention_precision", ["abstention_precision"]),
            Figure("abstention_recall", ["abstention_recall"]),
        ),
        texts=("attribution_train.jsonl",),
        command="ask",
        options=("--json", "--articles", "{data}/attribution_train.jsonl"),
    ),
)


def number(result: Mapping[str, Any], path: Sequence[str | int]) -> float:
    """The number at ``path`` in a scorer's result. Raises KeyError or IndexError where there is none."""
    value: Any = result
    for step in path:
        value = value[step]
    return float(value)


Say = Callable[[str], None]
