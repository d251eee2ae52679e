"""Whether a backup can be restored here: everything is looked at before anything is touched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from apercu.ops.backup import copying, databases, manifest, places
from apercu.ops.backup.making import SPARE
from apercu.ops.backup.manifest import Manifest


class Refused(Exception):
    """The backup is not restored, and nothing was touched; every reason is a sentence."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def check(backup: Path) -> Manifest:
    """The manifest of a backup that is whole and that this release understands; Refused with all reasons."""
    try:
        found = manifest.read(backup)
    except manifest.Unreadable as error:
        raise Refused([str(error)]) from error
    reasons = [*_damages(backup, found), *_misfits(found)] or _faults(backup)
    if reasons:
        raise Refused(reasons)
    return found


def check_place(found: Manifest, *, replace: bool) -> None:
    """Refused where this data folder cannot take the backup."""
    reasons = list(_lacks(found))
    taken = not databases.present().is_empty() or any(
        next(copying.files_below(settings.DATA / name), None) for name in places.FOLDERS
    )
    if taken and not replace:
        reasons.append(
            f"There is a site in {settings.DATA} already. Restore into another folder (APERCU_DATA), or say "
            "--replace: what is there is then moved aside, not deleted."
        )
    if reasons:
        raise Refused(reasons)


def is_of_this_release(found: Manifest) -> bool:
    """Whether the backup's database needs no migration."""
    return _of_this_release() <= set(found.migrations)


def _damages(backup: Path, found: Manifest) -> Iterator[str]:
    for name, entry in found.files.items():
        path = backup / name
        if path.is_symlink() or not path.is_file():
            yield f"{path} is missing."
        elif path.stat().st_size != entry.size:
            yield f"{path} is damaged: it has {path.stat().st_size} bytes and should have {entry.size}."
        elif copying.entry_of(path) != entry:
            yield f"{path} is damaged: its hash is not the one in the manifest."


def _misfits(found: Manifest) -> Iterator[str]:
    database = databases.present()
    if found.vendor != database.vendor:
        yield (
            f"The backup is of a {found.vendor} database and this site is set to {database.vendor}; "
            "set the same as where it was made."
        )
    elif database.file not in found.files:
        yield f"The backup holds no {database.file}."
    if unknown := sorted(set(found.migrations) - _known()):
        yield (
            f"The backup was made by a later release ({found.release}): this one does not know "
            f"{len(unknown)} of its migrations, such as {unknown[0]}. Install that release, or a later one."
        )


def _faults(backup: Path) -> list[str]:
    database = databases.present()
    faults = database.faults_of(backup / database.file)
    return [f"The database in the backup is damaged: {'; '.join(faults)}."] if faults else []


def _lacks(found: Manifest) -> Iterator[str]:
    needed, free = found.size + SPARE, shutil.disk_usage(settings.DATA).free
    if free < needed:
        yield (
            f"It needs {needed // 1024**2} MB in {settings.DATA}, where {free // 1024**2} MB are free; "
            "make room, or set APERCU_DATA to a folder on another disk."
        )
    for name in places.FOLDERS:
        path = settings.DATA / name
        if path.is_symlink() or os.path.ismount(path):
            yield f"{path} is a link or a disk of its own and cannot be moved aside; unmount or rename it."


def _of_this_release() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or ()}


def _known() -> set[str]:
    """What this release has, and what those of its migrations have taken the place of."""
    loader = MigrationLoader(None)
    replaced = {key for migration in (loader.disk_migrations or {}).values() for key in migration.replaces}
    return _of_this_release() | {f"{app}.{name}" for app, name in replaced}
