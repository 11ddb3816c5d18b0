"""``make quality``: scores on the dev data against the floors, and the example story item by item.

python -m tests.quality [NAME …] [--raise] [--lower FIGURE --reason "…"] [--ablate]

NAME picks measures (actors, attribution, … , coreference, story, pages); all of them without one. The data stays in the
shared folder (NUTGRAF_SHARED, ../shared when it is not set); where that is absent this says so and fails. The pages are
our own and need no data.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.quality import ablation, coreference, example_story
from tests.quality.channel import measure as channels
from tests.quality.floors import Floors
from tests.quality.measures import MEASURES
from tests.quality.pages import score as pages
from tests.quality.related_claims import measure as related_claims
from tests.quality.scoring import run
from tests.quality.search import measure as searches

FLOORS = Path(__file__).parent / "floors.json"


def main(arguments: list[str]) -> int:
    """Measure, print, compare. Returns the exit status: 1 when a figure fell or the data is absent."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality")
    known = [
        *(measure.name for measure in MEASURES),
        "coreference",
        "story",
        "pages",
        "related_claims",
        "search",
        "channel",
    ]
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--raise", dest="raises", action="store_true", help="move floors up to what was measured")
    parser.add_argument("--lower", metavar="FIGURE", help="set this floor to what was measured")
    parser.add_argument("--reason", default="", help="why the floor may be lowered")
    parser.add_argument("--ablate", action="store_true", help="measure what each rule buys instead, into rules.tsv")
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.names) - set(known)
    if unknown:
        parser.error(f"no measure is called {', '.join(sorted(unknown))}")
    if chosen.lower and not chosen.reason.strip():
        parser.error("--lower needs --reason")
    shared = Path(os.environ.get("NUTGRAF_SHARED", "../shared")).resolve()
    wanted = chosen.names or known
    if set(wanted) - {"pages", "related_claims", "search"} and not (shared / "eval").is_dir():
        print(f"the data is not there: {shared} (set NUTGRAF_SHARED)", file=sys.stderr)
        return 1
    if chosen.ablate:
        with tempfile.TemporaryDirectory() as folder:
            ablation.write(ablation.measure(shared, Path(folder), say=print))
        return 0
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for measure in MEASURES:
            if measure.name in wanted:
                figures |= run(measure, shared, Path(folder), say=lambda line: print(line, file=sys.stderr))
    if "coreference" in wanted:
        figures |= coreference.figures(shared / "data" / "coreference_dev.jsonl")
    if "story" in wanted:
        problems, looked_at = example_story.missing(shared)
        for problem in problems:
            print(f"story: {problem}")
        figures["story.right"] = (looked_at - len(problems)) / looked_at
    if "pages" in wanted:
        figures |= pages.figures()
    if "related_claims" in wanted:
        figures |= related_claims.measured(say=print)
    if "search" in wanted:
        figures |= searches.measured(say=print)
    if "channel" in wanted:
        figures |= channels.measured(shared, say=print)
    return _compare(figures, chosen.raises, chosen.lower, chosen.reason)


def _compare(figures: dict[str, float], raises: bool, lower: str | None, reason: str) -> int:
    less = frozenset(f"{m.name}.{figure.name}" for m in MEASURES for figure in m.figures if figure.better == "lower")
    less |= {"pages.boilerplate"}
    floors = Floors.read(FLOORS)
    if lower:
        if lower not in figures:
            print(f"{lower} was not measured", file=sys.stderr)
            return 1
        floors.lower(lower, figures[lower], reason)
        floors.write()
    if raises:
        moved = floors.raise_to(figures, less)
        floors.write()
        print(f"raised: {', '.join(moved) or 'none'}")
    for name, value in figures.items():
        floor = floors.floors.get(name)
        print(f"{name:32} {value:8.3f}   {'no floor' if floor is None else f'floor {floor:.3f}'}")
    fallen = floors.below(figures, less)
    for sentence in fallen:
        print(sentence, file=sys.stderr)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
