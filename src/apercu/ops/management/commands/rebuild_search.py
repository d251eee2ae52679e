"""`apercu rebuild_search`: the search index, built anew beside the one in use."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from apercu.search.generations import present
from apercu.search.live import live

EVERY = 0.2  # seconds between two words of progress


class Command(BaseCommand):
    help = "Build the search index anew; the site goes on searching in the one it has."

    def handle(self, **_options: Any) -> None:
        count = live.rebuild(progress=_Progress(self) if sys.stderr.isatty() else _quiet)
        found = present()
        if found is not None and found.has_folder:
            self.stdout.write(f"The search index was built anew: {count} summaries.")
        else:
            self.stdout.write(
                f"The archive has {count} summaries: each process keeps its search index in memory, "
                "and those that run build theirs anew now."
            )


def _quiet(_done: int, _of: int) -> None:
    """In a pipe nobody watches."""


class _Progress:
    """A line on the terminal that counts."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._last = 0.0

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self._last >= EVERY or done == of:
            self._last = now
            self._command.stderr.write(f"\r{done} of {of} summaries", ending="\n" if done == of else "")
            self._command.stderr.flush()
