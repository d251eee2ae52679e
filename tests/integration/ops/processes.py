"""Processes below another one, and what they weigh, as /proc tells."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def below(pid: int) -> list[int]:
    """Every process that this one started, and those that these did."""
    children = [
        int(word)
        for task in (PROC / str(pid) / "task").glob("*/children")
        for word in task.read_text().split()
    ]
    return [*children, *(deeper for child in children for deeper in below(child))]


def is_alive(pid: int) -> bool:
    """Whether the process is there and no mere entry of a dead one."""
    try:
        return (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def megabytes(pid: int) -> float:
    """The share of memory of this process and all below it (the sum of PSS)."""
    return sum(map(_pss, (pid, *below(pid)))) / 1024


def _pss(pid: int) -> int:
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
