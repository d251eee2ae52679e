"""`apercu export_site`: the whole public site as files, for any host that hands out files."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apercu.pagecache.exporting.folder import CannotExport
from apercu.pagecache.exporting.making import Report, export

EVERY = 0.2  # seconds between two words of progress
NAMED = 10  # links that lead nowhere, each with its page


class Command(BaseCommand):
    help = "Write the public site as files into a folder, or bring the files there up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="an earlier export, an empty folder or a new one")
        parser.add_argument(
            "--whole", action="store_true", help="make every page anew, not only what changed"
        )
        parser.add_argument(
            "--processes",
            type=int,
            default=len(os.sched_getaffinity(0)),
            help="how many make pages at once (default: the number of processors)",
        )

    def handle(self, *, folder: Path, whole: bool, processes: int, **_options: Any) -> None:
        if processes < 1:
            raise CommandError("--processes should be 1 or more.", returncode=2)
        started = time.monotonic()
        says = _Progress(self) if sys.stderr.isatty() else _Quiet()
        try:
            report = export(
                folder,
                whole=whole,
                processes=processes,
                says=says,
                since=lambda: time.monotonic() - started,
            )
        except CannotExport as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"{error.filename or folder} cannot be written: {error.strerror}. "
                "The earlier export is as it was."
            ) from error
        self._tell(report, folder)

    def _tell(self, report: Report, folder: Path) -> None:
        made = "The whole site was made" if report.is_whole else "What changed was made"
        self.stdout.write(
            f"{made}: {report.pages} pages, {report.written} files written, {report.removed} removed; "
            f"{folder} holds {report.files} and a search index."
        )
        if not report.is_whole and report.pages_after:
            self.stdout.write(f"The pages were in place after {report.pages_after:.1f} s.")
        if report.search_after:
            self.stdout.write(f"All of it was in place after {report.search_after:.1f} s.")
        lost = [(page, link) for page, links in report.lost.items() for link in links]
        for page, link in lost[:NAMED]:
            self.stderr.write(f"On {page} a link leads to {link}, where nothing stands.")
        if len(lost) > NAMED:
            self.stderr.write(f"{len(lost) - NAMED} more links lead nowhere.")


class _Quiet:
    """In a pipe nobody watches."""

    def begin(self, what: str, count: int) -> None: ...

    def tick(self, done: int) -> None: ...


class _Progress:
    """A line on the terminal that counts."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._last = 0.0
        self._done = self._of = 0
        self._what = ""

    def begin(self, what: str, count: int) -> None:
        self._what, self._of, self._done = what, count, 0
        if not count:
            self._say(f"Making {what} …\n")

    def tick(self, done: int) -> None:
        self._done += done
        now = time.monotonic()
        if now - self._last >= EVERY or self._done == self._of:
            self._last = now
            end = "\n" if self._done == self._of else ""
            self._say(f"\r{self._done} of {self._of} {self._what}{end}")

    def _say(self, text: str) -> None:
        self._command.stderr.write(text, ending="")
        self._command.stderr.flush()
