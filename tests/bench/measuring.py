"""What every measurement is made with: rows of a table, medians, and sites to measure on."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APERCU = Path(sys.executable).parent / "apercu"
Row = tuple[str, str, str]  # what, figure, bound


def median(action: Callable[[], object], *, times: int) -> float:
    """Seconds an action takes, the median of several after a first one."""
    action()
    return statistics.median(timed(action) for _ in range(times))


def timed(action: Callable[[], object]) -> float:
    """Seconds an action takes, once."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def percentile(seconds: Sequence[float], share: float) -> float:
    """The value that this share of all stays below."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def empty_site(folder: Path, **settings: str) -> dict[str, str]:
    """A site without the sample in a folder, and the environment of its commands."""
    environment = os.environ | {"APERCU_DATA": str(folder)} | settings
    subprocess.run([APERCU, "setup", "--no-sample"], env=environment, check=True, capture_output=True)
    return environment
