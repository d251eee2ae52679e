"""`apercu copy_database`: a site's records move from SQLite into PostgreSQL."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from apercu.content.models import Change, Summary
from apercu.ops import copying, migrating
from apercu.ops.taking_turns import alone


class Command(BaseCommand):
    help = "Copy everything from a SQLite database into the empty PostgreSQL of APERCU_DATABASE_URL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from",
            dest="path",
            type=Path,
            default=settings.DATA / "apercu.sqlite3",
            help="the SQLite file (default: the one in the data folder)",
        )

    def handle(self, *, path: Path, **_options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError(
                "Set APERCU_DATABASE_URL to the PostgreSQL that is to be filled.", returncode=2
            )
        if not path.is_file():
            raise CommandError(
                f"There is no file {path}; name the SQLite database with --from.", returncode=2
            )
        with alone("setup"), copying.source(path) as source:
            if missing := migrating.missing(source):
                raise CommandError(
                    f"{missing} migrations of this release are not in {path}; run `apercu setup` on it "
                    "first, without APERCU_DATABASE_URL."
                )
            call_command("migrate", verbosity=0, interactive=False)
            _must_be_empty()
            copied = self._copy()
        call_command("update_index", verbosity=0)
        number = sum(copied.rows.values())
        self.stdout.write(f"{number} rows of {len(copied.rows)} tables were copied and compared.")
        if copied.without_nul:
            self.stdout.write(f"{copied.without_nul} texts lost a NUL, which PostgreSQL cannot keep.")
        self.stdout.write(f"{path} stays as it was; keep it until you are content.")

    def _copy(self) -> copying.Copied:
        say = self.stdout.write if sys.stdout.isatty() else lambda _line: None
        try:
            return copying.copy_all(target=connection, say=say)
        except copying.Differs as error:
            raise CommandError(f"{error} Nothing was copied.") from error
        except DatabaseError as error:
            raise CommandError(
                f"PostgreSQL refuses what is in the SQLite file: {str(error).strip()} Nothing was copied; "
                "`apercu doctor` without APERCU_DATABASE_URL may say more."
            ) from error


def _must_be_empty() -> None:
    for model in (get_user_model(), Summary, Change):
        if model._base_manager.exists():
            raise CommandError(
                "The PostgreSQL database is in use already; make an empty one and name that. "
                "Nothing was copied."
            )
