"""The database as PostgreSQL: its own `pg_dump` and `pg_restore`, each in one transaction."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from apercu.content import changes
from apercu.mailing.models import MailState
from apercu.mailing.sending import holding
from apercu.ops.backup import copying


class ToolFailed(Exception):
    """One of PostgreSQL's programs is missing or failed; the text is a sentence."""


class OfPostgresql:
    """A dump in PostgreSQL's own form."""

    vendor = "postgresql"
    file = "database.pgdump"

    def size(self) -> int:
        """Bytes a copy takes at most, about."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])

    def copy_to(self, target: Path) -> None:
        """A dump of one moment; nobody waits for it."""
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")

    def state_of(self, _copy: Path) -> tuple[int, list[str]]:
        """The edition and the migrations as they are now: a dump is not asked."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
            return changes.edition(), [f"{app}.{name}" for app, name in cursor.fetchall()]

    def faults_of(self, copy: Path) -> list[str]:
        """Whether the dump can be read to its end."""
        try:
            _run("pg_restore", f"--file={os.devnull}", str(copy), is_about_the_site=False)
        except ToolFailed as error:
            return [str(error)]
        return []

    def is_empty(self) -> bool:
        """Whether there is nothing that could be lost."""
        return not connection.introspection.table_names()

    def stands_at(self) -> list[Path]:
        """No files of ours."""
        return []

    def keep_aside(self, folder: Path) -> None:
        """A dump of what is about to go."""
        if not self.is_empty():
            folder.mkdir(mode=0o700)
            self.copy_to(folder / self.file)
            copying.sync_all(folder)

    def bring_forward(self, _staged: Path) -> None:
        """Migrated when it is in its place; a dump cannot be."""

    def hold_mail(self, staged: Path, *, at: datetime.datetime) -> None:
        """Held when it is in its place; a dump cannot be written to."""

    def put_in_place(self, staged: Path, *, at: datetime.datetime) -> None:
        """All or nothing, in one transaction; done twice it does no harm.

        What the dump does not know (tables of a later release) has to go before. Mail is held before the dump
        is given up: whoever kills us earlier has it put in place once more, and held.
        """
        if not staged.exists():
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        connection.close()
        _run(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}", str(staged),
        )  # fmt: skip
        if MailState._meta.db_table in connection.introspection.table_names():
            holding.hold(reason=holding.RESTORED, at=at)  # at once; a dump of an older release has to wait
        call_command("migrate", verbosity=0, interactive=False)
        holding.hold(reason=holding.RESTORED, at=at)
        staged.unlink()
        copying.sync(staged.parent)


def _run(program: str, *arguments: str, is_about_the_site: bool = True) -> None:
    """Run a program of PostgreSQL's on the site's database; the password goes through the environment."""
    found = shutil.which(program) or _of_debian(program)
    if found is None:
        raise ToolFailed(f"{program} is not installed; it comes with PostgreSQL's client programs.")
    done = subprocess.run(
        [found, *arguments],
        env=os.environ | (_reached_by() if is_about_the_site else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ToolFailed(f"{program} failed: {done.stderr.strip()}")


def _of_debian(program: str) -> str | None:
    """Where Debian keeps that of the newest version."""
    found = Path("/usr/lib/postgresql").glob(f"*/bin/{program}")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=None)
    return str(newest) if newest else None


def _reached_by() -> dict[str, str]:
    """libpq's own variables (postgresql.org/docs/current/libpq-envars.html)."""
    told = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    reached = {variable: str(told[name]) for variable, name in names.items() if told.get(name)}
    if mode := told.get("OPTIONS", {}).get("sslmode"):
        reached["PGSSLMODE"] = str(mode)
    return reached
