"""Where answers are kept, so that nobody is asked twice: a store passed in, and two of our own."""

from __future__ import annotations

import base64
import contextlib
import datetime
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An answer as it is kept: nothing in it is secret."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    fetched_at: datetime.datetime

    def confirmed(self, *, at: datetime.datetime) -> Kept:
        """The same answer, which the host has just said is still the right one."""
        return replace(self, fetched_at=at)


class Store(Protocol):
    """What keeps answers. A store may forget; it may not raise for what it does not have."""

    def get(self, key: str) -> Kept | None:
        """The answer kept under the key, of any age."""
        ...

    def put(self, key: str, kept: Kept | None) -> None:
        """Keep an answer in the place of an earlier one; None forgets it."""
        ...


class MemoryStore:
    """Keeps the last answers of one process."""

    def __init__(self, *, most: int = 500) -> None:
        self._kept: dict[str, Kept] = {}
        self._most = most

    def get(self, key: str) -> Kept | None:
        """The answer kept under the key."""
        return self._kept.get(key)

    def put(self, key: str, kept: Kept | None) -> None:
        """Keep or forget an answer; the longest kept makes room."""
        self._kept.pop(key, None)
        if kept is not None:
            self._kept[key] = kept
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]


class FolderStore:
    """Keeps each answer as a file of JSON in a folder, which several processes may share.

    A file that cannot be read counts as not there; one that cannot be written is not kept: a full disk costs
    a question, never an answer.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Kept | None:
        """The answer kept under the key."""
        try:
            return _from_json(json.loads(self._path(key).read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, kept: Kept | None) -> None:
        """Keep or forget an answer; a reader sees the old one or the new one, never half of one."""
        path = self._path(key)
        if kept is None:
            with contextlib.suppress(OSError):
                path.unlink()
            return
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(_to_json(kept), file)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise

    def forget(self, *, before: datetime.datetime) -> int:
        """Delete what was kept before this moment; how many answers went."""
        gone = 0
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    gone += 1
        return gone

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / name[:2] / f"{name}.json"


def _to_json(kept: Kept) -> dict[str, Any]:
    return {
        "status": kept.status,
        "url": kept.url,
        "headers": dict(kept.headers),
        "body": base64.b64encode(kept.body).decode("ascii"),
        "fetched_at": kept.fetched_at.isoformat(),
    }


def _from_json(data: dict[str, Any]) -> Kept:
    return Kept(
        status=int(data["status"]),
        url=str(data["url"]),
        headers={str(name): str(value) for name, value in data["headers"].items()},
        body=base64.b64decode(data["body"], validate=True),
        fetched_at=datetime.datetime.fromisoformat(data["fetched_at"]),
    )
