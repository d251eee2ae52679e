"""Copying files so that they are on the disk when it is said so, with the hash of what was copied."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_AT_ONCE = 1024 * 1024  # bytes


class Entry(NamedTuple):
    """A file as a manifest knows it."""

    sha256: str
    size: int


def copy(source: Path, target: Path) -> Entry:
    """Copy one file; `sync_all` sees to it that it is on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read, target.open("wb") as write:
        while block := read.read(_AT_ONCE):
            digest.update(block)
            size += len(block)
            write.write(block)
    return Entry(digest.hexdigest(), size)


def entry_of(path: Path) -> Entry:
    """The hash and size of a file."""
    with path.open("rb") as file:
        return Entry(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def write(path: Path, text: str) -> None:
    """Write a file and wait until it is on the disk; whoever reads meanwhile sees the old one or the new."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(folder: Path) -> None:
    """Wait until a folder and all below it are on the disk: all at once, which is sooner than one by one."""
    for where, _folders, files in os.walk(folder, topdown=False):
        for name in files:
            sync(Path(where) / name)
        sync(Path(where))


def files_below(folder: Path) -> Iterator[Path]:
    """Every plain file below a folder; links lead elsewhere and are left out."""
    for where, _folders, names in os.walk(folder):
        for name in sorted(names):
            path = Path(where) / name
            if path.is_file() and not path.is_symlink():
                yield path


def size_below(folder: Path) -> int:
    """Bytes in a folder."""
    return sum(path.stat().st_size for path in files_below(folder))


def as_json(entries: dict[str, Entry]) -> dict[str, dict[str, Any]]:
    return {name: entry._asdict() for name, entry in sorted(entries.items())}
