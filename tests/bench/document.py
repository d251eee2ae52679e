"""docs/benchmarks.md: sections that belong to what measured them, each with the run its figures are from.

Writing one leaves the others as they are, so that `make bench`, a part of it, and `make bench-peers` keep each
other's figures. No figure stands there that was not measured in the run named above it.
"""

from __future__ import annotations

import datetime
import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tests.bench.measuring import ROOT, Row

DOCUMENT = ROOT / "docs" / "benchmarks.md"
PACKAGES = ("django", "wagtail", "granian", "tantivy")
HEAD = """# Benchmarks

Written by `make bench` (ours alone) and `make bench-peers` (beside other software); each section says which run its
figures are from, and measuring a part again leaves the other sections as they are. Compare rows of one run with each
other, not runs of different machines. CONTRIBUTING.md says how to run them.
"""
ORDER = (
    "Reading and importing",
    "Pages",
    "Serving",
    "Cost as work grows",
    "Beside other software",
    "The site as files",
    "Sending",
    "Search",
    "Relevance",
)
_UNITS = {
    "ms": ("s", 1e-3),
    "s": ("s", 1.0),
    "MB": ("MB", 1.0),
    "GB": ("MB", 1e3),
}  # what others count is a number


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the document: its title, and its lines of Markdown."""

    title: str
    lines: Sequence[str]


def of_rows(title: str, rows: Iterable[Row], text: str) -> Section:
    """A section made of one table, and what has to be known to read it."""
    return Section(title=title, lines=[*table(rows), "", *text.strip().splitlines()])


def table(rows: Iterable[Row]) -> list[str]:
    """Rows with their bounds, and whether each is met."""
    head = ["| what | measured | bound | met |", "| --- | --- | --- | --- |"]
    return [
        *head,
        *(f"| {what} | {figure} | {bound} | {met(figure, bound)} |" for what, figure, bound in rows),
    ]


def met(figure: str, bound: str) -> str:
    """Whether a figure is within its bound, in words: "yes", or by how much not; nothing without a bound."""
    told = re.match(r"(at most|under|at least) (.+)", bound)
    if not told:
        return ""
    has, has_unit = _quantity(figure)
    limit, limit_unit = _quantity(told[2])
    if has_unit != limit_unit:
        raise ValueError(f"The figure {figure!r} cannot be held to the bound {bound!r}: other units.")
    if told[1] == "at least":
        return "yes" if has >= limit else f"no: {1 - has / limit:.0%} too little"
    within = has <= limit if told[1] == "at most" else has < limit
    return "yes" if within else f"no: {has / limit - 1:.0%} too much"


def _quantity(text: str) -> tuple[float, str]:
    number, unit = re.match(r"([\d,.]*\d)\s*([^\s,;(]*)", text).groups()  # type: ignore[union-attr]
    base, factor = _UNITS.get(unit, ("", 1.0))
    return float(number.replace(",", "")) * factor, base


def write(sections: Iterable[Section], *, run: str, to: Path = DOCUMENT) -> None:
    """Put sections into the document, and leave the others as they are."""
    kept = _sections(to.read_text("utf-8")) if to.exists() else {}
    for section in sections:
        kept[section.title] = "\n".join([run, "", *section.lines]).strip()
    titles = sorted(kept, key=lambda title: ORDER.index(title) if title in ORDER else len(ORDER))
    parts = [HEAD, *(f"## {title}\n\n{kept[title]}\n" for title in titles)]
    to.write_text("\n".join(parts), "utf-8")


def _sections(text: str) -> dict[str, str]:
    _head, *parts = re.split(r"(?m)^## ", text)
    return {title: body.strip() for title, _, body in (part.partition("\n") for part in parts)}


def this_run(command: str, *versions: str, on: datetime.date) -> str:
    """What a section says of the run its figures are from."""
    ours = [f"{name} {metadata.version(name)}" for name in PACKAGES]
    software = [f"Python {platform.python_version()}", *ours, f"SQLite {sqlite3.sqlite_version}", *versions]
    return f"*`{command}`, {on.isoformat()}, on {machine()}; {', '.join(software)}.*"


def machine() -> str:
    """The machine, as far as figures depend on it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{platform.machine()}, {_processor()}, {os.cpu_count()} processors, {memory:.0f} GB, {platform.system()}"


def _processor() -> str:
    with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
        found = re.search(r"model name\s*:\s*(.+)", lines.read())
    return " ".join(found[1].split()) if found else "a processor without a name"
