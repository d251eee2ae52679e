"""A backup and a restore of a site on PostgreSQL."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import postgresql
from tests.integration.ops.contents import uploads_of
from tests.integration.ops.running import apercu
from tests.sites import copy_of_a_site

pytestmark = pytest.mark.soak


# When the backup was made is noted after it; a restored site holds its mail back.
NOTED = ("ops_loopstate", "mailing_mailstate")


def rows_in(database: str) -> list[str]:
    """Every row as a statement, in an order that does not depend on the server."""
    dump = subprocess.run(
        [postgresql.program("pg_dump"), "--data-only", "--inserts", database],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return sorted(
        line
        for line in dump.splitlines()
        if line.startswith("INSERT") and not any(table in line for table in NOTED)
    )


def held(database: str) -> list[tuple[Any, ...]]:
    """For what mail is held back."""
    with psycopg.connect(database) as connection:
        return connection.execute(
            "SELECT held_for FROM mailing_mailstate WHERE held_since < now()"
        ).fetchall()


def test_on_postgresql_a_site_is_restored_elsewhere_and_replaced(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with postgresql.running() as server:
        for name in ("site", "elsewhere"):
            postgresql.create_database(server.url("postgres"), name)
        see_a_restored_site(tmp_path, tmp_path_factory, server.url("site"), server.url("elsewhere"))


def see_a_restored_site(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, here: str, there: str
) -> None:
    def must(data: Path, *arguments: str | Path, on: str) -> str:
        done = apercu(data, *arguments, most=None, APERCU_DATABASE_URL=on)
        assert done.returncode == 0, done.stderr
        return done.stdout

    data = copy_of_a_site(tmp_path / "site", tmp_path_factory, sample=True)
    for file in data.glob("apercu.sqlite3*"):
        file.unlink()
    (data / "media").mkdir()
    (data / "media" / "logo").write_text("a picture")
    must(data, "setup", "--no-sample", on=here)
    must(data, "backup", tmp_path / "backups", on=here)
    (backup,) = (tmp_path / "backups").glob("apercu-*Z")
    elsewhere = tmp_path / "elsewhere"

    must(elsewhere, "restore", backup, on=there)
    assert rows_in(there) == rows_in(here) != []
    assert (held(here), held(there)) == ([], [("restored",)])
    assert uploads_of(elsewhere) == uploads_of(data)

    of_a_later_release = "CREATE TABLE content_future (id int); UPDATE auth_group SET name = name || ' lost'"
    with psycopg.connect(there, autocommit=True) as connection:
        connection.execute(of_a_later_release)
    refused = apercu(elsewhere, "restore", backup, most=None, APERCU_DATABASE_URL=there)
    assert "say --replace" in refused.stderr
    assert rows_in(there) != rows_in(here)
    must(elsewhere, "restore", backup, "--replace", on=there)
    assert rows_in(there) == rows_in(here)
    assert list(elsewhere.glob("before-restore-*/database.pgdump"))

    shutil.copy(backup / "settings.json", backup / "database.pgdump")
    refused = apercu(tmp_path / "third", "restore", backup, most=None, APERCU_DATABASE_URL=there)
    assert "database.pgdump is damaged" in refused.stderr
