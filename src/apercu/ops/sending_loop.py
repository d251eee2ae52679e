"""The loop that begins mailings whose hour has come, and hands their copies over."""

from __future__ import annotations

import os

from apercu.mailing.sending import own
from apercu.mailing.sending.worker import Worker
from apercu.ops.loops import Clock, Loop, Stopping

EVERY = 5.0  # seconds between two looks when there is nothing to do


class SendMail:
    """One worker a process: it has a connection to the relay and a name, and neither outlives a fork."""

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._of = 0

    def __call__(self, clock: Clock, stopping: Stopping) -> bool:
        if self._worker is None or self._of != os.getpid():
            self._worker, self._of = own.worker(), os.getpid()
        return self._worker.turn(clock, stopping)


LOOP = Loop(name="mailing", every=EVERY, run_until=SendMail())
