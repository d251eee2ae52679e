"""`apercu publish_due`: what has a date becomes public, or is withdrawn, when the date has come."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from apercu.content import due
from apercu.content.models import Act


class Command(BaseCommand):
    help = "Publish and withdraw what is due; `apercu serve` does it by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", "--dryrun", action="store_true", dest="dry_run", help="say what is due, do nothing"
        )

    def handle(self, *, dry_run: bool, verbosity: int, **_options: Any) -> None:
        if dry_run:
            self._say_what_is_due()
            return
        done = due.publish_due(clock=timezone.now)
        if verbosity < 1:
            return
        for label in done.published:
            self.stdout.write(f"Published: “{label}”")
        for label in done.withdrawn:
            self.stdout.write(f"Withdrawn: “{label}”")
        for label in done.left_to_others:
            self.stdout.write(f"In another run's hands: “{label}”")
        for failed in done.failed:
            why = " ".join(reason.sentence for reason in failed.reasons)
            self.stderr.write(f"Not done: “{failed.label}”. {why} It keeps its date and is tried again.")

    def _say_what_is_due(self) -> None:
        at = timezone.now()
        found = [*due.due_publications(at=at), *due.due_withdrawals(at=at)]
        for item in found:
            act = "To be published" if item.act is Act.PUBLISH else "To be withdrawn"
            self.stdout.write(f"{act} since {item.at:%Y-%m-%d %H:%M} UTC: “{item.label}”")
        if not found:
            self.stdout.write("Nothing is due.")
