"""What ``make install`` takes out of compiled libraries, and that it leaves them be where it must."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tokenizers

SLIM = Path(__file__).parents[1] / "deploy" / "slim.py"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A compiled library of more than 200 kB, alone in a folder."""
    [found] = Path(tokenizers.__file__).parent.glob("tokenizers*.so")
    return Path(shutil.copy(found, tmp_path / found.name))


def slimmed(folder: Path, path: str = "") -> str:
    """What the program says of a folder, with ``path`` before all others in which programs are looked for."""
    environment = {"PATH": f"{path}:/usr/bin:/bin"}
    done = subprocess.run([sys.executable, SLIM, folder], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def loads(library: Path) -> bool:
    """Whether Python can import it."""
    spec = importlib.util.spec_from_file_location("tokenizers.tokenizers", library)
    assert spec is not None
    return importlib.util.module_from_spec(spec) is not None


def test_a_library_still_loads(library: Path) -> None:
    """It is smaller or as it was, it can be imported, and nothing is left beside it."""
    before = library.stat().st_size
    slimmed(library.parent)
    assert library.stat().st_size <= before
    assert loads(library)
    assert [library] == list(library.parent.iterdir())


def test_a_library_that_does_not_load_any_more_stays(library: Path, tmp_path: Path) -> None:
    """A ``strip`` that breaks what it writes changes nothing."""
    before = library.read_bytes()
    (tmp_path / "bin").mkdir()
    broken = tmp_path / "bin" / "strip"
    broken.write_text('#!/bin/sh\nhead -c 5000 "$4" > "$3"\n')
    broken.chmod(0o755)
    said = slimmed(library.parent, str(broken.parent))
    assert before == library.read_bytes()
    assert "left as they are" in said
    broken.unlink()
    broken.parent.rmdir()
    assert [library] == list(library.parent.iterdir())
