"""The backups: whether there is one of late."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from apercu.ops.backup import recording
from apercu.ops.checking import Asked, Finding, good, problem, warning

OLD = datetime.timedelta(days=2)
MEND = (
    "Run `apercu backup FOLDER` every night, with a folder on another disk: deploy/systemd has a timer, or a "
    "line for cron: 20 3 * * *  apercu backup FOLDER"
)


def look(asked: Asked) -> Iterator[Finding]:
    """When the last one was made, and whether the last try failed."""
    last = recording.last()
    if last is not None and last.failures:
        yield problem(
            f"The last {last.failures} backups could not be made.", "Run `apercu backup` and see why."
        )
    if last is None or last.succeeded_at is None:
        yield warning("No backup of this site was ever made.", MEND)
    elif asked.clock() - last.succeeded_at > OLD:
        yield warning(f"The last backup was made on {last.succeeded_at:%Y-%m-%d %H:%M} UTC.", MEND)
    else:
        yield good(f"The last backup was made on {last.succeeded_at:%Y-%m-%d %H:%M} UTC.")
