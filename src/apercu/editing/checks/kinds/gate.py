"""What blocks publishing: the gate's own problems, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from apercu.editing.checks.entry import DigestEntry, Entry
from apercu.editing.checks.finding import Check, Finding, of_problem


def find(entry: Entry | DigestEntry) -> Iterator[Finding]:
    """Every problem that keeps this draft from being public, as `content.rules` tells it."""
    for problem in entry.problems:
        yield of_problem(problem, blocking=True)
    for problem in entry.warnings:
        yield of_problem(problem, blocking=False)


CHECK: Check[Entry] = Check(code="gate", title=_("What publishing asks for"), find=find)
DIGEST_CHECK: Check[DigestEntry] = Check(code="gate", title=_("What publishing asks for"), find=find)
