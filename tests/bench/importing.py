"""Reading and importing pages of an existing blog."""

from __future__ import annotations

import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.bench.document import Section, of_rows
from tests.bench.measuring import APERCU, Row, empty_site, median
from tests.samples.synthetic import synthetic_page

PARSED, IMPORTED = 6_000, 10_000
PAIRS, PAIRED = 4, 600
TEXT = """
Where the listing search's range spans zero, the run could not tell its cost from the machine's noise. The import is
timed as a whole process, start included; its entries have about 90 words and a citation with a DOI, and 25 stand in a
month.
"""


def section() -> Section:
    """Everything about imports."""
    return of_rows("Reading and importing", [*_parsing(), *_importing()], TEXT)


def _parsing() -> list[Row]:
    from apercu.sources.detecting import read_page

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.txt"
        path.write_text(synthetic_page(PARSED), "utf-8")
        seconds = median(lambda: read_page(path), times=5)
    return [
        (f"Reading a page of {PARSED:,} entries", f"{PARSED / seconds:,.0f} summaries/s", "at least 3,000/s")
    ]


def _importing() -> list[Row]:
    """Importing and publishing in a fresh archive; in turn, smaller, with and without the desk's listing search."""
    run = _import_in_a_process(IMPORTED, listing=True)
    extra = []
    for pair in range(PAIRS):
        order = (True, False) if pair % 2 else (False, True)  # a machine that drifts favours neither
        cpu = {listing: _import_in_a_process(PAIRED, listing=listing).cpu for listing in order}
        extra.append((cpu[True] - cpu[False]) / PAIRED * 1000)
    listing = f"{statistics.median(extra):.1f} ms a summary ({min(extra):.1f} to {max(extra):.1f})"
    return [
        (f"Importing {IMPORTED:,} with --publish", f"{run.wall:,.0f} s", "at most 240 s"),
        ("the same, a summary", f"{run.wall / IMPORTED * 1000:.1f} ms", "none"),
        ("the same, memory at its peak", f"{run.megabytes:,.0f} MB", "at most 600 MB"),
        (f"The desk's listing search, {PAIRS} pairs of {PAIRED:,} imports, processor time", listing, "none"),
    ]


class Run(NamedTuple):
    """What one import took, as a whole process."""

    wall: float  # seconds
    cpu: float  # seconds
    megabytes: float  # the peak of all imports so far


def _import_in_a_process(entries: int, *, listing: bool) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        command, environment = site_to_fill(Path(folder), entries, a_month=25)
        if not listing:
            environment["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings_without_listing"
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall=wall, cpu=cpu, megabytes=after.ru_maxrss / 1024)


def site_to_fill(folder: Path, entries: int, *, a_month: int) -> tuple[list[str], dict[str, str]]:
    """An empty site in a folder, and the command and environment that fill it with this many entries."""
    page = folder / "page.txt"
    page.write_text(synthetic_page(entries, a_month=a_month), "utf-8")
    environment = empty_site(folder)
    options = ["--publish", "--topic", "Empathy", "--type", "Survey"]
    return [str(APERCU), "import_content", str(page), *options], environment
