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


def weigh(pid: int) -> dict[int, float]:
    """Megabytes of this process and of all below it: shared pages divided among those who share (PSS)."""
    return {one: _pss(one) / 1024 for one in (pid, *below(pid))}


def _pss(pid: int) -> int:
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
