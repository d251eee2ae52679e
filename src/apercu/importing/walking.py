"""Paths named by a person become files to read, in a stable order, each folder visited once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

READ_IN_FOLDERS = frozenset({".txt", ".html", ".htm", ".xhtml", ".md", ".markdown", ".xml", ".rss", ".atom"})


@dataclass(frozen=True, kw_only=True)
class Found:
    """A file to read, or a path that cannot be (then `fault` is a documented code)."""

    path: Path
    fault: str = ""


def walk(paths: Iterable[Path]) -> Iterator[Found]:
    """Every file named, and in folders every file of a kind we read; a link in a circle is a fault."""
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            yield from _folder(path, seen, above=frozenset())
        else:
            yield Found(path=path) if _there(path) else Found(path=path, fault="not-found")


def _folder(folder: Path, seen: set[Path], *, above: frozenset[Path]) -> Iterator[Found]:
    real = folder.resolve()
    if real in above:
        yield Found(path=folder, fault="symlink-loop")
        return
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield Found(path=folder, fault="unreadable-folder")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not _there(entry):
            yield Found(path=entry, fault="symlink-loop" if entry.is_symlink() else "not-found")
        elif entry.is_dir():
            yield from _folder(entry, seen, above=above | {real})
        elif entry.suffix.lower() in READ_IN_FOLDERS:
            yield Found(path=entry)


def _there(path: Path) -> bool:
    """Whether the path leads anywhere; a link to itself does not."""
    try:
        path.stat()
    except OSError:
        return False
    return True
