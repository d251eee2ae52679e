"""The site as files: all of it, and what one publication changes."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench import document
from tests.bench.archives import TITLE, Archives
from tests.bench.document import Section
from tests.bench.measuring import APERCU, Row, environment_of, in_a_process, timed

SIZE = 10_000


def section(archives: Archives, size: int) -> Section:
    """Measure on a copy of an archive of this size, and write the section."""
    data = archives.copy(size)
    folder = data.parent / "exported" / "site"
    environment = environment_of(data)
    try:
        whole = json.loads(in_a_process("tests.bench.exporting", folder, "whole", environment=environment))
        one = json.loads(in_a_process("tests.bench.exporting", folder, "one", environment=environment))
        command = [APERCU, "export_site", folder]
        nothing = timed(lambda: _run(command, environment))
        return document.of_rows("The site as files", _rows(size, whole, one, nothing), _TEXT)
    finally:
        shutil.rmtree(data.parent, ignore_errors=True)


_TEXT = """
Every page, citation file and feed of the archive in both languages, written by as many processes as there are
processors, and Pagefind's index. After one publication, of a summary that changes its topics too, the pages take their
place first, the search index, the citations of whole topics and types and the feed of whole months in a second step.
Seconds are counted from the command's first line; the last row is the same command from the shell with nothing to do,
which is what starting it takes.
"""


def _rows(size: int, whole: dict[str, Any], one: dict[str, Any], nothing: float) -> list[Row]:
    rate = whole["files"] / whole["made_after"]
    return [
        (
            f"The whole site at {size:,} summaries: {whole['files']:,} files",
            f"{whole['after']:.0f} s",
            "none",
        ),
        ("files made a second", f"{rate:,.0f} files", "at least 200 files"),
        ("of that, Pagefind's index", f"{whole['search']:.0f} s", "none"),
        (
            f"After one publication: {one['written']} files, pages in place",
            f"{one['pages']:.2f} s",
            "under 2 s",
        ),
        ("the same, search and long lists in place", f"{one['search']:.1f} s", "none"),
        ("The command with nothing to do, from the shell", f"{nothing:.1f} s", "none"),
    ]


def _run(command: list[Any], environment: dict[str, str]) -> None:
    import subprocess

    subprocess.run(command, env=environment, check=True, capture_output=True)


# --- in the process of the site ----------------------------------------------------------------------------


class _Says:
    """Notes when the search index is begun."""

    def __init__(self) -> None:
        self.search_begun = 0.0

    def begin(self, what: str, count: int) -> None:
        if what != "pages":
            self.search_begun = time.perf_counter()

    def tick(self, done: int) -> None: ...


def main(folder: Path, what: str) -> None:
    """Export the site, whole or after one publication, and print what was measured."""
    import os

    import django

    django.setup()
    from django.urls import get_resolver

    from apercu.pagecache.exporting.making import export

    assert get_resolver().url_patterns  # loaded, as Django's checks load them before a command begins

    if what == "one":
        _publish()
    says, started = _Says(), time.perf_counter()
    report = export(
        folder,
        whole=what == "whole",
        processes=len(os.sched_getaffinity(0)),
        says=says,
        since=lambda: time.perf_counter() - started,
    )
    ended = time.perf_counter()
    told = {"files": report.files, "written": report.written, "pages": report.pages_after}
    if what == "whole":
        told |= {
            "after": report.search_after,
            "made_after": says.search_begun - started,
            "search": report.search_after - (says.search_begun - started),
        }
    else:
        told |= {"search": report.search_after, "after": ended - started}
    print(json.dumps(told))  # noqa: T201 read by the process that started this one


def _publish() -> None:
    from apercu.content import publishing
    from apercu.content.models import Summary

    summary = Summary.objects.filter(title__startswith=TITLE).order_by("pk").first()
    assert summary is not None
    ordinary = Summary.objects.filter(live=True).exclude(title__startswith=TITLE).order_by("pk").first()
    assert ordinary is not None
    summary.topics, summary.types = list(ordinary.topics.all()), list(ordinary.types.all())
    summary.gist = "It found something else, too."
    summary.save_revision()
    publishing.publish(record=summary, by=None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
