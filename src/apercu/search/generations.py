"""The index on disk: generations in folders, one of them the present one, and one writer at a time.

    APERCU_DATA/search/
        present.json     which generation counts now; replaced whole
        writer.lock      held while one process writes
        <generation>/    engine/  vectors.bin  mark.json

A new generation is built beside the present one and becomes it by replacing one small file, so that a process
killed at any moment leaves a whole one. A small archive has no folder: each process keeps its index in
memory, and `present.json` only says when all of them are to build it anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from apercu.content.changes import Stamp
from apercu.search import meaning, schema

_PRESENT, _LOCK = "present.json", "writer.lock"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How far a generation has come in the change log, and with what it was made."""

    edition: int
    at: str
    schema: int = schema.VERSION
    model: str = meaning.NAME  # empty where it was made without meaning

    @property
    def stamp(self) -> Stamp:
        return self.edition, self.at


@dataclass(frozen=True, kw_only=True)
class Present:
    """Which generation counts: its name, and whether it has a folder."""

    name: str
    has_folder: bool


def root() -> Path:
    """Where the index of this machine stands."""
    return Path(settings.DATA) / "search"


def present() -> Present | None:
    """The generation that counts now; None where there is none, or none that can be read."""
    said = _read(root() / _PRESENT)
    if said is None or not isinstance(said.get("name"), str):
        return None
    return Present(name=said["name"], has_folder=bool(said.get("has_folder")))


def begin() -> Path:
    """An empty folder for a new generation; whoever calls holds the writer's lock. What was left over
    goes."""
    now = present()
    for left in root().glob("g-*"):
        if now is None or left.name != now.name:
            shutil.rmtree(left, ignore_errors=True)
    folder = root() / f"g-{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    return folder


def become_present(folder: Path | None) -> Present:
    """Make a generation the one that counts (none: processes build theirs in memory), and drop the others."""
    name = folder.name if folder else f"m-{uuid.uuid4().hex[:12]}"
    _write(root() / _PRESENT, {"name": name, "has_folder": folder is not None})
    for other in root().glob("g-*"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)
    return Present(name=name, has_folder=folder is not None)


def folder_of(generation: Present) -> Path:
    return root() / generation.name


def mark_of(folder: Path) -> Mark | None:
    """The mark of a generation; None where it has none, or one that cannot be read."""
    said = _read(folder / "mark.json")
    try:
        return Mark(**said) if said is not None else None
    except TypeError:
        return None


def set_mark(folder: Path, mark: Mark) -> None:
    _write(folder / "mark.json", asdict(mark))


@contextmanager
def writing(*, wait: bool = False) -> Iterator[bool]:
    """Be the one writer of this machine; whether we are. The system gives the turn back even when we are
    killed."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _read(path: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def _write(path: Path, said: dict[str, Any]) -> None:
    """Replace a file whole: whoever reads it meanwhile sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(said, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
