"""`apercu doctor`: what is wrong with this site, and how to mend it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apercu.ops.checking import Asked, Finding, Found, Level, look_at_everything

MARKS = {Level.GOOD: "  ", Level.WARNING: "? ", Level.PROBLEM: "! "}


class Command(BaseCommand):
    help = "Look at settings, database, index, jobs and machine, and say how to mend what is wrong."
    requires_system_checks = ()  # it makes them itself, and a failing one is a finding

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for programs")
        parser.add_argument("--mail", action="store_true", help="speak to the mail server too")

    def handle(self, *, as_json: bool, mail: bool, **_options: Any) -> None:
        found = look_at_everything(Asked(clock=timezone.now, mail=mail))
        problems = [one for group in found for one in group.findings if one.level is Level.PROBLEM]
        if as_json:
            said = {"healthy": not problems, "groups": [group.as_json() for group in found]}
            self.stdout.write(json.dumps(said, indent=2, ensure_ascii=False))
        else:
            for group in found:
                self._say(group)
        if problems:
            raise CommandError(f"{len(problems)} to mend.", returncode=1)

    def _say(self, group: Found) -> None:
        self.stdout.write(f"{group.group}")
        for finding in group.findings:
            self.stdout.write(f"{MARKS[finding.level]}{finding.sentence}{_mend(finding)}")


def _mend(finding: Finding) -> str:
    return f"\n    → {finding.mend}" if finding.mend else ""
