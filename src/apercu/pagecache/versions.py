"""Which version of the site a process knows: the edition, and how far what is derived from it has come.

A page is a function of its address and of this: the change log's last row says which records it shows, the
followers' marks say which citations, which search index. It is read before the records, so that a page is
never newer than its version says and then kept for an older one; a follower that catches up makes a new
version, and what was rendered meanwhile is rendered again.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import quote

from django.db import Error, connection

from apercu.content import changes, following
from apercu.content.models import Change, FollowerMark
from apercu.pagecache.saying import Seldom

logger = logging.getLogger(__name__)

EVERY = 0.5  # seconds between two looks, where there is no exact check on every request
SAME_FILE_EVERY = 0.5  # seconds between two looks whether the database is still the same file
AGAIN_AFTER = 0.25  # seconds until a thread asks again that was not answered
BUSY = 0.05  # seconds it waits for a lock; readers of a WAL need none, but for the moment it is set up
_GONE = "The database cannot be asked which edition is present; readers get the pages that are kept. %s"

Clock = Callable[[], float]
Marks = tuple[tuple[str, int], ...]


class Known(NamedTuple):
    """What the database says: the change log's last row, and the marks that are kept beside it."""

    stamp: tuple[object, ...]
    marks: Marks


class Version(NamedTuple):
    """What pages are kept by: what the database says, and the marks of what this process keeps itself."""

    known: Known
    own_marks: tuple[int, ...]


class Versions(Protocol):
    """How a process learns the version."""

    def present(self) -> Version | None:
        """The present version; the last one learned while the database cannot be asked."""

    def certain(self) -> Version | None:
        """The present version; None while the database cannot be asked."""


def own_marks() -> tuple[int, ...]:
    """How far the followers have come that every process runs for itself."""
    return tuple(follower.mark() for follower in following.followers() if not follower.is_shared)


def known() -> Known:
    """What the database says now, through Django's own connection."""
    stamp = changes.stamp()
    return Known(stamp=stamp, marks=tuple(FollowerMark.objects.order_by("name").values_list("name", "mark")))


class _Seen(threading.local):
    """What one thread saw last, through a connection of its own."""

    ask: Callable[..., sqlite3.Cursor] | None = None
    data_version = -1
    known: Known | None = None
    file: tuple[int, int] | None = None
    look_at = 0.0


class ExactVersions:
    """SQLite says itself whether anything was committed (`PRAGMA data_version`): asked on every request.

    Each thread asks through a read-only connection of its own, which holds no transaction and does not wait.
    """

    def __init__(self, path: Path, *, clock: Clock, own_marks: Callable[[], tuple[int, ...]] = own_marks):
        self._path = path
        self._clock = clock
        self._own_marks = own_marks
        self._seen = _Seen()
        self._seldom = Seldom(clock)
        self._last_row = f"SELECT id, at FROM {Change._meta.db_table} ORDER BY id DESC LIMIT 1"  # noqa: S608 our own table
        self._marks = f"SELECT name, mark FROM {FollowerMark._meta.db_table} ORDER BY name"  # noqa: S608 our own table
        os.register_at_fork(after_in_child=self._forget)

    def present(self) -> Version | None:
        """The version of this moment; the last one this thread learned where the database does not answer."""
        own = self._own_marks()
        known = self._look()
        if known is None:
            known = self._seen.known
        return Version(known, own) if known is not None else None

    def certain(self) -> Version | None:
        """The version of this moment; None where the database does not answer."""
        own = self._own_marks()
        known = self._look()
        return Version(known, own) if known is not None else None

    def _look(self) -> Known | None:
        seen = self._seen
        try:
            if self._clock() >= seen.look_at:
                self._look_at_the_file(seen)
            if seen.ask is None:
                return None
            data_version = seen.ask("PRAGMA data_version").fetchone()[0]
            if data_version != seen.data_version:
                # Asked after the number: at worst it is newer than the number says, and asked once more.
                row = seen.ask(self._last_row).fetchone() or (0, "")
                seen.known = Known(stamp=tuple(row), marks=tuple(seen.ask(self._marks).fetchall()))
                seen.data_version = data_version
        except sqlite3.Error as error:
            seen.ask, seen.look_at = None, self._clock() + AGAIN_AFTER
            self._seldom.say(logger.warning, _GONE, error)
            return None
        return seen.known

    def _look_at_the_file(self, seen: _Seen) -> None:
        """Open the database, or open it again where another file lies there now (a restored backup)."""
        seen.look_at = self._clock() + SAME_FILE_EVERY
        try:
            status = self._path.stat()
        except OSError as error:
            seen.file, seen.ask = None, None
            self._seldom.say(logger.warning, _GONE, error)
            return
        if seen.ask is None or seen.file != (status.st_dev, status.st_ino):
            address = f"file:{quote(str(self._path))}?mode=ro"
            opened = sqlite3.connect(address, uri=True, timeout=BUSY, isolation_level=None)
            seen.ask, seen.data_version = opened.execute, -1
            seen.file = (status.st_dev, status.st_ino)

    def _forget(self) -> None:
        """A connection does not survive a fork (sqlite.org/howtocorrupt.html §2.6)."""
        self._seen = _Seen()


class PolledVersions:
    """Any other database is asked every half second by a thread, and at once by who has just published."""

    def __init__(
        self,
        *,
        clock: Clock,
        read: Callable[[], Known] = known,
        own_marks: Callable[[], tuple[int, ...]] = own_marks,
        in_background: bool = True,
    ) -> None:
        self._read = read
        self._own_marks = own_marks
        self._in_background = in_background
        self._known: Known | None = None
        self._is_certain = False
        self._seldom = Seldom(clock)
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._reading = threading.Lock()  # one at a time, so that no older answer comes after a newer
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def present(self) -> Version | None:
        own = self._own_marks()
        known = self._known
        if known is None or (self._thread is None and self._in_background):
            self._start()
            known = self._known
        return Version(known, own) if known is not None else None

    def certain(self) -> Version | None:
        version = self.present()
        return version if self._is_certain else None

    def look(self) -> None:
        """Ask the database now."""
        with self._reading:
            try:
                self._known = self._read()
                self._is_certain = True
            except Error as error:
                self._is_certain = False
                self._seldom.say(logger.warning, _GONE, error)
                if not connection.in_atomic_block:
                    connection.close()

    def _start(self) -> None:
        """Look once, then again and again in a thread of this process."""
        with self._starting:
            if self._known is None:
                self.look()
            if self._in_background and self._thread is None:
                self._thread = threading.Thread(target=self._follow, name="edition", daemon=True)
                self._thread.start()

    def _follow(self) -> None:
        pause = threading.Event()
        while not pause.wait(EVERY):
            self.look()


def versions(*, clock: Clock) -> ExactVersions | PolledVersions:
    """How this site's database is asked."""
    if connection.vendor == "sqlite":
        return ExactVersions(Path(connection.settings_dict["NAME"]), clock=clock)
    return PolledVersions(clock=clock)
