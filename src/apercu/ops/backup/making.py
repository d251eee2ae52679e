"""Making a backup of a site that goes on running."""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error

from apercu import __version__
from apercu.ops.backup import copying, databases, manifest, places, surroundings
from apercu.ops.backup.copying import Entry
from apercu.ops.backup.manifest import Manifest
from apercu.ops.backup.postgresql import ToolFailed

SPARE = 50 * 1024 * 1024  # bytes that stay free beside a backup
_TROUBLES = (OSError, sqlite3.Error, Error, ToolFailed)


class NotMade(Exception):
    """There is no new backup, and nothing of one is left; the text is a sentence."""


def make(*, folder: Path, at: datetime.datetime) -> tuple[Path, Manifest]:
    """A new backup in this folder, whole and on the disk; NotMade where that cannot be."""
    backup = folder / places.name_at(at)
    unfinished = backup.with_name(backup.name + places.UNFINISHED)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(folder):
            for left in places.unfinished_in(folder):
                shutil.rmtree(left)
            _must_have_room(folder)
            if backup.exists():
                raise NotMade(f"{backup} is there already; try again in a second.")
            try:
                made = _write(unfinished, at=at)
                unfinished.rename(backup)
                copying.sync(folder)
            except BaseException:
                shutil.rmtree(unfinished, ignore_errors=True)
                raise
    except _TROUBLES as error:
        raise NotMade(
            f"No backup was made in {folder}: {_why(error)}. What was there is as it was."
        ) from error
    return backup, made


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / places.LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotMade(f"Another backup is being written to {folder}; wait until it is done.") from None
        yield


def _must_have_room(folder: Path) -> None:
    media = sum(copying.size_below(settings.DATA / name) for name in places.FOLDERS)
    needed = databases.present().size() + media + SPARE
    if (free := shutil.disk_usage(folder).free) < needed:
        raise NotMade(
            f"A backup needs some {_mb(needed)} MB in {folder}, where {_mb(free)} MB are free. "
            "Make room, or name a folder on another disk."
        )


def _write(target: Path, *, at: datetime.datetime) -> Manifest:
    """Everything but the name. Uploads are copied before the database and again after it: what a row names
    was there at one of the two moments.
    """
    target.mkdir(mode=0o700)
    database = databases.present()
    files: dict[str, Entry] = {}
    seen: dict[str, tuple[int, int]] = {}
    _copy_folders(target, files, seen)
    database.copy_to(target / database.file)
    (target / database.file).chmod(0o600)
    _copy_folders(target, files, seen)
    if faults := database.faults_of(target / database.file):
        raise NotMade(f"The database is damaged: {'; '.join(faults)}. Run `apercu doctor`.")
    said = json.dumps(surroundings.described(os.environ), indent=1, ensure_ascii=False) + "\n"
    copying.write(target / places.SETTINGS, said)
    for name in (database.file, places.SETTINGS):
        files[name] = copying.entry_of(target / name)
    edition, migrations = database.state_of(target / database.file)
    made = Manifest(
        site=settings.SITE_URL,
        made_at=at.isoformat(timespec="seconds"),
        release=__version__,
        vendor=database.vendor,
        edition=edition,
        migrations=migrations,
        files=files,
    )
    manifest.write(target, made)
    copying.sync_all(target)
    return made


def _copy_folders(target: Path, files: dict[str, Entry], seen: dict[str, tuple[int, int]]) -> None:
    """Copy what is there and was not when it was looked at last; one that went meanwhile is no loss."""
    for folder in places.FOLDERS:
        for path in copying.files_below(settings.DATA / folder):
            name = path.relative_to(settings.DATA).as_posix()
            try:
                status = path.stat()
                if seen.get(name) != (status.st_size, status.st_mtime_ns):
                    files[name] = copying.copy(path, target / name)
                    seen[name] = (status.st_size, status.st_mtime_ns)
            except FileNotFoundError:
                continue


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    return str(error).rstrip(".")


def _mb(size: int) -> int:
    return -(-size // 1024**2)
