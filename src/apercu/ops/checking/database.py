"""The database: whole, migrated, and in the mode in which readers never wait for a writer."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from apercu.ops import migrating
from apercu.ops.checking import Asked, Finding, good, problem, warning

CROWDED = 0.8  # of the connections that are there
SORTED_AS_SQLITE = frozenset({"C", "POSIX", "C.UTF-8", "C.utf8"})
RECREATE = (
    "Make one with createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8, and copy this one's rows "
    "with pg_dump and psql."
)
RESTORE = (
    "Stop the site and put the last backup in its place: apercu restore BACKUP --replace keeps what is there "
    "aside."
)


def look(_asked: Asked) -> Iterator[Finding]:
    """Whether it can be trusted."""
    if connection.vendor == "sqlite":
        yield from _sqlite()
    else:
        yield from _postgresql()
    if missing := migrating.missing():
        yield problem(f"{missing} migrations of this release are not in the database.", "Run `apercu setup`.")
    else:
        yield good("The database has the shape this release needs.")


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_encoding_to_char(encoding), datcollate,"
            " pg_is_in_recovery(), current_setting('fsync'), current_setting('full_page_writes')"
            " FROM pg_database WHERE datname = current_database()"
        )
        release, encoding, collation, is_replica, *durable = cursor.fetchone()
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),"
            " current_setting('max_connections')::int"
            " - current_setting('superuser_reserved_connections')::int"
        )
        used, most = cursor.fetchone()
    yield good(f"PostgreSQL {release} answers; {used} of {most} connections are in use.")
    if used > most * CROWDED:
        yield warning(
            f"{used} of {most} connections are in use; when all are, processes are refused.",
            "Raise max_connections in postgresql.conf, or have fewer web processes.",
        )
    if is_replica:
        yield problem(
            "This is a replica, which nobody can write to.", "Name the primary in APERCU_DATABASE_URL."
        )
    if encoding != "UTF8":
        yield problem(f"The database is encoded in {encoding}.", RECREATE)
    if collation not in SORTED_AS_SQLITE:
        yield warning(
            f"Texts are sorted by “{collation}”: lists stand in another order than is tested.", RECREATE
        )
    if "off" in durable:
        yield warning(
            "fsync or full_page_writes is off: a machine that loses its power loses the database.",
            "Take both out of postgresql.conf and start PostgreSQL again.",
        )


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
