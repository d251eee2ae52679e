"""What is limited, and how long one waits: some tries are free, then each wait is twice the one before."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

_SECOND = datetime.timedelta(seconds=1)
_MINUTE = datetime.timedelta(minutes=1)
_HOUR = datetime.timedelta(hours=1)
LONGEST_MEMORY = 24 * _HOUR


@dataclass(frozen=True, kw_only=True)
class Limit:
    """`free` tries without waiting; a quiet time of `forgotten_after` begins anew."""

    free: int
    first_wait: datetime.timedelta
    longest_wait: datetime.timedelta
    forgotten_after: datetime.timedelta = LONGEST_MEMORY

    def wait_after(self, count: int) -> datetime.timedelta:
        """How long to stay away after so many tries that went wrong."""
        if count < self.free:
            return datetime.timedelta()
        doublings = min(count - self.free, 30)  # 2 ** 30 of anything is longer than the longest wait
        doubled: datetime.timedelta = self.first_wait * 2**doublings
        return min(doubled, self.longest_wait)


@dataclass(frozen=True, kw_only=True)
class Door:
    """One thing that is tried: who is counted how.

    `person_there` counts a name from one network, `person` a name from wherever, `network` all names from it.
    """

    name: str
    network: Limit
    person_there: Limit | None = None
    person: Limit | None = None


_NETWORK = Limit(free=30, first_wait=30 * _SECOND, longest_wait=15 * _MINUTE, forgotten_after=_HOUR)

# Not by name alone: a stranger could then keep an editor out by trying wrong passwords (decision 0027).
PASSWORD = Door(
    name="password",
    network=_NETWORK,
    person_there=Limit(free=5, first_wait=30 * _SECOND, longest_wait=_HOUR),
)
# By name alone: whoever gets here knows the password, and there are only a million codes.
CODE = Door(name="code", network=_NETWORK, person=Limit(free=5, first_wait=_MINUTE, longest_wait=_HOUR))
RESET = Door(
    name="reset",
    network=Limit(free=10, first_wait=_MINUTE, longest_wait=_HOUR),
    person=Limit(free=3, first_wait=10 * _MINUTE, longest_wait=6 * _HOUR),
)
