"""`apercu export_subscribers`: all subscribers as a table, which `import_subscribers` reads back."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apercu.editing.audit.models import What
from apercu.editing.audit.recording import record
from apercu.mailing.bringing import exporting
from apercu.mailing.models import Subscriber


class Command(BaseCommand):
    help = "Write all subscribers as CSV, to a file that only you can read, or to the terminal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to; it must not exist")

    def handle(self, *, file: Path | None, **_options: Any) -> None:
        count = Subscriber.objects.count()
        record(what=What.SUBSCRIBERS_EXPORTED, account="", by=None, detail=f"{count:,} rows")
        if file is None:
            for part in exporting.parts():
                self.stdout.write(part, ending="")
            return
        try:
            _write(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.", returncode=2) from error
        self.stderr.write(f"{count:,} subscribers were written to {file}.")


def _write(path: Path) -> None:
    """A new file of one's own; on a terminal with a sign of life every thousand people."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(opened, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 a descriptor
        for done, part in enumerate(exporting.parts()):
            file.write(part)
            if sys.stderr.isatty() and done:
                sys.stderr.write(f"\r{done * exporting.TOGETHER:,} …")
        if sys.stderr.isatty():
            sys.stderr.write("\r")
