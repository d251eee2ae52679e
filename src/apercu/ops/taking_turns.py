"""Work that two processes must not do at once: the second waits for the first, or leaves it alone.

On one machine the data folder's lock files decide; where several share a PostgreSQL, its advisory locks do,
which belong to a connection and end with it, however its process died. Behind a pooler that hands a
connection to another client after each transaction they do not work.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from django.conf import settings
from django.db import Error, connection


@contextmanager
def alone(work: str) -> Iterator[None]:
    """Wait until no other process does this work; the system gives the turn back even when we are killed."""
    with (settings.DATA / f"{work}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        # A connection for nothing else: what is done meanwhile may close its own.
        with closing(connection.copy()) as own, own.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_number(work)])
            yield


@contextmanager
def if_nobody_does(work: str) -> Iterator[bool]:
    """Whether this work is ours for the length of the block; with SQLite, on one machine, it always is."""
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(work)])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with suppress(Error), connection.cursor() as cursor:  # a connection that is gone holds nothing
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(work)])


def _number(work: str) -> int:
    """The lock's number: 64 bits, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(f"apercu {work}".encode(), digest_size=8).digest(), signed=True)
