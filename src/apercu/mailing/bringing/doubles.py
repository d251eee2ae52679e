"""Which row of a file speaks for a person: the first, or the first that says they get no mail.

Kept in a scratch database of its own, which goes to the disk when it grows and is gone with the process; it
holds hashes, no addresses.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from types import TracebackType

_TOGETHER = 1000


class Speakers:
    """The line that speaks for each person of a file."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect(
            "", isolation_level=None, check_same_thread=False
        )  # "": a file of nobody else's
        self._kept.execute("PRAGMA journal_mode = OFF")
        self._kept.execute(
            "CREATE TABLE speaker (person BLOB PRIMARY KEY, line INTEGER, stays_out INTEGER) WITHOUT ROWID"
        )
        self._waiting: list[tuple[bytes, int, bool]] = []

    def __enter__(self) -> Speakers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.close()

    def add(self, key: str, *, line: int, stays_out: bool) -> None:
        """A row of somebody; in the order of the file."""
        self._waiting.append((_hash(key), line, stays_out))
        if len(self._waiting) >= _TOGETHER:
            self._write()

    def lines_of(self, keys: Iterable[str]) -> dict[str, int]:
        """The line that speaks for each of these people."""
        self._write()
        ask = "SELECT line FROM speaker WHERE person = ?"
        found = ((key, self._kept.execute(ask, [_hash(key)]).fetchone()) for key in keys)
        return {key: row[0] for key, row in found if row}

    def _write(self) -> None:
        if not self._waiting:
            return
        self._kept.execute("BEGIN")
        self._kept.executemany(
            "INSERT INTO speaker VALUES (?, ?, ?) ON CONFLICT (person) DO UPDATE SET line = excluded.line,"
            " stays_out = 1 WHERE excluded.stays_out AND NOT speaker.stays_out",
            self._waiting,
        )
        self._kept.execute("COMMIT")
        self._waiting.clear()


def _hash(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=16).digest()
