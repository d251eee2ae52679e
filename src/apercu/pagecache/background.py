"""Work that no reader waits for: better compression, and taking old editions away."""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections.abc import Callable

logger = logging.getLogger(__name__)

MOST_WAITING = 1000
EVERY = 60.0  # seconds between two looks for what is old

Job = Callable[[], None]


class Background:
    """A thread of this process that does one job after another, and one of them every minute."""

    def __init__(self, *, regularly: Job, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._regularly = regularly
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._jobs: queue.Queue[Job] = queue.Queue(MOST_WAITING)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, where that has not been done in this process."""
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, name="page-cache", daemon=True)
                    self._thread.start()

    def later(self, job: Job) -> bool:
        """Have a job done soon; False where too many wait already."""
        self.start()
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            return False
        return True

    def finish(self) -> None:
        """Wait until nothing is left to do; for tests and measurements."""
        self._jobs.join()

    def _work(self) -> None:
        jobs, look_at = self._jobs, self._clock() + EVERY
        while True:
            try:
                self._do(jobs.get(timeout=EVERY))
                jobs.task_done()
            except queue.Empty:
                pass
            if self._clock() >= look_at:
                look_at = self._clock() + EVERY
                self._do(self._regularly)

    def _do(self, job: Job) -> None:
        try:
            job()
        except Exception:  # the edge of a job loop: said, and the next one done
            logger.exception("A job of the page cache failed.")
