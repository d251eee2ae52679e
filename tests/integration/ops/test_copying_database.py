"""`apercu copy_database`: a site's records move from SQLite to PostgreSQL, all of them and as they are."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests import databases
from tests.postgresql import USER, Server, running
from tests.sites import APERCU, PATIENCE, copy_of_a_site, environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.soak,
    pytest.mark.skipif(databases.IS_POSTGRESQL, reason="it begins with a site on SQLite"),
]
NEXT = "SELECT nextval(pg_get_serial_sequence('content_summary', 'id')) = (SELECT max(id) + 1 FROM content_summary)"
WITH_NUL = "Someone with a NUL:\0"


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as one:
        yield one


def test_every_row_is_copied_compared_and_the_site_goes_on(
    server: Server, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = copy_of_a_site(tmp_path / "site", tmp_path_factory, sample=True)
    with closing(sqlite3.connect(data / "apercu.sqlite3")) as database, database:
        key = database.execute("SELECT min(id) FROM content_person").fetchone()[0]
        database.execute("UPDATE content_person SET name = ? WHERE id = ?", [WITH_NUL, key])
    told = environment(data, APERCU_DATABASE_URL=server.url(USER), APERCU_MEANING="off")

    done = copied(told)
    assert done.returncode == 0, done.stderr
    assert "were copied and compared." in done.stdout
    assert "1 texts lost a NUL, which PostgreSQL cannot keep." in done.stdout
    assert counts_there(server) == counts_here(data)
    assert counts_here(data)["content_summary"] == 30
    with psycopg.connect(server.url(USER)) as there:
        (name,) = there.execute("SELECT name FROM content_person WHERE id = %s", [key]).fetchone() or ()
        assert name == WITH_NUL.rstrip("\0")
        (goes_on,) = there.execute(NEXT).fetchone() or ()
        assert goes_on
    again = copied(told)
    assert again.returncode == 1
    assert "The PostgreSQL database is in use already" in again.stderr
    assert counts_there(server) == counts_here(data)


def copied(told: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [APERCU, "copy_database"], env=told, capture_output=True, text=True, check=False, timeout=4 * PATIENCE
    )


LEFT_OUT = ("wagtailsearch_", "sqlite_", "django_migrations")


def counts_here(data: Path) -> dict[str, int]:
    with closing(sqlite3.connect(data / "apercu.sqlite3")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in names
            if not name.startswith(LEFT_OUT)
        }


def counts_there(server: Server) -> dict[str, int]:
    with psycopg.connect(server.url(USER)) as there:
        names = [
            row[0]
            for row in there.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        ]
        found = {
            name: there.execute(f'SELECT count(*) FROM "{name}"'.encode()).fetchone()
            for name in names
            if not name.startswith(LEFT_OUT)
        }
    return {name: int(row[0]) for name, row in found.items() if row}
