"""The database: whole, migrated, and in the mode in which readers never wait for a writer."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from apercu.ops import migrating
from apercu.ops.checking import Asked, Finding, good, problem

RESTORE = "Stop the site, keep a copy of the data folder as it is, and put the last backup in its place."


def look(_asked: Asked) -> Iterator[Finding]:
    """Whether it can be trusted."""
    if connection.vendor == "sqlite":
        yield from _sqlite()
    else:
        yield good(f"The database answers ({connection.vendor}).")
    if missing := migrating.missing():
        yield problem(f"{missing} migrations of this release are not in the database.", "Run `apercu setup`.")
    else:
        yield good("The database has the shape this release needs.")


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(5)")
        said = [str(row[0]) for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        dangling = len(cursor.fetchmany(1000))
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0])
    if said != ["ok"]:
        yield problem(f"The database file is damaged: {'; '.join(said)}", RESTORE)
    else:
        yield good("The database file is whole.")
    if dangling:
        yield problem(f"{dangling} rows name another row that is not there.", RESTORE)
    if mode != "wal":
        yield problem(
            f"The database is in the mode “{mode}”, in which readers wait for writers.",
            'Stop the site and run: sqlite3 apercu.sqlite3 "PRAGMA journal_mode=WAL"',
        )
