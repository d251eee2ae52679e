"""Work on the data folder that two processes must not do at once: the second waits for the first."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def alone(work: str) -> Iterator[None]:
    """Wait until no other process does this work; the system gives the turn back even when we are killed."""
    with (settings.DATA / f"{work}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
