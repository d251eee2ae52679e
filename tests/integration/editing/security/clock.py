"""A clock for tests of the desk's door."""

from __future__ import annotations

import datetime

PASSWORD = "the right password"


class Clock:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += datetime.timedelta(**by)
