"""What a place is on a map: the shape of its mark and the hand of its label, by GeoNames' feature code."""

from typing import Final, Literal

Kind = Literal["town", "site", "river", "water", "area", "peak", "country"]

LEGEND: Final[dict[Kind, str]] = {
    "town": "town",
    "site": "site",
    "river": "river",
    "water": "water",
    "area": "area",
    "peak": "mountains",
}
SLANTED: Final[frozenset[Kind]] = frozenset({"river", "water", "area", "peak"})
# How far from its middle a place of this kind reaches, at the least, in km; where it is not known how far it does.
REACH_KM: Final[dict[Kind, float]] = {"water": 150, "area": 80, "peak": 80, "river": 40}

_RIVERS: Final = frozenset({"STM", "STMI", "STMX", "CNL", "CNLN", "WAD", "VAL"})
_WATERS: Final = frozenset(
    {"SEA", "OCN", "GULF", "STRT", "BAY", "LK", "LKS", "CHN", "SD", "RSV", "INLT", "FJD", "COVE"}
)
_PEAKS: Final = frozenset({"MT", "MTS", "PK", "PKS", "VLC", "HLL", "HLLS", "PASS"})
_AREAS: Final = frozenset(
    {"CONT", "RGN", "DSRT", "ISL", "ISLS", "PEN", "PLN", "PLAT", "UPLD", "DLTA", "AREA", "PRK", "FRST", "CST", "CAPE"}
)


def kind_of(feature_code: str) -> Kind:
    """The kind of a place; what no rule names is a site: an airport, a base, a bridge."""
    if feature_code.startswith("PPL"):
        return "town"
    if feature_code.startswith("PCL"):
        return "country"
    if feature_code in _RIVERS:
        return "river"
    if feature_code in _WATERS:
        return "water"
    if feature_code in _PEAKS:
        return "peak"
    if feature_code in _AREAS or feature_code.startswith(("ADM", "TERR", "RGN", "ZN")):
        return "area"
    return "site"


def is_broad(feature_code: str) -> bool:
    """Whether it is too large to say where on a map the story happens: a country, a continent, an ocean."""
    return feature_code.startswith("PCL") or feature_code in {"CONT", "OCN"}
