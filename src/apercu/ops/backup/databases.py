"""What either database can do for a backup."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Protocol

from django.db import connection

from apercu.ops.backup.postgresql import OfPostgresql
from apercu.ops.backup.sqlite import OfSqlite


class Database(Protocol):
    """The site's database, seen by a backup."""

    vendor: str
    file: str  # what its copy is called

    def size(self) -> int: ...
    def copy_to(self, target: Path) -> None: ...
    def state_of(self, copy: Path) -> tuple[int, list[str]]: ...
    def faults_of(self, copy: Path) -> list[str]: ...
    def is_empty(self) -> bool: ...
    def stands_at(self) -> list[Path]: ...
    def keep_aside(self, folder: Path) -> None: ...
    def bring_forward(self, staged: Path) -> None: ...
    def hold_mail(self, staged: Path, *, at: datetime.datetime) -> None: ...
    def put_in_place(self, staged: Path, *, at: datetime.datetime) -> None: ...


def present() -> Database:
    """The site's own."""
    return OfSqlite() if connection.vendor == "sqlite" else OfPostgresql()
