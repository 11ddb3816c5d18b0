"""The shape of the gazetteer file, shared by the one that writes it and the one that reads it.

``name`` maps a folded name to its places as one blob of ``RECORD`` items, the likeliest first: everything that the
choice between namesakes needs comes with a single look-up, and only a place that was chosen is read from ``place``.
"""

from typing import Final

import numpy as np

#: raised whenever a file that an older release built would be read wrongly or give other answers
VERSION: Final = 4

# how a place came by a name
NAME, ALIAS, ALTERNATE, ABBREVIATION, PEOPLE, AIRFIELD = range(6)

RECORD: Final = np.dtype(
    [
        ("place", "<u4"),
        ("latitude", "<f4"),
        ("longitude", "<f4"),
        ("population", "<u4"),  # or how well known, where nobody lives
        ("admin1", "<u2"),  # 0: none; else a row of ``admin1``
        ("country", "S2"),
        ("feature", "u1"),  # a row of FEATURES
        ("via", "u1"),  # NAME … AIRFIELD
    ]
)

#: places that share a name and stand in its blob; San Antonio alone has hundreds of namesakes
MOST: Final = 48

#: groups of GeoNames' feature codes that are told apart when choosing
COUNTRY, REGION1, REGION2, TOWN, WATER, LAND, AREA, SPOT, CAPITAL = range(9)
FEATURES: Final[dict[str, int]] = {
    "PCLI": COUNTRY, "CONT": AREA, "ADM1": REGION1, "ADM2": REGION2, "PPL": TOWN, "PPLC": CAPITAL,
    "PPLX": SPOT,
    "STM": WATER, "SEA": WATER, "OCN": WATER, "GULF": WATER, "BAY": WATER, "STRT": WATER, "CNL": WATER, "LK": WATER,
    "MTS": LAND, "MT": LAND, "DSRT": LAND, "ISL": LAND, "RGN": AREA, "AREA": SPOT,
    "MILB": SPOT, "AIRB": SPOT, "AIRP": SPOT,
}  # fmt: skip

CREATE: Final = """
create table meta (key text primary key, value text not null) without rowid;
create table place (
    id integer primary key, name text not null, code text not null, latitude real not null, longitude real not null,
    country text, admin1 integer not null, population integer not null, geonames_id integer
);
create table name (key text primary key, places blob not null) without rowid;
create table skeleton (
    country text not null, key text not null, places blob not null, primary key (country, key)
) without rowid;
create table admin1 (id integer primary key, code text not null unique, name text not null, place integer not null);
"""
