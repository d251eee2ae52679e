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
AGAIN_AFTER = 0.25  # seconds until the database is asked again that did not answer
MOMENT = 0.001  # seconds a version is taken to be the present one where the database can be asked at once
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

    def changed(self) -> None:
        """This process has just changed something public."""

    def close(self) -> None:
        """Learn nothing more; for tests and the end of a process."""


def own_marks() -> tuple[int, ...]:
    """How far the followers have come that every process runs for itself."""
    return tuple([follower.mark() for follower in following.followers() if not follower.is_shared])


def known() -> Known:
    """What the database says now, through Django's own connection."""
    stamp = changes.stamp()
    return Known(stamp=stamp, marks=tuple(FollowerMark.objects.order_by("name").values_list("name", "mark")))


class SqliteVersions:
    """SQLite says itself whether anything was committed (`PRAGMA data_version`), by whatever process.

    It is asked through a read-only connection of its own, which holds no transaction and does not wait: when
    a request comes more than a millisecond after the last time, and at once after a change of this process.
    """

    def __init__(self, path: Path, *, clock: Clock, own_marks: Callable[[], tuple[int, ...]] = own_marks):
        self._path = path
        self._clock = clock
        self._own_marks = own_marks
        self._seldom = Seldom(clock)
        self._last_row = f"SELECT id, at FROM {Change._meta.db_table} ORDER BY id DESC LIMIT 1"  # noqa: S608 our own table
        self._marks = f"SELECT name, mark FROM {FollowerMark._meta.db_table} ORDER BY name"  # noqa: S608 our own table
        self._version: Version | None = None
        self._asked: sqlite3.Connection | None = None
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        """A connection does not survive a fork (sqlite.org/howtocorrupt.html §2.6)."""
        self._lock = threading.Lock()
        self._of_the_parent, self._asked = self._asked, None  # not even closed here
        self._file = (0, 0)
        self._data_version = -1
        self._until = float("-inf")  # so long the version is taken to be the present one
        self._same_file_until = float("-inf")
        self._is_certain = False

    def present(self) -> Version | None:
        if self._clock() >= self._until:
            self._look()
        return self._version

    def certain(self) -> Version | None:
        version = self.present()
        return version if self._is_certain else None

    def changed(self) -> None:
        """This process has just changed something: whatever request comes now sees it."""
        with self._lock:
            self._until = float("-inf")

    def close(self) -> None:
        with self._lock:
            self._close()

    def _look(self) -> None:
        with self._lock:
            now = self._clock()
            if now < self._until:  # another thread was faster
                return
            try:
                self._ask(now)
                self._is_certain = True
                self._until = now + MOMENT
            except (sqlite3.Error, OSError) as error:
                self._close()
                self._is_certain = False
                self._until = now + AGAIN_AFTER
                self._seldom.say(logger.warning, _GONE, error)

    def _ask(self, now: float) -> None:
        if self._asked is None or now >= self._same_file_until:
            self._asked = self._opened()
            self._same_file_until = now + SAME_FILE_EVERY
        own = self._own_marks()
        ask = self._asked.execute
        (data_version,) = ask("PRAGMA data_version").fetchone()
        if self._version is None or data_version != self._data_version:
            # Asked after the number: at worst it is newer than the number says, and asked once more.
            row = ask(self._last_row).fetchone() or (0, "")
            known = Known(stamp=tuple(row), marks=tuple(ask(self._marks).fetchall()))
            self._data_version = data_version
        else:
            known = self._version.known
        version = Version(known, own)
        if version != self._version:  # kept pages are compared by identity first
            self._version = version

    def _opened(self) -> sqlite3.Connection:
        """The connection; another one where another file lies there now (a restored backup)."""
        status = self._path.stat()
        if self._asked is not None and self._file == (status.st_dev, status.st_ino):
            return self._asked
        self._close()
        self._file, self._data_version = (status.st_dev, status.st_ino), -1
        address = f"file:{quote(str(self._path))}?mode=ro"
        return sqlite3.connect(address, uri=True, timeout=BUSY, isolation_level=None, check_same_thread=False)

    def _close(self) -> None:
        if self._asked is not None:
            self._asked.close()
            self._asked = None


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
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def present(self) -> Version | None:
        own = self._own_marks()
        if self._known is None or (self._thread is None and self._in_background):
            self._start()
        known = self._known
        return Version(known, own) if known is not None else None

    def certain(self) -> Version | None:
        version = self.present()
        return version if self._is_certain else None

    def changed(self) -> None:
        """This process has just changed something: its own pages show it before the next half second."""
        self.look()

    def close(self) -> None:
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

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
        while not self._closed.wait(EVERY):
            self.look()
        connection.close()


def versions(*, clock: Clock) -> SqliteVersions | PolledVersions:
    """How this site's database is asked."""
    if connection.vendor == "sqlite":
        return SqliteVersions(Path(connection.settings_dict["NAME"]), clock=clock)
    return PolledVersions(clock=clock)
