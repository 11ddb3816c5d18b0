"""The example story: every item of ``expected.json`` is in the report, and no warning beside them."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]
# How far a place may lie from where it is expected; the towns of the story are 60 km apart.
_KM: Final = 30.0
_EDGE: Final = " \t\n\r\u00a0.,;:\"'“”‘’"


def missing(shared: Path) -> tuple[list[str], int]:
    """What the report of the story lacks or has wrong, as sentences, and how many items were looked at."""
    text = (shared / "seed" / "article.txt").read_text("utf-8")
    expected = json.loads((shared / "seed" / "expected.json").read_text("utf-8"))
    command = [sys.executable, "-m", "bot", "extract", "--jsonl", "-"]
    line = json.dumps({"doc_id": "example", "text": text})
    done = subprocess.run(command, input=line, check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)["report"]
    checks = [*_paragraphs(expected, report, text), *_actors(expected, report, text), *_claims(expected, report, text)]
    checks += [*_warnings(expected, report, text), *_locations(expected, report, text)]
    return [sentence for sentence in checks if sentence], len(checks)


def _near(span: Mapping[str, int] | None, wanted: Sequence[int] | None, text: str) -> bool:
    """Whether two spans are the same words, quotation marks and stops at their edges aside."""
    if span is None or wanted is None:
        return span is None and wanted is None
    return _edges(span["start"], span["end"], text) == _edges(wanted[0], wanted[1], text)


def _edges(start: int, end: int, text: str) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _plain(name: str) -> str:
    return re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE).replace(".", "").casefold()


def _names(report: Json) -> dict[str | None, str]:
    return {actor["id"]: actor["name"] for actor in report["actors"]}


def _paragraphs(expected: Json, report: Json, text: str) -> Iterator[str]:
    for wanted in expected["paragraph_roles"]:
        found = any(
            paragraph["role"] == wanted["role"] and _near(paragraph, wanted["span"], text)
            for paragraph in report["article"]["paragraphs"]
        )
        yield "" if found else f"paragraph {wanted['span']} is not {wanted['role']}"


def _actors(expected: Json, report: Json, text: str) -> Iterator[str]:
    by_name = {_plain(actor["name"]): actor for actor in report["actors"]}
    names = _names(report)
    for wanted in expected["actors"]:
        actor = by_name.get(_plain(wanted["name"]))
        if actor is None:
            yield f"no actor {wanted['name']}"
            continue
        yield "" if actor["kind"] == wanted["kind"] else f"{wanted['name']} is {actor['kind']}, not {wanted['kind']}"
        spoken = [actor["name"], *actor["aliases"], *(text[m["start"] : m["end"]] for m in actor["mentions"])]
        forms = {_plain(form) for form in spoken}
        for alias in wanted["aliases"]:
            held = any(form == _plain(alias) or form in _plain(alias) for form in forms)
            yield "" if held else f"{wanted['name']} is not called {alias}"
        if "role" in wanted:
            yield "" if actor["role"] == wanted["role"] else f"role of {wanted['name']}: {actor['role']}"
        if "affiliation" in wanted:
            whose = names.get(actor["affiliation"])
            yield "" if whose == wanted["affiliation"] else f"affiliation of {wanted['name']}: {whose}"


def _claims(expected: Json, report: Json, text: str) -> Iterator[str]:
    names = _names(report)
    for wanted in expected["claims"]:
        claim = next(
            (
                one
                for one in report["claims"]
                if len(one["content"]) == len(wanted["content"])
                and all(_near(a, b, text) for a, b in zip(one["content"], wanted["content"], strict=True))
            ),
            None,
        )
        label = f"claim {wanted['id']} ({wanted['content_text'][0][:40]} …)"
        if claim is None:
            yield f"no {label}"
            continue
        for key in ("kind", "stance"):
            yield "" if claim[key] == wanted[key] else f"{label}: {key} {claim[key]}, not {wanted[key]}"
        for key in ("speaker", "addressee"):
            whose = names.get(claim[key])
            same = _plain(whose or "") == _plain(wanted[key] or "")
            yield "" if same else f"{label}: {key} {whose}, not {wanted[key]}"
        for key in ("source", "cue"):
            yield "" if _near(claim[key], wanted[key], text) else f"{label}: {key} differs"


def _warnings(expected: Json, report: Json, text: str) -> Iterator[str]:
    names = _names(report)
    claims = {claim["id"]: claim for claim in report["claims"]}
    right = set()
    for wanted in expected["warnings"]:
        warning = next((one for one in report["warnings"] if _near(one["content"], wanted["content"], text)), None)
        label = f"warning {wanted['id']} ({wanted['content_text'][:40]} …)"
        if warning is None:
            yield f"no {label}"
            continue
        right.add(warning["id"])
        yield "" if warning["kind"] == wanted["kind"] else f"{label}: {warning['kind']}, not {wanted['kind']}"
        for key in ("actor", "recipient"):
            whose = names.get(warning[key])
            same = _plain(whose or "") == _plain(wanted[key] or "")
            yield "" if same else f"{label}: {key} {whose}, not {wanted[key]}"
        for key in ("condition", "consequence", "cue"):
            yield "" if _near(warning[key], wanted[key], text) else f"{label}: {key} differs"
        carried = next(one for one in expected["claims"] if one["id"] == wanted["claim"])
        claim = claims.get(warning["claim"])
        tied = claim is not None and _near(claim["content"][0], carried["content"][0], text)
        yield "" if tied else f"{label}: not tied to {wanted['claim']}"
    headline = next((p for p in report["article"]["paragraphs"] if p["role"] == "headline"), {"end": 0})
    for warning in report["warnings"]:
        # A headline that restates a warning may be one again; nothing else may stand beside those expected.
        if warning["id"] not in right and warning["content"]["start"] >= headline["end"]:
            yield f"false warning: {text[warning['content']['start'] : warning['content']['end']][:60]}"


def _locations(expected: Json, report: Json, text: str) -> Iterator[str]:
    for wanted in expected["locations"]:
        forms = {_plain(alias) for alias in [wanted["name"], *wanted["aliases"]]}
        location = next(
            (
                one
                for one in report["locations"]
                if forms & {_plain(one["name"]), *(_plain(text[m["start"] : m["end"]]) for m in one["mentions"])}
            ),
            None,
        )
        if location is None:
            yield f"no location {wanted['name']}"
            continue
        place = location["place"]
        if place is None:
            yield f"{wanted['name']} is nowhere"
            continue
        same = place["country_code"] == wanted["country"]
        yield "" if same else f"{wanted['name']} lies in {place['country_code']}, not {wanted['country']}"
        if "lat" in wanted:
            off = _km_between(place["latitude"], place["longitude"], wanted["lat"], wanted["lon"])
            limit = _KM if place["feature_code"].startswith("PPL") else 10 * _KM
            yield "" if off < limit else f"{wanted['name']} is {off:.0f} km off"


def _km_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a, b, c, d = map(radians, (lat1, lon1, lat2, lon2))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(min(1.0, h)))
