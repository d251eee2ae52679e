"""`make bench`: measures ours on this machine and writes docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from tests.samples.synthetic import synthetic_page

ROOT = Path(__file__).resolve().parents[1]
APERCU = Path(sys.executable).parent / "apercu"
PARSED, IMPORTED, SHOWN = 6_000, 10_000, 500
PAIRS, PAIRED = 4, 600
PAGES = {
    "home": "/",
    "month": "/digests/{month}/",
    "archive": "/digests/",
    "browse": "/summaries/",
    "browse, filtered": "/summaries/?topic=empathy&type=survey",
    "summary": "/summaries/{slug}/",
    "topic": "/topics/empathy/",
}


def main() -> None:
    """Measure everything and write the page."""
    rows = [*_parsing(), *_importing(), *_pages()]
    (ROOT / "docs" / "benchmarks.md").write_text(_document(rows), "utf-8")
    for what, figure, bound in rows:
        print(f"{what}: {figure} (bound: {bound})")  # noqa: T201 a report to the person who ran it


Row = tuple[str, str, str]


def _parsing() -> list[Row]:
    from apercu.sources.detecting import read_page

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.txt"
        path.write_text(synthetic_page(PARSED), "utf-8")
        seconds = _median(lambda: read_page(path), times=5)
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
        command, environment = _site_to_fill(Path(folder), entries, a_month=25)
        if not listing:
            environment |= {"DJANGO_SETTINGS_MODULE": "tests.bench_settings", "PYTHONPATH": str(ROOT)}
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall=wall, cpu=cpu, megabytes=after.ru_maxrss / 1024)


def _site_to_fill(folder: Path, entries: int, *, a_month: int) -> tuple[list[str], dict[str, str]]:
    """An empty site in a folder, and the command and environment that fill it with this many entries."""
    page = folder / "page.txt"
    page.write_text(synthetic_page(entries, a_month=a_month), "utf-8")
    environment = os.environ | {"APERCU_DATA": str(folder)}
    subprocess.run([APERCU, "setup", "--no-sample"], env=environment, check=True, capture_output=True)
    options = ["--publish", "--topic", "Empathy", "--type", "Survey"]
    return [str(APERCU), "import_content", str(page), *options], environment


def _pages() -> list[Row]:
    """Server time of a page nothing was kept of, in process, at 500 summaries."""
    with tempfile.TemporaryDirectory() as folder:
        command, environment = _site_to_fill(Path(folder), SHOWN, a_month=3)
        subprocess.run(command, env=environment, check=True, capture_output=True)
        os.environ |= {"APERCU_DATA": folder, "DJANGO_SETTINGS_MODULE": "apercu.config.settings.base"}
        return _time_pages()


def _time_pages() -> list[Row]:
    from django.test import Client

    from apercu.config import wsgi  # sets Django up, and the collector as in a served process
    from apercu.content.models import Summary

    assert wsgi.application
    client = Client(headers={"host": "localhost"})
    summary = Summary.objects.select_related("digest").latest("digest__month")
    assert summary.digest
    rows = []
    for name, path in PAGES.items():
        address = path.format(month=f"{summary.digest.month:%Y/%m}", slug=summary.slug)
        assert client.get(address).status_code == 200
        milliseconds = _median(lambda address=address: client.get(address), times=41) * 1000  # type: ignore[misc]
        rows.append((f"Page at {SHOWN} summaries: {name}", f"{milliseconds:.1f} ms", "under 10 ms"))
    one = _median(lambda: list(Summary.objects.filter(slug=summary.slug)), times=101) * 1000
    rows.append(("for comparison: one query for one summary through the ORM", f"{one:.2f} ms", "none"))
    return rows


def _median(action: Callable[[], object], *, times: int) -> float:
    action()
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def _document(rows: list[Row]) -> str:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("django", "wagtail", "granian"))
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`: the medians of one run on one machine. Compare rows of one run with each other, not",
        "runs of different machines.",
        "",
        f"- Machine: {platform.machine()}, {os.cpu_count()} processors, {platform.system()}",
        f"- Python {platform.python_version()}, {versions}, SQLite {_sqlite()}",
        "",
        "| what | measured | bound |",
        "| --- | --- | --- |",
        *(f"| {what} | {figure} | {bound} |" for what, figure, bound in rows),
        "",
        "Pages are timed inside the process (Django's handler, middleware included, no network), each median of 41 after a",
        "first one, with the connection open. What pages share (the site's words, unfiltered counts) is kept while the edition",
        "stays; no page is: the page cache comes with a later release. Where the listing search's range spans zero, the run could not",
        "tell its cost from the machine's noise.",
        "There are three summaries in a month. The import is timed as a whole process, start included; its entries have",
        "about 90 words and a citation with a DOI, and 25 stand in a month.",
    ]
    return "\n".join(lines) + "\n"


def _sqlite() -> str:
    import sqlite3

    return sqlite3.sqlite_version


if __name__ == "__main__":
    main()
