"""The manifest: what belongs to a backup, each file with its size and hash, and what it takes to read it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from apercu.ops.backup import copying, places
from apercu.ops.backup.copying import Entry

FORMAT = 1


class Unreadable(Exception):
    """There is no manifest, or none that can be trusted; the text is a sentence."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup says of itself."""

    site: str
    made_at: str
    release: str
    vendor: str  # of the database
    edition: int
    migrations: list[str]  # "app.name", those that were in the database
    files: dict[str, Entry]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.files.values())


def write(backup: Path, manifest: Manifest) -> None:
    """Put the manifest and its hash into a backup."""
    said = {"format": FORMAT, **asdict(manifest), "files": copying.as_json(manifest.files)}
    text = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
    copying.write(backup / places.MANIFEST, text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    copying.write(backup / places.MANIFEST_HASH, f"{digest}  {places.MANIFEST}\n")


def read(backup: Path) -> Manifest:
    """The manifest of a backup; Unreadable where it is missing, damaged or of a later form."""
    if not backup.is_dir():
        raise Unreadable(f"There is no folder {backup}.")
    try:
        raw = (backup / places.MANIFEST).read_bytes()
        told = (backup / places.MANIFEST_HASH).read_text("utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(_no_manifest(backup, error)) from error
    if told != [hashlib.sha256(raw).hexdigest(), places.MANIFEST]:
        raise Unreadable(f"{backup / places.MANIFEST} is damaged: its hash is not the one beside it.")
    return _understood(json.loads(raw), backup)


def _no_manifest(backup: Path, error: Exception) -> str:
    if inside := places.backups_in(backup):
        return f"{backup} holds backups; name one of them. The newest is {inside[0]}."
    return f"{backup} is no whole backup of Aperçu: {error}"


def _understood(said: dict[str, Any], backup: Path) -> Manifest:
    form = said.pop("format", None)
    if form != FORMAT:
        raise Unreadable(f"{backup} was written by a later release (form {form}); restore it with that one.")
    files = {name: Entry(**entry) for name, entry in said.pop("files").items()}
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise Unreadable(f"{backup} names a file outside of it: {name}")
    return Manifest(**said, files=files)
