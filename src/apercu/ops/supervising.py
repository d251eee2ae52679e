"""One process that starts the others, starts a dead one again, and ends with all of them.

The supervisor loads the code once and forks: its children share that memory, and one that died is back within
a moment. It does nothing else: no thread, no connection, no request. What it holds for its children (the
listening socket) outlives them, so that a connection waits for the next child instead of being refused.

A child ends when it is told to (SIGTERM: it finishes what it has in hand), and by itself when the supervisor
is gone, however that died: the pipe between them then has no writer.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NoReturn

logger = logging.getLogger(__name__)

GRACE = 20.0  # seconds a child may take to finish what it has in hand
SOUND = 10.0  # seconds after which a child counts as having started well
FIRST_DELAY, LONGEST_DELAY = 0.1, 10.0  # seconds before a dead child is started again
_FORKED = 0
_STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(kw_only=True)
class Child:
    """A process to keep alive: `run` is called in it and returns when it was told to end."""

    name: str
    run: Callable[[], None]
    pid: int = 0  # 0 while it does not run
    started: float = 0.0
    deaths: int = 0  # in a row, none of them after a sound start
    due: float = 0.0  # when it is to be started


@dataclass(kw_only=True)
class Supervisor:
    """Keeps its children alive until it is told to stop."""

    children: list[Child]
    grace: float = GRACE
    clock: Callable[[], float] = time.monotonic
    _told: list[int] = field(default_factory=list)

    def run(self) -> None:
        """Start every child, and come back when all of them have ended."""
        self._lifeline = os.pipe()
        self._woken = os.pipe()
        for end in self._woken:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._woken[1], warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in _STOPPING:
            signal.signal(number, lambda told, _frame: self._told.append(told))
        while not self._told:
            self._bury()
            self._start_what_is_due()
            self._wait(self._until_next_start())
        self._stop()

    # --- starting

    def _start_what_is_due(self) -> None:
        for child in self.children:
            if not child.pid and child.due <= self.clock() and not self._told:
                self._start(child)

    def _start(self, child: Child) -> None:
        # No signal may come between the fork and the child's own handling of it.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        pid = os.fork()
        if pid == _FORKED:
            self._become(child)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
        child.pid, child.started = pid, self.clock()
        logger.info("%s started (process %s).", child.name, pid)

    def _become(self, child: Child) -> NoReturn:
        """What the forked process does; it never returns into the supervisor's code."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, *_STOPPING):
                signal.signal(number, signal.SIG_DFL)
            # Ctrl-C in a terminal reaches the whole group of processes: the children leave it to us.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            os.close(self._lifeline[1])
            for end in self._woken:
                os.close(end)
            _end_with(self._lifeline[0], grace=self.grace)
            child.run()
            status = 0
        except Exception:
            logger.exception("%s could not go on.", child.name)
        finally:
            logging.shutdown()
            with contextlib.suppress(OSError, ValueError):
                sys.stdout.flush()
            os._exit(status)

    # --- dying

    def _bury(self) -> None:
        """Note who died, and when to start them again: at once, then after growing delays."""
        for child in self.children:
            if not child.pid:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if not pid:
                continue
            lived = self.clock() - child.started
            child.pid = 0
            child.deaths = 1 if lived >= SOUND else child.deaths + 1
            delay = min(FIRST_DELAY * 2 ** (child.deaths - 1), LONGEST_DELAY)
            child.due = self.clock() + delay
            logger.error(
                "%s (process %s) %s after %.1f s; it is started again in %.1f s.",
                child.name,
                pid,
                _how(status),
                lived,
                delay,
            )

    def _until_next_start(self) -> float | None:
        waiting = [child.due for child in self.children if not child.pid]
        return max(0.0, min(waiting) - self.clock()) if waiting else None

    def _wait(self, timeout: float | None) -> None:
        """Until a signal comes, a child dies or the time is over."""
        if self._told:
            return
        select.select([self._woken[0]], [], [], timeout)
        self._drain()

    def _drain(self) -> None:
        """Forget the signals that have woken us."""
        with contextlib.suppress(BlockingIOError):
            while os.read(self._woken[0], 512):
                pass

    # --- stopping

    def _stop(self) -> None:
        """Ask all to end, wait for what they have in hand, and end by force whoever takes longer.

        A second signal means now.
        """
        asked = len(self._told)
        _send(signal.SIGTERM, self._alive())
        deadline = self.clock() + self.grace
        while self._alive() and self.clock() < deadline and len(self._told) == asked:
            self._collect()
            if self._alive():
                select.select([self._woken[0]], [], [], min(0.2, max(0.0, deadline - self.clock())))
        for child in self._alive():
            logger.error("%s (process %s) did not end in time and is killed.", child.name, child.pid)
        _send(signal.SIGKILL, self._alive())
        for child in self._alive():
            os.waitpid(child.pid, 0)
            child.pid = 0

    def _alive(self) -> list[Child]:
        return [child for child in self.children if child.pid]

    def _collect(self) -> None:
        for child in self._alive():
            if os.waitpid(child.pid, os.WNOHANG)[0]:
                child.pid = 0
        self._drain()


def _send(number: int, children: Iterable[Child]) -> None:
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, number)


def _how(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"was ended by {signal.Signals(os.WTERMSIG(status)).name}"
    return f"ended with status {os.waitstatus_to_exitcode(status)}"


def _end_with(lifeline: int, *, grace: float) -> None:
    """A thread that ends this process when nobody holds the other end of the pipe any more."""

    def watch() -> None:
        os.read(lifeline, 1)  # returns when the supervisor is gone: it never writes
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(grace)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
