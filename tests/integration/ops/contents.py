"""Everything that is in a data folder, so that two can be compared: every row of every table, every upload."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.integration.ops.running import told
from tests.sites import PATIENCE, told_by

FOLDERS = ("media", "imports")


def rows_of(database: Path, *, without: Collection[str] = ()) -> dict[str, list[Any]]:
    """Every row of every table, in an order that does not depend on the file."""
    with closing(sqlite3.connect(database)) as asked:
        tables = [
            name for (name,) in asked.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]  # the tables of full-text search too
        return {
            table: sorted(map(repr, asked.execute(f'SELECT * FROM "{table}"')))
            for table in tables
            if table not in without
        }


def uploads_of(folder: Path) -> dict[str, str]:
    """Every upload with its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for name in FOLDERS
        for path in (folder / name).rglob("*")
        if path.is_file()
    }


def pages_of(data: Path, *, most: int) -> dict[str, list[Any]]:
    """Status and hash of public pages, at most so many of a kind; a process of its own asks for them."""
    env = told(data, APERCU_MEANING="off")
    pages: dict[str, list[Any]] = told_by(
        "tests.integration.ops.crawling", most, env=env, patience=PATIENCE * 5
    )
    return pages
