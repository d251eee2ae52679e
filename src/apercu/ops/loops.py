"""The loops of the jobs process: what is done again and again, and how it went last.

A room's loop is registered in `config/wiring.py`. Each has a thread of its own, so that none waits for
another. Seconds between two turns are counted by a clock nobody can set; only what is to be done once a day
by one of all machines goes by the time of day, and a clock that was set back does not stop it.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import F, Q

from apercu.content.following import Follows
from apercu.ops.models import LoopState
from apercu.ops.taking_turns import if_nobody_does

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime.datetime]
Stopping = Callable[[], bool]
SEEN_EVERY = datetime.timedelta(seconds=30)  # how often a loop that goes well says so
LONGEST_PAUSE = 60.0  # seconds after failures in a row
ASKED_EVERY = 60.0  # seconds between two looks whether what one machine does is due
LONGEST_FAILURE = 100  # characters of it that the row has room for
CLOCKS_DIFFER = datetime.timedelta(minutes=5)  # a claim further in the future is of a clock that was wrong


@dataclass(frozen=True, kw_only=True)
class Loop:
    """One thing that is done every so many seconds.

    `run` does a part of what is to be done and says whether there is more; it may be called twice for the
    same thing, and be killed at any moment. A loop whose turns take long has `run_until` instead, which is
    also given a question to ask in between: whether the process ends, and the turn with it. With `by_one`,
    one of all machines does it, once in the interval; with `alone`, machines take turns, and who finds
    another at it leaves it to that one.
    """

    name: str
    every: float
    run: Callable[[Clock], bool] | None = None
    run_until: Callable[[Clock, Stopping], bool] | None = None
    by_one: bool = False
    alone: bool = False

    def turn(self, clock: Clock, stopping: Stopping) -> bool:
        """Do a part; whether there is more."""
        if self.run_until is not None:
            return self.run_until(clock, stopping)
        if self.run is not None:
            return self.run(clock)
        raise TypeError(f"The loop “{self.name}” has nothing to run.")


class Trouble(Exception):
    """Something outside stands in the way of a loop; the message is a sentence for whoever has to mend it."""


_loops: dict[str, Loop] = {}


def register(loop: Loop) -> None:
    """Add a loop; `config/wiring.py` calls this once for each."""
    _loops[loop.name] = loop


def loops() -> tuple[Loop, ...]:
    return tuple(_loops.values())


def of_follower(follower: Follows) -> Loop:
    """The loop by which a follower of the change log is kept up to date."""
    return Loop(
        name=f"following {follower.name}",
        every=follower.every,
        run=lambda _clock: follower.step(),
        alone=True,
    )


@dataclass(kw_only=True)
class Turns:
    """The turns of one loop in one process."""

    loop: Loop
    clock: Clock
    stopping: Stopping = lambda: False
    _failures: int = field(default=0, init=False)
    _said: datetime.datetime | None = field(default=None, init=False)

    def take(self) -> float:
        """Take one turn, note how it went, and say after how many seconds the next is due."""
        if self.loop.by_one and not _claim(self.loop, at=self.clock()):
            return self._pause
        try:
            is_more = self._run()
        except Trouble as trouble:
            logger.warning("The loop “%s” is tried again. %s", self.loop.name, trouble)
            return self._failed(trouble)
        except Exception as error:
            logger.exception("The loop “%s” failed; it is tried again.", self.loop.name)
            return self._failed(error)
        self._failures = 0
        self._went_well(at=self.clock())
        return 0.0 if is_more else self._pause

    def _run(self) -> bool:
        if not self.loop.alone:
            return self.loop.turn(self.clock, self.stopping)
        with if_nobody_does(self.loop.name) as is_ours:
            return is_ours and self.loop.turn(self.clock, self.stopping)

    @property
    def _pause(self) -> float:
        """Seconds between two turns that go well."""
        return min(self.loop.every, ASKED_EVERY) if self.loop.by_one else self.loop.every

    def _failed(self, error: Exception) -> float:
        """Note it, and try again after a pause that grows."""
        self._failures += 1
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        self._said = None
        row = _row(self.loop)
        LoopState.objects.filter(pk=row.pk).update(
            failed_at=self.clock(),
            failure=_short(error),
            failures=F("failures") + 1,
            claimed_at=None,
        )
        growing = 2.0 ** min(self._failures - 1, 10)
        return min(self._pause * growing, LONGEST_PAUSE)

    def _went_well(self, *, at: datetime.datetime) -> None:
        if self._said is not None and abs(at - self._said) < SEEN_EVERY and not self.loop.by_one:
            return
        row = _row(self.loop)
        LoopState.objects.filter(pk=row.pk).update(succeeded_at=at, failures=0)
        self._said = at


def _short(error: Exception) -> str:
    """What is kept of an error: its kind, or the sentence of a trouble."""
    words = str(error) if isinstance(error, Trouble) else type(error).__name__
    return words if len(words) <= LONGEST_FAILURE else f"{words[: LONGEST_FAILURE - 1]}…"


def _row(loop: Loop) -> LoopState:
    return LoopState.objects.get_or_create(name=loop.name)[0]


def _claim(loop: Loop, *, at: datetime.datetime) -> bool:
    """Whether it is this machine's turn: one statement decides, so that two never both have it."""
    row = _row(loop)
    interval = datetime.timedelta(seconds=loop.every)
    is_due = Q(claimed_at=None) | Q(claimed_at__lte=at - interval) | Q(claimed_at__gt=at + CLOCKS_DIFFER)
    return bool(LoopState.objects.filter(is_due, pk=row.pk).update(claimed_at=at))
