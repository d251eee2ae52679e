"""What backups are called and where their parts lie."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("media", "imports")  # of the data folder: what people brought
SETTINGS, MANIFEST, MANIFEST_HASH = "settings.json", "manifest.json", "manifest.sha256"
UNFINISHED = ".unfinished"  # at the end of the name while it is being written
LOCK = ".apercu-backup.lock"
NOTE = "restoring.json"  # in the data folder: what a restore has begun and will be finished

_FORM = "apercu-%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"apercu-\d{8}T\d{6}Z")


def name_at(at: datetime.datetime) -> str:
    """What a backup of this moment is called."""
    return at.astimezone(datetime.UTC).strftime(_FORM)


def time_of(backup: Path) -> datetime.datetime:
    """The moment in a backup's name; ValueError where that is no name of a backup."""
    return datetime.datetime.strptime(backup.name, _FORM).replace(tzinfo=datetime.UTC)


def backups_in(folder: Path) -> list[Path]:
    """What is named as a backup in a folder, the newest first."""
    return sorted((path for path in _named(folder) if _NAME.fullmatch(path.name)), reverse=True)


def unfinished_in(folder: Path) -> list[Path]:
    """What a backup that was killed left behind."""
    return [path for path in _named(folder) if re.fullmatch(_NAME.pattern + UNFINISHED, path.name)]


def _named(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.glob("apercu-*") if path.is_dir() and not path.is_symlink())
