"""The loop that publishes and withdraws what is due, seconds after its hour."""

from __future__ import annotations

import time
from collections.abc import Callable

from apercu.content import due
from apercu.ops.loops import Clock, Loop

EVERY = 3.0  # seconds between two looks
RUN_EVERY = 60.0  # seconds between two runs without anything new: a sign of life, and what failed tried again


class PublishWhatIsDue:
    """Looks often, which costs two queries; runs when something new is due, and once a minute in any case."""

    def __init__(self, *, since: Callable[[], float] = time.monotonic) -> None:
        self._since = since
        self._ran: float | None = None

    def __call__(self, clock: Clock) -> bool:
        is_time = self._ran is None or self._since() - self._ran >= RUN_EVERY
        if is_time or due.something_new_is_due(at=clock()):
            due.publish_due(clock=clock)
            self._ran = self._since()
        return False


LOOP = Loop(name="publishing", every=EVERY, run=PublishWhatIsDue())
