"""The database as SQLite: copied while it is written to, checked, and put in place by its name."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.core.management import call_command
from django.db import connection

from apercu.content.models import Change
from apercu.mailing.sending import holding
from apercu.ops.backup import copying


class OfSqlite:
    """A file."""

    vendor = "sqlite"
    file = "database.sqlite3"

    @property
    def _path(self) -> Path:
        return Path(connection.settings_dict["NAME"])

    def size(self) -> int:
        """Bytes a copy takes, about."""
        return sum(path.stat().st_size for path in self.stands_at() if path.exists())

    def copy_to(self, target: Path) -> None:
        """A copy of one moment, whoever writes meanwhile (sqlite.org/backup.html): one step holds one
        snapshot, and nobody waits for it.
        """
        with closing(sqlite3.connect(self._path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        for beside in ("-wal", "-shm"):
            target.with_name(target.name + beside).unlink(missing_ok=True)

    def state_of(self, copy: Path) -> tuple[int, list[str]]:
        """The edition and the migrations in a copy."""
        with closing(_reading(copy)) as asked:
            (edition,) = asked.execute(f"SELECT max(id) FROM {Change._meta.db_table}").fetchone()  # noqa: S608 our own table
            rows = asked.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        return edition or 0, [f"{app}.{name}" for app, name in rows]

    def faults_of(self, copy: Path) -> list[str]:
        """What is wrong with a copy, in SQLite's own words."""
        try:
            with closing(_reading(copy)) as asked:
                said = [str(row[0]) for row in asked.execute("PRAGMA integrity_check(5)")]
                dangling = asked.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [str(error)]
        faults = [] if said == ["ok"] else said
        return [*faults, f"{len(dangling)} rows name others that are not there"] if dangling else faults

    def is_empty(self) -> bool:
        """Whether there is nothing that could be lost."""
        if not self._path.exists() or not self._path.stat().st_size:
            return True
        with closing(sqlite3.connect(self._path)) as asked:
            return not asked.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]

    def stands_at(self) -> list[Path]:
        """The files it is made of now."""
        connection.close()
        return [self._path, *(self._path.with_name(self._path.name + beside) for beside in ("-wal", "-shm"))]

    def keep_aside(self, _folder: Path) -> None:
        """Its files are moved, which needs no copy."""

    def bring_forward(self, staged: Path) -> None:
        """Migrate a copy to this release before it takes its place."""
        with _connected_to(staged):
            call_command("migrate", verbosity=0, interactive=False)

    def hold_mail(self, staged: Path, *, at: datetime.datetime) -> None:
        """Have all mailings stand still in a copy, before it takes its place."""
        with _connected_to(staged):
            holding.hold(reason=holding.RESTORED, at=at)

    def put_in_place(self, staged: Path, *, at: datetime.datetime) -> None:  # noqa: ARG002 held already
        """Make a copy the database; done twice it does no harm."""
        with contextlib.suppress(FileNotFoundError):
            staged.replace(self._path)
        copying.sync(self._path.parent)


@contextlib.contextmanager
def _connected_to(staged: Path) -> Iterator[None]:
    """Django speaks to this file instead of the site's; it is left as one file, with nothing beside it."""
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(staged)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
    with closing(sqlite3.connect(staged)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def _reading(copy: Path) -> sqlite3.Connection:
    """Without a file beside it, and without a lock: nobody writes to a copy."""
    return sqlite3.connect(f"file:{quote(str(copy))}?mode=ro&immutable=1", uri=True)
