"""The databases of sites that tests make: a file in the site's folder, or one each on the suite's PostgreSQL.

The suite runs on PostgreSQL when `APERCU_DATABASE_URL` names one (`make test DATABASE=postgresql`). A folder's
database then bears a name made of the folder's path.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from psycopg import errors

from tests.postgresql import create_database, drop_database

PATIENCE = 60.0  # seconds for a lock
SERVER = os.environ.get("APERCU_DATABASE_URL", "")
IS_POSTGRESQL = bool(SERVER)


def url_of(data: Path) -> str:
    """The address of the database of the site in this folder, made empty at the first call; none for SQLite."""
    if not IS_POSTGRESQL:
        return ""
    with suppress(errors.DuplicateDatabase):
        create_database(_named("postgres"), _name(data))
    return _named(_name(data))


def copy(original: Path, folder: Path) -> None:
    """Make the database of one folder that of another, too; nobody may use the original."""
    if IS_POSTGRESQL:
        drop_database(_named("postgres"), _name(folder))
        create_database(_named("postgres"), _name(folder), template=_name(original))
    else:
        folder.mkdir(exist_ok=True)
        for leftover in ("apercu.sqlite3-wal", "apercu.sqlite3-shm"):
            (folder / leftover).unlink(missing_ok=True)
        shutil.copy(original / "apercu.sqlite3", folder / "apercu.sqlite3")


def rows(data: Path, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """What a statement gives in the database of the site in this folder; parameters are written as %s."""
    if IS_POSTGRESQL:
        with psycopg.connect(_named(_name(data)), autocommit=True) as one:
            cursor = one.execute(query.encode(), parameters)
            return cursor.fetchall() if cursor.description else []
    with closing(sqlite3.connect(data / "apercu.sqlite3", timeout=PATIENCE)) as database, database:
        return database.execute(query.replace("%s", "?"), parameters).fetchall()


def number_from_one(*models: type[Model]) -> None:
    """Have the next rows of these empty tables get the numbers 1, 2 …: PostgreSQL goes on where it was."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def end_sessions() -> None:
    """End every connection to the suite's own database, so that it can be taken away.

    Beside Playwright's event loop Django has handed out a connection that nobody can reach any more to close it.
    """
    if IS_POSTGRESQL:
        name = connection.settings_dict["NAME"]
        connection.close()
        with psycopg.connect(_named("postgres"), autocommit=True) as one:
            one.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def _name(data: Path) -> str:
    return "site_" + hashlib.sha256(str(data.absolute()).encode()).hexdigest()[:16]


def _named(name: str) -> str:
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()
