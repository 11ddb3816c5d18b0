"""What ``make install`` does with the Pythons that people have."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# A Python that notes how it is called, and makes virtual environments with itself in them.
PYTHON = """#!/bin/sh
echo "$(basename "$(dirname "$0")") $*" >> {notes}
case "$*" in
  *version_info*) exit {old} ;;
  "-c "*ensurepip*) exit {without_ensurepip} ;;
  "-c "*pip*) exit {without_pip} ;;
  *"-m venv"*) for last; do :; done
    mkdir -p "$last/bin" && cp "$0" "$last/bin/python"
    printf '#!/bin/sh\\n' > "$last/bin/nutgraf" && chmod +x "$last/bin/nutgraf"
    case "$*" in *--without-pip*) ;; *) touch "$last/bin/pip" ;; esac ;;
esac
"""
Made = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Runs ``make install`` in a copy; its status, what it says, and how Python was called."""

    def made(*, old: int = 0, without_ensurepip: int = 0, without_pip: int = 0) -> tuple[int, str, list[str]]:
        notes, home = tmp_path / "notes", tmp_path / "house"
        (tmp_path / "usr").mkdir()
        (home / "deploy").mkdir(parents=True)
        for name in ("Makefile", "pyproject.toml", "deploy/requirements.txt"):
            shutil.copy(ROOT / name, home / name)
        python = tmp_path / "usr" / "python3"
        python.write_text(
            PYTHON.format(notes=notes, old=old, without_ensurepip=without_ensurepip, without_pip=without_pip)
        )
        python.chmod(0o755)
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        done = subprocess.run(
            ["make", f"PYTHON={python}", "install"],
            cwd=home, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr, notes.read_text().splitlines()

    return made


def test_python_with_everything(made: Made) -> None:
    """The environment gets a pip of its own, and that one installs, by hash."""
    status, said, called = made()
    assert status == 0, said
    assert "usr -m venv .venv" in called
    [install] = [line for line in called if "requirements.txt" in line]
    assert install.startswith("bin -m pip ")
    assert "--require-hashes" in install


def test_python_without_ensurepip(made: Made) -> None:
    """As Debian ships it: the pip beside it installs into the environment, by hash too."""
    status, said, called = made(without_ensurepip=1)
    assert status == 0, said
    assert "usr -m venv --without-pip .venv" in called
    installs = [line for line in called if " install " in line]
    assert len(installs) == 2
    assert all(line.startswith("usr -m pip --python .venv/bin/python ") for line in installs)


def test_python_with_neither(made: Made) -> None:
    """It is said what to install, and nothing is left behind."""
    status, said, called = made(without_ensurepip=1, without_pip=1)
    assert status != 0
    assert "Debian: python3-venv" in said
    assert not any("-m venv" in line for line in called)


def test_python_that_is_too_old(made: Made) -> None:
    """Also one that was named is looked at first."""
    status, said, called = made(old=1)
    assert status != 0
    assert "Python 3.11 or later" in said
    assert not any("-m venv" in line for line in called)
