"""Going as slowly as the relay asks: so many copies a minute, shared by all workers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

LOOK = 0.25  # seconds between two looks whether to stop, while waiting
MAY_LAG = 1.0  # seconds of delay that are caught up with, no more: no bursts


@dataclass(kw_only=True)
class Rate:
    """One worker's share, evenly spaced. `since` is a clock nobody can set."""

    since: Callable[[], float]
    sleep: Callable[[float], None]
    _next: float = field(default=0.0, init=False)

    def wait(self, *, a_minute: int, workers: int, stopping: Callable[[], bool]) -> None:
        """Wait until the next copy may leave; back at once where there is no limit, or when stopping."""
        if not a_minute:
            return
        while (left := self._next - self.since()) > 0 and not stopping():
            self.sleep(min(left, LOOK))
        self._next = max(self._next, self.since() - MAY_LAG) + gap(a_minute=a_minute, workers=workers)


def gap(*, a_minute: int, workers: int) -> float:
    """Seconds between two copies of one worker."""
    return 60 / a_minute * max(workers, 1)


def at_once(*, a_minute: int, batch: int) -> int:
    """How many to reserve: what leaves within some seconds, so that nothing lies in slow hands."""
    return min(batch, max(1, a_minute // 10)) if a_minute else batch
