"""Two folders that change places in one step, and writes that are on the disk when told so.

Python has neither; both are calls of the C library (renameat2(2), syncfs(2)), and both have a plain way to do
without.
"""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE, linux/fs.h
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM}
_c = ctypes.CDLL(None, use_errno=True)


def exchange(one: Path, other: Path, *, spare: Path) -> None:
    """Let `one` stand where `other` stood, and the other way round; `spare` is a free name on the same disk.

    Where the file system cannot do that in one step there is a moment without `other`: `recover` mends what
    a run leaves that is killed just then.
    """
    if not other.exists():
        one.rename(other)
        return
    if _exchanged(one, other):
        return
    other.rename(spare)
    one.rename(other)
    spare.rename(one)


def recover(target: Path, workshop: Path) -> None:
    """Put back what a run killed between two renames has left."""
    spare = workshop / "previous"
    if spare.exists():
        if target.exists():
            spare.rename(workshop / f"done-{os.getpid()}")
        else:
            spare.rename(target)


def sync(folder: Path) -> None:
    """Have everything on the disk that was written to the folder's file system."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        call = getattr(_c, "syncfs", None)
        if call is None:
            os.sync()
        elif call(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)


def _exchanged(one: Path, other: Path) -> bool:
    call = getattr(_c, "renameat2", None)
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))
