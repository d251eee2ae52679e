"""`apercu restore`: a backup put in place, once everything about it is known to be right."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apercu.ops.backup import checking, places, restoring, surroundings
from apercu.ops.backup.postgresql import ToolFailed
from apercu.ops.in_use import InUse


class Command(BaseCommand):
    help = "Check a backup and put it into the data folder, which must be empty or be replaced explicitly."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder of one backup, apercu-…Z")
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--replace", action="store_true", help="move the site that is in the data folder aside"
        )
        which.add_argument("--check", action="store_true", help="check the backup and change nothing")

    def handle(self, *, backup: Path, replace: bool, check: bool, **_options: Any) -> None:
        backup = backup.absolute()
        try:
            if check:
                found = checking.check(backup)
                self.stdout.write(f"{backup} is whole: {len(found.files)} files, made {found.made_at}.")
                return
            restored = restoring.restore(backup, replace=replace, at=timezone.now())
        except checking.Refused as error:
            raise CommandError("\n".join([*error.reasons, "Nothing was touched."])) from error
        except (InUse, restoring.Damaged, ToolFailed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"It was not restored: {error}. The site that was there is whole.") from error
        self._tell(restored, backup)

    def _tell(self, restored: restoring.Restored, backup: Path) -> None:
        found = restored.found
        self.stdout.write(f"{settings.DATA} is now the site as it was at {found.made_at}.")
        if restored.migrated:
            self.stdout.write(f"It was made by an older release ({found.release}) and brought to this one.")
        if restored.aside:
            self.stdout.write(f"What was there is in {restored.aside}; delete it when you are sure.")
        said = json.loads((backup / places.SETTINGS).read_text("utf-8"))
        if lines := surroundings.differing(said, os.environ):
            self.stdout.write("The site was told these settings, and this one is not:")
            self.stdout.write("\n".join(f"  {line}" for line in lines))
        self.stdout.write(
            "Unless you put its secret-key back from where you keep it, everybody signs in again and makes "
            "new backup codes."
        )
        self.stdout.write("Now run `apercu setup`, then `apercu serve`.")
