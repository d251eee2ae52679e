"""How long things may take, and how long is waited before they are tried again."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

_minutes = tuple(datetime.timedelta(minutes=number) for number in (1, 5, 15, 60))
_hours = (datetime.timedelta(hours=4),) * 18


@dataclass(frozen=True, kw_only=True)
class Pace:
    """One worker's times; tests make them short."""

    batch: int = 50  # copies reserved at once
    # Longer than any conversation may last: a worker that lives is never taken for dead.
    lease: datetime.timedelta = datetime.timedelta(minutes=15)
    # Of a copy that the server put off: about three days, then it has failed.
    delays: tuple[datetime.timedelta, ...] = _minutes + _hours
    # Seconds until a relay in trouble is tried again; after the last of them the mailing pauses.
    waits: tuple[float, ...] = (5, 15, 45, 120, 300, 600)
    refusals: int = 25  # copies refused one after another, which is no matter of addresses any more
    connecting: float = 15  # seconds
    answering: float = 60  # seconds a server may take to answer a command
    taking: float = 600  # seconds it may take to answer the end of a message (RFC 5321 §4.5.3.2.6)
    a_connection: int = 100  # messages after which a new connection is opened: many relays ask for that
    seen_every: datetime.timedelta = datetime.timedelta(seconds=30)  # signs of life

    def delay(self, attempts: int) -> datetime.timedelta | None:
        """How long to wait after so many attempts; None: it was the last."""
        return self.delays[attempts - 1] if attempts <= len(self.delays) else None


USUAL = Pace()
