"""Which backups stay: the newest of each of the last days, weeks and months that have one.

Only backups of this site are touched, told by their manifest; what cannot be read is left for somebody to
see.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from apercu.ops.backup import manifest, places


@dataclass(frozen=True, kw_only=True)
class Keep:
    """Of how many days, weeks and months the newest backup stays."""

    days: int = 7
    weeks: int = 4
    months: int = 12


_PERIODS: dict[str, Callable[[datetime.datetime], tuple[int, ...]]] = {
    "days": lambda at: (at.year, at.month, at.day),
    "weeks": lambda at: tuple(at.isocalendar())[:2],
    "months": lambda at: (at.year, at.month),
}


def staying(backups: Iterable[Path], keep: Keep) -> set[Path]:
    """Those of these backups that stay."""
    stay: set[Path] = set()
    newest_first = sorted(backups, key=places.time_of, reverse=True)
    for name, period in _PERIODS.items():
        seen: set[tuple[int, ...]] = set()
        for backup in newest_first:
            this = period(places.time_of(backup))
            if this not in seen and len(seen) < getattr(keep, name):
                seen.add(this)
                stay.add(backup)
    return stay


def rotate(folder: Path, *, keep: Keep, site: str, just_made: Path) -> list[Path]:
    """Take away what need not stay, and say what; the one just made stays whatever its date."""
    ours = [backup for backup in places.backups_in(folder) if _is_of(backup, site)]
    gone = sorted(set(ours) - staying(ours, keep) - {just_made})
    for backup in gone:
        # Without its manifest it is no backup any more, should we be killed half way.
        (backup / places.MANIFEST).unlink()
        shutil.rmtree(backup)
    return gone


def _is_of(backup: Path, site: str) -> bool:
    try:
        return manifest.read(backup).site == site
    except manifest.Unreadable:
        return False
