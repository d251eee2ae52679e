"""Where an export is written, and how it takes the place of the earlier one in a single step.

Beside the export's folder `site` stands a workshop, `.site.apercu`. In it lies a second tree, equal to the
export down to its files, which are the same by hard links. A run changes that tree, never the export, and
then exchanges the two (renameat2 with RENAME_EXCHANGE, one step to whoever looks); afterwards the tree that
was the export is brought up to date in its turn. Killed at any moment, a run leaves the earlier export or the
new one.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from apercu.pagecache.exporting import manifest as manifests
from apercu.pagecache.exporting import renaming
from apercu.pagecache.exporting.manifest import Manifest

MARK = ".apercu-export"  # in an export: that it is ours, and which one
PATIENCE = 10.0  # seconds to wait for another run, or for what is left of one that was killed


class CannotExport(Exception):
    """A sentence for the operator: what is in the way."""


class Folder:
    """The folder of an export, and the workshop beside it."""

    def __init__(self, target: Path) -> None:
        self.target = target.resolve()
        self.workshop = self.target.parent / f".{self.target.name}.apercu"
        self.tree = self.workshop / "next"
        self.changed: set[str] = set()  # files that this run wrote, removed, and folders it put in whole
        self.removed: set[str] = set()
        self.replaced: set[str] = set()
        self._is_anew = False

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Be the one run that writes here; CannotExport where that may not be."""
        self._must_be_ours()
        self.workshop.mkdir(parents=True, exist_ok=True)
        with (self.workshop / "lock").open("w") as lock:
            _lock(lock.fileno(), self.target)
            renaming.recover(self.target, self.workshop)
            yield

    def earlier(self) -> Manifest | None:
        """What the export that is there was made of; None where there is none, or nothing is known of it."""
        generation = _generation(self.target)
        return manifests.read(self._manifest(generation)) if generation else None

    def begin(self, *, anew: bool) -> None:
        """Have the second tree ready: empty, or equal to the export."""
        generation = _generation(self.target)
        self._is_anew = anew
        if anew:
            shutil.rmtree(self.tree, ignore_errors=True)
            self.tree.mkdir()
        elif not generation or _generation(self.tree) != generation:
            self._copy_the_export()
        (self.tree / MARK).unlink(missing_ok=True)  # from here on it is neither the one nor the other

    def put(self, file: str, content: bytes) -> None:
        """Write a file of the new export, unless it is there already."""
        if put(self.tree, file, content, earlier=self.target):
            self.changed.add(file)
            self.removed.discard(file)

    def remove(self, file: str) -> None:
        """Have the new export without a file."""
        if _remove(self.tree, file):
            self.removed.add(file)
            self.changed.discard(file)

    def replace(self, name: str, made: Path) -> None:
        """Put a whole folder in, in place of what had its name."""
        place = self.tree / name
        if place.exists():
            shutil.rmtree(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        made.rename(place)
        self.replaced.add(name)

    def swap(self, manifest: Manifest) -> None:
        """Let the new tree be the export; what was written is on the disk before."""
        generation = uuid.uuid4().hex
        (self.tree / MARK).write_text(json.dumps({"generation": generation}), "utf-8")
        manifests.write(self._manifest(generation), manifest)
        renaming.sync(self.workshop)
        renaming.exchange(self.tree, self.target, spare=self.workshop / "previous")
        renaming.sync(self.workshop)
        for other in self.workshop.glob("manifest-*.json"):
            if other != self._manifest(generation):
                other.unlink()

    def follow(self) -> None:
        """Bring the second tree up to what the export is now."""
        if self._is_anew or not self.tree.exists():
            self._copy_the_export()
        else:
            (self.tree / MARK).unlink(missing_ok=True)
            for file in self.removed:
                _remove(self.tree, file)
            for file in self.changed:
                _remove(self.tree, file)
                (self.tree / file).parent.mkdir(parents=True, exist_ok=True)
                _link(self.target / file, self.tree / file)
            for name in self.replaced:
                shutil.rmtree(self.tree / name, ignore_errors=True)
                _copy(self.target / name, self.tree / name)
            _link(self.target / MARK, self.tree / MARK)
        self._is_anew = False
        self.changed, self.removed, self.replaced = set(), set(), set()

    def _copy_the_export(self) -> None:
        shutil.rmtree(self.tree, ignore_errors=True)
        _copy(self.target, self.tree)

    def _manifest(self, generation: str) -> Path:
        return self.workshop / f"manifest-{generation}.json"

    def _must_be_ours(self) -> None:
        target = self.target
        if target.exists() and not target.is_dir():
            raise CannotExport(f"{target} is a file; name a folder.")
        if target.is_mount() or target == target.parent:
            raise CannotExport(
                f"{target} is where a disk is mounted, which no other folder can take the place of; name a "
                "folder in it."
            )
        if target.exists() and not (target / MARK).exists() and any(target.iterdir()):
            raise CannotExport(
                f"{target} holds files that are no export of this command; name an empty or a new folder. "
                "Nothing was changed."
            )


def put(tree: Path, file: str, content: bytes, *, earlier: Path) -> bool:
    """Write a file of a tree; whether it differs from what was there, or in the earlier export.

    What is there may be a link to a file of the export, so it is never written into.
    """
    place = tree / file
    try:
        if place.read_bytes() == content:
            return False
        place.unlink()
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:  # the same file keeps its date, and a copy to a host by date has less to do
            if (earlier / file).read_bytes() == content:
                _link(earlier / file, place)
                return True
        except (FileNotFoundError, NotADirectoryError):
            pass
    place.write_bytes(content)
    return True


def _remove(tree: Path, file: str) -> bool:
    """Remove a file, and the folders it leaves empty; whether it was there."""
    place = tree / file
    try:
        place.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    for folder in place.parents:
        if folder == tree or any(folder.iterdir()):
            break
        folder.rmdir()
    return True


def _copy(source: Path, target: Path) -> None:
    """The same tree once more, by hard links; the mark comes last."""
    target.mkdir()
    with os.scandir(source) as entries:
        found = sorted(entries, key=lambda entry: entry.name == MARK)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            _copy(Path(entry.path), target / entry.name)
        else:
            _link(Path(entry.path), target / entry.name)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _generation(tree: Path) -> str:
    try:
        said = json.loads((tree / MARK).read_text("utf-8"))
        return str(said["generation"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _lock(descriptor: int, target: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise CannotExport(f"Another run is writing {target}; wait until it is done.") from None
            time.sleep(0.1)
