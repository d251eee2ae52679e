"""Putting a backup in place, so that whoever kills it leaves the site that was or the one that shall be.

First everything is copied beside its place and made ready there: until then nothing has changed. Then what
is to be done is written down (`restoring.json`), and from that moment it will be done: by this process, or by
the next `apercu` command, which finds the note (`finish`). Every step can be taken twice.
"""

from __future__ import annotations

import datetime
import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from apercu.ops import in_use
from apercu.ops.backup import checking, copying, databases, places
from apercu.ops.backup.manifest import Manifest

_STAGED, _ASIDE = ".restoring-", "before-restore-"
_DERIVED = "search"  # made anew from the records


class Damaged(Exception):
    """A file changed while it was read; nothing was touched."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was put in place, and where what was there is now; None where there was nothing."""

    found: Manifest
    aside: Path | None
    migrated: bool


@dataclass(frozen=True, kw_only=True)
class _Note:
    staged: str
    aside: str
    at: str = ""  # when; a note of an earlier release does not say


def restore(backup: Path, *, replace: bool, at: datetime.datetime) -> Restored:
    """Put a backup in the data folder; Refused or InUse before anything is touched."""
    data = settings.DATA
    with in_use.alone(data):
        found = checking.check(backup)
        checking.check_place(found, replace=replace)
        database = databases.present()
        for left in data.glob(f"{_STAGED}*"):
            shutil.rmtree(left)
        note = _Note(
            staged=_STAGED + places.name_at(at),
            aside=_ASIDE + places.name_at(at).removeprefix("apercu-"),
            at=at.isoformat(),
        )
        migrated = not checking.is_of_this_release(found)
        try:
            _stage(backup, found, data / note.staged)
            if migrated:
                database.bring_forward(data / note.staged / database.file)
            database.hold_mail(data / note.staged / database.file, at=at)
            database.keep_aside(data / note.aside)
            copying.sync_all(data / note.staged)
        except BaseException:
            shutil.rmtree(data / note.staged, ignore_errors=True)
            raise
        copying.write(data / places.NOTE, json.dumps(asdict(note)))
        _do(note)
        aside = data / note.aside
        return Restored(found=found, aside=aside if aside.exists() else None, migrated=migrated)


def finish() -> None:
    """Do what a restore that was killed had written down."""
    with in_use.alone(settings.DATA, wait=True), suppress(FileNotFoundError):
        _do(_Note(**json.loads((settings.DATA / places.NOTE).read_text("utf-8"))))


def _stage(backup: Path, found: Manifest, staged: Path) -> None:
    staged.mkdir(mode=0o700)
    for folder in places.FOLDERS:
        (staged / folder).mkdir()
    for name, entry in found.files.items():
        if copying.copy(backup / name, staged / name) != entry:
            raise Damaged(f"{backup / name} changed while it was read. Nothing was touched.")
    database = databases.present()
    (staged / database.file).chmod(0o600)


def _do(note: _Note) -> None:
    """Move what is there aside, what is staged into its place, the database last."""
    data, database = settings.DATA, databases.present()
    staged, aside = data / note.staged, data / note.aside
    aside.mkdir(exist_ok=True, mode=0o700)
    for folder in places.FOLDERS:
        if (staged / folder).exists():
            _move_aside(data / folder, aside)
            (staged / folder).replace(data / folder)
    if (staged / database.file).exists():
        for path in database.stands_at():
            _move_aside(path, aside)
        shutil.rmtree(data / _DERIVED, ignore_errors=True)
        database.put_in_place(staged / database.file, at=_moment(note))
    copying.sync(data)
    shutil.rmtree(staged, ignore_errors=True)
    with suppress(OSError):  # there was a site
        aside.rmdir()
    (data / places.NOTE).unlink()
    copying.sync(data)


def _moment(note: _Note) -> datetime.datetime:
    """When the restore began."""
    if note.at:
        return datetime.datetime.fromisoformat(note.at)
    return datetime.datetime.fromtimestamp((settings.DATA / places.NOTE).stat().st_mtime, tz=datetime.UTC)


def _move_aside(path: Path, aside: Path) -> None:
    """Once: what stands there when we come again is none of the old site."""
    kept = aside / path.name
    if path.is_dir() and not any(path.iterdir()):
        path.rmdir()
    elif path.exists() and not kept.exists():
        path.rename(kept)
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    copying.sync(aside)
