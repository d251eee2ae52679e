"""Keeps the database that a commit of this project sets up: `python -m tests.samples.upgrades.making COMMIT NAME`.

The commit's own code makes it, taken from the history without checking anything out, with its own sample
digest and the packages that are installed now. Run it at the end of a piece of work that brought migrations.
"""

from __future__ import annotations

import io
import lzma
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from tests.samples.upgrades import FOLDER


def make(commit: str, name: str) -> Path:
    """Set a site up with the code of a commit, and keep its database, packed."""
    with tempfile.TemporaryDirectory() as folder:
        code, data = Path(folder) / "code", Path(folder) / "data"
        done = subprocess.run(
            ["git", "archive", commit, "src"], capture_output=True, check=True, cwd=FOLDER.parents[2]
        )
        if not done.stdout:
            raise SystemExit(f"{commit} has no src.")
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as packed:
            packed.extractall(code, filter="data")
        subprocess.run(
            [sys.executable, "-m", "apercu.config.command_line", "setup"],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(code / "src"), "APERCU_DATA": str(data)},
            check=True,
        )
        database = data / "apercu.sqlite3"
        with closing(sqlite3.connect(database, isolation_level=None)) as file:
            file.execute("PRAGMA journal_mode=DELETE")
            file.execute("VACUUM")
        kept = FOLDER / f"{name}.sqlite3.xz"
        kept.write_bytes(lzma.compress(database.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    return kept


if __name__ == "__main__":
    made = make(*sys.argv[1:3])
    sys.stdout.write(f"{made.name}: {made.stat().st_size} bytes\n")
