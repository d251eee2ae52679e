"""The machine: the disk, the clock, who may read what, the styles."""

from __future__ import annotations

import datetime
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from apercu.content import changes
from apercu.ops import health, static_files
from apercu.ops.checking import Asked, Finding, good, problem, warning

SCARCE = 1024**3  # bytes: from here on somebody should look
CLOCKS_DIFFER = datetime.timedelta(seconds=30)  # more, and codes of second factors fail
_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH
_ANYBODY_WRITES = stat.S_IWOTH


def look_at_disk(_asked: Asked) -> Iterator[Finding]:
    """Whether there is room to write."""
    usage = shutil.disk_usage(settings.DATA)
    free = f"{usage.free / 1024**3:.1f} of {usage.total / 1024**3:.1f} GB are free"
    where = f"On the disk of {settings.DATA} {free}"
    mend = "Make room, or move the data folder and set APERCU_DATA."
    if usage.free < health.FREE_AT_LEAST:
        yield problem(f"{where}: writing may fail at any moment.", mend)
    elif usage.free < SCARCE:
        yield warning(f"{where}.", mend)
    else:
        yield good(f"{where}.")


def look_at_clock(asked: Asked) -> Iterator[Finding]:
    """Whether the time of this machine agrees with that of its disk and is not before the last change."""
    mend = "Set the machine's clock, and have it set by itself (systemd-timesyncd, chrony)."
    with tempfile.NamedTemporaryFile(dir=settings.DATA, prefix="clock-") as file:
        on_disk = datetime.datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, tz=datetime.UTC)
    now = asked.clock()
    if abs(now - on_disk) > CLOCKS_DIFFER:
        yield problem(
            f"It is {now:%H:%M:%S} here and {on_disk:%H:%M:%S} on the disk of the data folder.", mend
        )
    if (last := changes.last_at()) > now + CLOCKS_DIFFER:
        yield problem(
            f"The last change is of {last:%Y-%m-%d %H:%M} UTC; here it is {now:%Y-%m-%d %H:%M}.",
            mend + " What is due goes out by this clock.",
        )
    elif abs(now - on_disk) <= CLOCKS_DIFFER:
        yield good(f"The clock says {now:%Y-%m-%d %H:%M:%S} UTC, as the disk does.")


def look_at_files(_asked: Asked) -> Iterator[Finding]:
    """Whether others can read the key or write the data, and whether the styles are there."""
    data, key = Path(settings.DATA), Path(settings.DATA) / "secret-key"
    if key.exists() and key.stat().st_mode & _OTHERS_READ:
        yield problem(f"Others may read {key}, by which logins are signed.", f"Run: chmod 600 {key}")
    open_to_all = [
        path for path in (data, *data.glob("apercu.sqlite3*")) if path.stat().st_mode & _ANYBODY_WRITES
    ]
    for path in open_to_all:
        yield problem(f"Anybody on this machine may write to {path}.", f"Run: chmod o-w {path}")
    not_ours = [path for path in data.glob("apercu.sqlite3*") if not os.access(path, os.R_OK | os.W_OK)]
    for path in not_ours:
        yield problem(
            f"This user may not write to {path}.", f"Run, as root: chown -R the-site's-user {settings.DATA}"
        )
    if not static_files.are_collected():
        yield problem("The styles and scripts of this release are not in place.", "Run `apercu setup`.")
    elif not open_to_all and not not_ours:
        yield good("The data folder is this user's alone to write to, and the styles are in place.")
