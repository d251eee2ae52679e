"""Who works on a data folder: every `apercu` command holds a lock with others, `restore` alone.

The system gives the lock back when the last process of a command has ended, however it ended.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "in-use.lock"

_handles: dict[Path, int] = {}


class InUse(Exception):
    """Somebody else is at the data folder; the text is a sentence."""


def share(data: Path) -> None:
    """Hold the data folder, as others may, until this process and its children have ended."""
    try:
        fcntl.flock(_handle(data), fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InUse(f"{data} is being restored; wait until `apercu restore` has ended.") from None


@contextmanager
def alone(data: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the data folder alone; InUse where another command is at it and we do not wait."""
    handle = _handle(data)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InUse(
            f"A command of Aperçu is at work in {data}, such as `apercu serve`; stop it first."
        ) from None
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_SH)


def _handle(data: Path) -> int:
    if data not in _handles:
        # Only for reading: flock asks for no more, and root may have made the file.
        _handles[data] = os.open(data / LOCK, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    return _handles[data]
