"""`apercu import_subscribers`: a table of subscribers in, every row accounted for, nobody brought back."""

from __future__ import annotations

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apercu.editing.audit.models import What
from apercu.editing.audit.recording import record
from apercu.mailing import standing
from apercu.mailing.bringing import sender, words
from apercu.mailing.bringing.counting import Counts, Outcome
from apercu.mailing.bringing.running import Asked, Slice, run
from apercu.sources.draft import Unreadable


class Command(BaseCommand):
    help = "Import subscribers from a CSV file. Whoever left, bounced, complained or was erased stays out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, metavar="FILE", help="the table, as CSV")
        add("--dry-run", action="store_true", help="report what would happen and change nothing")
        add("--update-choices", action="store_true", help="give people who are subscribed the file's choices")
        add("--report", type=Path, metavar="FILE", help="write what becomes of each row as CSV")

    def handle(
        self, *, file: Path, dry_run: bool, update_choices: bool, report: Path | None, **_options: Any
    ) -> None:
        asked = Asked(
            path=file, name=file.name, said=sender.words, update_choices=update_choices, dry_run=dry_run
        )
        try:
            with _report(report) as write:
                counts = run(asked=asked, clock=timezone.now, keep=self._keep(write))
        except Unreadable as refusal:
            raise CommandError(words.refusal(str(refusal)), returncode=2) from refusal
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be used: {error.strerror}.", returncode=2) from error
        if not dry_run:
            rows = sum(counts.outcomes.values())
            record(what=What.SUBSCRIBERS_IMPORTED, account="", by=None, detail=f"{rows:,} rows")
        self._say(counts, dry_run=dry_run)

    def _keep(self, write: Callable[[Slice], None]) -> Callable[[Slice], None]:
        def keep(part: Slice) -> None:
            write(part)
            if sys.stderr.isatty():
                end = "\n" if part.done == part.total else ""
                sys.stderr.write(f"\r{part.done:,} of {part.total:,} rows{end}")
                sys.stderr.flush()

        return keep

    def _say(self, counts: Counts, *, dry_run: bool) -> None:
        told = [
            f"{counts.outcomes[name]:,} {label}" for name, label in Outcome.choices if counts.outcomes[name]
        ]
        would = " (dry run: nothing was changed)" if dry_run else ""
        self.stdout.write(f"{sum(counts.outcomes.values()):,} rows: {'; '.join(told) or 'nothing'}{would}")
        for note in counts.about_file:
            self.stdout.write(f"The file: {words.sentence(note.code)} {note.detail}".rstrip())
        for code, count in counts.notes.most_common():
            self.stdout.write(f"{count:,} × {words.sentence(code)}")
        if counts.outcomes[Outcome.INVITED] and not standing.has_sender():
            self.stdout.write(
                "Nobody is asked to confirm until the desk's settings name a sender and a postal address."
            )


@contextmanager
def _report(path: Path | None) -> Iterator[Callable[[Slice], None]]:
    """A function that writes slices into a file, or nowhere."""
    if path is None:
        yield lambda _part: None
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["line", "outcome", "code", "detail"])

        def write(part: Slice) -> None:
            for one in part.taken:
                for code, detail in [(note.code, note.detail) for note in one.notes] or [("", "")]:
                    table.writerow([one.line, str(one.outcome), str(code), detail])

        yield write
