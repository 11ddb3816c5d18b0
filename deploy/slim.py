"""Take the symbols for debuggers out of the compiled parts of an environment: a third of what nutgraf takes on a disk.

    python deploy/slim.py .venv/lib/python3.11/site-packages

Many wheels ship them, and nothing reads them at run time. ``strip`` of binutils writes each library anew beside the old
one; then a process of its own loads every new one, and only if all of them load do they take the old ones' places.
Libraries that the wheels' makers bundled and moved about (``*.libs``) are left alone. Where there is no ``strip``, or
where anything fails, everything stays as it was: this saves room and is no condition of anything.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SMALLEST = 200_000  # bytes; below that there is little to save
NEW = ".stripped"
# RTLD_LAZY: an extension module is whole only once Python has made its imports, but that it can be mapped shows here.
LOAD = "import ctypes, os, sys\nfor path in sys.stdin.read().split('\\n'): ctypes.CDLL(path, mode=os.RTLD_LAZY)"


def libraries(folder: Path) -> list[Path]:
    """The compiled parts that may be worth it."""
    found = (path for path in folder.rglob("*.so*") if path.suffix != NEW and not path.is_symlink())
    return sorted(
        path
        for path in found
        if path.stat().st_size >= SMALLEST and not any(part.endswith(".libs") for part in path.parts)
    )


def strip(program: str, path: Path) -> Path | None:
    """A stripped copy beside ``path``; None where it could not be made or is no smaller."""
    new = path.with_name(path.name + NEW)
    done = subprocess.run([program, "--strip-unneeded", "-o", new, path], capture_output=True, check=False)
    if done.returncode == 0 and new.stat().st_size < path.stat().st_size:
        return new
    new.unlink(missing_ok=True)
    return None


def main(folder: Path) -> int:
    """Slim the packages of ``folder``; the exit status is 0 in any case."""
    program = shutil.which("strip")
    if program is None or sys.platform != "linux":
        return 0
    with ThreadPoolExecutor(os.cpu_count()) as several:
        paths = libraries(folder)
        pairs = [
            (old, new)
            for old, new in zip(paths, several.map(lambda path: strip(program, path), paths), strict=True)
            if new
        ]
    names = "\n".join(str(new) for _, new in pairs)
    try:
        loads = subprocess.run([sys.executable, "-c", LOAD], input=names, capture_output=True, text=True, check=False)
        if pairs and loads.returncode == 0:
            saved = sum(old.stat().st_size - new.stat().st_size for old, new in pairs)
            for old, new in pairs:
                shutil.copymode(old, new)
                new.replace(old)
            print(f"Symbols for debuggers taken out of {len(pairs)} libraries: {saved / 1e6:.0f} MB")
        elif pairs:
            print(f"Libraries left as they are: {loads.stderr.strip().splitlines()[-1:]}")
    finally:
        for _, new in pairs:
            new.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
