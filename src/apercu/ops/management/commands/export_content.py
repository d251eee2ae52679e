"""`apercu export_content`: the archive as Markdown files, which `import_content` reads back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apercu.ops import exporting


class Command(BaseCommand):
    help = "Write every summary and digest as a Markdown file into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where to write; it must be empty or not exist")
        parser.add_argument("--drafts", action="store_true", help="also what is not public")

    def handle(self, *, folder: Path, drafts: bool, **_options: Any) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder; name another.", returncode=2)
        try:
            count = exporting.export(folder=folder, drafts=drafts)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{count} files were written to {folder}.")
