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


def environment_of(data: Path, **settings: str) -> dict[str, str]:
    """The environment of commands of a site: of what stands around us, only what is not a setting of one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("APERCU_", "DJANGO_"))}
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    given = {"APERCU_DATA": str(data), "PYTHONPATH": os.pathsep.join(paths)}
    return kept | given | {"DJANGO_SETTINGS_MODULE": "apercu.config.settings.base"} | settings


def empty_site(folder: Path, **settings: str) -> dict[str, str]:
    """A site without the sample in a folder, and the environment of its commands."""
    environment = environment_of(folder, **settings)
    subprocess.run([APERCU, "setup", "--no-sample"], env=environment, check=True, capture_output=True)
    return environment


def in_a_process(module: str, *arguments: object, environment: dict[str, str]) -> str:
    """What a module of this package prints last, run in a process of its own: settings are a process's."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(
        command, env=environment, check=True, stdout=subprocess.PIPE, cwd=ROOT, text=True, encoding="utf-8"
    )
    return done.stdout.splitlines()[-1]
