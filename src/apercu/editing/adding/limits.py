"""How often one person may have something looked up: the services are asked for a living by others too.

The count stands in the memory of the server process (as that of readers' reports does); a restart forgets it.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.core.cache import cache

WITHIN = datetime.timedelta(minutes=10)
MOST = 40  # look-ups; a digest has fewer articles in a year


class TooManyLookUps(Exception):
    """The limit is reached; `wait` is how long until one more is taken."""

    def __init__(self, *, wait: datetime.timedelta) -> None:
        super().__init__(f"wait {wait}")
        self.wait = wait


def admit(*, user: Any, at: datetime.datetime) -> None:
    """Count one more look-up of this person's, or raise TooManyLookUps and count nothing."""
    name = f"look-ups-{user.pk}"
    recent = [time for time in cache.get(name, []) if time > at - WITHIN]
    if len(recent) >= MOST:
        raise TooManyLookUps(wait=recent[0] + WITHIN - at)
    cache.set(name, [*recent, at], timeout=WITHIN.total_seconds())
