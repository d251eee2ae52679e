"""`make bench`: measure everything (or the parts named), and write docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from importlib import metadata

from tests.bench import importing, pages, relevance, search
from tests.bench.measuring import ROOT, Row

DOCUMENT = ROOT / "docs" / "benchmarks.md"
PACKAGES = ("django", "wagtail", "granian", "tantivy")


def main() -> None:
    """Measure and write the page."""
    asked = relevance.table()
    found = search.rows()
    imported = importing.rows()
    shown = pages.rows()
    DOCUMENT.write_text(_document(imported, shown, found, asked), "utf-8")
    for what, figure, bound in (*imported, *shown, *found):
        sys.stdout.write(f"{what}: {figure} (bound: {bound})\n")
    sys.stdout.write("\n".join(asked) + "\n")


def _document(imported: list[Row], shown: list[Row], found: list[Row], asked: list[str]) -> str:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`: the medians of one run on one machine. Compare rows of one run with each other, not",
        "runs of different machines.",
        "",
        f"- Machine: {platform.machine()}, {os.cpu_count()} processors, {platform.system()}",
        f"- Python {platform.python_version()}, {versions}, SQLite {sqlite3.sqlite_version}",
        "",
        "## Reading and importing",
        "",
        *_table(imported),
        "",
        "Where the listing search's range spans zero, the run could not tell its cost from the machine's noise. The import is",
        "timed as a whole process, start included; its entries have about 90 words and a citation with a DOI, and 25 stand in a",
        "month.",
        "",
        "## Pages",
        "",
        *_table(shown),
        "",
        "Pages are timed inside the process (Django's handler, middleware included, no network), each median of 41 after a",
        "first one, with the connection open; three summaries stand in a month. What pages share (the site's words, the names of",
        "topics) is kept while the edition stays; no page is: the page cache comes with a later release.",
        "",
        "## Search",
        "",
        *_table(found),
        "",
        "The archive is invented: 128 words a summary beside the article's title, 60,000 different words whose frequencies follow",
        "Zipf's law, 36 topics, 10 types, 14 years (`tests/samples/corpus.py`). 300 queries of one to three words, their ranks",
        "spread evenly over their logarithm, from words in most summaries to rare ones. Both FTS5 and ours order, count all three",
        "facets and cut passages; FTS5 requires all words. Memory is the worker's after those queries, its own and the files it",
        "maps: index and database.",
        "",
        "## Relevance",
        "",
        "94 queries as clinicians would type them, with graded answers over the sample digest",
        "(`tests/samples/relevance.yaml`, written before the ranking was). The first three columns of figures are the third kept",
        "aside, which tuning never saw; the last three the rest.",
        "",
        *asked,
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _table(rows: list[Row]) -> list[str]:
    return [
        "| what | measured | bound |",
        "| --- | --- | --- |",
        *(f"| {a} | {b} | {c} |" for a, b, c in rows),
    ]


if __name__ == "__main__":
    main()
