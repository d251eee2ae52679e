"""The loop that lets alerts leave: at their time, and hourly for readers who had heard enough until then."""

from __future__ import annotations

import time
from collections.abc import Callable

from apercu.mailing.alerts import leaving
from apercu.ops.loops import Clock, Loop

EVERY = 20.0  # seconds between two looks
EVERYBODY_EVERY = 3600.0  # seconds between two looks at every reader


class LetAlertsLeave:
    """Looks often, which costs one query; asks for every reader when something is due, and once an hour."""

    def __init__(self, *, since: Callable[[], float] = time.monotonic) -> None:
        self._since = since
        self._looked: float | None = None

    def __call__(self, clock: Clock) -> bool:
        at = clock()
        is_time = self._looked is None or self._since() - self._looked >= EVERYBODY_EVERY
        if is_time or leaving.something_new_is_due(at=at):
            leaving.leave(at=at)
            self._looked = self._since()
        return False


LOOP = Loop(name="alerts", every=EVERY, run=LetAlertsLeave(), alone=True)
