"""`apercu backup`: the site as it is now, in a folder of its own, while it goes on running."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from apercu.ops.backup import making, recording, rotating
from apercu.ops.backup.rotating import Keep

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Write a backup of database, uploads and settings; the site may go on running."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, help="where backups lie (default: backups in the data folder)"
        )
        for name, number in (("days", Keep.days), ("weeks", Keep.weeks), ("months", Keep.months)):
            parser.add_argument(
                f"--{name}", type=int, default=number, metavar="N",
                help=f"keep the newest backup of each of the last N {name} that have one (default {number})",
            )  # fmt: skip
        parser.add_argument("--keep-all", action="store_true", help="delete no older backup")

    def handle(
        self, *, folder: Path | None, days: int, weeks: int, months: int, keep_all: bool, **_options: Any
    ) -> None:
        if min(days, weeks, months) < 0:
            raise CommandError("--days, --weeks and --months are numbers from 0 on.", returncode=2)
        folder = (folder or settings.DATA / "backups").absolute()
        at = timezone.now()
        try:
            backup, made = making.make(folder=folder, at=at)
        except making.NotMade as error:
            _note(recording.failed, at=at)
            raise CommandError(str(error)) from error
        _note(recording.made, at=at)
        self.stdout.write(f"{backup} holds {len(made.files)} files, {-(-made.size // 1024**2)} MB.")
        if not keep_all:
            keep = Keep(days=days, weeks=weeks, months=months)
            for gone in rotating.rotate(folder, keep=keep, site=made.site, just_made=backup):
                self.stdout.write(f"{gone.name} was deleted: newer ones stand for it.")


def _note(record: Any, **told: Any) -> None:
    """For the doctor. A backup is a backup even where this cannot be written (a full disk)."""
    try:
        record(**told)
    except DatabaseError:
        logger.warning("When the last backup was made could not be noted.", exc_info=True)
