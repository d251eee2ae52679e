"""Processes: forked and killed, those below another one, and what they weigh, as /proc tells."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

PROC = Path("/proc")
FORKED = 0


def was_killed(work: Callable[[], object]) -> bool:
    """Fork a child that does this; whether it was killed (SIGKILL). It must end well otherwise."""
    child = os.fork()
    if child == FORKED:
        status = 1
        try:
            work()
            status = 0
        except Exception:  # noqa: BLE001 the parent sees the status
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stderr.flush()
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "it failed"
    return False


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
